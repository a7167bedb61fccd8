-- Counts the words of a text of n words, and lists them by how frequent they are.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local VOCABULARY = 3000

local function random_word(random)
  local letters = {}
  for i = 1, 2 + random:below(8) do
    letters[i] = string.char(97 + random:below(26))
  end
  return table.concat(letters)
end

-- Words, some of them much more frequent than others, some in capitals, some with a comma or a full stop.
local function make_text(n)
  local random = harness.Random.new(42)
  local vocabulary = {}
  for i = 0, VOCABULARY - 1 do
    vocabulary[i] = random_word(random)
  end
  local parts = {}
  for _ = 1, n do
    local rank = math.floor(random:below(VOCABULARY) * random:below(VOCABULARY) / VOCABULARY)
    local word = vocabulary[rank]
    parts[#parts + 1] = random:below(8) == 0 and word:upper() or word
    local mark = random:below(12)
    if mark == 0 then
      parts[#parts + 1] = ","
    elseif mark == 1 then
      parts[#parts + 1] = "."
    end
    parts[#parts + 1] = " "
  end
  return table.concat(parts)
end

local function count_words(text)
  local counts = {}
  for part in text:gmatch("[^ ]+") do
    local word = part
    local last = word:sub(-1)
    if last == "," or last == "." then
      word = word:sub(1, -2)
    end
    if word ~= "" then
      word = word:lower()
      counts[word] = (counts[word] or 0) + 1
    end
  end
  return counts
end

local function work(n)
  local counts = count_words(make_text(n))
  local words = {}
  for word, count in pairs(counts) do
    words[#words + 1] = { word = word, count = count }
  end
  table.sort(words, function(a, b)
    if a.count == b.count then
      return a.word < b.word
    end
    return a.count > b.count
  end)
  local digest = 0
  for _, entry in ipairs(words) do
    digest = (digest * 31 + entry.count * #entry.word + entry.word:byte(1)) % 1000003
  end
  return string.format("%d words, %s %d, %d", #words, words[1].word, words[1].count, digest)
end

harness.run(work)

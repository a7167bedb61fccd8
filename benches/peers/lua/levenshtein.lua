-- The edit distances of all pairs of n random words, by the algorithm of Wagner and Fischer (1974) with two rows.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")
local byte = string.byte

-- Words of a few letters, so that they have something in common.
local function random_word(random)
  local letters = {}
  for i = 1, 5 + random:below(20) do
    letters[i] = string.char(97 + random:below(6))
  end
  return table.concat(letters)
end

local function distance(a, b)
  local width = #b
  local above, row = {}, {}
  for j = 0, width do
    above[j] = j
    row[j] = 0
  end
  for i = 1, #a do
    local letter = byte(a, i)
    row[0] = i
    for j = 1, width do
      local change = above[j - 1] + (letter == byte(b, j) and 0 or 1)
      local remove = above[j] + 1
      local add = row[j - 1] + 1
      local least = change
      if remove < least then
        least = remove
      end
      if add < least then
        least = add
      end
      row[j] = least
    end
    above, row = row, above
  end
  return above[width]
end

local function work(n)
  local random = harness.Random.new(42)
  local words = {}
  for i = 1, n do
    words[i] = random_word(random)
  end
  local digest = 0
  for _, a in ipairs(words) do
    for _, b in ipairs(words) do
      digest = (digest * 31 + distance(a, b)) % 1000003
    end
  end
  return digest
end

harness.run(work)

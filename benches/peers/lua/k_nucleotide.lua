-- Counts in maps how often pieces of some lengths are in a random strand of DNA with n nucleotides.
-- After the description of "k-nucleotide" of the Computer Language Benchmarks Game.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local function random_strand(n)
  local random = harness.Random.new(42)
  local letters = {}
  for i = 1, n do
    local part = random:below(10)
    letters[i] = part < 3 and "A" or part < 5 and "C" or part < 7 and "G" or "T"
  end
  return table.concat(letters)
end

-- The counts by piece, and how many different pieces there are.
local function count_pieces(strand, length)
  local counts = {}
  local different = 0
  for at = 1, #strand - length + 1 do
    local piece = strand:sub(at, at + length - 1)
    local count = counts[piece]
    if not count then
      different = different + 1
    end
    counts[piece] = (count or 0) + 1
  end
  return counts, different
end

-- A number that tells how frequent the pieces of a length are.
local function ranking(strand, length)
  local pieces = {}
  for piece, count in pairs((count_pieces(strand, length))) do
    pieces[#pieces + 1] = { piece = piece, count = count }
  end
  table.sort(pieces, function(a, b)
    if a.count == b.count then
      return a.piece < b.piece
    end
    return a.count > b.count
  end)
  local digest = 0
  for _, entry in ipairs(pieces) do
    digest = (digest * 31 + entry.count * 7 + entry.piece:byte(1) + entry.piece:byte(length)) % 1000003
  end
  return digest
end

local function work(n)
  local strand = random_strand(n)
  local results = { ranking(strand, 1), ranking(strand, 2) }
  for _, piece in ipairs({ "GGT", "GGTA", "GGTATT", "GGTATTTTAATT", "GGTATTTTAATTTATAGT" }) do
    local counts, different = count_pieces(strand, #piece)
    results[#results + 1] = different .. ":" .. (counts[piece] or 0)
  end
  return table.concat(results, " ")
end

harness.run(work)

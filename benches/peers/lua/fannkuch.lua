-- All permutations of n numbers: how many prefixes have to be reversed until 1 stands in front, the most, and the sum
-- with changing signs. After Anderson and Rettig, "Performing Lisp Analysis of the FANNKUCH Benchmark" (1994).

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

-- Reverses prefixes as long as the first number says, until that is 1; gives how often.
local function flips(permutation)
  local count = 0
  while permutation[1] ~= 1 do
    local low = 1
    local high = permutation[1]
    while low < high do
      permutation[low], permutation[high] = permutation[high], permutation[low]
      low = low + 1
      high = high - 1
    end
    count = count + 1
  end
  return count
end

-- Makes the permutation that follows: the shortest prefix that has not been turned all the way round is turned on by one place.
-- False when all permutations have been there.
local function advance(permutation, turns)
  for last = 2, #permutation do
    local first = permutation[1]
    for i = 1, last - 1 do
      permutation[i] = permutation[i + 1]
    end
    permutation[last] = first
    turns[last] = turns[last] + 1
    if turns[last] < last then return true end
    turns[last] = 0
  end
  return false
end

local function work(size)
  local permutation, turns, scratch = {}, {}, {}
  for i = 1, size do
    permutation[i] = i
    turns[i] = 0
  end
  local most = 0
  local checksum = 0
  local is_even = true
  repeat
    for i = 1, size do
      scratch[i] = permutation[i]
    end
    local count = flips(scratch)
    if count > most then most = count end
    if is_even then checksum = checksum + count else checksum = checksum - count end
    is_even = not is_even
  until not advance(permutation, turns)
  return checksum .. " " .. most
end

harness.run(work)

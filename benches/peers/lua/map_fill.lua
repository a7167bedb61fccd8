-- Fills a map from integers to integers, reads all of it, and removes every third key.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local MODULUS = 1000003

local function key(i)
  return i * 7919 % MODULUS
end

local function work(n)
  local map = {}
  for i = 0, n - 1 do
    map[key(i)] = i
  end
  local sum = 0
  for i = 0, n - 1 do
    sum = sum + map[key(i)] % 8
  end
  for i = 0, n - 1, 3 do
    map[key(i)] = nil
  end
  for i = 0, n - 1 do
    if map[key(i)] ~= nil then
      sum = sum + 1
    end
  end
  -- A table doesn't know how many keys it has.
  local count = 0
  for _ in pairs(map) do
    count = count + 1
  end
  return sum + count
end

harness.run(work)

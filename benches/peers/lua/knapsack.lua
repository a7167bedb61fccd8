-- n knapsack problems by dynamic programming: the most value of a hundred things that fit, each taken or not, and which.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local ITEMS = 100
local CAPACITY = 2500

-- A row for each number of things: the most value in a knapsack of each capacity. Row i + 1 is that of i things.
local function fill_table(items, capacity)
  local first = {}
  for room = 0, capacity do
    first[room] = 0
  end
  local rows = { first }
  for i, item in ipairs(items) do
    local above = rows[i]
    local row = {}
    for room = 0, capacity do
      local best = above[room]
      if item.weight <= room then
        local taken = above[room - item.weight] + item.value
        if taken > best then
          best = taken
        end
      end
      row[room] = best
    end
    rows[i + 1] = row
  end
  return rows
end

-- The numbers of the things that make up the best value, the last first.
local function chosen(rows, items, capacity)
  local numbers = {}
  local room = capacity
  for i = #items, 1, -1 do
    if rows[i + 1][room] ~= rows[i][room] then
      numbers[#numbers + 1] = i - 1
      room = room - items[i].weight
    end
  end
  return numbers
end

-- A number that tells the best value and the things chosen.
local function solve(random)
  local items = {}
  for i = 1, ITEMS do
    items[i] = { weight = 10 + random:below(90), value = 1 + random:below(1000) }
  end
  local rows = fill_table(items, CAPACITY)
  local digest = rows[ITEMS + 1][CAPACITY]
  for _, number in ipairs(chosen(rows, items, CAPACITY)) do
    digest = (digest * 31 + number) % 1000003
  end
  return digest
end

local function work(n)
  local random = harness.Random.new(42)
  local sum = 0
  for _ = 1, n do
    sum = sum + solve(random)
  end
  return sum
end

harness.run(work)

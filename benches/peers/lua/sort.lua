-- Sorts records by comparison functions: by a merge sort of its own and by the library's sort. All orders are total, so that
-- every way of sorting gives the same.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")
local abs, floor = math.abs, math.floor

local function random_person(random, id)
  local letters = {}
  for i = 1, 6 do
    letters[i] = string.char(97 + random:below(5))
  end
  local age = random:below(100)
  local score = random:below(1000000)
  return { id = id, name = table.concat(letters), age = age, score = score }
end

-- Sorts the part of the array from `low` up to `high`, which is left out, with a second array for merging.
local function sort_part(items, spare, low, high, before)
  if high - low < 2 then
    return
  end
  local middle = floor((low + high) / 2)
  sort_part(items, spare, low, middle, before)
  sort_part(items, spare, middle, high, before)
  local a, b = low, middle
  for at = low, high - 1 do
    if b == high or (a < middle and not before(items[b], items[a])) then
      spare[at] = items[a]
      a = a + 1
    else
      spare[at] = items[b]
      b = b + 1
    end
  end
  for at = low, high - 1 do
    items[at] = spare[at]
  end
end

local function copy(items)
  local result = {}
  for i = 1, #items do
    result[i] = items[i]
  end
  return result
end

local function merge_sort(items, before)
  sort_part(items, copy(items), 1, #items + 1, before)
end

local function digest(people)
  local sum = 0
  for _, person in ipairs(people) do
    sum = (sum * 31 + person.id) % 1000003
  end
  return sum
end

local function work(n)
  local random = harness.Random.new(42)
  local list = {}
  for id = 0, n - 1 do
    list[id + 1] = random_person(random, id)
  end
  local people = copy(list)
  local sum = 0

  merge_sort(people, function(a, b)
    return a.age < b.age or (a.age == b.age and a.id < b.id)
  end)
  sum = sum + digest(people)

  local target = random:below(1000000)
  local function off(person)
    return abs(person.score - target)
  end
  merge_sort(people, function(a, b)
    local difference = off(a) - off(b)
    return difference < 0 or (difference == 0 and a.id < b.id)
  end)
  sum = sum + digest(people)

  table.sort(list, function(a, b)
    if a.name == b.name then
      return a.id < b.id
    end
    return a.name < b.name
  end)
  sum = sum + digest(list)

  table.sort(list, function(a, b)
    if a.score == b.score then
      return a.id < b.id
    end
    return a.score > b.score
  end)
  return sum + digest(list)
end

harness.run(work)

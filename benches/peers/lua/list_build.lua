-- Linked lists: builds a list of random numbers, reverses, maps, filters, appends and merge-sorts it, each time as a new
-- list; a few of the results are kept for a while.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")
local floor = math.floor

local LENGTH = 200
local KEPT = 64

local function random_list(random, length)
  local list = nil
  for _ = 1, length do
    list = { value = random:below(100000), next = list }
  end
  return list
end

-- The list in reverse order, in front of another.
local function reverse_onto(list, tail)
  local result = tail
  local node = list
  while node do
    result = { value = node.value, next = result }
    node = node.next
  end
  return result
end

local function reverse(list)
  return reverse_onto(list, nil)
end

local function append(first, second)
  return reverse_onto(reverse(first), second)
end

-- The halves of the numbers, in reverse order.
local function halves(list)
  local result = nil
  local node = list
  while node do
    result = { value = floor(node.value / 2), next = result }
    node = node.next
  end
  return result
end

-- The even numbers, in reverse order.
local function evens(list)
  local result = nil
  local node = list
  while node do
    if node.value % 2 == 0 then
      result = { value = node.value, next = result }
    end
    node = node.next
  end
  return result
end

local function length(list)
  local count = 0
  local node = list
  while node do
    count = count + 1
    node = node.next
  end
  return count
end

-- Two sorted lists as one, in reverse order.
local function merge_reversed(first, second, descending)
  local result = nil
  local a, b = first, second
  while a and b do
    if (a.value < b.value) ~= descending then
      result = { value = a.value, next = result }
      a = a.next
    else
      result = { value = b.value, next = result }
      b = b.next
    end
  end
  return reverse_onto(a, reverse_onto(b, result))
end

-- The first `count` numbers sorted. The halves are sorted in the opposite order, because merging turns it around.
local function sort(list, count, descending)
  if count == 0 then
    return nil
  end
  if count == 1 then
    return { value = list.value, next = nil }
  end
  local middle = floor(count / 2)
  local rest = list
  for _ = 1, middle do
    rest = rest.next
  end
  return merge_reversed(sort(list, middle, not descending), sort(rest, count - middle, not descending), not descending)
end

-- A number that tells the order of the list.
local function digest(list)
  local sum = 0
  local node = list
  while node do
    sum = (sum * 31 + node.value) % 1000003
    node = node.next
  end
  return sum
end

local function work(n)
  local random = harness.Random.new(42)
  local kept = {}
  local sum = 0
  for round = 0, n - 1 do
    local list = random_list(random, LENGTH)
    local both = append(evens(list), halves(reverse(list)))
    local sorted = sort(both, length(both), false)
    sum = sum + digest(sorted)
    if round % 4 == 0 then
      kept[round / 4 % KEPT] = sorted
    end
  end
  for i = 0, KEPT - 1 do
    sum = sum + length(kept[i])
  end
  return sum
end

harness.run(work)

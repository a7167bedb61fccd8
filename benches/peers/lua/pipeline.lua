-- Pipelines of map, filter and fold over records and numbers, with closures that capture variables, and functions composed of
-- others. Each language uses what its own library has for this; Lua has nothing, so its few functions over iterators stand here.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")
local bxor = harness.bits.bxor

local THRESHOLDS = 10

local function each(list)
  local i = 0
  return function()
    i = i + 1
    return list[i]
  end
end

local function range(n)
  local i = -1
  return function()
    i = i + 1
    if i < n then
      return i
    end
  end
end

local function map(next, change)
  return function()
    local value = next()
    if value ~= nil then
      return change(value)
    end
  end
end

local function filter(next, test)
  return function()
    local value = next()
    while value ~= nil and not test(value) do
      value = next()
    end
    return value
  end
end

local function fold(next, start, step)
  local result = start
  for value in next do
    result = step(result, value)
  end
  return result
end

local function count(next)
  return fold(next, 0, function(sum) return sum + 1 end)
end

local function random_orders(random, n)
  local orders = {}
  for i = 1, n do
    orders[i] = { customer = random:below(1000), quantity = random:below(20), price = random:below(500) }
  end
  return orders
end

-- The turnover of the orders above a quantity.
local function turnover(orders, threshold)
  local above = filter(each(orders), function(order) return order.quantity > threshold end)
  local amounts = map(above, function(order) return order.quantity * order.price end)
  return fold(amounts, 0, function(sum, amount) return sum + amount end)
end

-- A number made of the squares with a remainder.
local function squares(n, remainder)
  local all = map(range(n), function(i) return i * i % 1009 end)
  local some = filter(all, function(square) return square % 10 == remainder end)
  local more = map(some, function(square) return square + remainder end)
  return fold(more, 0, function(sum, square) return (sum * 31 + square) % 65521 end)
end

-- How many orders of the first customers are not small.
local function large_orders(orders, customers)
  local limit = customers * 100
  local first = filter(each(orders), function(order) return order.customer < limit end)
  return count(filter(first, function(order) return order.quantity * order.price >= 1000 end))
end

local function compose(first, second)
  return function(x) return second(first(x)) end
end

-- A function that goes through several steps made from a number.
local function steps(by)
  local parts = {
    function(x) return x + by end,
    function(x) return x * 3 % 8191 end,
    function(x) return x % 2 == 0 and x / 2 or x end,
    function(x) return bxor(x, by) end,
  }
  return fold(each(parts), function(x) return x end, compose)
end

local function work(n)
  local random = harness.Random.new(42)
  local orders = random_orders(random, n)
  local digest = 0
  for threshold = 0, THRESHOLDS - 1 do
    local change = steps(threshold)
    local changed = map(each(orders), function(order) return change(order.price) end)
    local sum = turnover(orders, threshold) + squares(n, threshold) + large_orders(orders, threshold)
      + fold(changed, 0, function(sum, x) return sum + x end)
    digest = (digest * 31 + sum) % 1000003
  end
  return digest
end

harness.run(work)

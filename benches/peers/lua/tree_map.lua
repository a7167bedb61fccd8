-- A map kept as a balanced tree: inserts, looks up and removes random keys.
-- The tree is that of Adelson-Velsky and Landis (1962): the heights of two siblings differ by at most one.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local Node = {}
Node.__index = Node

local function new_node(key, value)
  return setmetatable({ key = key, value = value, left = nil, right = nil, height = 1 }, Node)
end

local function height(node)
  return node and node.height or 0
end

function Node:update()
  self.height = 1 + math.max(height(self.left), height(self.right))
end

function Node:rotate_right()
  local top = self.left
  self.left = top.right
  top.right = self
  self:update()
  top:update()
  return top
end

function Node:rotate_left()
  local top = self.right
  self.right = top.left
  top.left = self
  self:update()
  top:update()
  return top
end

-- The tree of this node with heights that differ by at most one, after one of its children has changed by one.
function Node:balance()
  local difference = height(self.left) - height(self.right)
  if difference > 1 then
    local left = self.left
    if height(left.left) < height(left.right) then
      self.left = left:rotate_left()
    end
    return self:rotate_right()
  end
  if difference < -1 then
    local right = self.right
    if height(right.right) < height(right.left) then
      self.right = right:rotate_right()
    end
    return self:rotate_left()
  end
  self:update()
  return self
end

local TreeMap = {}
TreeMap.__index = TreeMap

local function new_map()
  return setmetatable({ root = nil, length = 0 }, TreeMap)
end

function TreeMap:get(key)
  local node = self.root
  while node do
    if key == node.key then
      return node.value
    end
    if key < node.key then
      node = node.left
    else
      node = node.right
    end
  end
  return nil
end

function TreeMap:insert(key, value)
  self.root = self:insert_below(self.root, key, value)
end

function TreeMap:insert_below(node, key, value)
  if not node then
    self.length = self.length + 1
    return new_node(key, value)
  end
  if key == node.key then
    node.value = value
    return node
  end
  if key < node.key then
    node.left = self:insert_below(node.left, key, value)
  else
    node.right = self:insert_below(node.right, key, value)
  end
  return node:balance()
end

function TreeMap:remove(key)
  self.root = self:remove_below(self.root, key)
end

function TreeMap:remove_below(node, key)
  if not node then
    return nil
  end
  if key < node.key then
    node.left = self:remove_below(node.left, key)
  elseif key > node.key then
    node.right = self:remove_below(node.right, key)
  else
    if not node.left then
      self.length = self.length - 1
      return node.right
    end
    if not node.right then
      self.length = self.length - 1
      return node.left
    end
    -- The greatest key on the left takes the place of the one removed.
    local greatest = node.left
    while greatest.right do
      greatest = greatest.right
    end
    node.key = greatest.key
    node.value = greatest.value
    node.left = self:remove_below(node.left, greatest.key)
  end
  return node:balance()
end

-- A number that tells keys, values and their order.
local function digest(node, sum)
  if not node then
    return sum
  end
  return digest(node.right, (digest(node.left, sum) * 31 + node.key + node.value) % 1000003)
end

local function work(n)
  local random = harness.Random.new(42)
  local map = new_map()
  local found = 0
  for round = 0, 2 do
    for i = 0, n - 1 do
      map:insert(random:below(2 * n), i)
    end
    for _ = 1, n do
      local value = map:get(random:below(2 * n))
      if value then
        found = found + value % 10
      end
    end
    for _ = 1, n do
      map:remove(random:below(2 * n))
    end
    found = found + round * map.length
  end
  return found * 1000 + height(map.root) + digest(map.root, 0) * 10
end

harness.run(work)

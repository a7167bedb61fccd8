-- Finds the loops of a random control-flow graph of n regions, and how they nest.
-- After Paul Havlak, "Nesting of Reducible and Irreducible Loops" (TOPLAS, 1997), which goes over the blocks against their
-- depth-first order and folds each loop into its header.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local DEPTH = 6

local Graph = {}
Graph.__index = Graph

local function new_graph()
  return setmetatable({ blocks = {} }, Graph)
end

function Graph:add_block()
  local block = { id = #self.blocks, predecessors = {}, successors = {} }
  self.blocks[#self.blocks + 1] = block
  return block
end

function Graph:connect(from, to)
  from.successors[#from.successors + 1] = to
  to.predecessors[#to.predecessors + 1] = from
end

-- A new block behind another.
function Graph:extend(from)
  local block = self:add_block()
  self:connect(from, block)
  return block
end

-- Two ways that meet again.
function Graph:diamond(from)
  local left = self:extend(from)
  local right = self:extend(from)
  local meeting = self:extend(left)
  self:connect(right, meeting)
  return meeting
end

-- A loop with other things in it; now and then one of a single block, and one with a second entry.
function Graph:region(random, from, depth)
  local header = self:extend(from)
  local at = header
  for _ = 1, 3 do
    local kind = random:below(5)
    if kind == 0 then
      at = self:diamond(at)
    elseif kind == 1 then
      at = self:extend(at)
      self:connect(at, at)
    elseif kind == 2 or depth == 0 then
      at = self:extend(at)
    else
      at = self:region(random, at, depth - 1)
    end
  end
  if random:below(10) == 0 then
    self:connect(from, at)
  end
  local last = self:extend(at)
  self:connect(last, header)
  return self:extend(last)
end

local function random_graph(regions)
  local random = harness.Random.new(42)
  local graph = new_graph()
  local entry = graph:add_block()
  local exit = graph:add_block()
  for _ = 1, regions do
    graph:connect(graph:region(random, graph:extend(entry), DEPTH), exit)
  end
  return graph
end

local function new_loop(header, is_reducible)
  return { header = header, is_reducible = is_reducible, blocks = {}, parent = nil, children = {} }
end

-- A block in depth-first order, and the loop that it has become part of.
local Node = {}
Node.__index = Node

local function new_node(number, block)
  return setmetatable({ number = number, block = block, parent = nil, header_of = nil }, Node)
end

-- The node that stands for all that have been folded together with this one.
function Node:find()
  local top = self
  while top.parent do
    top = top.parent
  end
  local node = self
  while node.parent do
    local parent = node.parent
    node.parent = top
    node = parent
  end
  return top
end

local LoopFinder = {}
LoopFinder.__index = LoopFinder

local function new_finder()
  return setmetatable({ numbers = {}, nodes = {}, last = {}, loops = {} }, LoopFinder)
end

-- Numbers the blocks in depth-first order, and notes the last number below each.
function LoopFinder:number_blocks(block)
  local number = #self.nodes + 1
  self.numbers[block.id] = number
  self.nodes[number] = new_node(number, block)
  self.last[number] = number
  for _, next in ipairs(block.successors) do
    if not self.numbers[next.id] then
      self:number_blocks(next)
    end
  end
  self.last[number] = #self.nodes
end

function LoopFinder:is_ancestor(above, below)
  return above <= below and below <= self.last[above]
end

function LoopFinder:find_loops(graph)
  self:number_blocks(graph.blocks[1])
  local size = #self.nodes
  local back, other = {}, {}
  for i = 1, size do
    back[i] = {}
    other[i] = {}
  end
  for _, node in ipairs(self.nodes) do
    for _, block in ipairs(node.block.predecessors) do
      local number = self.numbers[block.id]
      if number then
        if self:is_ancestor(node.number, number) then
          local numbers = back[node.number]
          numbers[#numbers + 1] = number
        else
          other[node.number][number] = true
        end
      end
    end
  end
  for number = size, 1, -1 do
    self:find_loop(self.nodes[number], back[number], other)
  end
end

-- Folds the loop of a header, if it is one, into the header.
function LoopFinder:find_loop(header, back, other)
  local body, in_body = {}, {}
  local is_loop, is_reducible = false, true
  for _, number in ipairs(back) do
    is_loop = true
    if number ~= header.number then
      local node = self.nodes[number]:find()
      if not in_body[node.number] then
        in_body[node.number] = true
        body[#body + 1] = node
      end
    end
  end
  local at = 1
  while at <= #body do
    for number in pairs(other[body[at].number]) do
      local node = self.nodes[number]:find()
      if not self:is_ancestor(header.number, node.number) then
        is_reducible = false
        other[header.number][node.number] = true
      elseif node.number ~= header.number and not in_body[node.number] then
        in_body[node.number] = true
        body[#body + 1] = node
      end
    end
    at = at + 1
  end
  if is_loop then
    self:fold(header, body, is_reducible)
  end
end

function LoopFinder:fold(header, body, is_reducible)
  local found = new_loop(header.block, is_reducible)
  self.loops[#self.loops + 1] = found
  header.header_of = found
  for _, node in ipairs(body) do
    node.parent = header
    local inner = node.header_of
    if inner then
      inner.parent = found
      found.children[#found.children + 1] = inner
    else
      found.blocks[#found.blocks + 1] = node.block
    end
  end
end

-- A number made of a loop and those in it.
local function weigh(found, depth)
  local sum = depth * (#found.blocks + found.header.id % 7) + (found.is_reducible and 0 or 5)
  for _, inner in ipairs(found.children) do
    sum = sum + weigh(inner, depth + 1)
  end
  return sum
end

local function work(n)
  local graph = random_graph(n)
  local finder = new_finder()
  finder:find_loops(graph)
  local sum = 0
  for _, found in ipairs(finder.loops) do
    if not found.parent then
      sum = sum + weigh(found, 1)
    end
  end
  return string.format("%d blocks, %d loops, %d", #graph.blocks, #finder.loops, sum)
end

harness.run(work)

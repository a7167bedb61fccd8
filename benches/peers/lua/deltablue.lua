-- An incremental solver of constraints between variables: each constraint has a strength, and the strongest are kept when
-- not all can be. After Freeman-Benson, Maloney and Borning, "An Incremental Constraint Solver" (Communications of the ACM,
-- 1990), with the two networks of their benchmark: a chain of equal variables, and pairs of variables scaled alike.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")
local floor, max = math.floor, math.max

-- Smaller is stronger.
local REQUIRED = 0
local PREFERRED = 2
local STRONG_DEFAULT = 3
local NORMAL = 4
local WEAKEST = 6

local NOWHERE = 0
local FORWARD = 1
local BACKWARD = 2

local Variable = {}
Variable.__index = Variable

local function new_variable(value)
  return setmetatable({
    value = value,
    constraints = {},
    -- The constraint that sets the value at present.
    determined_by = nil,
    mark = 0,
    -- How strong what would be overridden by setting the value is.
    walk_strength = WEAKEST,
    -- Whether the value is known when a plan is made.
    stays = true,
  }, Variable)
end

function Variable:add(constraint)
  self.constraints[#self.constraints + 1] = constraint
end

function Variable:remove(constraint)
  local kept = {}
  for _, each in ipairs(self.constraints) do
    if each ~= constraint then
      kept[#kept + 1] = each
    end
  end
  self.constraints = kept
  if self.determined_by == constraint then
    self.determined_by = nil
  end
end

-- Adds the constraints that take this variable as an input.
function Variable:add_consumers(list)
  local constraints, determining = self.constraints, self.determined_by
  for i = 1, #constraints do
    local constraint = constraints[i]
    if constraint:is_satisfied() and constraint ~= determining then
      list[#list + 1] = constraint
    end
  end
end

function Variable:is_known(mark)
  return self.mark == mark or self.stays or self.determined_by == nil
end

-- Every kind of constraint has these methods:
-- is_input: whether it brings in a value from outside
-- is_satisfied, output, add_to_graph, remove_from_graph, mark_unsatisfied, mark_inputs, inputs_known
-- choose_method: decides whether and how to be satisfied, without touching variables that are marked
-- recalculate: works out the strength and the value of the output from the inputs
-- execute: sets the output from the inputs
local Constraint = {}
Constraint.__index = Constraint

local function class(base)
  local new = setmetatable({}, base)
  new.__index = new
  return new
end

-- Tries to satisfy this constraint, and gives the one that it overrides.
function Constraint:satisfy(mark, planner)
  self:choose_method(mark)
  if not self:is_satisfied() then
    if self.strength == REQUIRED then
      error("a required constraint can't be satisfied")
    end
    return nil
  end
  self:mark_inputs(mark)
  local output = self:output()
  local overridden = output.determined_by
  if overridden then
    overridden:mark_unsatisfied()
  end
  output.determined_by = self
  if not planner:add_propagate(self, mark) then
    error("the constraints go in a circle")
  end
  output.mark = mark
  return overridden
end

function Constraint:add(planner)
  self:add_to_graph()
  planner:incremental_add(self)
end

function Constraint:destroy(planner)
  if self:is_satisfied() then
    planner:incremental_remove(self)
  else
    self:remove_from_graph()
  end
end

-- Keeps the value of a variable, or sets it from outside when it is an input.
local Unary = class(Constraint)

local function new_unary(strength, output, input)
  return setmetatable({ strength = strength, target = output, input = input, satisfied = false }, Unary)
end

function Unary:is_input()
  return self.input
end

function Unary:is_satisfied()
  return self.satisfied
end

function Unary:output()
  return self.target
end

function Unary:add_to_graph()
  self.target:add(self)
  self.satisfied = false
end

function Unary:remove_from_graph()
  self.target:remove(self)
  self.satisfied = false
end

function Unary:choose_method(mark)
  self.satisfied = self.target.mark ~= mark and self.strength < self.target.walk_strength
end

function Unary:mark_unsatisfied()
  self.satisfied = false
end

function Unary:mark_inputs(mark)
end

function Unary:inputs_known(mark)
  return true
end

function Unary:recalculate()
  self.target.walk_strength = self.strength
  self.target.stays = not self.input
end

function Unary:execute()
end

-- What constraints between two variables have in common.
local Link = class(Constraint)

function Link:is_input()
  return false
end

function Link:is_satisfied()
  return self.direction ~= NOWHERE
end

function Link:source()
  return self.direction == FORWARD and self.first or self.second
end

function Link:output()
  return self.direction == FORWARD and self.second or self.first
end

function Link:add_to_graph()
  self.first:add(self)
  self.second:add(self)
  self.direction = NOWHERE
end

function Link:remove_from_graph()
  self.first:remove(self)
  self.second:remove(self)
  self.direction = NOWHERE
end

function Link:choose_method(mark)
  local first, second, strength = self.first, self.second, self.strength
  local forward = second.mark ~= mark and strength < second.walk_strength
  local backward = first.mark ~= mark and strength < first.walk_strength
  local prefers_backward = first.mark ~= mark
    and (second.mark == mark or first.walk_strength > second.walk_strength)
  if prefers_backward then
    self.direction = backward and BACKWARD or NOWHERE
  else
    self.direction = forward and FORWARD or NOWHERE
  end
end

function Link:mark_unsatisfied()
  self.direction = NOWHERE
end

-- Two variables have the same value.
local Equal = class(Link)

local function new_equal(strength, first, second)
  return setmetatable({ strength = strength, first = first, second = second, direction = NOWHERE }, Equal)
end

function Equal:mark_inputs(mark)
  self:source().mark = mark
end

function Equal:inputs_known(mark)
  return self:source():is_known(mark)
end

function Equal:recalculate()
  local input, output = self:source(), self:output()
  output.walk_strength = max(self.strength, input.walk_strength)
  output.stays = input.stays
  if output.stays then
    self:execute()
  end
end

function Equal:execute()
  self:output().value = self:source().value
end

-- The second variable is the first one multiplied by a third plus a fourth.
local Scale = class(Link)

local function new_scale(strength, first, second, scale, offset)
  return setmetatable({
    strength = strength,
    first = first,
    second = second,
    direction = NOWHERE,
    scale = scale,
    offset = offset,
  }, Scale)
end

function Scale:add_to_graph()
  Link.add_to_graph(self)
  self.scale:add(self)
  self.offset:add(self)
end

function Scale:remove_from_graph()
  Link.remove_from_graph(self)
  self.scale:remove(self)
  self.offset:remove(self)
end

function Scale:mark_inputs(mark)
  self:source().mark = mark
  self.scale.mark = mark
  self.offset.mark = mark
end

function Scale:inputs_known(mark)
  return self:source():is_known(mark) and self.scale:is_known(mark) and self.offset:is_known(mark)
end

function Scale:recalculate()
  local input, output = self:source(), self:output()
  output.walk_strength = max(self.strength, input.walk_strength)
  output.stays = input.stays and self.scale.stays and self.offset.stays
  if output.stays then
    self:execute()
  end
end

function Scale:execute()
  if self.direction == FORWARD then
    self.second.value = self.first.value * self.scale.value + self.offset.value
  else
    self.first.value = floor((self.second.value - self.offset.value) / self.scale.value)
  end
end

local Planner = {}
Planner.__index = Planner

local function new_planner()
  return setmetatable({ mark = 0 }, Planner)
end

function Planner:new_mark()
  self.mark = self.mark + 1
  return self.mark
end

-- Satisfies a constraint, then those that were overridden, one after the other.
function Planner:incremental_add(constraint)
  local mark = self:new_mark()
  local overridden = constraint:satisfy(mark, self)
  while overridden do
    overridden = overridden:satisfy(mark, self)
  end
end

-- Takes a constraint away, and satisfies those that were not because of it, the strongest first.
function Planner:incremental_remove(constraint)
  local output = constraint:output()
  constraint:mark_unsatisfied()
  constraint:remove_from_graph()
  local unsatisfied = self:remove_propagate(output)
  for strength = REQUIRED, WEAKEST - 1 do
    for _, other in ipairs(unsatisfied) do
      if other.strength == strength then
        self:incremental_add(other)
      end
    end
  end
end

-- Recalculates what follows from a constraint; false if it follows from itself.
function Planner:add_propagate(constraint, mark)
  local todo = { constraint }
  while #todo > 0 do
    local next = table.remove(todo)
    if next:output().mark == mark then
      self:incremental_remove(constraint)
      return false
    end
    next:recalculate()
    next:output():add_consumers(todo)
  end
  return true
end

-- Recalculates what followed from a variable that nothing determines now, and gives the constraints that aren't satisfied.
function Planner:remove_propagate(output)
  output.determined_by = nil
  output.walk_strength = WEAKEST
  output.stays = true
  local unsatisfied = {}
  local todo = { output }
  while #todo > 0 do
    local variable = table.remove(todo)
    for _, constraint in ipairs(variable.constraints) do
      if not constraint:is_satisfied() then
        unsatisfied[#unsatisfied + 1] = constraint
      elseif constraint ~= variable.determined_by then
        constraint:recalculate()
        todo[#todo + 1] = constraint:output()
      end
    end
  end
  return unsatisfied
end

-- The constraints to execute, in order, when the value that an input brings in changes.
function Planner:make_plan(input)
  local mark = self:new_mark()
  local plan, todo = {}, {}
  if input:is_input() and input:is_satisfied() then
    todo[1] = input
  end
  while #todo > 0 do
    local constraint = table.remove(todo)
    local output = constraint:output()
    if output.mark ~= mark and constraint:inputs_known(mark) then
      plan[#plan + 1] = constraint
      output.mark = mark
      output:add_consumers(todo)
    end
  end
  return plan
end

-- Sets a variable from outside several times, to all values from one up to another.
function Planner:change(variable, from, to)
  local edit = new_unary(PREFERRED, variable, true)
  edit:add(self)
  local plan = self:make_plan(edit)
  for value = from, to do
    variable.value = value
    for i = 1, #plan do
      plan[i]:execute()
    end
  end
  edit:destroy(self)
end

local function sum(variables)
  local total = 0
  for _, variable in ipairs(variables) do
    total = total + variable.value
  end
  return total
end

-- A chain of n equal variables, whose first one is changed.
local function chain(n)
  local planner = new_planner()
  local variables = {}
  for i = 1, n + 1 do
    variables[i] = new_variable(0)
  end
  for i = 1, n do
    new_equal(REQUIRED, variables[i], variables[i + 1]):add(planner)
  end
  new_unary(STRONG_DEFAULT, variables[n + 1], false):add(planner)
  planner:change(variables[1], 0, 99)
  return sum(variables)
end

-- n pairs of variables, scaled alike; both sides, the scale and the offset are changed.
local function projection(n)
  local planner = new_planner()
  local scale = new_variable(10)
  local offset = new_variable(1000)
  local sources, targets = {}, {}
  for i = 1, n do
    local source = new_variable(i - 1)
    local target = new_variable(i - 1)
    sources[i] = source
    targets[i] = target
    new_unary(NORMAL, source, false):add(planner)
    new_scale(REQUIRED, source, target, scale, offset):add(planner)
  end
  planner:change(sources[n], 7, 16)
  local digest = sum(targets) + sum(sources)
  planner:change(targets[n], 1041, 1050)
  digest = (digest * 31 + sum(targets) + sum(sources)) % 1000003
  planner:change(scale, 1, 5)
  digest = (digest * 31 + sum(targets) + sum(sources)) % 1000003
  planner:change(offset, 1996, 2000)
  return (digest * 31 + sum(targets) + sum(sources)) % 1000003
end

local function work(n)
  return string.format("chain %d, projection %d", chain(n), projection(n))
end

harness.run(work)

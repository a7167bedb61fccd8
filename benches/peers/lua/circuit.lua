-- A digital circuit that multiplies two numbers, simulated by a queue of events: wires tell their gates when they change, and
-- gates set their output after a delay. After the simulator in "Structure and Interpretation of Computer Programs" (Abelson
-- and Sussman, 1985), with a heap as its agenda.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")
local floor = math.floor

local BITS = 8

local function is_before(event, other)
  return event.time < other.time or (event.time == other.time and event.number < other.number)
end

-- The events to come as a binary heap, the next one first.
local Agenda = {}
Agenda.__index = Agenda

local function new_agenda()
  return setmetatable({ events = {} }, Agenda)
end

function Agenda:push(event)
  local events = self.events
  local at = #events + 1
  events[at] = event
  while at > 1 do
    local parent = floor(at / 2)
    if not is_before(event, events[parent]) then
      break
    end
    events[at] = events[parent]
    at = parent
  end
  events[at] = event
end

-- The next event, or nil.
function Agenda:pop()
  local events = self.events
  local last = table.remove(events)
  local length = #events
  if length == 0 then
    return last
  end
  local first = events[1]
  local at = 1
  while true do
    local child = 2 * at
    if child > length then
      break
    end
    if child < length and is_before(events[child + 1], events[child]) then
      child = child + 1
    end
    if not is_before(events[child], last) then
      break
    end
    events[at] = events[child]
    at = child
  end
  events[at] = last
  return first
end

local Simulator = {}
Simulator.__index = Simulator

local function new_simulator()
  return setmetatable({ agenda = new_agenda(), time = 0, scheduled = 0, changes = 0 }, Simulator)
end

function Simulator:schedule(delay, wire, value)
  self.agenda:push({ time = self.time + delay, number = self.scheduled, wire = wire, value = value })
  self.scheduled = self.scheduled + 1
end

-- Goes on until nothing changes any more.
function Simulator:settle()
  local event = self.agenda:pop()
  while event do
    self.time = event.time
    if event.wire.value ~= event.value then
      self.changes = self.changes + 1
      event.wire:change(self, event.value)
    end
    event = self.agenda:pop()
  end
end

local Wire = {}
Wire.__index = Wire

local function new_wire()
  return setmetatable({ value = false, gates = {} }, Wire)
end

function Wire:change(simulator, value)
  self.value = value
  local gates = self.gates
  for i = 1, #gates do
    gates[i]:update(simulator)
  end
end

-- Every gate has a method `update`, which schedules the output that the inputs make.

local NotGate = {}
NotGate.__index = NotGate

function NotGate:update(simulator)
  simulator:schedule(2, self.output, not self.input.value)
end

local AndGate = {}
AndGate.__index = AndGate

function AndGate:update(simulator)
  simulator:schedule(3, self.output, self.first.value and self.second.value)
end

local OrGate = {}
OrGate.__index = OrGate

function OrGate:update(simulator)
  simulator:schedule(5, self.output, self.first.value or self.second.value)
end

-- Puts circuits together from gates; each function gives the wires that come out.
local Builder = {}
Builder.__index = Builder

local function new_builder(simulator)
  return setmetatable({ simulator = simulator }, Builder)
end

function Builder:connect(gate, inputs)
  for _, input in ipairs(inputs) do
    input.gates[#input.gates + 1] = gate
  end
  gate:update(self.simulator)
end

function Builder:not_of(input)
  local output = new_wire()
  self:connect(setmetatable({ input = input, output = output }, NotGate), { input })
  return output
end

function Builder:and_of(first, second)
  local output = new_wire()
  self:connect(setmetatable({ first = first, second = second, output = output }, AndGate), { first, second })
  return output
end

function Builder:or_of(first, second)
  local output = new_wire()
  self:connect(setmetatable({ first = first, second = second, output = output }, OrGate), { first, second })
  return output
end

-- The sum and the carry of two bits.
function Builder:half_adder(a, b)
  local carry = self:and_of(a, b)
  return self:and_of(self:or_of(a, b), self:not_of(carry)), carry
end

-- The sum and the carry of three bits.
function Builder:full_adder(a, b, c)
  local part, first_carry = self:half_adder(a, b)
  local sum, second_carry = self:half_adder(part, c)
  return sum, self:or_of(first_carry, second_carry)
end

-- The bits of the product, the lowest first: the shifted first number is added for each bit of the second.
function Builder:multiplier(a, b)
  local zero = new_wire()
  local product = {}
  local sums = {}
  for i = 1, #a do
    sums[i] = self:and_of(a[i], b[1])
  end
  local top = zero
  for j = 2, #b do
    product[#product + 1] = sums[1]
    local next = {}
    local carry = zero
    for i = 1, #a do
      local above = sums[i + 1] or top
      next[i], carry = self:full_adder(above, self:and_of(a[i], b[j]), carry)
    end
    sums = next
    top = carry
  end
  for i = 1, #sums do
    product[#product + 1] = sums[i]
  end
  product[#product + 1] = top
  return product
end

local function wires(count)
  local result = {}
  for i = 1, count do
    result[i] = new_wire()
  end
  return result
end

local function put_number(simulator, wires, number)
  local rest = number
  for i = 1, #wires do
    simulator:schedule(1, wires[i], rest % 2 == 1)
    rest = floor(rest / 2)
  end
end

local function read_number(wires)
  local number = 0
  for i = #wires, 1, -1 do
    number = number * 2 + (wires[i].value and 1 or 0)
  end
  return number
end

local function work(n)
  local random = harness.Random.new(42)
  local simulator = new_simulator()
  local a = wires(BITS)
  local b = wires(BITS)
  local product = new_builder(simulator):multiplier(a, b)
  simulator:settle()
  local wrong = 0
  for _ = 1, n do
    local x = random:below(2 ^ BITS)
    local y = random:below(2 ^ BITS)
    put_number(simulator, a, x)
    put_number(simulator, b, y)
    simulator:settle()
    if read_number(product) ~= x * y then
      wrong = wrong + 1
    end
  end
  return string.format("%d wrong, %d events, %d changes, time %d", wrong, simulator.scheduled, simulator.changes,
    simulator.time)
end

harness.run(work)

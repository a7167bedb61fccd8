-- A simulation of an operating system's task scheduler: tasks of several kinds hand packets to each other.
-- After the description of Martin Richards' benchmark (University of Cambridge, 1981).

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")
local band, bxor, rshift = harness.bits.band, harness.bits.bxor, harness.bits.rshift

local IDLE = 0
local WORKER = 1
local HANDLER_A = 2
local HANDLER_B = 3
local DEVICE_A = 4
local DEVICE_B = 5

local PAYLOAD = 4

local KIND_DEVICE = 0
local KIND_WORK = 1

local function new_packet(link, target, kind)
  return { link = link, target = target, kind = kind, datum = 0, data = { 0, 0, 0, 0 } }
end

-- Puts a packet at the end of a queue, and gives the queue.
local function append(queue, packet)
  packet.link = nil
  if not queue then
    return packet
  end
  local last = queue
  while last.link do
    last = last.link
  end
  last.link = packet
  return queue
end

-- What the scheduler knows about a task.
local Control = {}
Control.__index = Control

local function new_control(link, id, priority, queue, task, waiting)
  return setmetatable({
    link = link,
    id = id,
    priority = priority,
    queue = queue,
    task = task,
    pending = queue ~= nil,
    waiting = waiting,
    held = false,
  }, Control)
end

function Control:is_blocked()
  return self.held or (self.waiting and not self.pending)
end

function Control:run(scheduler)
  if not (self.waiting and self.pending) then
    return self.task:run(scheduler, nil)
  end
  local packet = self.queue
  self.queue = packet.link
  self.waiting = false
  self.pending = self.queue ~= nil
  return self.task:run(scheduler, packet)
end

-- Takes a packet, and gives the task of the higher priority.
function Control:receive(packet, current)
  if not self.queue then
    self.queue = packet
    self.pending = true
    return self.priority > current.priority and self or current
  end
  self.queue = append(self.queue, packet)
  return current
end

local Scheduler = {}
Scheduler.__index = Scheduler

local function new_scheduler()
  return setmetatable({ table = {}, list = nil, current = nil, queued = 0, holds = 0 }, Scheduler)
end

function Scheduler:add(id, priority, queue, task, waiting)
  local control = new_control(self.list, id, priority, queue, task, waiting)
  self.list = control
  self.table[id] = control
end

function Scheduler:schedule()
  self.current = self.list
  while self.current do
    local control = self.current
    if control:is_blocked() then
      self.current = control.link
    else
      self.current = control:run(self)
    end
  end
end

function Scheduler:hold()
  local current = self.current
  self.holds = self.holds + 1
  current.held = true
  return current.link
end

function Scheduler:wait()
  self.current.waiting = true
  return self.current
end

function Scheduler:release(id)
  local control = self.table[id]
  control.held = false
  return control.priority > self.current.priority and control or self.current
end

function Scheduler:send(packet)
  local receiver = self.table[packet.target]
  self.queued = self.queued + 1
  packet.link = nil
  packet.target = self.current.id
  return receiver:receive(packet, self.current)
end

-- Wakes one of the devices, chosen by a shift register, so many times.
local IdleTask = {}
IdleTask.__index = IdleTask

local function new_idle_task(count)
  return setmetatable({ register = 1, count = count }, IdleTask)
end

function IdleTask:run(scheduler, packet)
  self.count = self.count - 1
  if self.count == 0 then
    return scheduler:hold()
  end
  if band(self.register, 1) == 0 then
    self.register = rshift(self.register, 1)
    return scheduler:release(DEVICE_A)
  end
  self.register = bxor(rshift(self.register, 1), 0xd008)
  return scheduler:release(DEVICE_B)
end

-- Fills packets with letters for the two handlers in turn.
local WorkerTask = {}
WorkerTask.__index = WorkerTask

local function new_worker_task()
  return setmetatable({ handler = HANDLER_A, letter = 0 }, WorkerTask)
end

function WorkerTask:run(scheduler, packet)
  if not packet then
    return scheduler:wait()
  end
  self.handler = self.handler == HANDLER_A and HANDLER_B or HANDLER_A
  packet.target = self.handler
  packet.datum = 0
  for i = 1, PAYLOAD do
    self.letter = self.letter + 1
    if self.letter > 26 then
      self.letter = 1
    end
    packet.data[i] = self.letter
  end
  return scheduler:send(packet)
end

-- Gives the letters of the worker's packets to a device, one with each of the device's packets.
local HandlerTask = {}
HandlerTask.__index = HandlerTask

local function new_handler_task()
  return setmetatable({ work = nil, device = nil }, HandlerTask)
end

function HandlerTask:run(scheduler, packet)
  if packet then
    if packet.kind == KIND_WORK then
      self.work = append(self.work, packet)
    else
      self.device = append(self.device, packet)
    end
  end
  local work = self.work
  if not work then
    return scheduler:wait()
  end
  if work.datum >= PAYLOAD then
    self.work = work.link
    return scheduler:send(work)
  end
  local device = self.device
  if not device then
    return scheduler:wait()
  end
  self.device = device.link
  work.datum = work.datum + 1
  device.datum = work.data[work.datum]
  return scheduler:send(device)
end

-- Keeps a packet until it is woken.
local DeviceTask = {}
DeviceTask.__index = DeviceTask

local function new_device_task()
  return setmetatable({ packet = nil }, DeviceTask)
end

function DeviceTask:run(scheduler, packet)
  if packet then
    self.packet = packet
    return scheduler:hold()
  end
  local kept = self.packet
  if not kept then
    return scheduler:wait()
  end
  self.packet = nil
  return scheduler:send(kept)
end

local function packets(count, target, kind)
  local queue = nil
  for _ = 1, count do
    queue = new_packet(queue, target, kind)
  end
  return queue
end

local function work(n)
  local scheduler = new_scheduler()
  scheduler:add(IDLE, 0, nil, new_idle_task(n), false)
  scheduler:add(WORKER, 1000, packets(2, WORKER, KIND_WORK), new_worker_task(), true)
  scheduler:add(HANDLER_A, 2000, packets(3, DEVICE_A, KIND_DEVICE), new_handler_task(), true)
  scheduler:add(HANDLER_B, 3000, packets(3, DEVICE_B, KIND_DEVICE), new_handler_task(), true)
  scheduler:add(DEVICE_A, 4000, nil, new_device_task(), true)
  scheduler:add(DEVICE_B, 5000, nil, new_device_task(), true)
  scheduler:schedule()
  return string.format("queued %d, held %d", scheduler.queued, scheduler.holds)
end

harness.run(work)

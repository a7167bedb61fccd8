// A simulation of an operating system's task scheduler: tasks of several kinds hand packets to each other.
// After the description of Martin Richards' benchmark (University of Cambridge, 1981).

"use strict";

const harness = require("./harness");

const IDLE = 0;
const WORKER = 1;
const HANDLER_A = 2;
const HANDLER_B = 3;
const DEVICE_A = 4;
const DEVICE_B = 5;
const TASKS = 6;

const PAYLOAD = 4;

const KIND_DEVICE = 0;
const KIND_WORK = 1;

class Packet {
  constructor(link, target, kind) {
    this.link = link;
    this.target = target;
    this.kind = kind;
    this.datum = 0;
    this.data = new Array(PAYLOAD).fill(0);
  }
}

// Puts a packet at the end of a queue, and gives the queue.
function append(queue, packet) {
  packet.link = null;
  if (queue === null) {
    return packet;
  }
  let last = queue;
  while (last.link !== null) {
    last = last.link;
  }
  last.link = packet;
  return queue;
}

// What the scheduler knows about a task.
class Control {
  constructor(link, id, priority, queue, task, waiting) {
    this.link = link;
    this.id = id;
    this.priority = priority;
    this.queue = queue;
    this.task = task;
    this.pending = queue !== null;
    this.waiting = waiting;
    this.held = false;
  }

  isBlocked() {
    return this.held || (this.waiting && !this.pending);
  }

  run(scheduler) {
    if (!(this.waiting && this.pending)) {
      return this.task.run(scheduler, null);
    }
    const packet = this.queue;
    this.queue = packet.link;
    this.waiting = false;
    this.pending = this.queue !== null;
    return this.task.run(scheduler, packet);
  }

  // Takes a packet, and gives the task of the higher priority.
  receive(packet, current) {
    if (this.queue === null) {
      this.queue = packet;
      this.pending = true;
      return this.priority > current.priority ? this : current;
    }
    this.queue = append(this.queue, packet);
    return current;
  }
}

class Scheduler {
  constructor() {
    this.table = new Array(TASKS).fill(null);
    this.list = null;
    this.current = null;
    this.queued = 0;
    this.holds = 0;
  }

  add(id, priority, queue, task, waiting = true) {
    const control = new Control(this.list, id, priority, queue, task, waiting);
    this.list = control;
    this.table[id] = control;
  }

  schedule() {
    this.current = this.list;
    while (this.current !== null) {
      this.current = this.current.isBlocked() ? this.current.link : this.current.run(this);
    }
  }

  hold() {
    this.holds += 1;
    this.current.held = true;
    return this.current.link;
  }

  wait() {
    this.current.waiting = true;
    return this.current;
  }

  release(id) {
    const control = this.table[id];
    control.held = false;
    return control.priority > this.current.priority ? control : this.current;
  }

  send(packet) {
    const receiver = this.table[packet.target];
    this.queued += 1;
    packet.link = null;
    packet.target = this.current.id;
    return receiver.receive(packet, this.current);
  }
}

// Wakes one of the devices, chosen by a shift register, so many times.
class IdleTask {
  constructor(count) {
    this.register = 1;
    this.count = count;
  }

  run(scheduler, packet) {
    this.count -= 1;
    if (this.count === 0) {
      return scheduler.hold();
    }
    if ((this.register & 1) === 0) {
      this.register >>= 1;
      return scheduler.release(DEVICE_A);
    }
    this.register = (this.register >> 1) ^ 0xd008;
    return scheduler.release(DEVICE_B);
  }
}

// Fills packets with letters for the two handlers in turn.
class WorkerTask {
  constructor() {
    this.handler = HANDLER_A;
    this.letter = 0;
  }

  run(scheduler, packet) {
    if (packet === null) {
      return scheduler.wait();
    }
    this.handler = this.handler === HANDLER_A ? HANDLER_B : HANDLER_A;
    packet.target = this.handler;
    packet.datum = 0;
    for (let i = 0; i < PAYLOAD; i++) {
      this.letter += 1;
      if (this.letter > 26) {
        this.letter = 1;
      }
      packet.data[i] = this.letter;
    }
    return scheduler.send(packet);
  }
}

// Gives the letters of the worker's packets to a device, one with each of the device's packets.
class HandlerTask {
  constructor() {
    this.work = null;
    this.device = null;
  }

  run(scheduler, packet) {
    if (packet !== null) {
      if (packet.kind === KIND_WORK) {
        this.work = append(this.work, packet);
      } else {
        this.device = append(this.device, packet);
      }
    }
    const work = this.work;
    if (work === null) {
      return scheduler.wait();
    }
    if (work.datum >= PAYLOAD) {
      this.work = work.link;
      return scheduler.send(work);
    }
    const device = this.device;
    if (device === null) {
      return scheduler.wait();
    }
    this.device = device.link;
    device.datum = work.data[work.datum];
    work.datum += 1;
    return scheduler.send(device);
  }
}

// Keeps a packet until it is woken.
class DeviceTask {
  constructor() {
    this.packet = null;
  }

  run(scheduler, packet) {
    if (packet !== null) {
      this.packet = packet;
      return scheduler.hold();
    }
    const kept = this.packet;
    if (kept === null) {
      return scheduler.wait();
    }
    this.packet = null;
    return scheduler.send(kept);
  }
}

function packets(count, target, kind) {
  let queue = null;
  for (let i = 0; i < count; i++) {
    queue = new Packet(queue, target, kind);
  }
  return queue;
}

function work(n) {
  const scheduler = new Scheduler();
  scheduler.add(IDLE, 0, null, new IdleTask(n), false);
  scheduler.add(WORKER, 1000, packets(2, WORKER, KIND_WORK), new WorkerTask());
  scheduler.add(HANDLER_A, 2000, packets(3, DEVICE_A, KIND_DEVICE), new HandlerTask());
  scheduler.add(HANDLER_B, 3000, packets(3, DEVICE_B, KIND_DEVICE), new HandlerTask());
  scheduler.add(DEVICE_A, 4000, null, new DeviceTask());
  scheduler.add(DEVICE_B, 5000, null, new DeviceTask());
  scheduler.schedule();
  return `queued ${scheduler.queued}, held ${scheduler.holds}`;
}

harness.run(work);

// A digital circuit that multiplies two numbers, simulated by a queue of events: wires tell their gates when they change, and
// gates set their output after a delay. After the simulator in "Structure and Interpretation of Computer Programs" (Abelson
// and Sussman, 1985), with a heap as its agenda.

"use strict";

const harness = require("./harness");

const BITS = 8;

class Event {
  constructor(time, number, wire, value) {
    this.time = time;
    this.number = number;
    this.wire = wire;
    this.value = value;
  }

  isBefore(other) {
    return this.time < other.time || (this.time === other.time && this.number < other.number);
  }
}

// The events to come as a binary heap, the next one first.
class Agenda {
  constructor() {
    this.events = [];
  }

  push(event) {
    const events = this.events;
    let at = events.length;
    events.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!event.isBefore(events[parent])) {
        break;
      }
      events[at] = events[parent];
      at = parent;
    }
    events[at] = event;
  }

  // The next event, or undefined.
  pop() {
    const events = this.events;
    const last = events.pop();
    const length = events.length;
    if (length === 0) {
      return last;
    }
    const first = events[0];
    let at = 0;
    while (true) {
      let child = 2 * at + 1;
      if (child >= length) {
        break;
      }
      if (child + 1 < length && events[child + 1].isBefore(events[child])) {
        child += 1;
      }
      if (!events[child].isBefore(last)) {
        break;
      }
      events[at] = events[child];
      at = child;
    }
    events[at] = last;
    return first;
  }
}

class Simulator {
  constructor() {
    this.agenda = new Agenda();
    this.time = 0;
    this.scheduled = 0;
    this.changes = 0;
  }

  schedule(delay, wire, value) {
    this.agenda.push(new Event(this.time + delay, this.scheduled, wire, value));
    this.scheduled += 1;
  }

  // Goes on until nothing changes any more.
  settle() {
    for (let event = this.agenda.pop(); event !== undefined; event = this.agenda.pop()) {
      this.time = event.time;
      if (event.wire.value !== event.value) {
        this.changes += 1;
        event.wire.change(this, event.value);
      }
    }
  }
}

class Wire {
  constructor() {
    this.value = false;
    this.gates = [];
  }

  change(simulator, value) {
    this.value = value;
    for (const gate of this.gates) {
      gate.update(simulator);
    }
  }
}

// Every gate has a method `update`, which schedules the output that the inputs make.

class NotGate {
  constructor(input, output) {
    this.input = input;
    this.output = output;
  }

  update(simulator) {
    simulator.schedule(2, this.output, !this.input.value);
  }
}

class AndGate {
  constructor(first, second, output) {
    this.first = first;
    this.second = second;
    this.output = output;
  }

  update(simulator) {
    simulator.schedule(3, this.output, this.first.value && this.second.value);
  }
}

class OrGate {
  constructor(first, second, output) {
    this.first = first;
    this.second = second;
    this.output = output;
  }

  update(simulator) {
    simulator.schedule(5, this.output, this.first.value || this.second.value);
  }
}

// Puts circuits together from gates; each function gives the wires that come out.
class Builder {
  constructor(simulator) {
    this.simulator = simulator;
  }

  connect(gate, ...inputs) {
    for (const input of inputs) {
      input.gates.push(gate);
    }
    gate.update(this.simulator);
  }

  notOf(input) {
    const output = new Wire();
    this.connect(new NotGate(input, output), input);
    return output;
  }

  andOf(first, second) {
    const output = new Wire();
    this.connect(new AndGate(first, second, output), first, second);
    return output;
  }

  orOf(first, second) {
    const output = new Wire();
    this.connect(new OrGate(first, second, output), first, second);
    return output;
  }

  // The sum and the carry of two bits.
  halfAdder(a, b) {
    const carry = this.andOf(a, b);
    return [this.andOf(this.orOf(a, b), this.notOf(carry)), carry];
  }

  // The sum and the carry of three bits.
  fullAdder(a, b, c) {
    const [part, firstCarry] = this.halfAdder(a, b);
    const [sum, secondCarry] = this.halfAdder(part, c);
    return [sum, this.orOf(firstCarry, secondCarry)];
  }

  // The bits of the product, the lowest first: the shifted first number is added for each bit of the second.
  multiplier(a, b) {
    const zero = new Wire();
    const product = [];
    let sums = a.map((wire) => this.andOf(wire, b[0]));
    let top = zero;
    for (let j = 1; j < b.length; j++) {
      product.push(sums[0]);
      const next = [];
      let carry = zero;
      for (let i = 0; i < a.length; i++) {
        const above = i + 1 < a.length ? sums[i + 1] : top;
        const [sum, out] = this.fullAdder(above, this.andOf(a[i], b[j]), carry);
        next.push(sum);
        carry = out;
      }
      sums = next;
      top = carry;
    }
    return [...product, ...sums, top];
  }
}

function putNumber(simulator, wires, number) {
  let rest = number;
  for (const wire of wires) {
    simulator.schedule(1, wire, rest % 2 === 1);
    rest >>= 1;
  }
}

function readNumber(wires) {
  let number = 0;
  for (let i = wires.length - 1; i >= 0; i--) {
    number = number * 2 + (wires[i].value ? 1 : 0);
  }
  return number;
}

function work(n) {
  const random = new harness.Random(42);
  const simulator = new Simulator();
  const a = Array.from({ length: BITS }, () => new Wire());
  const b = Array.from({ length: BITS }, () => new Wire());
  const product = new Builder(simulator).multiplier(a, b);
  simulator.settle();
  let wrong = 0;
  for (let i = 0; i < n; i++) {
    const x = random.below(1 << BITS);
    const y = random.below(1 << BITS);
    putNumber(simulator, a, x);
    putNumber(simulator, b, y);
    simulator.settle();
    if (readNumber(product) !== x * y) {
      wrong += 1;
    }
  }
  return `${wrong} wrong, ${simulator.scheduled} events, ${simulator.changes} changes, time ${simulator.time}`;
}

harness.run(work);

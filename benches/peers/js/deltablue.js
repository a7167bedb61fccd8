// An incremental solver of constraints between variables: each constraint has a strength, and the strongest are kept when
// not all can be. After Freeman-Benson, Maloney and Borning, "An Incremental Constraint Solver" (Communications of the ACM,
// 1990), with the two networks of their benchmark: a chain of equal variables, and pairs of variables scaled alike.

"use strict";

const harness = require("./harness");

// Smaller is stronger.
const REQUIRED = 0;
const PREFERRED = 2;
const STRONG_DEFAULT = 3;
const NORMAL = 4;
const WEAKEST = 6;

const NOWHERE = 0;
const FORWARD = 1;
const BACKWARD = 2;

class Variable {
  constructor(value) {
    this.value = value;
    this.constraints = [];
    // The constraint that sets the value at present.
    this.determinedBy = null;
    this.mark = 0;
    // How strong what would be overridden by setting the value is.
    this.walkStrength = WEAKEST;
    // Whether the value is known when a plan is made.
    this.stays = true;
  }

  remove(constraint) {
    this.constraints = this.constraints.filter((each) => each !== constraint);
    if (this.determinedBy === constraint) {
      this.determinedBy = null;
    }
  }

  // Adds the constraints that take this variable as an input.
  addConsumers(list) {
    for (const constraint of this.constraints) {
      if (constraint.isSatisfied() && constraint !== this.determinedBy) {
        list.push(constraint);
      }
    }
  }

  isKnown(mark) {
    return this.mark === mark || this.stays || this.determinedBy === null;
  }
}

// Every kind of constraint has these methods:
// isInput: whether it brings in a value from outside
// isSatisfied, output, addToGraph, removeFromGraph, markUnsatisfied, markInputs, inputsKnown
// chooseMethod: decides whether and how to be satisfied, without touching variables that are marked
// recalculate: works out the strength and the value of the output from the inputs
// execute: sets the output from the inputs
class Constraint {
  constructor(strength) {
    this.strength = strength;
  }

  // Tries to satisfy this constraint, and gives the one that it overrides.
  satisfy(mark, planner) {
    this.chooseMethod(mark);
    if (!this.isSatisfied()) {
      if (this.strength === REQUIRED) {
        throw new Error("a required constraint can't be satisfied");
      }
      return null;
    }
    this.markInputs(mark);
    const output = this.output();
    const overridden = output.determinedBy;
    if (overridden !== null) {
      overridden.markUnsatisfied();
    }
    output.determinedBy = this;
    if (!planner.addPropagate(this, mark)) {
      throw new Error("the constraints go in a circle");
    }
    output.mark = mark;
    return overridden;
  }

  add(planner) {
    this.addToGraph();
    planner.incrementalAdd(this);
  }

  destroy(planner) {
    if (this.isSatisfied()) {
      planner.incrementalRemove(this);
    } else {
      this.removeFromGraph();
    }
  }
}

// Keeps the value of a variable, or sets it from outside when it is an input.
class Unary extends Constraint {
  constructor(strength, output, input) {
    super(strength);
    this.target = output;
    this.input = input;
    this.satisfied = false;
  }

  isInput() {
    return this.input;
  }

  isSatisfied() {
    return this.satisfied;
  }

  output() {
    return this.target;
  }

  addToGraph() {
    this.target.constraints.push(this);
    this.satisfied = false;
  }

  removeFromGraph() {
    this.target.remove(this);
    this.satisfied = false;
  }

  chooseMethod(mark) {
    this.satisfied = this.target.mark !== mark && this.strength < this.target.walkStrength;
  }

  markUnsatisfied() {
    this.satisfied = false;
  }

  markInputs(mark) {}

  inputsKnown(mark) {
    return true;
  }

  recalculate() {
    this.target.walkStrength = this.strength;
    this.target.stays = !this.input;
  }

  execute() {}
}

// What constraints between two variables have in common.
class Link extends Constraint {
  constructor(strength, first, second) {
    super(strength);
    this.first = first;
    this.second = second;
    this.direction = NOWHERE;
  }

  isInput() {
    return false;
  }

  isSatisfied() {
    return this.direction !== NOWHERE;
  }

  input() {
    return this.direction === FORWARD ? this.first : this.second;
  }

  output() {
    return this.direction === FORWARD ? this.second : this.first;
  }

  addToGraph() {
    this.first.constraints.push(this);
    this.second.constraints.push(this);
    this.direction = NOWHERE;
  }

  removeFromGraph() {
    this.first.remove(this);
    this.second.remove(this);
    this.direction = NOWHERE;
  }

  chooseMethod(mark) {
    const { first, second, strength } = this;
    const forward = second.mark !== mark && strength < second.walkStrength;
    const backward = first.mark !== mark && strength < first.walkStrength;
    const prefersBackward = first.mark !== mark && (second.mark === mark || first.walkStrength > second.walkStrength);
    if (prefersBackward) {
      this.direction = backward ? BACKWARD : NOWHERE;
    } else {
      this.direction = forward ? FORWARD : NOWHERE;
    }
  }

  markUnsatisfied() {
    this.direction = NOWHERE;
  }
}

// Two variables have the same value.
class Equal extends Link {
  markInputs(mark) {
    this.input().mark = mark;
  }

  inputsKnown(mark) {
    return this.input().isKnown(mark);
  }

  recalculate() {
    const input = this.input();
    const output = this.output();
    output.walkStrength = Math.max(this.strength, input.walkStrength);
    output.stays = input.stays;
    if (output.stays) {
      this.execute();
    }
  }

  execute() {
    this.output().value = this.input().value;
  }
}

// The second variable is the first one multiplied by a third plus a fourth.
class Scale extends Link {
  constructor(strength, first, second, scale, offset) {
    super(strength, first, second);
    this.scale = scale;
    this.offset = offset;
  }

  addToGraph() {
    super.addToGraph();
    this.scale.constraints.push(this);
    this.offset.constraints.push(this);
  }

  removeFromGraph() {
    super.removeFromGraph();
    this.scale.remove(this);
    this.offset.remove(this);
  }

  markInputs(mark) {
    this.input().mark = mark;
    this.scale.mark = mark;
    this.offset.mark = mark;
  }

  inputsKnown(mark) {
    return this.input().isKnown(mark) && this.scale.isKnown(mark) && this.offset.isKnown(mark);
  }

  recalculate() {
    const input = this.input();
    const output = this.output();
    output.walkStrength = Math.max(this.strength, input.walkStrength);
    output.stays = input.stays && this.scale.stays && this.offset.stays;
    if (output.stays) {
      this.execute();
    }
  }

  execute() {
    if (this.direction === FORWARD) {
      this.second.value = this.first.value * this.scale.value + this.offset.value;
    } else {
      this.first.value = Math.trunc((this.second.value - this.offset.value) / this.scale.value);
    }
  }
}

class Planner {
  constructor() {
    this.mark = 0;
  }

  newMark() {
    this.mark += 1;
    return this.mark;
  }

  // Satisfies a constraint, then those that were overridden, one after the other.
  incrementalAdd(constraint) {
    const mark = this.newMark();
    let overridden = constraint.satisfy(mark, this);
    while (overridden !== null) {
      overridden = overridden.satisfy(mark, this);
    }
  }

  // Takes a constraint away, and satisfies those that were not because of it, the strongest first.
  incrementalRemove(constraint) {
    const output = constraint.output();
    constraint.markUnsatisfied();
    constraint.removeFromGraph();
    const unsatisfied = this.removePropagate(output);
    for (let strength = REQUIRED; strength < WEAKEST; strength++) {
      for (const other of unsatisfied) {
        if (other.strength === strength) {
          this.incrementalAdd(other);
        }
      }
    }
  }

  // Recalculates what follows from a constraint; false if it follows from itself.
  addPropagate(constraint, mark) {
    const todo = [constraint];
    while (todo.length > 0) {
      const next = todo.pop();
      if (next.output().mark === mark) {
        this.incrementalRemove(constraint);
        return false;
      }
      next.recalculate();
      next.output().addConsumers(todo);
    }
    return true;
  }

  // Recalculates what followed from a variable that nothing determines now, and gives the constraints that aren't satisfied.
  removePropagate(output) {
    output.determinedBy = null;
    output.walkStrength = WEAKEST;
    output.stays = true;
    const unsatisfied = [];
    const todo = [output];
    while (todo.length > 0) {
      const variable = todo.pop();
      for (const constraint of variable.constraints) {
        if (!constraint.isSatisfied()) {
          unsatisfied.push(constraint);
        } else if (constraint !== variable.determinedBy) {
          constraint.recalculate();
          todo.push(constraint.output());
        }
      }
    }
    return unsatisfied;
  }

  // The constraints to execute, in order, when the value that an input brings in changes.
  makePlan(input) {
    const mark = this.newMark();
    const plan = [];
    const todo = [];
    if (input.isInput() && input.isSatisfied()) {
      todo.push(input);
    }
    while (todo.length > 0) {
      const constraint = todo.pop();
      const output = constraint.output();
      if (output.mark !== mark && constraint.inputsKnown(mark)) {
        plan.push(constraint);
        output.mark = mark;
        output.addConsumers(todo);
      }
    }
    return plan;
  }

  // Sets a variable from outside several times.
  change(variable, from, to) {
    const edit = new Unary(PREFERRED, variable, true);
    edit.add(this);
    const plan = this.makePlan(edit);
    for (let value = from; value < to; value++) {
      variable.value = value;
      for (const constraint of plan) {
        constraint.execute();
      }
    }
    edit.destroy(this);
  }
}

function sum(variables) {
  let total = 0;
  for (const variable of variables) {
    total += variable.value;
  }
  return total;
}

// A chain of n equal variables, whose first one is changed.
function chain(n) {
  const planner = new Planner();
  const variables = Array.from({ length: n + 1 }, () => new Variable(0));
  for (let i = 0; i < n; i++) {
    new Equal(REQUIRED, variables[i], variables[i + 1]).add(planner);
  }
  new Unary(STRONG_DEFAULT, variables[n], false).add(planner);
  planner.change(variables[0], 0, 100);
  return sum(variables);
}

// n pairs of variables, scaled alike; both sides, the scale and the offset are changed.
function projection(n) {
  const planner = new Planner();
  const scale = new Variable(10);
  const offset = new Variable(1000);
  const sources = [];
  const targets = [];
  for (let i = 0; i < n; i++) {
    const source = new Variable(i);
    const target = new Variable(i);
    sources.push(source);
    targets.push(target);
    new Unary(NORMAL, source, false).add(planner);
    new Scale(REQUIRED, source, target, scale, offset).add(planner);
  }
  planner.change(sources[n - 1], 7, 17);
  let digest = sum(targets) + sum(sources);
  planner.change(targets[n - 1], 1041, 1051);
  digest = (digest * 31 + sum(targets) + sum(sources)) % 1000003;
  planner.change(scale, 1, 6);
  digest = (digest * 31 + sum(targets) + sum(sources)) % 1000003;
  planner.change(offset, 1996, 2001);
  return (digest * 31 + sum(targets) + sum(sources)) % 1000003;
}

function work(n) {
  return `chain ${chain(n)}, projection ${projection(n)}`;
}

harness.run(work);

// Finds the loops of a random control-flow graph of n regions, and how they nest.
// After Paul Havlak, "Nesting of Reducible and Irreducible Loops" (TOPLAS, 1997), which goes over the blocks against their
// depth-first order and folds each loop into its header.

"use strict";

const harness = require("./harness");

const DEPTH = 6;

class Block {
  constructor(id) {
    this.id = id;
    this.predecessors = [];
    this.successors = [];
  }
}

class Graph {
  constructor() {
    this.blocks = [];
  }

  addBlock() {
    const block = new Block(this.blocks.length);
    this.blocks.push(block);
    return block;
  }

  connect(from, to) {
    from.successors.push(to);
    to.predecessors.push(from);
  }

  // A new block behind another.
  extend(from) {
    const block = this.addBlock();
    this.connect(from, block);
    return block;
  }

  // Two ways that meet again.
  diamond(from) {
    const left = this.extend(from);
    const right = this.extend(from);
    const meeting = this.extend(left);
    this.connect(right, meeting);
    return meeting;
  }

  // A loop with other things in it; now and then one of a single block, and one with a second entry.
  region(random, from, depth) {
    const header = this.extend(from);
    let at = header;
    for (let i = 0; i < 3; i++) {
      const kind = random.below(5);
      if (kind === 0) {
        at = this.diamond(at);
      } else if (kind === 1) {
        at = this.extend(at);
        this.connect(at, at);
      } else if (kind === 2 || depth === 0) {
        at = this.extend(at);
      } else {
        at = this.region(random, at, depth - 1);
      }
    }
    if (random.below(10) === 0) {
      this.connect(from, at);
    }
    const end = this.extend(at);
    this.connect(end, header);
    return this.extend(end);
  }
}

function randomGraph(regions) {
  const random = new harness.Random(42);
  const graph = new Graph();
  const entry = graph.addBlock();
  const exit = graph.addBlock();
  for (let i = 0; i < regions; i++) {
    graph.connect(graph.region(random, graph.extend(entry), DEPTH), exit);
  }
  return graph;
}

class Loop {
  constructor(header, isReducible) {
    this.header = header;
    this.isReducible = isReducible;
    this.blocks = [];
    this.parent = null;
    this.children = [];
  }
}

// A block in depth-first order, and the loop that it has become part of.
class Node {
  constructor(number, block) {
    this.number = number;
    this.block = block;
    this.parent = null;
    this.headerOf = null;
  }

  // The node that stands for all that have been folded together with this one.
  find() {
    let top = this;
    while (top.parent !== null) {
      top = top.parent;
    }
    let node = this;
    while (node.parent !== null) {
      const parent = node.parent;
      node.parent = top;
      node = parent;
    }
    return top;
  }
}

class LoopFinder {
  constructor() {
    this.numbers = new Map();
    this.nodes = [];
    this.last = [];
    this.loops = [];
  }

  // Numbers the blocks in depth-first order, and notes the last number below each.
  numberBlocks(block) {
    const number = this.nodes.length;
    this.numbers.set(block.id, number);
    this.nodes.push(new Node(number, block));
    this.last.push(number);
    for (const next of block.successors) {
      if (!this.numbers.has(next.id)) {
        this.numberBlocks(next);
      }
    }
    this.last[number] = this.nodes.length - 1;
  }

  isAncestor(above, below) {
    return above <= below && below <= this.last[above];
  }

  findLoops(graph) {
    this.numberBlocks(graph.blocks[0]);
    const size = this.nodes.length;
    const back = Array.from({ length: size }, () => []);
    const other = Array.from({ length: size }, () => new Set());
    for (const node of this.nodes) {
      for (const block of node.block.predecessors) {
        const number = this.numbers.get(block.id);
        if (number !== undefined) {
          if (this.isAncestor(node.number, number)) {
            back[node.number].push(number);
          } else {
            other[node.number].add(number);
          }
        }
      }
    }
    for (let number = size - 1; number >= 0; number--) {
      this.findLoop(this.nodes[number], back[number], other);
    }
  }

  // Folds the loop of a header, if it is one, into the header.
  findLoop(header, back, other) {
    const body = [];
    const inBody = new Set();
    let isLoop = false;
    let isReducible = true;
    for (const number of back) {
      isLoop = true;
      if (number !== header.number) {
        const node = this.nodes[number].find();
        if (!inBody.has(node.number)) {
          inBody.add(node.number);
          body.push(node);
        }
      }
    }
    for (let at = 0; at < body.length; at++) {
      for (const number of other[body[at].number]) {
        const node = this.nodes[number].find();
        if (!this.isAncestor(header.number, node.number)) {
          isReducible = false;
          other[header.number].add(node.number);
        } else if (node.number !== header.number && !inBody.has(node.number)) {
          inBody.add(node.number);
          body.push(node);
        }
      }
    }
    if (isLoop) {
      this.fold(header, body, isReducible);
    }
  }

  fold(header, body, isReducible) {
    const found = new Loop(header.block, isReducible);
    this.loops.push(found);
    header.headerOf = found;
    for (const node of body) {
      node.parent = header;
      if (node.headerOf !== null) {
        node.headerOf.parent = found;
        found.children.push(node.headerOf);
      } else {
        found.blocks.push(node.block);
      }
    }
  }
}

// A number made of a loop and those in it.
function weigh(found, depth) {
  let sum = depth * (found.blocks.length + (found.header.id % 7)) + (found.isReducible ? 0 : 5);
  for (const inner of found.children) {
    sum += weigh(inner, depth + 1);
  }
  return sum;
}

function work(n) {
  const graph = randomGraph(n);
  const finder = new LoopFinder();
  finder.findLoops(graph);
  let sum = 0;
  for (const found of finder.loops) {
    if (found.parent === null) {
      sum += weigh(found, 1);
    }
  }
  return `${graph.blocks.length} blocks, ${finder.loops.length} loops, ${sum}`;
}

harness.run(work);

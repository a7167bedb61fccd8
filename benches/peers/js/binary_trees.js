// Builds and counts complete binary trees of all depths up to n, many short-lived ones while a large one stays.
// After the description of "binary-trees" of the Computer Language Benchmarks Game, itself after Hans Boehm's GCBench.

"use strict";

const harness = require("./harness");

const SMALLEST = 4;

class Tree {
  constructor(left, right) {
    this.left = left;
    this.right = right;
  }

  static build(depth) {
    if (depth === 0) {
      return new Tree(null, null);
    }
    return new Tree(Tree.build(depth - 1), Tree.build(depth - 1));
  }

  count() {
    if (this.left === null) {
      return 1;
    }
    return 1 + this.left.count() + this.right.count();
  }
}

function work(n) {
  const deepest = Math.max(n, SMALLEST + 2);
  let total = Tree.build(deepest + 1).count();
  const longLived = Tree.build(deepest);
  for (let depth = SMALLEST; depth <= deepest; depth += 2) {
    const trees = 1 << (deepest - depth + SMALLEST);
    for (let i = 0; i < trees; i++) {
      total += Tree.build(depth).count();
    }
  }
  return total + longLived.count();
}

harness.run(work);

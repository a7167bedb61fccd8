// A map kept as a balanced tree: inserts, looks up and removes random keys.
// The tree is that of Adelson-Velsky and Landis (1962): the heights of two siblings differ by at most one.

"use strict";

const harness = require("./harness");

function height(node) {
  return node === null ? 0 : node.height;
}

class Node {
  constructor(key, value) {
    this.key = key;
    this.value = value;
    this.left = null;
    this.right = null;
    this.height = 1;
  }

  update() {
    this.height = 1 + Math.max(height(this.left), height(this.right));
  }

  rotateRight() {
    const top = this.left;
    this.left = top.right;
    top.right = this;
    this.update();
    top.update();
    return top;
  }

  rotateLeft() {
    const top = this.right;
    this.right = top.left;
    top.left = this;
    this.update();
    top.update();
    return top;
  }

  // The tree of this node with heights that differ by at most one, after one of its children has changed by one.
  balance() {
    const difference = height(this.left) - height(this.right);
    if (difference > 1) {
      if (height(this.left.left) < height(this.left.right)) {
        this.left = this.left.rotateLeft();
      }
      return this.rotateRight();
    }
    if (difference < -1) {
      if (height(this.right.right) < height(this.right.left)) {
        this.right = this.right.rotateRight();
      }
      return this.rotateLeft();
    }
    this.update();
    return this;
  }
}

class TreeMap {
  constructor() {
    this.root = null;
    this.length = 0;
  }

  // The value of a key, or undefined.
  get(key) {
    let node = this.root;
    while (node !== null) {
      if (key === node.key) {
        return node.value;
      }
      node = key < node.key ? node.left : node.right;
    }
    return undefined;
  }

  insert(key, value) {
    this.root = this.insertBelow(this.root, key, value);
  }

  insertBelow(node, key, value) {
    if (node === null) {
      this.length += 1;
      return new Node(key, value);
    }
    if (key === node.key) {
      node.value = value;
      return node;
    }
    if (key < node.key) {
      node.left = this.insertBelow(node.left, key, value);
    } else {
      node.right = this.insertBelow(node.right, key, value);
    }
    return node.balance();
  }

  remove(key) {
    this.root = this.removeBelow(this.root, key);
  }

  removeBelow(node, key) {
    if (node === null) {
      return null;
    }
    if (key < node.key) {
      node.left = this.removeBelow(node.left, key);
    } else if (key > node.key) {
      node.right = this.removeBelow(node.right, key);
    } else {
      if (node.left === null) {
        this.length -= 1;
        return node.right;
      }
      if (node.right === null) {
        this.length -= 1;
        return node.left;
      }
      // The greatest key on the left takes the place of the one removed.
      let greatest = node.left;
      while (greatest.right !== null) {
        greatest = greatest.right;
      }
      node.key = greatest.key;
      node.value = greatest.value;
      node.left = this.removeBelow(node.left, greatest.key);
    }
    return node.balance();
  }
}

// A number that tells keys, values and their order.
function digest(node, sum) {
  if (node === null) {
    return sum;
  }
  return digest(node.right, (digest(node.left, sum) * 31 + node.key + node.value) % 1000003);
}

function work(n) {
  const random = new harness.Random(42);
  const map = new TreeMap();
  let found = 0;
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < n; i++) {
      map.insert(random.below(2 * n), i);
    }
    for (let i = 0; i < n; i++) {
      const value = map.get(random.below(2 * n));
      if (value !== undefined) {
        found += value % 10;
      }
    }
    for (let i = 0; i < n; i++) {
      map.remove(random.below(2 * n));
    }
    found += round * map.length;
  }
  return found * 1000 + height(map.root) + digest(map.root, 0) * 10;
}

harness.run(work);

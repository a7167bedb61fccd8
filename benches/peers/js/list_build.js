// Linked lists: builds a list of random numbers, reverses, maps, filters, appends and merge-sorts it, each time as a new
// list; a few of the results are kept for a while.

"use strict";

const harness = require("./harness");

const LENGTH = 200;
const KEPT = 64;

class Node {
  constructor(value, next) {
    this.value = value;
    this.next = next;
  }
}

function randomList(random, length) {
  let list = null;
  for (let i = 0; i < length; i++) {
    list = new Node(random.below(100000), list);
  }
  return list;
}

// The list in reverse order, in front of another.
function reverseOnto(list, tail) {
  let result = tail;
  for (let node = list; node !== null; node = node.next) {
    result = new Node(node.value, result);
  }
  return result;
}

function reverse(list) {
  return reverseOnto(list, null);
}

function append(first, second) {
  return reverseOnto(reverse(first), second);
}

// The halves of the numbers, in reverse order.
function halves(list) {
  let result = null;
  for (let node = list; node !== null; node = node.next) {
    result = new Node(Math.floor(node.value / 2), result);
  }
  return result;
}

// The even numbers, in reverse order.
function evens(list) {
  let result = null;
  for (let node = list; node !== null; node = node.next) {
    if (node.value % 2 === 0) {
      result = new Node(node.value, result);
    }
  }
  return result;
}

function length(list) {
  let count = 0;
  for (let node = list; node !== null; node = node.next) {
    count += 1;
  }
  return count;
}

// Two sorted lists as one, in reverse order.
function mergeReversed(first, second, descending) {
  let result = null;
  let a = first;
  let b = second;
  while (a !== null && b !== null) {
    if ((a.value < b.value) !== descending) {
      result = new Node(a.value, result);
      a = a.next;
    } else {
      result = new Node(b.value, result);
      b = b.next;
    }
  }
  return reverseOnto(a, reverseOnto(b, result));
}

// The first `count` numbers sorted. The halves are sorted in the opposite order, because merging turns it around.
function sort(list, count, descending) {
  if (count === 0) {
    return null;
  }
  if (count === 1) {
    return new Node(list.value, null);
  }
  const middle = count >> 1;
  let rest = list;
  for (let i = 0; i < middle; i++) {
    rest = rest.next;
  }
  return mergeReversed(sort(list, middle, !descending), sort(rest, count - middle, !descending), !descending);
}

// A number that tells the order of the list.
function digest(list) {
  let sum = 0;
  for (let node = list; node !== null; node = node.next) {
    sum = (sum * 31 + node.value) % 1000003;
  }
  return sum;
}

function work(n) {
  const random = new harness.Random(42);
  const kept = new Array(KEPT).fill(null);
  let sum = 0;
  for (let round = 0; round < n; round++) {
    const list = randomList(random, LENGTH);
    const both = append(evens(list), halves(reverse(list)));
    const sorted = sort(both, length(both), false);
    sum += digest(sorted);
    if (round % 4 === 0) {
      kept[(round / 4) % KEPT] = sorted;
    }
  }
  for (const list of kept) {
    sum += length(list);
  }
  return sum;
}

harness.run(work);

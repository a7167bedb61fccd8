// Sorts records by comparison functions: by a merge sort of its own and by the library's sort. All orders are total, so that
// every way of sorting gives the same.

"use strict";

const harness = require("./harness");

class Person {
  constructor(id, random) {
    this.id = id;
    this.name = "";
    for (let i = 0; i < 6; i++) {
      this.name += String.fromCharCode(97 + random.below(5));
    }
    this.age = random.below(100);
    this.score = random.below(1000000);
  }
}

// Sorts the part of the array from `low` to `high`, with a second array for merging.
function sortPart(items, spare, low, high, before) {
  if (high - low < 2) {
    return;
  }
  const middle = (low + high) >> 1;
  sortPart(items, spare, low, middle, before);
  sortPart(items, spare, middle, high, before);
  let a = low;
  let b = middle;
  for (let at = low; at < high; at++) {
    if (b === high || (a < middle && !before(items[b], items[a]))) {
      spare[at] = items[a++];
    } else {
      spare[at] = items[b++];
    }
  }
  for (let at = low; at < high; at++) {
    items[at] = spare[at];
  }
}

function mergeSort(items, before) {
  sortPart(items, items.slice(), 0, items.length, before);
}

function compareTexts(a, b) {
  return a < b ? -1 : 1;
}

function digest(people) {
  let sum = 0;
  for (const person of people) {
    sum = (sum * 31 + person.id) % 1000003;
  }
  return sum;
}

function work(n) {
  const random = new harness.Random(42);
  const list = [];
  for (let id = 0; id < n; id++) {
    list.push(new Person(id, random));
  }
  const people = list.slice();
  let sum = 0;

  mergeSort(people, (a, b) => a.age < b.age || (a.age === b.age && a.id < b.id));
  sum += digest(people);

  const target = random.below(1000000);
  const off = (person) => Math.abs(person.score - target);
  mergeSort(people, (a, b) => {
    const difference = off(a) - off(b);
    return difference < 0 || (difference === 0 && a.id < b.id);
  });
  sum += digest(people);

  list.sort((a, b) => (a.name === b.name ? a.id - b.id : compareTexts(a.name, b.name)));
  sum += digest(list);

  list.sort((a, b) => (a.score === b.score ? a.id - b.id : b.score - a.score));
  return sum + digest(list);
}

harness.run(work);

// n knapsack problems by dynamic programming: the most value of a hundred things that fit, each taken or not, and which.

"use strict";

const harness = require("./harness");

const ITEMS = 100;
const CAPACITY = 2500;

// A row for each number of things: the most value in a knapsack of each capacity.
function fillTable(items, capacity) {
  const table = [new Int32Array(capacity + 1)];
  for (const item of items) {
    const above = table[table.length - 1];
    const row = new Int32Array(capacity + 1);
    for (let room = 0; room <= capacity; room++) {
      let best = above[room];
      if (item.weight <= room) {
        const taken = above[room - item.weight] + item.value;
        if (taken > best) {
          best = taken;
        }
      }
      row[room] = best;
    }
    table.push(row);
  }
  return table;
}

// The numbers of the things that make up the best value, the last first.
function chosen(table, items, capacity) {
  const numbers = [];
  let room = capacity;
  for (let i = items.length; i > 0; i--) {
    if (table[i][room] !== table[i - 1][room]) {
      numbers.push(i - 1);
      room -= items[i - 1].weight;
    }
  }
  return numbers;
}

// A number that tells the best value and the things chosen.
function solve(random) {
  const items = [];
  for (let i = 0; i < ITEMS; i++) {
    items.push({ weight: 10 + random.below(90), value: 1 + random.below(1000) });
  }
  const table = fillTable(items, CAPACITY);
  let digest = table[ITEMS][CAPACITY];
  for (const number of chosen(table, items, CAPACITY)) {
    digest = (digest * 31 + number) % 1000003;
  }
  return digest;
}

function work(n) {
  const random = new harness.Random(42);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += solve(random);
  }
  return sum;
}

harness.run(work);

// Fills a map from integers to integers, reads all of it, and removes every third key.

"use strict";

const harness = require("./harness");

const MODULUS = 1000003;

function key(i) {
  return (i * 7919) % MODULUS;
}

function work(n) {
  const map = new Map();
  for (let i = 0; i < n; i++) {
    map.set(key(i), i);
  }
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += map.get(key(i)) % 8;
  }
  for (let i = 0; i < n; i += 3) {
    map.delete(key(i));
  }
  for (let i = 0; i < n; i++) {
    if (map.has(key(i))) {
      sum += 1;
    }
  }
  return sum + map.size;
}

harness.run(work);

// All permutations of n numbers: how many prefixes have to be reversed until 1 stands in front, the most, and the sum
// with changing signs. After Anderson and Rettig, "Performing Lisp Analysis of the FANNKUCH Benchmark" (1994).

"use strict";

const harness = require("./harness");

// Reverses prefixes as long as the first number says, until that is 0; gives how often.
function flips(permutation) {
  let count = 0;
  while (permutation[0] !== 0) {
    let low = 0;
    let high = permutation[0];
    while (low < high) {
      const number = permutation[low];
      permutation[low] = permutation[high];
      permutation[high] = number;
      low++;
      high--;
    }
    count++;
  }
  return count;
}

// Makes the permutation that follows: the shortest prefix that has not been turned all the way round is turned on by one place.
// False when all permutations have been there.
function advance(permutation, turns) {
  for (let last = 1; last < permutation.length; last++) {
    const first = permutation[0];
    for (let i = 0; i < last; i++) {
      permutation[i] = permutation[i + 1];
    }
    permutation[last] = first;
    turns[last]++;
    if (turns[last] <= last) {
      return true;
    }
    turns[last] = 0;
  }
  return false;
}

function work(size) {
  const permutation = Int32Array.from({ length: size }, (_, i) => i);
  const turns = new Int32Array(size);
  const scratch = new Int32Array(size);
  let most = 0;
  let checksum = 0;
  let isEven = true;
  do {
    scratch.set(permutation);
    const count = flips(scratch);
    most = Math.max(most, count);
    checksum += isEven ? count : -count;
    isEven = !isEven;
  } while (advance(permutation, turns));
  return `${checksum} ${most}`;
}

harness.run(work);

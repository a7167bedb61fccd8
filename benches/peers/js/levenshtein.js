// The edit distances of all pairs of n random words, by the algorithm of Wagner and Fischer (1974) with two rows.

"use strict";

const harness = require("./harness");

// Words of a few letters, so that they have something in common.
function randomWord(random) {
  const length = 5 + random.below(20);
  let word = "";
  for (let i = 0; i < length; i++) {
    word += String.fromCharCode(97 + random.below(6));
  }
  return word;
}

function distance(a, b) {
  const width = b.length;
  let above = Int32Array.from({ length: width + 1 }, (_, j) => j);
  let row = new Int32Array(width + 1);
  for (let i = 0; i < a.length; i++) {
    const letter = a.charCodeAt(i);
    row[0] = i + 1;
    for (let j = 0; j < width; j++) {
      const change = above[j] + (letter === b.charCodeAt(j) ? 0 : 1);
      const remove = above[j + 1] + 1;
      const add = row[j] + 1;
      let least = change;
      if (remove < least) {
        least = remove;
      }
      if (add < least) {
        least = add;
      }
      row[j + 1] = least;
    }
    [above, row] = [row, above];
  }
  return above[width];
}

function work(n) {
  const random = new harness.Random(42);
  const words = [];
  for (let i = 0; i < n; i++) {
    words.push(randomWord(random));
  }
  let digest = 0;
  for (const a of words) {
    for (const b of words) {
      digest = (digest * 31 + distance(a, b)) % 1000003;
    }
  }
  return digest;
}

harness.run(work);

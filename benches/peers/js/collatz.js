// The number below a limit whose Collatz sequence is longest (Lothar Collatz, 1937): half of an even number, three
// times an odd number and one, until 1 is reached. Below 113383 no sequence passes 31 bits, which keeps the numbers
// small in every language.

"use strict";

const harness = require("./harness");

function steps(start) {
  let n = start;
  let count = 0;
  while (n !== 1) {
    n = n % 2 === 0 ? n / 2 : 3 * n + 1;
    count++;
  }
  return count;
}

function work(limit) {
  let longest = 0;
  let best = 1;
  for (let start = 1; start < limit; start++) {
    const count = steps(start);
    if (count > longest) {
      longest = count;
      best = start;
    }
  }
  return `${best} ${longest}`;
}

harness.run(work);

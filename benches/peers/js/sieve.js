// The sum of all primes up to n, by the sieve of Eratosthenes.

"use strict";

const harness = require("./harness");

function work(limit) {
  const isPrime = new Uint8Array(limit + 1).fill(1);
  let sum = 0;
  for (let n = 2; n <= limit; n++) {
    if (isPrime[n]) {
      sum += n;
      for (let multiple = n * n; multiple <= limit; multiple += n) {
        isPrime[multiple] = 0;
      }
    }
  }
  return sum;
}

harness.run(work);

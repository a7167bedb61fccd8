// The Mandelbrot set over a square of n × n points: how long each point takes to leave, a hundred steps at most. In the
// tradition of the Computer Language Benchmarks Game.

"use strict";

const harness = require("./harness");

const LIMIT = 100;

// After how many steps the sequence of a point leaves the circle of radius 2, at most LIMIT.
function steps(x, y) {
  let real = 0;
  let imaginary = 0;
  for (let step = 0; step < LIMIT; step++) {
    const realSquare = real * real;
    const imaginarySquare = imaginary * imaginary;
    if (realSquare + imaginarySquare > 4) {
      return step;
    }
    imaginary = 2 * real * imaginary + y;
    real = realSquare - imaginarySquare + x;
  }
  return LIMIT;
}

function work(size) {
  let checksum = 0;
  for (let row = 0; row < size; row++) {
    const y = (2 * row) / size - 1;
    for (let column = 0; column < size; column++) {
      const x = (2 * column) / size - 1.5;
      checksum = (checksum * 31 + steps(x, y)) % 1000003;
    }
  }
  return checksum;
}

harness.run(work);

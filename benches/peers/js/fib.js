// The n-th Fibonacci number by its definition, without remembering anything: the classic measure of calls.

"use strict";

const harness = require("./harness");

function fib(n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

harness.run(fib);

// Takeuchi's function of 3n, 2n and n: calls with three arguments that are calls themselves. After Gabriel,
// "Performance and Evaluation of Lisp Systems" (1985).

"use strict";

const harness = require("./harness");

function tak(x, y, z) {
  if (y >= x) {
    return z;
  }
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

harness.run((n) => tak(3 * n, 2 * n, n));

// Ackermann's function of 3 and n, in the form of Rózsa Péter (1935), by its definition: nothing but calls, thousands
// of them deep.

"use strict";

const harness = require("./harness");

function ackermann(m, n) {
  if (m === 0) {
    return n + 1;
  }
  if (n === 0) {
    return ackermann(m - 1, 1);
  }
  return ackermann(m - 1, ackermann(m, n - 1));
}

harness.run((n) => ackermann(3, n));

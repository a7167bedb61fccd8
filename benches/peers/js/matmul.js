// Multiplies two dense matrices of n by n numbers, by the textbook's three loops over rows and columns.

"use strict";

const harness = require("./harness");

function randomMatrix(random, n) {
  return Array.from({ length: n }, () => Float64Array.from({ length: n }, () => random.unit() - 0.5));
}

function transposed(matrix) {
  const n = matrix.length;
  return Array.from({ length: n }, (_, j) => Float64Array.from({ length: n }, (_, i) => matrix[i][j]));
}

function multiply(a, b) {
  const n = a.length;
  const columns = transposed(b);
  const product = [];
  for (let i = 0; i < n; i++) {
    const row = a[i];
    const out = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      const column = columns[j];
      let sum = 0;
      for (let k = 0; k < n; k++) {
        sum += row[k] * column[k];
      }
      out[j] = sum;
    }
    product.push(out);
  }
  return product;
}

function work(n) {
  const random = new harness.Random(42);
  const a = randomMatrix(random, n);
  const b = randomMatrix(random, n);
  const product = multiply(a, b);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      sum += product[i][j] * (1 + ((i + j) % 7));
    }
  }
  return sum.toFixed(6);
}

harness.run(work);

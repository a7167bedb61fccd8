// Solves n linear equations: splits the matrix into a lower and an upper triangle by elimination with the largest pivot of
// each column, then substitutes forwards and backwards.

"use strict";

const harness = require("./harness");

// Splits the matrix in place, and gives the order that its rows are in then.
function factor(matrix) {
  const n = matrix.length;
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) {
      if (Math.abs(matrix[i][column]) > Math.abs(matrix[pivot][column])) {
        pivot = i;
      }
    }
    [matrix[pivot], matrix[column]] = [matrix[column], matrix[pivot]];
    [order[pivot], order[column]] = [order[column], order[pivot]];
    const top = matrix[column];
    for (let i = column + 1; i < n; i++) {
      const row = matrix[i];
      const factor = row[column] / top[column];
      row[column] = factor;
      for (let j = column + 1; j < n; j++) {
        row[j] -= factor * top[j];
      }
    }
  }
  return order;
}

function solve(matrix, order, right) {
  const n = matrix.length;
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = matrix[i];
    let sum = right[order[i]];
    for (let j = 0; j < i; j++) {
      sum -= row[j] * x[j];
    }
    x[i] = sum;
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = matrix[i];
    let sum = x[i];
    for (let j = i + 1; j < n; j++) {
      sum -= row[j] * x[j];
    }
    x[i] = sum / row[i];
  }
  return x;
}

function work(n) {
  const random = new harness.Random(42);
  const matrix = [];
  const right = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      row[j] = random.unit() - 0.5;
      right[i] += row[j] * (j % 10);
    }
    matrix.push(row);
  }
  const order = factor(matrix);
  const x = solve(matrix, order, right);
  // The equations were made so that the j-th unknown is j % 10.
  let error = 0;
  for (let j = 0; j < n; j++) {
    error = Math.max(error, Math.abs(x[j] - (j % 10)));
  }
  let pivots = 0;
  for (let i = 0; i < n; i++) {
    pivots += Math.abs(matrix[i][i]);
  }
  const solved = error < 0.000001 ? "solved" : "not solved";
  return `${solved}, pivots ${pivots.toFixed(9)}`;
}

harness.run(work);

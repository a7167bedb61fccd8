// The largest singular value of a matrix of n × n fractions by the power method, the elements computed where they are
// needed. In the tradition of the Computer Language Benchmarks Game.

"use strict";

const harness = require("./harness");

const ROUNDS = 10;

function element(row, column) {
  const diagonal = row + column;
  return 1 / ((diagonal * (diagonal + 1)) / 2 + row + 1);
}

function multiply(vector, result) {
  for (let row = 0; row < vector.length; row++) {
    let sum = 0;
    for (let column = 0; column < vector.length; column++) {
      sum += element(row, column) * vector[column];
    }
    result[row] = sum;
  }
}

function multiplyTransposed(vector, result) {
  for (let row = 0; row < vector.length; row++) {
    let sum = 0;
    for (let column = 0; column < vector.length; column++) {
      sum += element(column, row) * vector[column];
    }
    result[row] = sum;
  }
}

function work(size) {
  const u = new Float64Array(size).fill(1);
  const v = new Float64Array(size);
  const between = new Float64Array(size);
  for (let round = 0; round < ROUNDS; round++) {
    multiply(u, between);
    multiplyTransposed(between, v);
    multiply(v, between);
    multiplyTransposed(between, u);
  }
  let uv = 0;
  let vv = 0;
  for (let i = 0; i < size; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  return Math.sqrt(uv / vv).toFixed(9);
}

harness.run(work);

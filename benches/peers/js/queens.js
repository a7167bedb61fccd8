// In how many ways n queens stand on a board of n × n without attacking each other, by trying row after row (Wirth,
// "Program Development by Stepwise Refinement", 1971).

"use strict";

const harness = require("./harness");

// Which columns and diagonals a queen attacks already.
class Board {
  constructor(size) {
    this.size = size;
    this.columns = new Array(size).fill(false);
    this.rising = new Array(2 * size).fill(false);
    this.falling = new Array(2 * size).fill(false);
  }

  // How many ways there are to place queens from this row on.
  solutions(row) {
    if (row === this.size) {
      return 1;
    }
    let count = 0;
    for (let column = 0; column < this.size; column++) {
      if (this.isFree(row, column)) {
        this.set(row, column, true);
        count += this.solutions(row + 1);
        this.set(row, column, false);
      }
    }
    return count;
  }

  isFree(row, column) {
    return !this.columns[column] && !this.rising[row + column] && !this.falling[row - column + this.size];
  }

  set(row, column, attacked) {
    this.columns[column] = attacked;
    this.rising[row + column] = attacked;
    this.falling[row - column + this.size] = attacked;
  }
}

harness.run((size) => new Board(size).solutions(0));

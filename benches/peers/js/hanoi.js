// The towers of Hanoi (Édouard Lucas, 1883), with disks that really lie on three pegs: recursion, and lists used as
// stacks.

"use strict";

const harness = require("./harness");

class Towers {
  constructor(height) {
    this.pegs = [[], [], []];
    this.moves = 0;
    this.checksum = 0;
    for (let disk = 0; disk < height; disk++) {
      this.pegs[0].push(height - disk);
    }
  }

  moveTower(height, from, to, spare) {
    if (height > 1) {
      this.moveTower(height - 1, from, spare, to);
    }
    this.moveDisk(from, to);
    if (height > 1) {
      this.moveTower(height - 1, spare, to, from);
    }
  }

  moveDisk(from, to) {
    const disk = this.pegs[from].pop();
    const target = this.pegs[to];
    if (target.length > 0 && target[target.length - 1] <= disk) {
      throw new Error("a disk lies on a smaller one");
    }
    target.push(disk);
    this.moves++;
    this.checksum = (this.checksum * 31 + disk * 9 + from * 3 + to) % 1000003;
  }
}

function work(height) {
  const towers = new Towers(height);
  towers.moveTower(height, 0, 2, 1);
  return `${towers.moves} ${towers.checksum}`;
}

harness.run(work);

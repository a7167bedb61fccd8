// What the programs of the suite share in JavaScript; benches/suite/harness.nido says how it works.

"use strict";

function run(work) {
  const size = positive(process.argv[2]) || fail("usage: PROGRAM SIZE [ITERATIONS]");
  const iterations = positive(process.argv[3] ?? "1") || fail("the number of iterations must be at least 1");
  let checksum = "";
  for (let iteration = 1; iteration <= iterations; iteration++) {
    const start = process.hrtime.bigint();
    const result = work(size);
    const taken = process.hrtime.bigint() - start;
    console.error(`iteration ${iteration} ${taken / 1000n}`);
    const shown = String(result);
    if (iteration > 1 && shown !== checksum) {
      fail(`iteration ${iteration} gives ${shown}, the one before ${checksum}`);
    }
    checksum = shown;
  }
  console.log(checksum);
}

// The generator of Park and Miller.
class Random {
  constructor(seed) {
    this.state = seed;
  }

  next() {
    this.state = (this.state * 16807) % 2147483647;
    return this.state;
  }

  below(limit) {
    return this.next() % limit;
  }

  unit() {
    return this.next() / 2147483647;
  }
}

// The number that a text is, or 0 when it is none above 0.
function positive(text) {
  return /^\d+$/.test(text) ? Number(text) : 0;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

module.exports = { run, Random };

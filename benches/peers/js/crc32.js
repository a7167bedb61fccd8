// The CRC-32 of Ethernet and ZIP, byte by byte with a table (Sarwate, Communications of the ACM, 1988), over and over
// the same 16 KiB of random bytes.

"use strict";

const harness = require("./harness");

const LENGTH = 16384;

// What the register becomes after eight steps with a byte, for each byte.
function remainders() {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let register = byte;
    for (let i = 0; i < 8; i++) {
      register = register & 1 ? (register >>> 1) ^ 0xedb88320 : register >>> 1;
    }
    return register;
  });
}

function crc32(table, start, data) {
  let register = ~start;
  for (const byte of data) {
    register = table[(register ^ byte) & 255] ^ (register >>> 8);
  }
  return ~register;
}

function work(rounds) {
  const random = new harness.Random(42);
  const data = Uint8Array.from({ length: LENGTH }, () => random.below(256));
  const table = remainders();
  let checksum = 0;
  for (let i = 0; i < rounds; i++) {
    checksum = crc32(table, checksum, data);
  }
  return checksum >>> 0;
}

harness.run(work);

// The SHA-256 of 16 KiB of random bytes as the standard FIPS 180-4 describes it, n times, each digest written over the
// beginning of the message for the next.

"use strict";

const harness = require("./harness");

const LENGTH = 16384;
const CONSTANTS = Int32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);

function rotate(word, places) {
  return (word >>> places) | (word << (32 - places));
}

// Takes the 64 bytes from a position on into the state.
function compress(state, message, at, words) {
  for (let i = 0; i < 16; i++) {
    const byte = at + 4 * i;
    words[i] = (message[byte] << 24) | (message[byte + 1] << 16) | (message[byte + 2] << 8) | message[byte + 3];
  }
  for (let i = 16; i < 64; i++) {
    const early = words[i - 15];
    const late = words[i - 2];
    const mixedEarly = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const mixedLate = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    words[i] = (words[i - 16] + mixedEarly + words[i - 7] + mixedLate) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g);
    const first = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + CONSTANTS[i] + words[i]) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

// The message of random bytes, with the end that makes it fill whole blocks: a bit, zeros, and the number of bits before them.
function message() {
  const random = new harness.Random(42);
  const padded = new Uint8Array(LENGTH + 64);
  for (let i = 0; i < LENGTH; i++) {
    padded[i] = random.below(256);
  }
  padded[LENGTH] = 128;
  for (let i = 0; i < 4; i++) {
    padded[LENGTH + 63 - i] = (LENGTH * 8) >> (8 * i);
  }
  return padded;
}

function digest(bytes, words) {
  const state = Uint32Array.of(
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  );
  for (let at = 0; at < bytes.length; at += 64) {
    compress(state, bytes, at, words);
  }
  return state;
}

function work(rounds) {
  const bytes = message();
  const words = new Int32Array(64);
  let state = new Uint32Array(8);
  for (let round = 0; round < rounds; round++) {
    state = digest(bytes, words);
    for (let i = 0; i < 8; i++) {
      for (let byte = 0; byte < 4; byte++) {
        bytes[4 * i + byte] = state[i] >>> (24 - 8 * byte);
      }
    }
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

harness.run(work);

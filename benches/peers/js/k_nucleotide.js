// Counts in maps how often pieces of some lengths are in a random strand of DNA with n nucleotides.
// After the description of "k-nucleotide" of the Computer Language Benchmarks Game.

"use strict";

const harness = require("./harness");

function randomStrand(n) {
  const random = new harness.Random(42);
  let strand = "";
  for (let i = 0; i < n; i++) {
    const part = random.below(10);
    strand += part < 3 ? "A" : part < 5 ? "C" : part < 7 ? "G" : "T";
  }
  return strand;
}

function countPieces(strand, length) {
  const counts = new Map();
  for (let at = 0; at + length <= strand.length; at++) {
    const piece = strand.substring(at, at + length);
    counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  return counts;
}

// A number that tells how frequent the pieces of a length are.
function ranking(strand, length) {
  const pieces = Array.from(countPieces(strand, length));
  pieces.sort((a, b) => (a[1] === b[1] ? (a[0] < b[0] ? -1 : 1) : b[1] - a[1]));
  let digest = 0;
  for (const [piece, count] of pieces) {
    digest = (digest * 31 + count * 7 + piece.charCodeAt(0) + piece.charCodeAt(length - 1)) % 1000003;
  }
  return digest;
}

function work(n) {
  const strand = randomStrand(n);
  const results = [ranking(strand, 1), ranking(strand, 2)];
  for (const piece of ["GGT", "GGTA", "GGTATT", "GGTATTTTAATT", "GGTATTTTAATTTATAGT"]) {
    const counts = countPieces(strand, piece.length);
    results.push(`${counts.size}:${counts.get(piece) ?? 0}`);
  }
  return results.join(" ");
}

harness.run(work);

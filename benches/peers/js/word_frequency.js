// Counts the words of a text of n words, and lists them by how frequent they are.

"use strict";

const harness = require("./harness");

const VOCABULARY = 3000;

function randomWord(random) {
  const length = 2 + random.below(8);
  let word = "";
  for (let i = 0; i < length; i++) {
    word += String.fromCharCode(97 + random.below(26));
  }
  return word;
}

// Words, some of them much more frequent than others, some in capitals, some with a comma or a full stop.
function makeText(n) {
  const random = new harness.Random(42);
  const vocabulary = Array.from({ length: VOCABULARY }, () => randomWord(random));
  let text = "";
  for (let i = 0; i < n; i++) {
    const rank = Math.floor((random.below(VOCABULARY) * random.below(VOCABULARY)) / VOCABULARY);
    const word = vocabulary[rank];
    text += random.below(8) === 0 ? word.toUpperCase() : word;
    const mark = random.below(12);
    if (mark === 0) {
      text += ",";
    } else if (mark === 1) {
      text += ".";
    }
    text += " ";
  }
  return text;
}

function countWords(text) {
  const counts = new Map();
  for (const part of text.split(" ")) {
    let word = part;
    if (word.endsWith(",") || word.endsWith(".")) {
      word = word.slice(0, -1);
    }
    if (word !== "") {
      word = word.toLowerCase();
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

function work(n) {
  const counts = countWords(makeText(n));
  const words = Array.from(counts);
  words.sort((a, b) => (a[1] === b[1] ? (a[0] < b[0] ? -1 : 1) : b[1] - a[1]));
  let digest = 0;
  for (const [word, count] of words) {
    digest = (digest * 31 + count * word.length + word.charCodeAt(0)) % 1000003;
  }
  const [first, most] = words[0];
  return `${words.length} words, ${first} ${most}, ${digest}`;
}

harness.run(work);

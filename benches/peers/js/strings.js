// Builds a table of n lines of text, takes it apart again, and makes another text of its parts: splitting, changing case,
// turning around, padding, searching, replacing and joining, with what each language's library has for it.

"use strict";

const harness = require("./harness");

function randomName(random) {
  const length = 4 + random.below(6);
  let name = "";
  for (let i = 0; i < length; i++) {
    name += String.fromCharCode(97 + random.below(26));
  }
  return name;
}

function buildTable(n) {
  const random = new harness.Random(42);
  let table = "";
  for (let i = 0; i < n; i++) {
    table += `${i},${randomName(random)},${random.below(10000)}\n`;
  }
  return table;
}

// A line of the report for each line of the table.
function report(table) {
  const lines = [];
  for (const line of table.split("\n")) {
    if (line === "") {
      continue;
    }
    const fields = line.split(",");
    const name = fields[1].toUpperCase();
    const reversed = name.split("").reverse().join("");
    lines.push(name.padEnd(10) + fields[2].padStart(6) + "|" + reversed + "|" + fields[0]);
  }
  return lines.join("; ");
}

// How often one text is in another.
function occurrences(text, what) {
  let count = 0;
  let at = text.indexOf(what);
  while (at >= 0) {
    count += 1;
    at = text.indexOf(what, at + what.length);
  }
  return count;
}

function digest(text) {
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    sum = (sum * 31 + text.charCodeAt(at)) % 1000003;
  }
  return sum;
}

function work(n) {
  const table = buildTable(n);
  const text = report(table);
  const replaced = text.replaceAll("A", "<a>").replaceAll(" ", "").replaceAll("B", "");
  return `${table.length} ${replaced.length} ${occurrences(text, "AR")} ${digest(replaced)}`;
}

harness.run(work);

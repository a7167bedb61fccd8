// Finds the matches of some regular expressions in a text of n words, by a small engine: an expression becomes a program
// whose threads go over the text in step. After Ken Thompson (Communications of the ACM, 1968) and the machine of Rob Pike's
// editor "sam", with the first alternative preferred.

"use strict";

const harness = require("./harness");

const SET = 0;
const SPLIT = 1;
const JUMP = 2;
const MATCH = 3;

// Where an instruction goes is a distance from itself, so that pieces of programs can be put together.
class Instruction {
  constructor(op, set, first, second) {
    this.op = op;
    this.set = set;
    this.first = first;
    this.second = second;
  }

  static set(set) {
    return new Instruction(SET, set, 0, 0);
  }

  static split(first, second) {
    return new Instruction(SPLIT, null, first, second);
  }

  static jump(to) {
    return new Instruction(JUMP, null, to, 0);
  }
}

// Makes the program of an expression: letters, `.`, `[a-z]`, `[^a-z]`, `\` before a character, `|`, `*`, `+`, `?`, `(…)`.
class Compiler {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  peek() {
    return this.at < this.text.length ? this.text[this.at] : "";
  }

  accept(c) {
    const found = this.peek() === c;
    if (found) {
      this.at += 1;
    }
    return found;
  }

  take() {
    const c = this.peek();
    this.at += 1;
    return c;
  }

  alternatives() {
    const first = this.sequence();
    if (!this.accept("|")) {
      return first;
    }
    const second = this.alternatives();
    return [Instruction.split(1, first.length + 2), ...first, Instruction.jump(second.length + 1), ...second];
  }

  sequence() {
    const code = [];
    while (this.at < this.text.length && this.peek() !== "|" && this.peek() !== ")") {
      code.push(...this.repeated());
    }
    return code;
  }

  repeated() {
    const code = this.single();
    const length = code.length;
    if (this.accept("*")) {
      return [Instruction.split(1, length + 2), ...code, Instruction.jump(-length - 1)];
    }
    if (this.accept("+")) {
      return [...code, Instruction.split(-length, 1)];
    }
    if (this.accept("?")) {
      return [Instruction.split(1, length + 1), ...code];
    }
    return code;
  }

  single() {
    const c = this.take();
    if (c === "(") {
      const code = this.alternatives();
      this.take();
      return code;
    }
    if (c === "[") {
      return [this.characters()];
    }
    const set = new Array(128).fill(c === ".");
    if (c === "\\") {
      set[this.take().charCodeAt(0)] = true;
    } else if (c !== ".") {
      set[c.charCodeAt(0)] = true;
    }
    return [Instruction.set(set)];
  }

  characters() {
    const negated = this.accept("^");
    const set = new Array(128).fill(negated);
    while (!this.accept("]")) {
      const from = this.take();
      const to = this.accept("-") ? this.take() : from;
      set.fill(!negated, from.charCodeAt(0), to.charCodeAt(0) + 1);
    }
    return Instruction.set(set);
  }
}

// The threads at one place of the text, the preferred one first; at most one for each instruction.
class Threads {
  constructor(size) {
    this.places = new Int32Array(size);
    this.starts = new Int32Array(size);
    this.seen = new Int32Array(size);
    this.count = 0;
  }
}

class Regex {
  constructor(pattern) {
    this.program = new Compiler(pattern).alternatives();
    this.program.push(new Instruction(MATCH, null, 0, 0));
    this.now = new Threads(this.program.length);
    this.next = new Threads(this.program.length);
  }

  // Adds a thread at an instruction, or where its jumps lead.
  add(threads, place, start, at) {
    if (threads.seen[place] === at) {
      return;
    }
    threads.seen[place] = at;
    const instruction = this.program[place];
    switch (instruction.op) {
      case JUMP:
        this.add(threads, place + instruction.first, start, at);
        break;
      case SPLIT:
        this.add(threads, place + instruction.first, start, at);
        this.add(threads, place + instruction.second, start, at);
        break;
      default:
        threads.places[threads.count] = place;
        threads.starts[threads.count] = start;
        threads.count += 1;
    }
  }

  // The first match that starts at `from` or behind it, or null.
  find(text, from) {
    let found = null;
    this.now.count = 0;
    this.now.seen.fill(-1);
    this.next.seen.fill(-1);
    for (let at = from; ; at++) {
      const now = this.now;
      const next = this.next;
      if (found === null) {
        this.add(now, 0, at, at);
      }
      if (now.count === 0 || at > text.length) {
        return found;
      }
      const code = at < text.length ? text.charCodeAt(at) : 0;
      next.count = 0;
      for (let i = 0; i < now.count; i++) {
        const instruction = this.program[now.places[i]];
        if (instruction.op === MATCH) {
          found = { start: now.starts[i], end: at };
          break;
        }
        if (at < text.length && instruction.set[code]) {
          this.add(next, now.places[i] + 1, now.starts[i], at + 1);
        }
      }
      this.now = next;
      this.next = now;
    }
  }
}

function randomWord(random, length) {
  let word = "";
  for (let i = 0; i < length; i++) {
    word += String.fromCharCode(97 + random.below(26));
  }
  return word;
}

// Words, and among them dates, numbers and addresses.
function makeText(n) {
  const random = new harness.Random(42);
  const endings = ["com", "org", "net", "info"];
  let text = "";
  for (let i = 0; i < n; i++) {
    const kind = random.below(12);
    if (kind === 0) {
      const day = random.below(31) + 1;
      const month = random.below(12) + 1;
      text += `${day}.${month}.${random.below(3000)}`;
    } else if (kind === 1) {
      text += String(random.below(100000));
    } else if (kind === 2) {
      const name = randomWord(random, 5);
      const place = randomWord(random, 4);
      text += `${name}@${place}.${endings[random.below(4)]}`;
    } else {
      text += randomWord(random, 1 + random.below(9));
    }
    text += " ";
  }
  return text;
}

function work(n) {
  const text = makeText(n);
  const results = [];
  const patterns = [
    "[a-z]+@[a-z]+\\.(com|org|net)",
    "[0-9][0-9]?\\.[0-9][0-9]?\\.[0-9]+",
    "([aeiou][^aeiou ])+",
    "q[^u ]*",
    "(ab|ba|c)*d(e|f?g)",
    ".o.o",
  ];
  for (const pattern of patterns) {
    const regex = new Regex(pattern);
    let count = 0;
    let digest = 0;
    for (let found = regex.find(text, 0); found !== null; found = regex.find(text, found.end)) {
      count += 1;
      digest = (digest * 31 + found.start + found.end) % 1000003;
    }
    results.push(`${count}:${digest}`);
  }
  return results.join(" ");
}

harness.run(work);

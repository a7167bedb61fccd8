// Makes a document of n records, prints it as JSON, parses the text with a parser of its own, and prints it again. Objects
// keep their members in order; all numbers are integers and all characters ASCII.

"use strict";

const harness = require("./harness");

class Member {
  constructor(name, value) {
    this.name = name;
    this.value = value;
  }
}

// An object of JSON; all other values are those of JavaScript.
class JsonObject {
  constructor(members) {
    this.members = members;
  }

  get(name) {
    for (const member of this.members) {
      if (member.name === name) {
        return member.value;
      }
    }
    return undefined;
  }
}

function printText(text) {
  let out = '"';
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    switch (c) {
      case '"':
        out += '\\"';
        break;
      case "\\":
        out += "\\\\";
        break;
      case "\n":
        out += "\\n";
        break;
      case "\t":
        out += "\\t";
        break;
      default:
        out += c < " " ? "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0") : c;
    }
  }
  return out + '"';
}

function print(value) {
  if (value === null || typeof value === "boolean" || typeof value === "number") {
    return String(value);
  }
  if (typeof value === "string") {
    return printText(value);
  }
  if (value instanceof JsonObject) {
    let out = "{";
    for (let i = 0; i < value.members.length; i++) {
      if (i > 0) {
        out += ",";
      }
      out += printText(value.members[i].name) + ":" + print(value.members[i].value);
    }
    return out + "}";
  }
  let out = "[";
  for (let i = 0; i < value.length; i++) {
    if (i > 0) {
      out += ",";
    }
    out += print(value[i]);
  }
  return out + "]";
}

// A number made of all that is in the value.
function weigh(value) {
  if (value === null) {
    return 1;
  }
  if (typeof value === "boolean") {
    return value ? 3 : 2;
  }
  if (typeof value === "number") {
    return value;
  }
  if (typeof value === "string") {
    return value.length;
  }
  let sum = 0;
  if (value instanceof JsonObject) {
    for (const member of value.members) {
      sum += member.name.length + weigh(member.value);
    }
  } else {
    for (const item of value) {
      sum += weigh(item);
    }
  }
  return sum;
}

class Parser {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  missing(wanted) {
    return new Error(`${wanted} is missing at ${this.at}`);
  }

  peek() {
    return this.at < this.text.length ? this.text[this.at] : "";
  }

  skipSpaces() {
    while (this.peek() === " " || this.peek() === "\n") {
      this.at += 1;
    }
  }

  // Goes over a character if it is the next one behind spaces.
  accept(c) {
    this.skipSpaces();
    const found = this.peek() === c;
    if (found) {
      this.at += 1;
    }
    return found;
  }

  word(word, value) {
    if (!this.text.startsWith(word, this.at)) {
      throw this.missing(word);
    }
    this.at += word.length;
    return value;
  }

  value() {
    this.skipSpaces();
    switch (this.peek()) {
      case "{":
        return this.object();
      case "[":
        return this.list();
      case '"':
        return this.string();
      case "t":
        return this.word("true", true);
      case "f":
        return this.word("false", false);
      case "n":
        return this.word("null", null);
      default:
        return this.number();
    }
  }

  number() {
    const negative = this.accept("-");
    const start = this.at;
    let number = 0;
    while (this.peek() >= "0" && this.peek() <= "9") {
      number = number * 10 + this.text.charCodeAt(this.at) - 48;
      this.at += 1;
    }
    if (this.at === start) {
      throw this.missing("a value");
    }
    return negative ? -number : number;
  }

  string() {
    this.at += 1;
    let result = "";
    let start = this.at;
    while (true) {
      const c = this.peek();
      if (c === '"') {
        result += this.text.substring(start, this.at);
        this.at += 1;
        return result;
      } else if (c === "\\") {
        result += this.text.substring(start, this.at);
        this.at += 1;
        result += this.escape();
        start = this.at;
      } else if (c === "") {
        throw this.missing("the end of a text");
      } else {
        this.at += 1;
      }
    }
  }

  // What stands behind a backslash.
  escape() {
    const c = this.peek();
    this.at += 1;
    switch (c) {
      case "n":
        return "\n";
      case "t":
        return "\t";
      case "u": {
        const digits = this.text.substring(this.at, this.at + 4);
        this.at += 4;
        return String.fromCharCode(Number.parseInt(digits, 16));
      }
      default:
        return c;
    }
  }

  list() {
    this.at += 1;
    const values = [];
    if (this.accept("]")) {
      return values;
    }
    while (true) {
      values.push(this.value());
      if (this.accept("]")) {
        return values;
      }
      if (!this.accept(",")) {
        throw this.missing("a comma");
      }
    }
  }

  object() {
    this.at += 1;
    const members = [];
    if (this.accept("}")) {
      return new JsonObject(members);
    }
    while (true) {
      this.skipSpaces();
      const name = this.string();
      if (!this.accept(":")) {
        throw this.missing("a colon");
      }
      members.push(new Member(name, this.value()));
      if (this.accept("}")) {
        return new JsonObject(members);
      }
      if (!this.accept(",")) {
        throw this.missing("a comma");
      }
    }
  }
}

const SPECIAL = ['"', "\\", "\n", "\t", "\u0001", "0", "1", "2", "3", "4"];

// Letters, digits, spaces, and now and then a character that must be escaped.
function randomText(random) {
  const length = 3 + random.below(12);
  let text = "";
  for (let i = 0; i < length; i++) {
    const kind = random.below(40);
    if (kind < 26) {
      text += String.fromCharCode(97 + kind);
    } else if (kind < 30) {
      text += " ";
    } else {
      text += SPECIAL[kind - 30];
    }
  }
  return text;
}

function randomRecord(random, id, depth) {
  const name = randomText(random);
  const active = random.below(2) === 0;
  const score = random.below(2000001) - 1000000;
  const tagCount = random.below(5);
  const tags = [];
  for (let i = 0; i < tagCount; i++) {
    tags.push(randomText(random));
  }
  const hasParent = depth > 0 && random.below(3) > 0;
  const parent = hasParent ? randomRecord(random, id * 2, depth - 1) : null;
  return new JsonObject([
    new Member("id", id),
    new Member("name", name),
    new Member("active", active),
    new Member("score", score),
    new Member("tags", tags),
    new Member("parent", parent),
  ]);
}

function digest(text) {
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    sum = (sum * 31 + text.charCodeAt(at)) % 1000003;
  }
  return sum;
}

function work(n) {
  const random = new harness.Random(42);
  const values = [];
  for (let id = 0; id < n; id++) {
    values.push(randomRecord(random, id, 2));
  }
  const text = print(values);
  const document = new Parser(text).value();
  let scores = 0;
  for (const record of document) {
    scores += record.get("score");
  }
  const same = print(document) === text ? "same" : "different";
  return `${text.length} ${digest(text)} ${weigh(document)} ${scores} ${same}`;
}

harness.run(work);

// A register machine of 16 bits that runs a program of n rounds: it fills its memory with random words, sorts them, and mixes
// them into one word.

"use strict";

const harness = require("./harness");

const REGISTERS = 16;
const WORDS = 1024;

const LOAD_NUMBER = 0; // a = c
const MOVE = 1; // a = b
const ADD = 2; // a = b + c
const ADD_NUMBER = 3; // a = b + the number c
const MULTIPLY = 4; // a = b * c
const LOAD = 5; // a = the word at b + the number c
const STORE = 6; // the word at b + the number c = a
const JUMP = 7; // goes on at c
const JUMP_EQUAL = 8; // goes on at c if a = b
const JUMP_NOT_EQUAL = 9; // goes on at c if a is not b
const JUMP_LESS = 10; // goes on at c if a < b
const JUMP_NOT_GREATER = 11; // goes on at c if a <= b
const CALL = 12; // calls c
const RETURN = 13; // goes back behind the call
const HALT = 14; // stops

class Instruction {
  constructor(op, a, b, c) {
    this.op = op;
    this.a = a;
    this.b = b;
    this.c = c;
  }
}

class Machine {
  constructor(program) {
    this.program = program;
    this.registers = new Int32Array(REGISTERS);
    this.memory = new Int32Array(WORDS);
    this.calls = [];
    this.steps = 0;
  }

  run() {
    const { program, registers, memory, calls } = this;
    let at = 0;
    while (true) {
      const { op, a, b, c } = program[at];
      at += 1;
      this.steps += 1;
      switch (op) {
        case LOAD_NUMBER:
          registers[a] = c;
          break;
        case MOVE:
          registers[a] = registers[b];
          break;
        case ADD:
          registers[a] = (registers[b] + registers[c]) & 0xffff;
          break;
        case ADD_NUMBER:
          registers[a] = (registers[b] + c) & 0xffff;
          break;
        case MULTIPLY:
          registers[a] = (registers[b] * registers[c]) & 0xffff;
          break;
        case LOAD:
          registers[a] = memory[(registers[b] + c) % WORDS];
          break;
        case STORE:
          memory[(registers[b] + c) % WORDS] = registers[a];
          break;
        case JUMP:
          at = c;
          break;
        case JUMP_EQUAL:
          if (registers[a] === registers[b]) {
            at = c;
          }
          break;
        case JUMP_NOT_EQUAL:
          if (registers[a] !== registers[b]) {
            at = c;
          }
          break;
        case JUMP_LESS:
          if (registers[a] < registers[b]) {
            at = c;
          }
          break;
        case JUMP_NOT_GREATER:
          if (registers[a] <= registers[b]) {
            at = c;
          }
          break;
        case CALL:
          calls.push(at);
          at = c;
          break;
        case RETURN:
          at = calls.pop();
          break;
        case HALT:
          return;
      }
    }
  }
}

// The registers: 1 an index, 2 the number of words, 3, 4 and 8 whatever is at hand, and those that are named below.
function sortingProgram() {
  return [
    new Instruction(LOAD_NUMBER, 0, 0, 0), // r0 stays 0
    new Instruction(LOAD_NUMBER, 6, 0, 1), // r6 is the seed of random numbers
    new Instruction(LOAD_NUMBER, 5, 0, 0), // r5 is the result
    new Instruction(LOAD_NUMBER, 1, 0, 0), // 3: every round fills 200 words
    new Instruction(LOAD_NUMBER, 2, 0, 200),
    new Instruction(LOAD_NUMBER, 3, 0, 25173), // 5: with r6 = r6 * 25173 + 13849
    new Instruction(MULTIPLY, 6, 6, 3),
    new Instruction(LOAD_NUMBER, 3, 0, 13849),
    new Instruction(ADD, 6, 6, 3),
    new Instruction(STORE, 6, 1, 0),
    new Instruction(ADD_NUMBER, 1, 1, 1),
    new Instruction(JUMP_LESS, 1, 2, 5),
    new Instruction(LOAD_NUMBER, 1, 0, 1),
    new Instruction(LOAD, 3, 1, 0), // 13: sorts them by insertion
    new Instruction(MOVE, 4, 1, 0),
    new Instruction(JUMP_EQUAL, 4, 0, 21), // 15: moves greater words up
    new Instruction(LOAD, 8, 4, 65535),
    new Instruction(JUMP_NOT_GREATER, 8, 3, 21),
    new Instruction(STORE, 8, 4, 0),
    new Instruction(ADD_NUMBER, 4, 4, 65535),
    new Instruction(JUMP, 0, 0, 15),
    new Instruction(STORE, 3, 4, 0), // 21
    new Instruction(ADD_NUMBER, 1, 1, 1),
    new Instruction(JUMP_LESS, 1, 2, 13),
    new Instruction(LOAD_NUMBER, 1, 0, 0),
    new Instruction(CALL, 0, 0, 31), // 25: and mixes them into the result
    new Instruction(ADD_NUMBER, 1, 1, 1),
    new Instruction(JUMP_LESS, 1, 2, 25),
    new Instruction(ADD_NUMBER, 7, 7, 65535), // r7 counts the rounds
    new Instruction(JUMP_NOT_EQUAL, 7, 0, 3),
    new Instruction(HALT, 0, 0, 0),
    new Instruction(LOAD, 3, 1, 0), // 31: r5 = r5 * 31 + the word at r1
    new Instruction(LOAD_NUMBER, 4, 0, 31),
    new Instruction(MULTIPLY, 5, 5, 4),
    new Instruction(ADD, 5, 5, 3),
    new Instruction(RETURN, 0, 0, 0),
  ];
}

function work(n) {
  const machine = new Machine(sortingProgram());
  machine.registers[7] = n;
  machine.run();
  return `${machine.steps} steps, ${machine.registers[5]}`;
}

harness.run(work);

-- A register machine of 16 bits that runs a program of n rounds: it fills its memory with random words, sorts them, and mixes
-- them into one word.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local REGISTERS = 16
local WORDS = 1024

local LOAD_NUMBER = 0 -- a = c
local MOVE = 1 -- a = b
local ADD = 2 -- a = b + c
local ADD_NUMBER = 3 -- a = b + the number c
local MULTIPLY = 4 -- a = b * c
local LOAD = 5 -- a = the word at b + the number c
local STORE = 6 -- the word at b + the number c = a
local JUMP = 7 -- goes on at c
local JUMP_EQUAL = 8 -- goes on at c if a = b
local JUMP_NOT_EQUAL = 9 -- goes on at c if a is not b
local JUMP_LESS = 10 -- goes on at c if a < b
local JUMP_NOT_GREATER = 11 -- goes on at c if a <= b
local CALL = 12 -- calls c
local RETURN = 13 -- goes back behind the call
local HALT = 14 -- stops

local function instruction(op, a, b, c)
  return { op = op, a = a, b = b, c = c }
end

local function filled(length)
  local words = {}
  for i = 0, length - 1 do
    words[i] = 0
  end
  return words
end

local Machine = {}
Machine.__index = Machine

local function new_machine(program)
  return setmetatable({
    program = program,
    registers = filled(REGISTERS),
    memory = filled(WORDS),
    calls = {},
    steps = 0,
  }, Machine)
end

function Machine:run()
  local program, registers, memory, calls = self.program, self.registers, self.memory, self.calls
  local at = 0
  while true do
    local this = program[at + 1]
    local op, a, b, c = this.op, this.a, this.b, this.c
    at = at + 1
    self.steps = self.steps + 1
    if op == LOAD_NUMBER then
      registers[a] = c
    elseif op == MOVE then
      registers[a] = registers[b]
    elseif op == ADD then
      registers[a] = (registers[b] + registers[c]) % 65536
    elseif op == ADD_NUMBER then
      registers[a] = (registers[b] + c) % 65536
    elseif op == MULTIPLY then
      registers[a] = (registers[b] * registers[c]) % 65536
    elseif op == LOAD then
      registers[a] = memory[(registers[b] + c) % WORDS]
    elseif op == STORE then
      memory[(registers[b] + c) % WORDS] = registers[a]
    elseif op == JUMP then
      at = c
    elseif op == JUMP_EQUAL then
      if registers[a] == registers[b] then
        at = c
      end
    elseif op == JUMP_NOT_EQUAL then
      if registers[a] ~= registers[b] then
        at = c
      end
    elseif op == JUMP_LESS then
      if registers[a] < registers[b] then
        at = c
      end
    elseif op == JUMP_NOT_GREATER then
      if registers[a] <= registers[b] then
        at = c
      end
    elseif op == CALL then
      calls[#calls + 1] = at
      at = c
    elseif op == RETURN then
      at = table.remove(calls)
    elseif op == HALT then
      return
    end
  end
end

-- The registers: 1 an index, 2 the number of words, 3, 4 and 8 whatever is at hand, and those that are named below.
local function sorting_program()
  return {
    instruction(LOAD_NUMBER, 0, 0, 0), -- r0 stays 0
    instruction(LOAD_NUMBER, 6, 0, 1), -- r6 is the seed of random numbers
    instruction(LOAD_NUMBER, 5, 0, 0), -- r5 is the result
    instruction(LOAD_NUMBER, 1, 0, 0), -- 3: every round fills 200 words
    instruction(LOAD_NUMBER, 2, 0, 200),
    instruction(LOAD_NUMBER, 3, 0, 25173), -- 5: with r6 = r6 * 25173 + 13849
    instruction(MULTIPLY, 6, 6, 3),
    instruction(LOAD_NUMBER, 3, 0, 13849),
    instruction(ADD, 6, 6, 3),
    instruction(STORE, 6, 1, 0),
    instruction(ADD_NUMBER, 1, 1, 1),
    instruction(JUMP_LESS, 1, 2, 5),
    instruction(LOAD_NUMBER, 1, 0, 1),
    instruction(LOAD, 3, 1, 0), -- 13: sorts them by insertion
    instruction(MOVE, 4, 1, 0),
    instruction(JUMP_EQUAL, 4, 0, 21), -- 15: moves greater words up
    instruction(LOAD, 8, 4, 65535),
    instruction(JUMP_NOT_GREATER, 8, 3, 21),
    instruction(STORE, 8, 4, 0),
    instruction(ADD_NUMBER, 4, 4, 65535),
    instruction(JUMP, 0, 0, 15),
    instruction(STORE, 3, 4, 0), -- 21
    instruction(ADD_NUMBER, 1, 1, 1),
    instruction(JUMP_LESS, 1, 2, 13),
    instruction(LOAD_NUMBER, 1, 0, 0),
    instruction(CALL, 0, 0, 31), -- 25: and mixes them into the result
    instruction(ADD_NUMBER, 1, 1, 1),
    instruction(JUMP_LESS, 1, 2, 25),
    instruction(ADD_NUMBER, 7, 7, 65535), -- r7 counts the rounds
    instruction(JUMP_NOT_EQUAL, 7, 0, 3),
    instruction(HALT, 0, 0, 0),
    instruction(LOAD, 3, 1, 0), -- 31: r5 = r5 * 31 + the word at r1
    instruction(LOAD_NUMBER, 4, 0, 31),
    instruction(MULTIPLY, 5, 5, 4),
    instruction(ADD, 5, 5, 3),
    instruction(RETURN, 0, 0, 0),
  }
end

local function work(n)
  local machine = new_machine(sorting_program())
  machine.registers[7] = n
  machine:run()
  return string.format("%d steps, %d", machine.steps, machine.registers[5])
end

harness.run(work)

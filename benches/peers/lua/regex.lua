-- Finds the matches of some regular expressions in a text of n words, by a small engine: an expression becomes a program
-- whose threads go over the text in step. After Ken Thompson (Communications of the ACM, 1968) and the machine of Rob Pike's
-- editor "sam", with the first alternative preferred.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local SET = 0
local SPLIT = 1
local JUMP = 2
local MATCH = 3

-- Where an instruction goes is a distance from itself, so that pieces of programs can be put together.

local function new_set(set)
  return { op = SET, set = set }
end

local function new_split(first, second)
  return { op = SPLIT, first = first, second = second }
end

local function new_jump(to)
  return { op = JUMP, first = to }
end

local function filled(first, last, value)
  local result = {}
  for i = first, last do
    result[i] = value
  end
  return result
end

local function join(...)
  local code = {}
  for _, part in ipairs({ ... }) do
    for _, instruction in ipairs(part) do
      code[#code + 1] = instruction
    end
  end
  return code
end

-- Makes the program of an expression: letters, `.`, `[a-z]`, `[^a-z]`, `\` before a character, `|`, `*`, `+`, `?`, `(…)`.
local Compiler = {}
Compiler.__index = Compiler

local function new_compiler(text)
  return setmetatable({ text = text, at = 1 }, Compiler)
end

function Compiler:peek()
  return self.text:sub(self.at, self.at)
end

function Compiler:accept(c)
  local found = self:peek() == c
  if found then
    self.at = self.at + 1
  end
  return found
end

function Compiler:take()
  local c = self:peek()
  self.at = self.at + 1
  return c
end

function Compiler:alternatives()
  local first = self:sequence()
  if not self:accept("|") then
    return first
  end
  local second = self:alternatives()
  return join({ new_split(1, #first + 2) }, first, { new_jump(#second + 1) }, second)
end

function Compiler:sequence()
  local code = {}
  while self.at <= #self.text and self:peek() ~= "|" and self:peek() ~= ")" do
    code = join(code, self:repeated())
  end
  return code
end

function Compiler:repeated()
  local code = self:single()
  local length = #code
  if self:accept("*") then
    return join({ new_split(1, length + 2) }, code, { new_jump(-length - 1) })
  elseif self:accept("+") then
    return join(code, { new_split(-length, 1) })
  elseif self:accept("?") then
    return join({ new_split(1, length + 1) }, code)
  end
  return code
end

function Compiler:single()
  local c = self:take()
  if c == "(" then
    local code = self:alternatives()
    self:take()
    return code
  elseif c == "[" then
    return { self:characters() }
  end
  local set = filled(0, 127, c == ".")
  if c == "\\" then
    set[self:take():byte()] = true
  elseif c ~= "." then
    set[c:byte()] = true
  end
  return { new_set(set) }
end

function Compiler:characters()
  local negated = self:accept("^")
  local set = filled(0, 127, negated)
  while not self:accept("]") do
    local from = self:take()
    local to = self:accept("-") and self:take() or from
    for code = from:byte(), to:byte() do
      set[code] = not negated
    end
  end
  return new_set(set)
end

-- The threads at one place of the text, the preferred one first; at most one for each instruction.
local function new_threads(size)
  return { places = filled(1, size, 0), starts = filled(1, size, 0), seen = filled(1, size, 0), count = 0 }
end

local Regex = {}
Regex.__index = Regex

local function new_regex(pattern)
  local program = new_compiler(pattern):alternatives()
  program[#program + 1] = { op = MATCH }
  return setmetatable({ program = program, now = new_threads(#program), next = new_threads(#program) }, Regex)
end

-- Adds a thread at an instruction, or where its jumps lead.
function Regex:add(threads, place, start, at)
  if threads.seen[place] == at then
    return
  end
  threads.seen[place] = at
  local instruction = self.program[place]
  local op = instruction.op
  if op == JUMP then
    self:add(threads, place + instruction.first, start, at)
  elseif op == SPLIT then
    self:add(threads, place + instruction.first, start, at)
    self:add(threads, place + instruction.second, start, at)
  else
    local count = threads.count + 1
    threads.places[count] = place
    threads.starts[count] = start
    threads.count = count
  end
end

local function forget(threads)
  local seen = threads.seen
  for place = 1, #seen do
    seen[place] = -1
  end
end

-- Where the first match begins that starts at `from` or behind it, and where it ends, counted from 0; or nil.
function Regex:find(text, from)
  local program = self.program
  local found_start, found_end
  local length = #text
  local at = from
  self.now.count = 0
  forget(self.now)
  forget(self.next)
  while true do
    local now, next = self.now, self.next
    if not found_start then
      self:add(now, 1, at, at)
    end
    if now.count == 0 or at > length then
      return found_start, found_end
    end
    local code = text:byte(at + 1)
    next.count = 0
    for i = 1, now.count do
      local instruction = program[now.places[i]]
      if instruction.op == MATCH then
        found_start, found_end = now.starts[i], at
        break
      end
      if code and instruction.set[code] then
        self:add(next, now.places[i] + 1, now.starts[i], at + 1)
      end
    end
    self.now, self.next = next, now
    at = at + 1
  end
end

local function random_word(random, length)
  local letters = {}
  for i = 1, length do
    letters[i] = string.char(97 + random:below(26))
  end
  return table.concat(letters)
end

-- Words, and among them dates, numbers and addresses.
local function make_text(n)
  local random = harness.Random.new(42)
  local endings = { "com", "org", "net", "info" }
  local parts = {}
  for _ = 1, n do
    local kind = random:below(12)
    local part
    if kind == 0 then
      local day = random:below(31) + 1
      local month = random:below(12) + 1
      part = string.format("%d.%d.%d", day, month, random:below(3000))
    elseif kind == 1 then
      part = string.format("%d", random:below(100000))
    elseif kind == 2 then
      local name = random_word(random, 5)
      local place = random_word(random, 4)
      part = name .. "@" .. place .. "." .. endings[random:below(4) + 1]
    else
      part = random_word(random, 1 + random:below(9))
    end
    parts[#parts + 1] = part .. " "
  end
  return table.concat(parts)
end

local function work(n)
  local text = make_text(n)
  local results = {}
  local patterns = {
    [=[[a-z]+@[a-z]+\.(com|org|net)]=],
    [=[[0-9][0-9]?\.[0-9][0-9]?\.[0-9]+]=],
    "([aeiou][^aeiou ])+",
    "q[^u ]*",
    "(ab|ba|c)*d(e|f?g)",
    ".o.o",
  }
  for _, pattern in ipairs(patterns) do
    local regex = new_regex(pattern)
    local count, digest = 0, 0
    local first, last = regex:find(text, 0)
    while first do
      count = count + 1
      digest = (digest * 31 + first + last) % 1000003
      first, last = regex:find(text, last)
    end
    results[#results + 1] = count .. ":" .. digest
  end
  return table.concat(results, " ")
end

harness.run(work)

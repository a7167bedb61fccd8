-- Makes a document of n records, prints it as JSON, parses the text with a parser of its own, and prints it again. Objects
-- keep their members in order; all numbers are integers and all characters ASCII.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

-- An object of JSON. Its null is a value of its own, its lists are tables, and all other values are those of Lua.
local JsonObject = {}
JsonObject.__index = JsonObject

local null = {}

local function new_object(members)
  return setmetatable({ members = members }, JsonObject)
end

function JsonObject:get(name)
  for _, member in ipairs(self.members) do
    if member.name == name then
      return member.value
    end
  end
  return nil
end

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t" }

local function print_text(text, out)
  out[#out + 1] = '"'
  for i = 1, #text do
    local c = text:sub(i, i)
    if escapes[c] then
      out[#out + 1] = escapes[c]
    elseif c < " " then
      out[#out + 1] = string.format("\\u%04x", c:byte())
    else
      out[#out + 1] = c
    end
  end
  out[#out + 1] = '"'
end

local function print_value(value, out)
  local kind = type(value)
  if value == null then
    out[#out + 1] = "null"
  elseif kind == "boolean" then
    out[#out + 1] = tostring(value)
  elseif kind == "number" then
    out[#out + 1] = string.format("%d", value)
  elseif kind == "string" then
    print_text(value, out)
  elseif getmetatable(value) == JsonObject then
    out[#out + 1] = "{"
    for i, member in ipairs(value.members) do
      if i > 1 then
        out[#out + 1] = ","
      end
      print_text(member.name, out)
      out[#out + 1] = ":"
      print_value(member.value, out)
    end
    out[#out + 1] = "}"
  else
    out[#out + 1] = "["
    for i, item in ipairs(value) do
      if i > 1 then
        out[#out + 1] = ","
      end
      print_value(item, out)
    end
    out[#out + 1] = "]"
  end
end

-- A number made of all that is in the value.
local function weigh(value)
  local kind = type(value)
  if value == null then
    return 1
  elseif kind == "boolean" then
    return value and 3 or 2
  elseif kind == "number" then
    return value
  elseif kind == "string" then
    return #value
  end
  local sum = 0
  if getmetatable(value) == JsonObject then
    for _, member in ipairs(value.members) do
      sum = sum + #member.name + weigh(member.value)
    end
  else
    for _, item in ipairs(value) do
      sum = sum + weigh(item)
    end
  end
  return sum
end

local Parser = {}
Parser.__index = Parser

local function new_parser(text)
  return setmetatable({ text = text, at = 1 }, Parser)
end

function Parser:missing(wanted)
  error(wanted .. " is missing at " .. self.at)
end

function Parser:peek()
  return self.text:sub(self.at, self.at)
end

function Parser:skip_spaces()
  local c = self:peek()
  while c == " " or c == "\n" do
    self.at = self.at + 1
    c = self:peek()
  end
end

-- Goes over a character if it is the next one behind spaces.
function Parser:accept(c)
  self:skip_spaces()
  local found = self:peek() == c
  if found then
    self.at = self.at + 1
  end
  return found
end

function Parser:word(word, value)
  if self.text:sub(self.at, self.at + #word - 1) ~= word then
    self:missing(word)
  end
  self.at = self.at + #word
  return value
end

function Parser:value()
  self:skip_spaces()
  local c = self:peek()
  if c == "{" then
    return self:object()
  elseif c == "[" then
    return self:list()
  elseif c == '"' then
    return self:string()
  elseif c == "t" then
    return self:word("true", true)
  elseif c == "f" then
    return self:word("false", false)
  elseif c == "n" then
    return self:word("null", null)
  end
  return self:number()
end

function Parser:number()
  local negative = self:accept("-")
  local start = self.at
  local number = 0
  local code = self.text:byte(self.at)
  while code and code >= 48 and code <= 57 do
    number = number * 10 + code - 48
    self.at = self.at + 1
    code = self.text:byte(self.at)
  end
  if self.at == start then
    self:missing("a value")
  end
  return negative and -number or number
end

function Parser:string()
  self.at = self.at + 1
  local parts = {}
  local start = self.at
  while true do
    local c = self:peek()
    if c == '"' then
      parts[#parts + 1] = self.text:sub(start, self.at - 1)
      self.at = self.at + 1
      return table.concat(parts)
    elseif c == "\\" then
      parts[#parts + 1] = self.text:sub(start, self.at - 1)
      self.at = self.at + 1
      parts[#parts + 1] = self:escape()
      start = self.at
    elseif c == "" then
      self:missing("the end of a text")
    else
      self.at = self.at + 1
    end
  end
end

-- What stands behind a backslash.
function Parser:escape()
  local c = self:peek()
  self.at = self.at + 1
  if c == "n" then
    return "\n"
  elseif c == "t" then
    return "\t"
  elseif c == "u" then
    local digits = self.text:sub(self.at, self.at + 3)
    self.at = self.at + 4
    return string.char(tonumber(digits, 16))
  end
  return c
end

function Parser:list()
  self.at = self.at + 1
  local values = {}
  if self:accept("]") then
    return values
  end
  while true do
    values[#values + 1] = self:value()
    if self:accept("]") then
      return values
    end
    if not self:accept(",") then
      self:missing("a comma")
    end
  end
end

function Parser:object()
  self.at = self.at + 1
  local members = {}
  if self:accept("}") then
    return new_object(members)
  end
  while true do
    self:skip_spaces()
    local name = self:string()
    if not self:accept(":") then
      self:missing("a colon")
    end
    members[#members + 1] = { name = name, value = self:value() }
    if self:accept("}") then
      return new_object(members)
    end
    if not self:accept(",") then
      self:missing("a comma")
    end
  end
end

local special = { '"', "\\", "\n", "\t", "\1", "0", "1", "2", "3", "4" }

-- Letters, digits, spaces, and now and then a character that must be escaped.
local function random_text(random)
  local parts = {}
  for i = 1, 3 + random:below(12) do
    local kind = random:below(40)
    if kind < 26 then
      parts[i] = string.char(97 + kind)
    elseif kind < 30 then
      parts[i] = " "
    else
      parts[i] = special[kind - 29]
    end
  end
  return table.concat(parts)
end

local function random_record(random, id, depth)
  local name = random_text(random)
  local active = random:below(2) == 0
  local score = random:below(2000001) - 1000000
  local tags = {}
  for i = 1, random:below(5) do
    tags[i] = random_text(random)
  end
  local has_parent = depth > 0 and random:below(3) > 0
  local parent = has_parent and random_record(random, id * 2, depth - 1) or null
  return new_object({
    { name = "id", value = id },
    { name = "name", value = name },
    { name = "active", value = active },
    { name = "score", value = score },
    { name = "tags", value = tags },
    { name = "parent", value = parent },
  })
end

local function print_whole(value)
  local out = {}
  print_value(value, out)
  return table.concat(out)
end

local function digest(text)
  local sum = 0
  for at = 1, #text do
    sum = (sum * 31 + text:byte(at)) % 1000003
  end
  return sum
end

local function work(n)
  local random = harness.Random.new(42)
  local values = {}
  for id = 0, n - 1 do
    values[id + 1] = random_record(random, id, 2)
  end
  local text = print_whole(values)
  local document = new_parser(text):value()
  local scores = 0
  for _, record in ipairs(document) do
    scores = scores + record:get("score")
  end
  local same = print_whole(document) == text and "same" or "different"
  return string.format("%d %d %d %d %s", #text, digest(text), weigh(document), scores, same)
end

harness.run(work)

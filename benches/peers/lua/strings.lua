-- Builds a table of n lines of text, takes it apart again, and makes another text of its parts: splitting, changing case,
-- turning around, padding, searching, replacing and joining, with what each language's library has for it.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local function random_name(random)
  local letters = {}
  for i = 1, 4 + random:below(6) do
    letters[i] = string.char(97 + random:below(26))
  end
  return table.concat(letters)
end

local function build_table(n)
  local random = harness.Random.new(42)
  local lines = {}
  for i = 0, n - 1 do
    lines[#lines + 1] = i .. "," .. random_name(random) .. "," .. random:below(10000) .. "\n"
  end
  return table.concat(lines)
end

local function split(text, separator)
  local parts = {}
  local from = 1
  while true do
    local at = text:find(separator, from, true)
    if not at then
      parts[#parts + 1] = text:sub(from)
      return parts
    end
    parts[#parts + 1] = text:sub(from, at - 1)
    from = at + #separator
  end
end

-- A line of the report for each line of the table.
local function report(text)
  local lines = {}
  for _, line in ipairs(split(text, "\n")) do
    if line ~= "" then
      local fields = split(line, ",")
      local name = fields[2]:upper()
      lines[#lines + 1] = ("%-10s%6s"):format(name, fields[3]) .. "|" .. name:reverse() .. "|" .. fields[1]
    end
  end
  return table.concat(lines, "; ")
end

-- How often one text is in another.
local function occurrences(text, what)
  local count = 0
  local at = text:find(what, 1, true)
  while at do
    count = count + 1
    at = text:find(what, at + #what, true)
  end
  return count
end

local function digest(text)
  local sum = 0
  for at = 1, #text do
    sum = (sum * 31 + text:byte(at)) % 1000003
  end
  return sum
end

local function work(n)
  local lines = build_table(n)
  local text = report(lines)
  local replaced = text:gsub("A", "<a>"):gsub(" ", ""):gsub("B", "")
  return string.format("%d %d %d %d", #lines, #replaced, occurrences(text, "AR"), digest(replaced))
end

harness.run(work)

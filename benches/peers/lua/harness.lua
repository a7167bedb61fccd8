-- What the programs of the suite share in Lua, for Lua 5.4 and LuaJIT; benches/suite/harness.nido says how it works.

local harness = {}

-- A clock in microseconds. LuaJIT reaches the system's monotonic clock; Lua itself has no finer one than the time that the
-- processor worked for it, which is the same as long as the machine has a processor free.
local function clock()
  local is_luajit, ffi = pcall(require, "ffi")
  if not is_luajit then
    return function() return os.clock() * 1e6 end
  end
  ffi.cdef [[
    struct timespec { long seconds; long nanoseconds; };
    int clock_gettime(int clock, struct timespec *time);
  ]]
  local time = ffi.new("struct timespec")
  local monotonic = ffi.os == "OSX" and 6 or 1
  return function()
    ffi.C.clock_gettime(monotonic, time)
    return tonumber(time.seconds) * 1e6 + tonumber(time.nanoseconds) / 1e3
  end
end

-- The number that a text is, or nothing when it is none above 0.
local function positive(text)
  local number = text and text:match("^%d+$") and tonumber(text)
  return number and number > 0 and number
end

local function fail(message)
  io.stderr:write(message, "\n")
  os.exit(1)
end

function harness.run(work)
  local size = positive(arg[1]) or fail("usage: PROGRAM SIZE [ITERATIONS]")
  local iterations = positive(arg[2] or "1") or fail("the number of iterations must be at least 1")
  local now = clock()
  local checksum
  for iteration = 1, iterations do
    local start = now()
    local result = work(size)
    local taken = now() - start
    io.stderr:write(string.format("iteration %d %.0f\n", iteration, taken))
    local shown = type(result) == "number" and string.format("%d", result) or result
    if checksum and shown ~= checksum then
      fail("iteration " .. iteration .. " gives " .. shown .. ", the one before " .. checksum)
    end
    checksum = shown
  end
  print(checksum)
end

-- The generator of Park and Miller.
local Random = {}
Random.__index = Random
harness.Random = Random

function Random.new(seed)
  return setmetatable({ state = seed }, Random)
end

function Random:next()
  self.state = self.state * 16807 % 2147483647
  return self.state
end

function Random:below(limit)
  return self:next() % limit
end

function Random:unit()
  return self:next() / 2147483647
end

-- The inner part of a program that LuaJIT and Lua 5.4 write differently: LuaJIT has operations on bits as a library and one
-- division, Lua 5.4 has operators, which LuaJIT can't read. A program that is about these has a file for each of the two.
function harness.dialect(name)
  return require((_VERSION == "Lua 5.1" and "luajit." or "lua54.") .. name)
end

-- Operations on 32 bits with results from 0 to 4294967295, for programs that need only a few of them.
local has_library, bit = pcall(require, "bit")
if has_library then
  harness.bits = {
    band = function(a, b) return bit.band(a, b) % 4294967296 end,
    bor = function(a, b) return bit.bor(a, b) % 4294967296 end,
    bxor = function(a, b) return bit.bxor(a, b) % 4294967296 end,
    bnot = function(a) return bit.bnot(a) % 4294967296 end,
    lshift = function(a, places) return bit.lshift(a, places) % 4294967296 end,
    rshift = function(a, places) return bit.rshift(a, places) end,
  }
else
  harness.bits = load [[
    return {
      band = function(a, b) return a & b end,
      bor = function(a, b) return a | b end,
      bxor = function(a, b) return a ~ b end,
      bnot = function(a) return ~a & 0xffffffff end,
      lshift = function(a, places) return a << places & 0xffffffff end,
      rshift = function(a, places) return a >> places end,
    }
  ]]()
end

return harness

-- The SHA-256 of 16 KiB of random bytes as the standard FIPS 180-4 describes it, n times, each digest written over the
-- beginning of the message for the next.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local LENGTH = 16384

local compress = harness.dialect("sha256")

-- The message of random bytes, with the end that makes it fill whole blocks: a bit, zeros, and the number of bits before them.
local function message()
  local random = harness.Random.new(42)
  local padded = {}
  for i = 1, LENGTH do
    padded[i] = random:below(256)
  end
  padded[LENGTH + 1] = 128
  for i = LENGTH + 2, LENGTH + 60 do
    padded[i] = 0
  end
  for i = 0, 3 do
    padded[LENGTH + 64 - i] = math.floor(LENGTH * 8 / 256 ^ i) % 256
  end
  return padded
end

local function digest(bytes, words)
  local state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 }
  for at = 1, #bytes, 64 do
    compress(state, bytes, at, words)
  end
  return state
end

local function work(rounds)
  local bytes = message()
  local words = {}
  local state
  for _ = 1, rounds do
    state = digest(bytes, words)
    for i, word in ipairs(state) do
      for byte = 0, 3 do
        bytes[4 * i - 3 + byte] = math.floor(word / 256 ^ (3 - byte)) % 256
      end
    end
  end
  local shown = {}
  for i, word in ipairs(state) do
    shown[i] = string.format("%08x", word % 4294967296)
  end
  return table.concat(shown)
end

harness.run(work)

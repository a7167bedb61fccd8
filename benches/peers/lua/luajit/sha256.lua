-- The compression function of SHA-256, with LuaJIT's library for bits.

local bit = require("bit")
local band, bnot, bor, bxor = bit.band, bit.bnot, bit.bor, bit.bxor
local lshift, rotate, rshift, tobit = bit.lshift, bit.ror, bit.rshift, bit.tobit

local CONSTANTS = require("sha256_constants")

-- Takes the 64 bytes from a position on into the state.
return function(state, message, at, words)
  for i = 1, 16 do
    local byte = at + 4 * (i - 1)
    words[i] = bor(lshift(message[byte], 24), lshift(message[byte + 1], 16), lshift(message[byte + 2], 8), message[byte + 3])
  end
  for i = 17, 64 do
    local early, late = words[i - 15], words[i - 2]
    local mixed_early = bxor(rotate(early, 7), rotate(early, 18), rshift(early, 3))
    local mixed_late = bxor(rotate(late, 17), rotate(late, 19), rshift(late, 10))
    words[i] = tobit(words[i - 16] + mixed_early + words[i - 7] + mixed_late)
  end
  local a, b, c, d, e, f, g, h = unpack(state)
  for i = 1, 64 do
    local choice = bxor(band(e, f), band(bnot(e), g))
    local first = h + bxor(rotate(e, 6), rotate(e, 11), rotate(e, 25)) + choice + CONSTANTS[i] + words[i]
    local majority = bxor(band(a, b), band(a, c), band(b, c))
    local second = bxor(rotate(a, 2), rotate(a, 13), rotate(a, 22)) + majority
    h = g
    g = f
    f = e
    e = tobit(d + first)
    d = c
    c = b
    b = a
    a = tobit(first + second)
  end
  state[1] = tobit(state[1] + a)
  state[2] = tobit(state[2] + b)
  state[3] = tobit(state[3] + c)
  state[4] = tobit(state[4] + d)
  state[5] = tobit(state[5] + e)
  state[6] = tobit(state[6] + f)
  state[7] = tobit(state[7] + g)
  state[8] = tobit(state[8] + h)
end

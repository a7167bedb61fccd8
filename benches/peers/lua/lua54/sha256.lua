-- The compression function of SHA-256, with the operators of Lua 5.4.

local CONSTANTS = require("sha256_constants")

local function rotate(word, places)
  return (word >> places | word << 32 - places) & 0xffffffff
end

-- Takes the 64 bytes from a position on into the state.
return function(state, message, at, words)
  for i = 1, 16 do
    local byte = at + 4 * (i - 1)
    words[i] = message[byte] << 24 | message[byte + 1] << 16 | message[byte + 2] << 8 | message[byte + 3]
  end
  for i = 17, 64 do
    local early, late = words[i - 15], words[i - 2]
    local mixed_early = rotate(early, 7) ~ rotate(early, 18) ~ early >> 3
    local mixed_late = rotate(late, 17) ~ rotate(late, 19) ~ late >> 10
    words[i] = words[i - 16] + mixed_early + words[i - 7] + mixed_late & 0xffffffff
  end
  local a, b, c, d, e, f, g, h = table.unpack(state)
  for i = 1, 64 do
    local choice = e & f ~ ~e & g
    local first = h + (rotate(e, 6) ~ rotate(e, 11) ~ rotate(e, 25)) + choice + CONSTANTS[i] + words[i]
    local majority = a & b ~ a & c ~ b & c
    local second = (rotate(a, 2) ~ rotate(a, 13) ~ rotate(a, 22)) + majority
    h = g
    g = f
    f = e
    e = d + first & 0xffffffff
    d = c
    c = b
    b = a
    a = first + second & 0xffffffff
  end
  state[1] = state[1] + a & 0xffffffff
  state[2] = state[2] + b & 0xffffffff
  state[3] = state[3] + c & 0xffffffff
  state[4] = state[4] + d & 0xffffffff
  state[5] = state[5] + e & 0xffffffff
  state[6] = state[6] + f & 0xffffffff
  state[7] = state[7] + g & 0xffffffff
  state[8] = state[8] + h & 0xffffffff
end

-- The checksum of a list of bytes, with LuaJIT's library for bits.

local bit = require("bit")
local band, bnot, bxor, rshift = bit.band, bit.bnot, bit.bxor, bit.rshift

local crc = {}

-- What the register becomes after eight steps with a byte, for each byte.
function crc.remainders()
  local table = {}
  for byte = 0, 255 do
    local register = byte
    for _ = 1, 8 do
      if band(register, 1) == 1 then register = bxor(rshift(register, 1), 0xedb88320) else register = rshift(register, 1) end
    end
    table[byte] = register
  end
  return table
end

function crc.update(table, start, data)
  local register = bnot(start)
  for i = 1, #data do
    register = bxor(table[band(bxor(register, data[i]), 255)], rshift(register, 8))
  end
  return bnot(register)
end

return crc

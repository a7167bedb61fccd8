-- The checksum of a list of bytes, with the operators of Lua 5.4.

local crc = {}

-- What the register becomes after eight steps with a byte, for each byte.
function crc.remainders()
  local table = {}
  for byte = 0, 255 do
    local register = byte
    for _ = 1, 8 do
      if register & 1 == 1 then register = register >> 1 ~ 0xedb88320 else register = register >> 1 end
    end
    table[byte] = register
  end
  return table
end

function crc.update(table, start, data)
  local register = start ~ 0xffffffff
  for i = 1, #data do
    register = table[(register ~ data[i]) & 255] ~ register >> 8
  end
  return register ~ 0xffffffff
end

return crc

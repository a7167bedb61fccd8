-- Ackermann's function of 3 and n, in the form of Rózsa Péter (1935), by its definition: nothing but calls, thousands
-- of them deep.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local function ackermann(m, n)
  if m == 0 then
    return n + 1
  elseif n == 0 then
    return ackermann(m - 1, 1)
  end
  return ackermann(m - 1, ackermann(m, n - 1))
end

harness.run(function(n) return ackermann(3, n) end)

-- Takeuchi's function of 3n, 2n and n: calls with three arguments that are calls themselves. After Gabriel,
-- "Performance and Evaluation of Lisp Systems" (1985).

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local function tak(x, y, z)
  if y >= x then return z end
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
end

harness.run(function(n) return tak(3 * n, 2 * n, n) end)

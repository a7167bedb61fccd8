-- The number below a limit whose Collatz sequence is longest (Lothar Collatz, 1937): half of an even number, three
-- times an odd number and one, until 1 is reached. Below 113383 no sequence passes 31 bits, which keeps the numbers
-- small in every language.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local steps = harness.dialect("collatz")

local function work(limit)
  local longest = 0
  local best = 1
  for start = 1, limit - 1 do
    local count = steps(start)
    if count > longest then
      longest = count
      best = start
    end
  end
  return best .. " " .. longest
end

harness.run(work)

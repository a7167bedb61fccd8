-- The n-th Fibonacci number by its definition, without remembering anything: the classic measure of calls.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end

harness.run(fib)

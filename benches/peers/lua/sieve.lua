-- The sum of all primes up to n, by the sieve of Eratosthenes.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local function work(limit)
  local is_prime = {}
  for n = 1, limit do
    is_prime[n] = true
  end
  local sum = 0
  for n = 2, limit do
    if is_prime[n] then
      sum = sum + n
      for multiple = n * n, limit, n do
        is_prime[multiple] = false
      end
    end
  end
  return sum
end

harness.run(work)

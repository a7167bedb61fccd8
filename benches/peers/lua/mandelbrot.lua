-- The Mandelbrot set over a square of n × n points: how long each point takes to leave, a hundred steps at most. In the
-- tradition of the Computer Language Benchmarks Game.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local LIMIT = 100

-- After how many steps the sequence of a point leaves the circle of radius 2, at most LIMIT.
local function steps(x, y)
  local real = 0.0
  local imaginary = 0.0
  for step = 0, LIMIT - 1 do
    local real_square = real * real
    local imaginary_square = imaginary * imaginary
    if real_square + imaginary_square > 4.0 then return step end
    imaginary = 2.0 * real * imaginary + y
    real = real_square - imaginary_square + x
  end
  return LIMIT
end

local function work(size)
  local checksum = 0
  for row = 0, size - 1 do
    local y = 2.0 * row / size - 1.0
    for column = 0, size - 1 do
      local x = 2.0 * column / size - 1.5
      checksum = (checksum * 31 + steps(x, y)) % 1000003
    end
  end
  return checksum
end

harness.run(work)

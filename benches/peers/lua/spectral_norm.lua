-- The largest singular value of a matrix of n × n fractions by the power method, the elements computed where they are
-- needed. In the tradition of the Computer Language Benchmarks Game.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local ROUNDS = 10

-- Rows and columns count from 1.
local function element(row, column)
  local diagonal = row + column - 2
  return 1.0 / (diagonal * (diagonal + 1) / 2 + row)
end

local function multiply(vector, result)
  for row = 1, #vector do
    local sum = 0.0
    for column = 1, #vector do
      sum = sum + element(row, column) * vector[column]
    end
    result[row] = sum
  end
end

local function multiply_transposed(vector, result)
  for row = 1, #vector do
    local sum = 0.0
    for column = 1, #vector do
      sum = sum + element(column, row) * vector[column]
    end
    result[row] = sum
  end
end

local function work(size)
  local u, v, between = {}, {}, {}
  for i = 1, size do
    u[i] = 1.0
  end
  for _ = 1, ROUNDS do
    multiply(u, between)
    multiply_transposed(between, v)
    multiply(v, between)
    multiply_transposed(between, u)
  end
  local uv, vv = 0.0, 0.0
  for i = 1, size do
    uv = uv + u[i] * v[i]
    vv = vv + v[i] * v[i]
  end
  return string.format("%.9f", math.sqrt(uv / vv))
end

harness.run(work)

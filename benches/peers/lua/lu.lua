-- Solves n linear equations: splits the matrix into a lower and an upper triangle by elimination with the largest pivot of
-- each column, then substitutes forwards and backwards.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")
local abs = math.abs

-- Splits the matrix in place, and gives the order that its rows are in then.
local function factor(matrix)
  local n = #matrix
  local order = {}
  for i = 1, n do
    order[i] = i
  end
  for column = 1, n do
    local pivot = column
    for i = column + 1, n do
      if abs(matrix[i][column]) > abs(matrix[pivot][column]) then
        pivot = i
      end
    end
    matrix[pivot], matrix[column] = matrix[column], matrix[pivot]
    order[pivot], order[column] = order[column], order[pivot]
    local top = matrix[column]
    for i = column + 1, n do
      local row = matrix[i]
      local factor = row[column] / top[column]
      row[column] = factor
      for j = column + 1, n do
        row[j] = row[j] - factor * top[j]
      end
    end
  end
  return order
end

local function solve(matrix, order, right)
  local n = #matrix
  local x = {}
  for i = 1, n do
    local row = matrix[i]
    local sum = right[order[i]]
    for j = 1, i - 1 do
      sum = sum - row[j] * x[j]
    end
    x[i] = sum
  end
  for i = n, 1, -1 do
    local row = matrix[i]
    local sum = x[i]
    for j = i + 1, n do
      sum = sum - row[j] * x[j]
    end
    x[i] = sum / row[i]
  end
  return x
end

local function work(n)
  local random = harness.Random.new(42)
  local matrix, right = {}, {}
  for i = 1, n do
    local row = {}
    local sum = 0.0
    for j = 1, n do
      row[j] = random:unit() - 0.5
      sum = sum + row[j] * ((j - 1) % 10)
    end
    matrix[i] = row
    right[i] = sum
  end
  local order = factor(matrix)
  local x = solve(matrix, order, right)
  -- The equations were made so that the j-th unknown, counted from 0, is j % 10.
  local error = 0.0
  for j = 1, n do
    error = math.max(error, abs(x[j] - (j - 1) % 10))
  end
  local pivots = 0.0
  for i = 1, n do
    pivots = pivots + abs(matrix[i][i])
  end
  local solved = error < 0.000001 and "solved" or "not solved"
  return string.format("%s, pivots %.9f", solved, pivots)
end

harness.run(work)

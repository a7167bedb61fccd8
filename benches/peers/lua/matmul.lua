-- Multiplies two dense matrices of n by n numbers, by the textbook's three loops over rows and columns.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local function random_matrix(random, n)
  local matrix = {}
  for i = 1, n do
    local row = {}
    for j = 1, n do
      row[j] = random:unit() - 0.5
    end
    matrix[i] = row
  end
  return matrix
end

local function transposed(matrix)
  local n = #matrix
  local result = {}
  for j = 1, n do
    local column = {}
    for i = 1, n do
      column[i] = matrix[i][j]
    end
    result[j] = column
  end
  return result
end

local function multiply(a, b)
  local n = #a
  local columns = transposed(b)
  local product = {}
  for i = 1, n do
    local row = a[i]
    local out = {}
    for j = 1, n do
      local column = columns[j]
      local sum = 0.0
      for k = 1, n do
        sum = sum + row[k] * column[k]
      end
      out[j] = sum
    end
    product[i] = out
  end
  return product
end

local function work(n)
  local random = harness.Random.new(42)
  local a = random_matrix(random, n)
  local b = random_matrix(random, n)
  local product = multiply(a, b)
  local sum = 0.0
  for i = 0, n - 1 do
    for j = 0, n - 1 do
      sum = sum + product[i + 1][j + 1] * (1 + (i + j) % 7)
    end
  end
  return string.format("%.6f", sum)
end

harness.run(work)

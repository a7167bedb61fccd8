-- In how many ways n queens stand on a board of n × n without attacking each other, by trying row after row (Wirth,
-- "Program Development by Stepwise Refinement", 1971).

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

-- Which columns and diagonals a queen attacks already.
local Board = {}
Board.__index = Board

local function places(count)
  local list = {}
  for i = 1, count do
    list[i] = false
  end
  return list
end

function Board.new(size)
  return setmetatable({
    size = size, columns = places(size), rising = places(2 * size), falling = places(2 * size),
  }, Board)
end

-- How many ways there are to place queens from this row on.
function Board:solutions(row)
  if row > self.size then return 1 end
  local count = 0
  for column = 1, self.size do
    if self:is_free(row, column) then
      self:set(row, column, true)
      count = count + self:solutions(row + 1)
      self:set(row, column, false)
    end
  end
  return count
end

function Board:is_free(row, column)
  return not self.columns[column] and not self.rising[row + column] and not self.falling[row - column + self.size]
end

function Board:set(row, column, attacked)
  self.columns[column] = attacked
  self.rising[row + column] = attacked
  self.falling[row - column + self.size] = attacked
end

harness.run(function(size) return Board.new(size):solutions(1) end)

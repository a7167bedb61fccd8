local function board(size)
  local b = { size = size, columns = {}, rising = {}, falling = {} }
  for i = 0, 2 * size do
    b.columns[i], b.rising[i], b.falling[i] = false, false, false
  end
  return b
end

local function solutions(b, row)
  if row == b.size then return 1 end
  local count = 0
  for column = 0, b.size - 1 do
    local up, down = row + column, row - column + b.size
    if not b.columns[column] and not b.rising[up] and not b.falling[down] then
      b.columns[column], b.rising[up], b.falling[down] = true, true, true
      count = count + solutions(b, row + 1)
      b.columns[column], b.rising[up], b.falling[down] = false, false, false
    end
  end
  return count
end

print(solutions(board(11), 0))

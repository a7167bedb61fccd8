-- The towers of Hanoi (Édouard Lucas, 1883), with disks that really lie on three pegs: recursion, and lists used as
-- stacks.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local Towers = {}
Towers.__index = Towers

function Towers.new(height)
  local towers = setmetatable({ pegs = { [0] = {}, {}, {} }, moves = 0, checksum = 0 }, Towers)
  for disk = height, 1, -1 do
    table.insert(towers.pegs[0], disk)
  end
  return towers
end

function Towers:move_tower(height, from, to, spare)
  if height > 1 then
    self:move_tower(height - 1, from, spare, to)
  end
  self:move_disk(from, to)
  if height > 1 then
    self:move_tower(height - 1, spare, to, from)
  end
end

function Towers:move_disk(from, to)
  local disk = table.remove(self.pegs[from])
  local target = self.pegs[to]
  assert(#target == 0 or target[#target] > disk, "a disk lies on a smaller one")
  target[#target + 1] = disk
  self.moves = self.moves + 1
  self.checksum = (self.checksum * 31 + disk * 9 + from * 3 + to) % 1000003
end

local function work(height)
  local towers = Towers.new(height)
  towers:move_tower(height, 0, 2, 1)
  return towers.moves .. " " .. towers.checksum
end

harness.run(work)

-- Balls of three kinds that move through a box: some bounce off its walls, some also fall, some leave at one side and come
-- back at the other. After the idea of the Bounce benchmark of Are We Fast Yet (Marr, Daloze and Mössenböck, 2016).

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")
local abs = math.abs

local BALLS = 100
local SIDE = 500

local Motion = {}
Motion.__index = Motion

function Motion.random(random)
  local x, y = random:below(SIDE), random:below(SIDE)
  local dx, dy = random:below(300) - 150, random:below(300) - 150
  return setmetatable({ x = x, y = y, dx = dx, dy = dy }, Motion)
end

function Motion:advance()
  self.x = self.x + self.dx
  self.y = self.y + self.dy
end

-- Turns around at the walls, and says whether there was one.
function Motion:reflect()
  local hit = false
  if self.x > SIDE then
    self.x = SIDE
    self.dx = -abs(self.dx)
    hit = true
  end
  if self.x < 0 then
    self.x = 0
    self.dx = abs(self.dx)
    hit = true
  end
  if self.y > SIDE then
    self.y = SIDE
    self.dy = -abs(self.dy)
    hit = true
  end
  if self.y < 0 then
    self.y = 0
    self.dy = abs(self.dy)
    hit = true
  end
  return hit
end

-- Every kind of ball has a method `step`, which moves on and says whether the ball met a side of the box, and `place`.

local BouncingBall = {}
BouncingBall.__index = BouncingBall

function BouncingBall:step()
  self.motion:advance()
  return self.motion:reflect()
end

function BouncingBall:place()
  return self.motion.x * SIDE + self.motion.y
end

local FallingBall = {}
FallingBall.__index = FallingBall

function FallingBall:step()
  local motion = self.motion
  motion.dy = motion.dy + self.gravity
  motion:advance()
  return motion:reflect()
end

function FallingBall:place()
  return self.motion.x * SIDE + self.motion.y
end

local WrappingBall = {}
WrappingBall.__index = WrappingBall

function WrappingBall:step()
  local motion = self.motion
  motion:advance()
  if motion.x >= 0 and motion.x < SIDE and motion.y >= 0 and motion.y < SIDE then
    return false
  end
  motion.x = (motion.x + SIDE) % SIDE
  motion.y = (motion.y + SIDE) % SIDE
  self.laps = self.laps + 1
  return true
end

function WrappingBall:place()
  return self.motion.x * SIDE + self.motion.y + self.laps
end

local function make_ball(kind, random)
  local motion = Motion.random(random)
  if kind == 0 then
    return setmetatable({ motion = motion }, BouncingBall)
  elseif kind == 1 then
    return setmetatable({ motion = motion, gravity = random:below(5) + 1 }, FallingBall)
  end
  return setmetatable({ motion = motion, laps = 0 }, WrappingBall)
end

local function work(n)
  local random = harness.Random.new(74755)
  local balls = {}
  for i = 0, BALLS - 1 do
    balls[#balls + 1] = make_ball(i % 3, random)
  end
  local hits = 0
  for _ = 1, n do
    for i = 1, #balls do
      if balls[i]:step() then
        hits = hits + 1
      end
    end
  end
  local places = 0
  for i = 1, #balls do
    places = places + balls[i]:place()
  end
  return hits * 100 + places % 100
end

harness.run(work)

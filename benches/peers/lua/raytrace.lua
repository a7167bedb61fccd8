-- A picture of n × n points of nine mirroring spheres on a chequered floor, after Whitted, "An Improved Illumination
-- Model for Shaded Display" (1980): small short-lived vectors, and shapes behind an interface.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

-- Nearer than this, a ray meets only the place that it starts from.
local NEAREST = 0.000001
local BOUNCES = 4

local Vector = {}
Vector.__index = Vector

local function vector(x, y, z)
  return setmetatable({ x = x, y = y, z = z }, Vector)
end

function Vector.__add(a, b)
  return vector(a.x + b.x, a.y + b.y, a.z + b.z)
end

function Vector.__sub(a, b)
  return vector(a.x - b.x, a.y - b.y, a.z - b.z)
end

function Vector.__mul(a, factor)
  return vector(a.x * factor, a.y * factor, a.z * factor)
end

function Vector:dot(other)
  return self.x * other.x + self.y * other.y + self.z * other.z
end

function Vector:length()
  return math.sqrt(self:dot(self))
end

function Vector:unit()
  return self * (1.0 / self:length())
end

local Ray = {}
Ray.__index = Ray

function Ray.new(origin, direction)
  return setmetatable({ origin = origin, direction = direction }, Ray)
end

function Ray:at(distance)
  return self.origin + self.direction * distance
end

-- A shape says how far along a ray it is (infinite if the ray does not meet it), which way its surface looks at a point, its
-- colour there, and what part of the light it reflects, from 0 to 1.
local Sphere = {}
Sphere.__index = Sphere

function Sphere.new(centre, radius, paint, shine)
  return setmetatable({ centre = centre, radius = radius, paint = paint, shine = shine }, Sphere)
end

function Sphere:distance(ray)
  local offset = ray.origin - self.centre
  local half = offset:dot(ray.direction)
  local square = half * half - offset:dot(offset) + self.radius * self.radius
  if square < 0.0 then return math.huge end
  local root = math.sqrt(square)
  if -half - root > NEAREST then
    return -half - root
  elseif root - half > NEAREST then
    return root - half
  end
  return math.huge
end

function Sphere:normal(point)
  return (point - self.centre) * (1.0 / self.radius)
end

function Sphere:colour(_point)
  return self.paint
end

function Sphere:mirror()
  return self.shine
end

-- A chequered floor.
local Floor = {}
Floor.__index = Floor

function Floor.new(height, light, dark)
  return setmetatable({ height = height, light = light, dark = dark }, Floor)
end

function Floor:distance(ray)
  if ray.direction.y > -NEAREST then return math.huge end
  local distance = (self.height - ray.origin.y) / ray.direction.y
  if distance > NEAREST then return distance end
  return math.huge
end

function Floor:normal(_point)
  return vector(0.0, 1.0, 0.0)
end

function Floor:colour(point)
  if (math.floor(point.x) + math.floor(point.z)) % 2 == 0 then return self.light end
  return self.dark
end

function Floor:mirror()
  return 0.0
end

local function sky(direction)
  return vector(0.4, 0.6, 0.9) * (0.5 + 0.5 * direction.y)
end

local Scene = {}
Scene.__index = Scene

-- A floor with nine spheres, each of another colour and shine.
function Scene.new()
  local shapes = { Floor.new(0.0, vector(0.9, 0.9, 0.8), vector(0.2, 0.3, 0.2)) }
  for along = 0, 2 do
    for across = 0, 2 do
      local centre = vector(1.5 * across - 1.5, 0.5 + 0.25 * along, 1.5 * along)
      local paint = vector(0.3 + 0.3 * across, 0.9 - 0.3 * along, 0.5)
      table.insert(shapes, Sphere.new(centre, 0.6, paint, 0.2 + 0.1 * across + 0.1 * along))
    end
  end
  return setmetatable({ shapes = shapes, lamp = vector(-5.0, 8.0, -6.0) }, Scene)
end

-- The light that comes back along a ray.
function Scene:trace(ray, bounces)
  local distance = math.huge
  local nearest
  for _, shape in ipairs(self.shapes) do
    local here = shape:distance(ray)
    if here < distance then
      distance = here
      nearest = shape
    end
  end
  if not nearest then return sky(ray.direction) end
  local point = ray:at(distance)
  local normal = nearest:normal(point)
  local own = nearest:colour(point) * self:brightness(point, normal)
  local mirror = nearest:mirror()
  if mirror == 0.0 or bounces == 0 then return own end
  local turned = ray.direction - normal * (2.0 * normal:dot(ray.direction))
  return own * (1.0 - mirror) + self:trace(Ray.new(point, turned), bounces - 1) * mirror
end

-- How bright the lamp makes a place.
function Scene:brightness(point, normal)
  local way = self.lamp - point
  local distance = way:length()
  local direction = way * (1.0 / distance)
  local facing = normal:dot(direction)
  if facing <= 0.0 or self:is_hidden(Ray.new(point, direction), distance) then return 0.15 end
  return 0.15 + 0.85 * facing
end

function Scene:is_hidden(ray, distance)
  for _, shape in ipairs(self.shapes) do
    if shape:distance(ray) < distance then return true end
  end
  return false
end

local function level(part)
  return math.floor(math.min(part, 1.0) * 255.0)
end

local function work(size)
  local scene = Scene.new()
  local eye = vector(0.0, 2.0, -5.0)
  local checksum = 0
  for row = 0, size - 1 do
    for column = 0, size - 1 do
      local across = (2.0 * column + 1.0) / size - 1.0
      local up = 1.0 - (2.0 * row + 1.0) / size
      local direction = vector(across, up - 0.3, 2.0):unit()
      local colour = scene:trace(Ray.new(eye, direction), BOUNCES)
      local pixel = level(colour.x) * 65536 + level(colour.y) * 256 + level(colour.z)
      checksum = (checksum * 31 + pixel) % 1000003
    end
  end
  return checksum
end

harness.run(work)

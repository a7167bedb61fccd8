-- The sun and its four large planets under Newton's gravity, n steps of the symplectic Euler method; what is shown is
-- the energy at the end. In the tradition of the Computer Language Benchmarks Game.

package.path = (arg[0]:match(".*/") or "") .. "?.lua"
local harness = require("harness")

local DAYS = 365.24
local SUN = 4.0 * 3.141592653589793 * 3.141592653589793

-- The sun and the four large planets: places in astronomical units, velocities in units a year.
local function planets()
  return {
    { x = 0.0, y = 0.0, z = 0.0, vx = 0.0, vy = 0.0, vz = 0.0, mass = SUN },
    {
      x = 4.84143144246472090,
      y = -1.16032004402742839,
      z = -0.103622044471123109,
      vx = 0.00166007664274403694 * DAYS,
      vy = 0.00769901118419740425 * DAYS,
      vz = -0.0000690460016972063023 * DAYS,
      mass = 0.000954791938424326609 * SUN,
    },
    {
      x = 8.34336671824457987,
      y = 4.12479856412430479,
      z = -0.403523417114321381,
      vx = -0.00276742510726411442 * DAYS,
      vy = 0.00499852801234917238 * DAYS,
      vz = 0.0000230417297573763929 * DAYS,
      mass = 0.000285885980666130812 * SUN,
    },
    {
      x = 12.8943695621391310,
      y = -15.1111514016986312,
      z = -0.223307578892655734,
      vx = 0.00296460137564761618 * DAYS,
      vy = 0.00237847173959480950 * DAYS,
      vz = -0.0000296589568540237556 * DAYS,
      mass = 0.0000436624404335156298 * SUN,
    },
    {
      x = 15.3796971148509165,
      y = -25.9193146099879641,
      z = 0.179258772950371181,
      vx = 0.00268067772490389322 * DAYS,
      vy = 0.00162824170038242295 * DAYS,
      vz = -0.0000951592254519715870 * DAYS,
      mass = 0.0000515138902046611451 * SUN,
    },
  }
end

-- Takes away the drift of the whole, so that the centre of mass rests.
local function settle(bodies)
  local px, py, pz = 0.0, 0.0, 0.0
  for _, body in ipairs(bodies) do
    px = px + body.vx * body.mass
    py = py + body.vy * body.mass
    pz = pz + body.vz * body.mass
  end
  local sun = bodies[1]
  sun.vx = -px / sun.mass
  sun.vy = -py / sun.mass
  sun.vz = -pz / sun.mass
end

local function advance(bodies, step)
  for i = 1, #bodies do
    local a = bodies[i]
    for j = i + 1, #bodies do
      local b = bodies[j]
      local dx = a.x - b.x
      local dy = a.y - b.y
      local dz = a.z - b.z
      local square = dx * dx + dy * dy + dz * dz
      local pull = step / (square * math.sqrt(square))
      a.vx = a.vx - dx * b.mass * pull
      a.vy = a.vy - dy * b.mass * pull
      a.vz = a.vz - dz * b.mass * pull
      b.vx = b.vx + dx * a.mass * pull
      b.vy = b.vy + dy * a.mass * pull
      b.vz = b.vz + dz * a.mass * pull
    end
  end
  for i = 1, #bodies do
    local body = bodies[i]
    body.x = body.x + step * body.vx
    body.y = body.y + step * body.vy
    body.z = body.z + step * body.vz
  end
end

local function energy(bodies)
  local sum = 0.0
  for i = 1, #bodies do
    local a = bodies[i]
    sum = sum + 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
    for j = i + 1, #bodies do
      local b = bodies[j]
      local dx = a.x - b.x
      local dy = a.y - b.y
      local dz = a.z - b.z
      sum = sum - a.mass * b.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
    end
  end
  return sum
end

local function work(steps)
  local bodies = planets()
  settle(bodies)
  for _ = 1, steps do
    advance(bodies, 0.01)
  end
  return string.format("%.9f", energy(bodies))
end

harness.run(work)

// The sun and its four large planets under Newton's gravity, n steps of the symplectic Euler method; what is shown is
// the energy at the end. In the tradition of the Computer Language Benchmarks Game.

"use strict";

const harness = require("./harness");

const DAYS = 365.24;
const SUN = 4 * 3.141592653589793 * 3.141592653589793;

class Body {
  constructor(x, y, z, vx, vy, vz, mass) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.vx = vx;
    this.vy = vy;
    this.vz = vz;
    this.mass = mass;
  }
}

// The sun and the four large planets: places in astronomical units, velocities in units a year.
function planets() {
  return [
    new Body(0, 0, 0, 0, 0, 0, SUN),
    new Body(
      4.84143144246472090,
      -1.16032004402742839,
      -0.103622044471123109,
      0.00166007664274403694 * DAYS,
      0.00769901118419740425 * DAYS,
      -0.0000690460016972063023 * DAYS,
      0.000954791938424326609 * SUN,
    ),
    new Body(
      8.34336671824457987,
      4.12479856412430479,
      -0.403523417114321381,
      -0.00276742510726411442 * DAYS,
      0.00499852801234917238 * DAYS,
      0.0000230417297573763929 * DAYS,
      0.000285885980666130812 * SUN,
    ),
    new Body(
      12.8943695621391310,
      -15.1111514016986312,
      -0.223307578892655734,
      0.00296460137564761618 * DAYS,
      0.00237847173959480950 * DAYS,
      -0.0000296589568540237556 * DAYS,
      0.0000436624404335156298 * SUN,
    ),
    new Body(
      15.3796971148509165,
      -25.9193146099879641,
      0.179258772950371181,
      0.00268067772490389322 * DAYS,
      0.00162824170038242295 * DAYS,
      -0.0000951592254519715870 * DAYS,
      0.0000515138902046611451 * SUN,
    ),
  ];
}

// Takes away the drift of the whole, so that the centre of mass rests.
function settle(bodies) {
  let px = 0;
  let py = 0;
  let pz = 0;
  for (const body of bodies) {
    px += body.vx * body.mass;
    py += body.vy * body.mass;
    pz += body.vz * body.mass;
  }
  const sun = bodies[0];
  sun.vx = -px / sun.mass;
  sun.vy = -py / sun.mass;
  sun.vz = -pz / sun.mass;
}

function advance(bodies, step) {
  for (let i = 0; i < bodies.length; i++) {
    const a = bodies[i];
    for (let j = i + 1; j < bodies.length; j++) {
      const b = bodies[j];
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      const square = dx * dx + dy * dy + dz * dz;
      const pull = step / (square * Math.sqrt(square));
      a.vx -= dx * b.mass * pull;
      a.vy -= dy * b.mass * pull;
      a.vz -= dz * b.mass * pull;
      b.vx += dx * a.mass * pull;
      b.vy += dy * a.mass * pull;
      b.vz += dz * a.mass * pull;
    }
  }
  for (const body of bodies) {
    body.x += step * body.vx;
    body.y += step * body.vy;
    body.z += step * body.vz;
  }
}

function energy(bodies) {
  let sum = 0;
  for (let i = 0; i < bodies.length; i++) {
    const a = bodies[i];
    sum += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz);
    for (let j = i + 1; j < bodies.length; j++) {
      const b = bodies[j];
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      sum -= (a.mass * b.mass) / Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return sum;
}

function work(steps) {
  const bodies = planets();
  settle(bodies);
  for (let i = 0; i < steps; i++) {
    advance(bodies, 0.01);
  }
  return energy(bodies).toFixed(9);
}

harness.run(work);

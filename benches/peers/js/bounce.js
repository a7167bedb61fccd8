// Balls of three kinds that move through a box: some bounce off its walls, some also fall, some leave at one side and come
// back at the other. After the idea of the Bounce benchmark of Are We Fast Yet (Marr, Daloze and Mössenböck, 2016).

"use strict";

const harness = require("./harness");

const BALLS = 100;
const SIDE = 500;

class Motion {
  constructor(random) {
    this.x = random.below(SIDE);
    this.y = random.below(SIDE);
    this.dx = random.below(300) - 150;
    this.dy = random.below(300) - 150;
  }

  advance() {
    this.x += this.dx;
    this.y += this.dy;
  }

  // Turns around at the walls, and says whether there was one.
  reflect() {
    let hit = false;
    if (this.x > SIDE) {
      this.x = SIDE;
      this.dx = -Math.abs(this.dx);
      hit = true;
    }
    if (this.x < 0) {
      this.x = 0;
      this.dx = Math.abs(this.dx);
      hit = true;
    }
    if (this.y > SIDE) {
      this.y = SIDE;
      this.dy = -Math.abs(this.dy);
      hit = true;
    }
    if (this.y < 0) {
      this.y = 0;
      this.dy = Math.abs(this.dy);
      hit = true;
    }
    return hit;
  }
}

// Every kind of ball has a method `step`, which moves on and says whether the ball met a side of the box, and `place`.

class BouncingBall {
  constructor(motion) {
    this.motion = motion;
  }

  step() {
    this.motion.advance();
    return this.motion.reflect();
  }

  place() {
    return this.motion.x * SIDE + this.motion.y;
  }
}

class FallingBall {
  constructor(motion, gravity) {
    this.motion = motion;
    this.gravity = gravity;
  }

  step() {
    this.motion.dy += this.gravity;
    this.motion.advance();
    return this.motion.reflect();
  }

  place() {
    return this.motion.x * SIDE + this.motion.y;
  }
}

class WrappingBall {
  constructor(motion) {
    this.motion = motion;
    this.laps = 0;
  }

  step() {
    const motion = this.motion;
    motion.advance();
    if (motion.x >= 0 && motion.x < SIDE && motion.y >= 0 && motion.y < SIDE) {
      return false;
    }
    motion.x = (motion.x + SIDE) % SIDE;
    motion.y = (motion.y + SIDE) % SIDE;
    this.laps += 1;
    return true;
  }

  place() {
    return this.motion.x * SIDE + this.motion.y + this.laps;
  }
}

function makeBall(kind, random) {
  const motion = new Motion(random);
  switch (kind) {
    case 0:
      return new BouncingBall(motion);
    case 1:
      return new FallingBall(motion, random.below(5) + 1);
    default:
      return new WrappingBall(motion);
  }
}

function work(n) {
  const random = new harness.Random(74755);
  const balls = [];
  for (let i = 0; i < BALLS; i++) {
    balls.push(makeBall(i % 3, random));
  }
  let hits = 0;
  for (let i = 0; i < n; i++) {
    for (const ball of balls) {
      if (ball.step()) {
        hits += 1;
      }
    }
  }
  let places = 0;
  for (const ball of balls) {
    places += ball.place();
  }
  return hits * 100 + (places % 100);
}

harness.run(work);

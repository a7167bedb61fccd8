// A picture of n × n points of nine mirroring spheres on a chequered floor, after Whitted, "An Improved Illumination
// Model for Shaded Display" (1980): small short-lived vectors, and shapes behind an interface.

"use strict";

const harness = require("./harness");

// Nearer than this, a ray meets only the place that it starts from.
const NEAREST = 0.000001;
const BOUNCES = 4;

class Vector {
  constructor(x, y, z) {
    this.x = x;
    this.y = y;
    this.z = z;
  }

  plus(other) {
    return new Vector(this.x + other.x, this.y + other.y, this.z + other.z);
  }

  minus(other) {
    return new Vector(this.x - other.x, this.y - other.y, this.z - other.z);
  }

  times(factor) {
    return new Vector(this.x * factor, this.y * factor, this.z * factor);
  }

  dot(other) {
    return this.x * other.x + this.y * other.y + this.z * other.z;
  }

  length() {
    return Math.sqrt(this.dot(this));
  }

  unit() {
    return this.times(1 / this.length());
  }
}

class Ray {
  constructor(origin, direction) {
    this.origin = origin;
    this.direction = direction;
  }

  at(distance) {
    return this.origin.plus(this.direction.times(distance));
  }
}

// A shape says how far along a ray it is (infinite if the ray does not meet it), which way its surface looks at a point, its
// colour there, and what part of the light it reflects, from 0 to 1.
class Sphere {
  constructor(centre, radius, paint, shine) {
    this.centre = centre;
    this.radius = radius;
    this.paint = paint;
    this.shine = shine;
  }

  distance(ray) {
    const offset = ray.origin.minus(this.centre);
    const half = offset.dot(ray.direction);
    const square = half * half - offset.dot(offset) + this.radius * this.radius;
    if (square < 0) {
      return Infinity;
    }
    const root = Math.sqrt(square);
    if (-half - root > NEAREST) {
      return -half - root;
    }
    return root - half > NEAREST ? root - half : Infinity;
  }

  normal(point) {
    return point.minus(this.centre).times(1 / this.radius);
  }

  colour(_point) {
    return this.paint;
  }

  mirror() {
    return this.shine;
  }
}

// A chequered floor.
class Floor {
  constructor(height, light, dark) {
    this.height = height;
    this.light = light;
    this.dark = dark;
  }

  distance(ray) {
    if (ray.direction.y > -NEAREST) {
      return Infinity;
    }
    const distance = (this.height - ray.origin.y) / ray.direction.y;
    return distance > NEAREST ? distance : Infinity;
  }

  normal(_point) {
    return new Vector(0, 1, 0);
  }

  colour(point) {
    return (Math.floor(point.x) + Math.floor(point.z)) % 2 === 0 ? this.light : this.dark;
  }

  mirror() {
    return 0;
  }
}

class Scene {
  // A floor with nine spheres, each of another colour and shine.
  constructor() {
    this.shapes = [new Floor(0, new Vector(0.9, 0.9, 0.8), new Vector(0.2, 0.3, 0.2))];
    this.lamp = new Vector(-5, 8, -6);
    for (let along = 0; along < 3; along++) {
      for (let across = 0; across < 3; across++) {
        const centre = new Vector(1.5 * across - 1.5, 0.5 + 0.25 * along, 1.5 * along);
        const paint = new Vector(0.3 + 0.3 * across, 0.9 - 0.3 * along, 0.5);
        this.shapes.push(new Sphere(centre, 0.6, paint, 0.2 + 0.1 * across + 0.1 * along));
      }
    }
  }

  // The light that comes back along a ray.
  trace(ray, bounces) {
    let distance = Infinity;
    let nearest = null;
    for (const shape of this.shapes) {
      const here = shape.distance(ray);
      if (here < distance) {
        distance = here;
        nearest = shape;
      }
    }
    if (nearest === null) {
      return sky(ray.direction);
    }
    const point = ray.at(distance);
    const normal = nearest.normal(point);
    const own = nearest.colour(point).times(this.brightness(point, normal));
    const mirror = nearest.mirror();
    if (mirror === 0 || bounces === 0) {
      return own;
    }
    const turned = ray.direction.minus(normal.times(2 * normal.dot(ray.direction)));
    return own.times(1 - mirror).plus(this.trace(new Ray(point, turned), bounces - 1).times(mirror));
  }

  // How bright the lamp makes a place.
  brightness(point, normal) {
    const way = this.lamp.minus(point);
    const distance = way.length();
    const direction = way.times(1 / distance);
    const facing = normal.dot(direction);
    if (facing <= 0 || this.isHidden(new Ray(point, direction), distance)) {
      return 0.15;
    }
    return 0.15 + 0.85 * facing;
  }

  isHidden(ray, distance) {
    for (const shape of this.shapes) {
      if (shape.distance(ray) < distance) {
        return true;
      }
    }
    return false;
  }
}

function sky(direction) {
  return new Vector(0.4, 0.6, 0.9).times(0.5 + 0.5 * direction.y);
}

function level(part) {
  return Math.floor(Math.min(part, 1) * 255);
}

function work(size) {
  const scene = new Scene();
  const eye = new Vector(0, 2, -5);
  let checksum = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const across = (2 * column + 1) / size - 1;
      const up = 1 - (2 * row + 1) / size;
      const direction = new Vector(across, up - 0.3, 2).unit();
      const colour = scene.trace(new Ray(eye, direction), BOUNCES);
      const pixel = level(colour.x) * 65536 + level(colour.y) * 256 + level(colour.z);
      checksum = (checksum * 31 + pixel) % 1000003;
    }
  }
  return checksum;
}

harness.run(work);

// A picture of n × n points of nine mirroring spheres on a chequered floor, after Whitted, "An Improved Illumination
// Model for Shaded Display" (1980): small short-lived vectors, and shapes behind an interface.

import java.util.ArrayList;
import java.util.List;

final class Raytrace {
    // Nearer than this, a ray meets only the place that it starts from.
    private static final double NEAREST = 0.000001;
    private static final int BOUNCES = 4;

    record Vector(double x, double y, double z) {
        Vector plus(Vector other) {
            return new Vector(x + other.x, y + other.y, z + other.z);
        }

        Vector minus(Vector other) {
            return new Vector(x - other.x, y - other.y, z - other.z);
        }

        Vector times(double factor) {
            return new Vector(x * factor, y * factor, z * factor);
        }

        double dot(Vector other) {
            return x * other.x + y * other.y + z * other.z;
        }

        double length() {
            return Math.sqrt(dot(this));
        }

        Vector unit() {
            return times(1.0 / length());
        }
    }

    record Ray(Vector origin, Vector direction) {
        Vector at(double distance) {
            return origin.plus(direction.times(distance));
        }
    }

    interface Shape {
        // How far along the ray the shape is, infinite if the ray does not meet it.
        double distance(Ray ray);

        Vector normal(Vector point);

        Vector colour(Vector point);

        // What part of the light it reflects, from 0 to 1.
        double mirror();
    }

    record Sphere(Vector centre, double radius, Vector paint, double shine) implements Shape {
        @Override
        public double distance(Ray ray) {
            Vector offset = ray.origin().minus(centre);
            double half = offset.dot(ray.direction());
            double square = half * half - offset.dot(offset) + radius * radius;
            if (square < 0.0) {
                return Double.POSITIVE_INFINITY;
            }
            double root = Math.sqrt(square);
            if (-half - root > NEAREST) {
                return -half - root;
            }
            return root - half > NEAREST ? root - half : Double.POSITIVE_INFINITY;
        }

        @Override
        public Vector normal(Vector point) {
            return point.minus(centre).times(1.0 / radius);
        }

        @Override
        public Vector colour(Vector point) {
            return paint;
        }

        @Override
        public double mirror() {
            return shine;
        }
    }

    // A chequered floor.
    record Floor(double height, Vector light, Vector dark) implements Shape {
        @Override
        public double distance(Ray ray) {
            if (ray.direction().y() > -NEAREST) {
                return Double.POSITIVE_INFINITY;
            }
            double distance = (height - ray.origin().y()) / ray.direction().y();
            return distance > NEAREST ? distance : Double.POSITIVE_INFINITY;
        }

        @Override
        public Vector normal(Vector point) {
            return new Vector(0.0, 1.0, 0.0);
        }

        @Override
        public Vector colour(Vector point) {
            return ((int) Math.floor(point.x()) + (int) Math.floor(point.z())) % 2 == 0 ? light : dark;
        }

        @Override
        public double mirror() {
            return 0.0;
        }
    }

    static final class Scene {
        private final List<Shape> shapes = new ArrayList<>();
        private final Vector lamp = new Vector(-5.0, 8.0, -6.0);

        // A floor with nine spheres, each of another colour and shine.
        Scene() {
            shapes.add(new Floor(0.0, new Vector(0.9, 0.9, 0.8), new Vector(0.2, 0.3, 0.2)));
            for (int along = 0; along < 3; along++) {
                for (int across = 0; across < 3; across++) {
                    Vector centre = new Vector(1.5 * across - 1.5, 0.5 + 0.25 * along, 1.5 * along);
                    Vector paint = new Vector(0.3 + 0.3 * across, 0.9 - 0.3 * along, 0.5);
                    shapes.add(new Sphere(centre, 0.6, paint, 0.2 + 0.1 * across + 0.1 * along));
                }
            }
        }

        // The light that comes back along a ray.
        Vector trace(Ray ray, int bounces) {
            double distance = Double.POSITIVE_INFINITY;
            Shape nearest = null;
            for (Shape shape : shapes) {
                double here = shape.distance(ray);
                if (here < distance) {
                    distance = here;
                    nearest = shape;
                }
            }
            if (nearest == null) {
                return sky(ray.direction());
            }
            Vector point = ray.at(distance);
            Vector normal = nearest.normal(point);
            Vector own = nearest.colour(point).times(brightness(point, normal));
            double mirror = nearest.mirror();
            if (mirror == 0.0 || bounces == 0) {
                return own;
            }
            Vector turned = ray.direction().minus(normal.times(2.0 * normal.dot(ray.direction())));
            return own.times(1.0 - mirror).plus(trace(new Ray(point, turned), bounces - 1).times(mirror));
        }

        // How bright the lamp makes a place.
        private double brightness(Vector point, Vector normal) {
            Vector way = lamp.minus(point);
            double distance = way.length();
            Vector direction = way.times(1.0 / distance);
            double facing = normal.dot(direction);
            if (facing <= 0.0 || isHidden(new Ray(point, direction), distance)) {
                return 0.15;
            }
            return 0.15 + 0.85 * facing;
        }

        private boolean isHidden(Ray ray, double distance) {
            for (Shape shape : shapes) {
                if (shape.distance(ray) < distance) {
                    return true;
                }
            }
            return false;
        }
    }

    static Vector sky(Vector direction) {
        return new Vector(0.4, 0.6, 0.9).times(0.5 + 0.5 * direction.y());
    }

    static int level(double part) {
        return (int) (Math.min(part, 1.0) * 255.0);
    }

    static int work(int size) {
        Scene scene = new Scene();
        Vector eye = new Vector(0.0, 2.0, -5.0);
        int checksum = 0;
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double across = (2.0 * column + 1.0) / size - 1.0;
                double up = 1.0 - (2.0 * row + 1.0) / size;
                Vector direction = new Vector(across, up - 0.3, 2.0).unit();
                Vector colour = scene.trace(new Ray(eye, direction), BOUNCES);
                int pixel = level(colour.x()) * 65536 + level(colour.y()) * 256 + level(colour.z());
                checksum = (checksum * 31 + pixel) % 1000003;
            }
        }
        return checksum;
    }

    public static void main(String[] args) {
        Harness.run(args, Raytrace::work);
    }
}

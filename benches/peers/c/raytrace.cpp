// A picture of n × n points of nine mirroring spheres on a chequered floor, after Whitted, "An Improved Illumination
// Model for Shaded Display" (1980): small short-lived vectors, and shapes behind an interface.

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "harness.h"

namespace {

// Nearer than this, a ray meets only the place that it starts from.
constexpr double NEAREST = 0.000001;
constexpr double INFINITE = std::numeric_limits<double>::infinity();
constexpr int BOUNCES = 4;

struct Vector {
    double x;
    double y;
    double z;

    Vector operator+(const Vector &other) const {
        return {x + other.x, y + other.y, z + other.z};
    }

    Vector operator-(const Vector &other) const {
        return {x - other.x, y - other.y, z - other.z};
    }

    Vector operator*(double factor) const {
        return {x * factor, y * factor, z * factor};
    }

    double dot(const Vector &other) const {
        return x * other.x + y * other.y + z * other.z;
    }

    double length() const {
        return std::sqrt(dot(*this));
    }

    Vector unit() const {
        return *this * (1.0 / length());
    }
};

struct Ray {
    Vector origin;
    Vector direction;

    Vector at(double distance) const {
        return origin + direction * distance;
    }
};

struct Shape {
    virtual ~Shape() = default;
    // How far along the ray the shape is, infinite if the ray does not meet it.
    virtual double distance(const Ray &ray) const = 0;
    virtual Vector normal(const Vector &point) const = 0;
    virtual Vector colour(const Vector &point) const = 0;
    // What part of the light it reflects, from 0 to 1.
    virtual double mirror() const = 0;
};

struct Sphere final : Shape {
    Vector centre;
    double radius;
    Vector paint;
    double shine;

    Sphere(Vector centre, double radius, Vector paint, double shine)
        : centre(centre), radius(radius), paint(paint), shine(shine) {}

    double distance(const Ray &ray) const override {
        Vector offset = ray.origin - centre;
        double half = offset.dot(ray.direction);
        double square = half * half - offset.dot(offset) + radius * radius;
        if (square < 0.0) {
            return INFINITE;
        }
        double root = std::sqrt(square);
        if (-half - root > NEAREST) {
            return -half - root;
        }
        return root - half > NEAREST ? root - half : INFINITE;
    }

    Vector normal(const Vector &point) const override {
        return (point - centre) * (1.0 / radius);
    }

    Vector colour(const Vector &) const override {
        return paint;
    }

    double mirror() const override {
        return shine;
    }
};

// A chequered floor.
struct Floor final : Shape {
    double height;
    Vector light;
    Vector dark;

    Floor(double height, Vector light, Vector dark) : height(height), light(light), dark(dark) {}

    double distance(const Ray &ray) const override {
        if (ray.direction.y > -NEAREST) {
            return INFINITE;
        }
        double distance = (height - ray.origin.y) / ray.direction.y;
        return distance > NEAREST ? distance : INFINITE;
    }

    Vector normal(const Vector &) const override {
        return {0.0, 1.0, 0.0};
    }

    Vector colour(const Vector &point) const override {
        return ((int)std::floor(point.x) + (int)std::floor(point.z)) % 2 == 0 ? light : dark;
    }

    double mirror() const override {
        return 0.0;
    }
};

Vector sky(const Vector &direction) {
    return Vector{0.4, 0.6, 0.9} * (0.5 + 0.5 * direction.y);
}

class Scene {
  public:
    // A floor with nine spheres, each of another colour and shine.
    Scene() {
        shapes.push_back(std::make_unique<Floor>(0.0, Vector{0.9, 0.9, 0.8}, Vector{0.2, 0.3, 0.2}));
        for (int along = 0; along < 3; along++) {
            for (int across = 0; across < 3; across++) {
                Vector centre{1.5 * across - 1.5, 0.5 + 0.25 * along, 1.5 * along};
                Vector paint{0.3 + 0.3 * across, 0.9 - 0.3 * along, 0.5};
                shapes.push_back(std::make_unique<Sphere>(centre, 0.6, paint, 0.2 + 0.1 * across + 0.1 * along));
            }
        }
    }

    // The light that comes back along a ray.
    Vector trace(const Ray &ray, int bounces) const {
        double distance = INFINITE;
        const Shape *nearest = nullptr;
        for (const auto &shape : shapes) {
            double here = shape->distance(ray);
            if (here < distance) {
                distance = here;
                nearest = shape.get();
            }
        }
        if (nearest == nullptr) {
            return sky(ray.direction);
        }
        Vector point = ray.at(distance);
        Vector normal = nearest->normal(point);
        Vector own = nearest->colour(point) * brightness(point, normal);
        double mirror = nearest->mirror();
        if (mirror == 0.0 || bounces == 0) {
            return own;
        }
        Vector turned = ray.direction - normal * (2.0 * normal.dot(ray.direction));
        return own * (1.0 - mirror) + trace(Ray{point, turned}, bounces - 1) * mirror;
    }

  private:
    std::vector<std::unique_ptr<Shape>> shapes;
    Vector lamp{-5.0, 8.0, -6.0};

    // How bright the lamp makes a place.
    double brightness(const Vector &point, const Vector &normal) const {
        Vector way = lamp - point;
        double distance = way.length();
        Vector direction = way * (1.0 / distance);
        double facing = normal.dot(direction);
        if (facing <= 0.0 || is_hidden(Ray{point, direction}, distance)) {
            return 0.15;
        }
        return 0.15 + 0.85 * facing;
    }

    bool is_hidden(const Ray &ray, double distance) const {
        for (const auto &shape : shapes) {
            if (shape->distance(ray) < distance) {
                return true;
            }
        }
        return false;
    }
};

int level(double part) {
    return (int)(std::min(part, 1.0) * 255.0);
}

int64_t work(int size) {
    Scene scene;
    Vector eye{0.0, 2.0, -5.0};
    int checksum = 0;
    for (int row = 0; row < size; row++) {
        for (int column = 0; column < size; column++) {
            double across = (2.0 * column + 1.0) / size - 1.0;
            double up = 1.0 - (2.0 * row + 1.0) / size;
            Vector direction = Vector{across, up - 0.3, 2.0}.unit();
            Vector colour = scene.trace(Ray{eye, direction}, BOUNCES);
            int pixel = level(colour.x) * 65536 + level(colour.y) * 256 + level(colour.z);
            checksum = (checksum * 31 + pixel) % 1000003;
        }
    }
    return checksum;
}

}  // namespace

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

// Balls of three kinds that move through a box: some bounce off its walls, some also fall, some leave at one side and come
// back at the other. After the idea of the Bounce benchmark of Are We Fast Yet (Marr, Daloze and Mössenböck, 2016).

#include "harness.h"

#include <cstdlib>
#include <memory>
#include <vector>

namespace {

constexpr int BALLS = 100;
constexpr int SIDE = 500;

struct Motion {
    int x;
    int y;
    int dx;
    int dy;

    explicit Motion(Random &random) {
        x = random_below(&random, SIDE);
        y = random_below(&random, SIDE);
        dx = random_below(&random, 300) - 150;
        dy = random_below(&random, 300) - 150;
    }

    void advance() {
        x += dx;
        y += dy;
    }

    // Turns around at the walls, and says whether there was one.
    bool reflect() {
        bool hit = false;
        if (x > SIDE) {
            x = SIDE;
            dx = -std::abs(dx);
            hit = true;
        }
        if (x < 0) {
            x = 0;
            dx = std::abs(dx);
            hit = true;
        }
        if (y > SIDE) {
            y = SIDE;
            dy = -std::abs(dy);
            hit = true;
        }
        if (y < 0) {
            y = 0;
            dy = std::abs(dy);
            hit = true;
        }
        return hit;
    }
};

struct Ball {
    virtual ~Ball() = default;
    // Moves on, and says whether the ball met a side of the box.
    virtual bool step() = 0;
    virtual int place() const = 0;
};

struct BouncingBall final : Ball {
    Motion motion;

    explicit BouncingBall(const Motion &motion) : motion(motion) {}

    bool step() override {
        motion.advance();
        return motion.reflect();
    }

    int place() const override { return motion.x * SIDE + motion.y; }
};

struct FallingBall final : Ball {
    Motion motion;
    int gravity;

    FallingBall(const Motion &motion, int gravity) : motion(motion), gravity(gravity) {}

    bool step() override {
        motion.dy += gravity;
        motion.advance();
        return motion.reflect();
    }

    int place() const override { return motion.x * SIDE + motion.y; }
};

struct WrappingBall final : Ball {
    Motion motion;
    int laps = 0;

    explicit WrappingBall(const Motion &motion) : motion(motion) {}

    bool step() override {
        motion.advance();
        if (motion.x >= 0 && motion.x < SIDE && motion.y >= 0 && motion.y < SIDE) {
            return false;
        }
        motion.x = (motion.x + SIDE) % SIDE;
        motion.y = (motion.y + SIDE) % SIDE;
        laps += 1;
        return true;
    }

    int place() const override { return motion.x * SIDE + motion.y + laps; }
};

std::unique_ptr<Ball> make_ball(int kind, Random &random) {
    Motion motion(random);
    switch (kind) {
    case 0:
        return std::make_unique<BouncingBall>(motion);
    case 1:
        return std::make_unique<FallingBall>(motion, random_below(&random, 5) + 1);
    default:
        return std::make_unique<WrappingBall>(motion);
    }
}

int64_t work(int n) {
    Random random{74755};
    std::vector<std::unique_ptr<Ball>> balls;
    for (int i = 0; i < BALLS; i++) {
        balls.push_back(make_ball(i % 3, random));
    }
    int64_t hits = 0;
    for (int i = 0; i < n; i++) {
        for (auto &ball : balls) {
            if (ball->step()) {
                hits += 1;
            }
        }
    }
    int64_t places = 0;
    for (auto &ball : balls) {
        places += ball->place();
    }
    return hits * 100 + places % 100;
}

}  // namespace

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

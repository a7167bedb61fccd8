// The sun and its four large planets under Newton's gravity, n steps of the symplectic Euler method; what is shown is
// the energy at the end. In the tradition of the Computer Language Benchmarks Game.

#include <math.h>

#include "harness.h"

#define DAYS 365.24
#define SUN (4.0 * 3.141592653589793 * 3.141592653589793)

enum { COUNT = 5 };

typedef struct {
    double x;
    double y;
    double z;
    double vx;
    double vy;
    double vz;
    double mass;
} Body;

// The sun and the four large planets: places in astronomical units, velocities in units a year.
static const Body PLANETS[COUNT] = {
    {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SUN},
    {
        4.84143144246472090,
        -1.16032004402742839,
        -0.103622044471123109,
        0.00166007664274403694 * DAYS,
        0.00769901118419740425 * DAYS,
        -0.0000690460016972063023 * DAYS,
        0.000954791938424326609 * SUN,
    },
    {
        8.34336671824457987,
        4.12479856412430479,
        -0.403523417114321381,
        -0.00276742510726411442 * DAYS,
        0.00499852801234917238 * DAYS,
        0.0000230417297573763929 * DAYS,
        0.000285885980666130812 * SUN,
    },
    {
        12.8943695621391310,
        -15.1111514016986312,
        -0.223307578892655734,
        0.00296460137564761618 * DAYS,
        0.00237847173959480950 * DAYS,
        -0.0000296589568540237556 * DAYS,
        0.0000436624404335156298 * SUN,
    },
    {
        15.3796971148509165,
        -25.9193146099879641,
        0.179258772950371181,
        0.00268067772490389322 * DAYS,
        0.00162824170038242295 * DAYS,
        -0.0000951592254519715870 * DAYS,
        0.0000515138902046611451 * SUN,
    },
};

// Takes away the drift of the whole, so that the centre of mass rests.
static void settle(Body *bodies) {
    double px = 0.0;
    double py = 0.0;
    double pz = 0.0;
    for (int i = 0; i < COUNT; i++) {
        px += bodies[i].vx * bodies[i].mass;
        py += bodies[i].vy * bodies[i].mass;
        pz += bodies[i].vz * bodies[i].mass;
    }
    Body *sun = &bodies[0];
    sun->vx = -px / sun->mass;
    sun->vy = -py / sun->mass;
    sun->vz = -pz / sun->mass;
}

static void advance(Body *bodies, double step) {
    for (int i = 0; i < COUNT; i++) {
        Body *a = &bodies[i];
        for (int j = i + 1; j < COUNT; j++) {
            Body *b = &bodies[j];
            double dx = a->x - b->x;
            double dy = a->y - b->y;
            double dz = a->z - b->z;
            double square = dx * dx + dy * dy + dz * dz;
            double pull = step / (square * sqrt(square));
            a->vx -= dx * b->mass * pull;
            a->vy -= dy * b->mass * pull;
            a->vz -= dz * b->mass * pull;
            b->vx += dx * a->mass * pull;
            b->vy += dy * a->mass * pull;
            b->vz += dz * a->mass * pull;
        }
    }
    for (int i = 0; i < COUNT; i++) {
        bodies[i].x += step * bodies[i].vx;
        bodies[i].y += step * bodies[i].vy;
        bodies[i].z += step * bodies[i].vz;
    }
}

static double energy(const Body *bodies) {
    double sum = 0.0;
    for (int i = 0; i < COUNT; i++) {
        const Body *a = &bodies[i];
        sum += 0.5 * a->mass * (a->vx * a->vx + a->vy * a->vy + a->vz * a->vz);
        for (int j = i + 1; j < COUNT; j++) {
            const Body *b = &bodies[j];
            double dx = a->x - b->x;
            double dy = a->y - b->y;
            double dz = a->z - b->z;
            sum -= a->mass * b->mass / sqrt(dx * dx + dy * dy + dz * dz);
        }
    }
    return sum;
}

static char *work(int steps) {
    Body bodies[COUNT];
    memcpy(bodies, PLANETS, sizeof bodies);
    settle(bodies);
    for (int i = 0; i < steps; i++) {
        advance(bodies, 0.01);
    }
    char *text = malloc(32);
    snprintf(text, 32, "%.9f", energy(bodies));
    return text;
}

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

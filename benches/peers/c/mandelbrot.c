// The Mandelbrot set over a square of n × n points: how long each point takes to leave, a hundred steps at most. In the
// tradition of the Computer Language Benchmarks Game.

#include "harness.h"

enum { LIMIT = 100 };

// After how many steps the sequence of a point leaves the circle of radius 2, at most LIMIT.
static int steps(double x, double y) {
    double real = 0.0;
    double imaginary = 0.0;
    for (int step = 0; step < LIMIT; step++) {
        double real_square = real * real;
        double imaginary_square = imaginary * imaginary;
        if (real_square + imaginary_square > 4.0) {
            return step;
        }
        imaginary = 2.0 * real * imaginary + y;
        real = real_square - imaginary_square + x;
    }
    return LIMIT;
}

static int64_t work(int size) {
    int checksum = 0;
    for (int row = 0; row < size; row++) {
        double y = 2.0 * row / size - 1.0;
        for (int column = 0; column < size; column++) {
            double x = 2.0 * column / size - 1.5;
            checksum = (checksum * 31 + steps(x, y)) % 1000003;
        }
    }
    return checksum;
}

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

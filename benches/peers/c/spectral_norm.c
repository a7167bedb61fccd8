// The largest singular value of a matrix of n × n fractions by the power method, the elements computed where they are
// needed. In the tradition of the Computer Language Benchmarks Game.

#include <math.h>

#include "harness.h"

enum { ROUNDS = 10 };

static double element(int row, int column) {
    int diagonal = row + column;
    return 1.0 / (diagonal * (diagonal + 1) / 2 + row + 1);
}

static void multiply(int size, const double *vector, double *result) {
    for (int row = 0; row < size; row++) {
        double sum = 0.0;
        for (int column = 0; column < size; column++) {
            sum += element(row, column) * vector[column];
        }
        result[row] = sum;
    }
}

static void multiply_transposed(int size, const double *vector, double *result) {
    for (int row = 0; row < size; row++) {
        double sum = 0.0;
        for (int column = 0; column < size; column++) {
            sum += element(column, row) * vector[column];
        }
        result[row] = sum;
    }
}

static char *work(int size) {
    double *u = malloc((size_t)size * sizeof(double));
    double *v = malloc((size_t)size * sizeof(double));
    double *between = malloc((size_t)size * sizeof(double));
    for (int i = 0; i < size; i++) {
        u[i] = 1.0;
    }
    for (int round = 0; round < ROUNDS; round++) {
        multiply(size, u, between);
        multiply_transposed(size, between, v);
        multiply(size, v, between);
        multiply_transposed(size, between, u);
    }
    double uv = 0.0;
    double vv = 0.0;
    for (int i = 0; i < size; i++) {
        uv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    free(u);
    free(v);
    free(between);
    char *text = malloc(32);
    snprintf(text, 32, "%.9f", sqrt(uv / vv));
    return text;
}

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

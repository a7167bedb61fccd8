// Solves n linear equations: splits the matrix into a lower and an upper triangle by elimination with the largest pivot of
// each column, then substitutes forwards and backwards.

#include "harness.h"

#include <math.h>

// Splits the matrix in place, and writes the order that its rows are in then.
static void factor_matrix(double **matrix, int n, int *order) {
    for (int i = 0; i < n; i++) {
        order[i] = i;
    }
    for (int column = 0; column < n; column++) {
        int pivot = column;
        for (int i = column + 1; i < n; i++) {
            if (fabs(matrix[i][column]) > fabs(matrix[pivot][column])) {
                pivot = i;
            }
        }
        double *top = matrix[pivot];
        matrix[pivot] = matrix[column];
        matrix[column] = top;
        int moved = order[pivot];
        order[pivot] = order[column];
        order[column] = moved;
        for (int i = column + 1; i < n; i++) {
            double *row = matrix[i];
            double factor = row[column] / top[column];
            row[column] = factor;
            for (int j = column + 1; j < n; j++) {
                row[j] -= factor * top[j];
            }
        }
    }
}

static void solve(double **matrix, int n, const int *order, const double *right, double *x) {
    for (int i = 0; i < n; i++) {
        const double *row = matrix[i];
        double sum = right[order[i]];
        for (int j = 0; j < i; j++) {
            sum -= row[j] * x[j];
        }
        x[i] = sum;
    }
    for (int i = n - 1; i >= 0; i--) {
        const double *row = matrix[i];
        double sum = x[i];
        for (int j = i + 1; j < n; j++) {
            sum -= row[j] * x[j];
        }
        x[i] = sum / row[i];
    }
}

static char *work(int n) {
    Random random = {42};
    double **matrix = malloc(n * sizeof *matrix);
    double *right = calloc(n, sizeof *right);
    for (int i = 0; i < n; i++) {
        double *row = malloc(n * sizeof *row);
        for (int j = 0; j < n; j++) {
            row[j] = random_unit(&random) - 0.5;
            right[i] += row[j] * (j % 10);
        }
        matrix[i] = row;
    }
    int *order = malloc(n * sizeof *order);
    double *x = malloc(n * sizeof *x);
    factor_matrix(matrix, n, order);
    solve(matrix, n, order, right, x);
    // The equations were made so that the j-th unknown is j % 10.
    double error = 0.0;
    for (int j = 0; j < n; j++) {
        error = fmax(error, fabs(x[j] - j % 10));
    }
    double pivots = 0.0;
    for (int i = 0; i < n; i++) {
        pivots += fabs(matrix[i][i]);
        free(matrix[i]);
    }
    free(matrix);
    free(right);
    free(order);
    free(x);
    char *shown = malloc(64);
    snprintf(shown, 64, "%s, pivots %.9f", error < 0.000001 ? "solved" : "not solved", pivots);
    return shown;
}

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

// Multiplies two dense matrices of n by n numbers, by the textbook's three loops over rows and columns.

#include "harness.h"

static double **new_matrix(int n) {
    double **matrix = malloc(n * sizeof *matrix);
    for (int i = 0; i < n; i++) {
        matrix[i] = malloc(n * sizeof **matrix);
    }
    return matrix;
}

static void free_matrix(double **matrix, int n) {
    for (int i = 0; i < n; i++) {
        free(matrix[i]);
    }
    free(matrix);
}

static double **random_matrix(Random *random, int n) {
    double **matrix = new_matrix(n);
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            matrix[i][j] = random_unit(random) - 0.5;
        }
    }
    return matrix;
}

static double **transposed(double **matrix, int n) {
    double **result = new_matrix(n);
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            result[j][i] = matrix[i][j];
        }
    }
    return result;
}

static double **multiply(double **a, double **b, int n) {
    double **columns = transposed(b, n);
    double **product = new_matrix(n);
    for (int i = 0; i < n; i++) {
        const double *row = a[i];
        double *out = product[i];
        for (int j = 0; j < n; j++) {
            const double *column = columns[j];
            double sum = 0.0;
            for (int k = 0; k < n; k++) {
                sum += row[k] * column[k];
            }
            out[j] = sum;
        }
    }
    free_matrix(columns, n);
    return product;
}

static char *work(int n) {
    Random random = {42};
    double **a = random_matrix(&random, n);
    double **b = random_matrix(&random, n);
    double **product = multiply(a, b, n);
    double sum = 0.0;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            sum += product[i][j] * (1 + (i + j) % 7);
        }
    }
    free_matrix(a, n);
    free_matrix(b, n);
    free_matrix(product, n);
    char *shown = malloc(64);
    snprintf(shown, 64, "%.6f", sum);
    return shown;
}

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

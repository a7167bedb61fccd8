// Multiplies two dense matrices of n by n numbers, by the textbook's three loops over rows and columns.

import java.util.Locale;

final class Matmul {
    static double[][] randomMatrix(Harness.Random random, int n) {
        double[][] matrix = new double[n][n];
        for (double[] row : matrix) {
            for (int j = 0; j < n; j++) {
                row[j] = random.unit() - 0.5;
            }
        }
        return matrix;
    }

    static double[][] transposed(double[][] matrix) {
        int n = matrix.length;
        double[][] result = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                result[j][i] = matrix[i][j];
            }
        }
        return result;
    }

    static double[][] multiply(double[][] a, double[][] b) {
        int n = a.length;
        double[][] columns = transposed(b);
        double[][] product = new double[n][n];
        for (int i = 0; i < n; i++) {
            double[] row = a[i];
            double[] out = product[i];
            for (int j = 0; j < n; j++) {
                double[] column = columns[j];
                double sum = 0.0;
                for (int k = 0; k < n; k++) {
                    sum += row[k] * column[k];
                }
                out[j] = sum;
            }
        }
        return product;
    }

    static String work(int n) {
        Harness.Random random = new Harness.Random(42);
        double[][] a = randomMatrix(random, n);
        double[][] b = randomMatrix(random, n);
        double[][] product = multiply(a, b);
        double sum = 0.0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum += product[i][j] * (1 + (i + j) % 7);
            }
        }
        return String.format(Locale.ROOT, "%.6f", sum);
    }

    public static void main(String[] args) {
        Harness.run(args, Matmul::work);
    }
}

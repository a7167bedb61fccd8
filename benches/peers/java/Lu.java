// Solves n linear equations: splits the matrix into a lower and an upper triangle by elimination with the largest pivot of
// each column, then substitutes forwards and backwards.

import java.util.Locale;

final class Lu {
    // Splits the matrix in place, and gives the order that its rows are in then.
    static int[] factor(double[][] matrix) {
        int n = matrix.length;
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int i = column + 1; i < n; i++) {
                if (Math.abs(matrix[i][column]) > Math.abs(matrix[pivot][column])) {
                    pivot = i;
                }
            }
            double[] top = matrix[pivot];
            matrix[pivot] = matrix[column];
            matrix[column] = top;
            int moved = order[pivot];
            order[pivot] = order[column];
            order[column] = moved;
            for (int i = column + 1; i < n; i++) {
                double[] row = matrix[i];
                double factor = row[column] / top[column];
                row[column] = factor;
                for (int j = column + 1; j < n; j++) {
                    row[j] -= factor * top[j];
                }
            }
        }
        return order;
    }

    static double[] solve(double[][] matrix, int[] order, double[] right) {
        int n = matrix.length;
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double[] row = matrix[i];
            double sum = right[order[i]];
            for (int j = 0; j < i; j++) {
                sum -= row[j] * x[j];
            }
            x[i] = sum;
        }
        for (int i = n - 1; i >= 0; i--) {
            double[] row = matrix[i];
            double sum = x[i];
            for (int j = i + 1; j < n; j++) {
                sum -= row[j] * x[j];
            }
            x[i] = sum / row[i];
        }
        return x;
    }

    static String work(int n) {
        Harness.Random random = new Harness.Random(42);
        double[][] matrix = new double[n][n];
        double[] right = new double[n];
        for (int i = 0; i < n; i++) {
            double[] row = matrix[i];
            for (int j = 0; j < n; j++) {
                row[j] = random.unit() - 0.5;
                right[i] += row[j] * (j % 10);
            }
        }
        int[] order = factor(matrix);
        double[] x = solve(matrix, order, right);
        // The equations were made so that the j-th unknown is j % 10.
        double error = 0.0;
        for (int j = 0; j < n; j++) {
            error = Math.max(error, Math.abs(x[j] - j % 10));
        }
        double pivots = 0.0;
        for (int i = 0; i < n; i++) {
            pivots += Math.abs(matrix[i][i]);
        }
        String solved = error < 0.000001 ? "solved" : "not solved";
        return String.format(Locale.ROOT, "%s, pivots %.9f", solved, pivots);
    }

    public static void main(String[] args) {
        Harness.run(args, Lu::work);
    }
}

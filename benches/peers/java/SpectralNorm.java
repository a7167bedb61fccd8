// The largest singular value of a matrix of n × n fractions by the power method, the elements computed where they are
// needed. In the tradition of the Computer Language Benchmarks Game.

import java.util.Arrays;
import java.util.Locale;

final class SpectralNorm {
    private static final int ROUNDS = 10;

    static double element(int row, int column) {
        int diagonal = row + column;
        return 1.0 / (diagonal * (diagonal + 1) / 2 + row + 1);
    }

    static void multiply(double[] vector, double[] result) {
        for (int row = 0; row < vector.length; row++) {
            double sum = 0.0;
            for (int column = 0; column < vector.length; column++) {
                sum += element(row, column) * vector[column];
            }
            result[row] = sum;
        }
    }

    static void multiplyTransposed(double[] vector, double[] result) {
        for (int row = 0; row < vector.length; row++) {
            double sum = 0.0;
            for (int column = 0; column < vector.length; column++) {
                sum += element(column, row) * vector[column];
            }
            result[row] = sum;
        }
    }

    static String work(int size) {
        double[] u = new double[size];
        Arrays.fill(u, 1.0);
        double[] v = new double[size];
        double[] between = new double[size];
        for (int round = 0; round < ROUNDS; round++) {
            multiply(u, between);
            multiplyTransposed(between, v);
            multiply(v, between);
            multiplyTransposed(between, u);
        }
        double uv = 0.0;
        double vv = 0.0;
        for (int i = 0; i < size; i++) {
            uv += u[i] * v[i];
            vv += v[i] * v[i];
        }
        return String.format(Locale.ROOT, "%.9f", Math.sqrt(uv / vv));
    }

    public static void main(String[] args) {
        Harness.run(args, SpectralNorm::work);
    }
}

// What the programs of the suite share in Java; benches/suite/harness.nido says how it works. The classes of a program nest
// in that of its file, so that all programs can be compiled into one folder.

import java.util.function.IntFunction;

final class Harness {
    static void run(String[] args, IntFunction<Object> work) {
        int size = args.length > 0 ? positive(args[0]) : 0;
        if (size == 0) {
            fail("usage: PROGRAM SIZE [ITERATIONS]");
        }
        int iterations = args.length > 1 ? positive(args[1]) : 1;
        if (iterations == 0) {
            fail("the number of iterations must be at least 1");
        }
        String checksum = "";
        for (int iteration = 1; iteration <= iterations; iteration++) {
            long start = System.nanoTime();
            Object result = work.apply(size);
            long taken = System.nanoTime() - start;
            System.err.println("iteration " + iteration + " " + taken / 1000);
            String shown = result.toString();
            if (iteration > 1 && !shown.equals(checksum)) {
                fail("iteration " + iteration + " gives " + shown + ", the one before " + checksum);
            }
            checksum = shown;
        }
        System.out.println(checksum);
    }

    // The generator of Park and Miller.
    static final class Random {
        private int state;

        Random(int seed) {
            state = seed;
        }

        int next() {
            state = (int) (state * 16807L % 2147483647L);
            return state;
        }

        int below(int limit) {
            return next() % limit;
        }

        double unit() {
            return next() / 2147483647.0;
        }
    }

    // The number that a text is, or 0 when it is none above 0.
    private static int positive(String text) {
        try {
            return Math.max(Integer.parseInt(text), 0);
        } catch (NumberFormatException wrong) {
            return 0;
        }
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }

    private Harness() {
    }
}

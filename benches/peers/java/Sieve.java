// The sum of all primes up to n, by the sieve of Eratosthenes.

import java.util.Arrays;

final class Sieve {
    static long work(int limit) {
        boolean[] isPrime = new boolean[limit + 1];
        Arrays.fill(isPrime, true);
        long sum = 0;
        for (int n = 2; n <= limit; n++) {
            if (isPrime[n]) {
                sum += n;
                for (long multiple = (long) n * n; multiple <= limit; multiple += n) {
                    isPrime[(int) multiple] = false;
                }
            }
        }
        return sum;
    }

    public static void main(String[] args) {
        Harness.run(args, Sieve::work);
    }
}

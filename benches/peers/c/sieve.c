// The sum of all primes up to n, by the sieve of Eratosthenes.

#include <stdbool.h>

#include "harness.h"

static int64_t work(int limit) {
    bool *is_prime = malloc((size_t)limit + 1);
    memset(is_prime, true, (size_t)limit + 1);
    int64_t sum = 0;
    for (int64_t n = 2; n <= limit; n++) {
        if (is_prime[n]) {
            sum += n;
            for (int64_t multiple = n * n; multiple <= limit; multiple += n) {
                is_prime[multiple] = false;
            }
        }
    }
    free(is_prime);
    return sum;
}

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

// The n-th Fibonacci number by its definition, without remembering anything: the classic measure of calls.

#include "harness.h"

static int64_t fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

int main(int argc, char **argv) {
    return run_integer(argc, argv, fib);
}

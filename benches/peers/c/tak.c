// Takeuchi's function of 3n, 2n and n: calls with three arguments that are calls themselves. After Gabriel,
// "Performance and Evaluation of Lisp Systems" (1985).

#include "harness.h"

static int tak(int x, int y, int z) {
    if (y >= x) {
        return z;
    }
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

static int64_t work(int n) {
    return tak(3 * n, 2 * n, n);
}

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

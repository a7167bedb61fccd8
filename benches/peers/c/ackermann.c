// Ackermann's function of 3 and n, in the form of Rózsa Péter (1935), by its definition: nothing but calls, thousands
// of them deep.

#include "harness.h"

static int ackermann(int m, int n) {
    if (m == 0) {
        return n + 1;
    }
    if (n == 0) {
        return ackermann(m - 1, 1);
    }
    return ackermann(m - 1, ackermann(m, n - 1));
}

static int64_t work(int n) {
    return ackermann(3, n);
}

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

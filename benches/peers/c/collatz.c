// The number below a limit whose Collatz sequence is longest (Lothar Collatz, 1937): half of an even number, three
// times an odd number and one, until 1 is reached. Below 113383 no sequence passes 31 bits, which keeps the numbers
// small in every language.

#include "harness.h"

static int steps(int start) {
    int64_t n = start;
    int count = 0;
    while (n != 1) {
        n = n % 2 == 0 ? n / 2 : 3 * n + 1;
        count++;
    }
    return count;
}

static char *work(int limit) {
    int longest = 0;
    int best = 1;
    for (int start = 1; start < limit; start++) {
        int count = steps(start);
        if (count > longest) {
            longest = count;
            best = start;
        }
    }
    char *text = malloc(32);
    snprintf(text, 32, "%d %d", best, longest);
    return text;
}

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

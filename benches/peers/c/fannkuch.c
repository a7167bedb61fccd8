// All permutations of n numbers: how many prefixes have to be reversed until 1 stands in front, the most, and the sum
// with changing signs. After Anderson and Rettig, "Performing Lisp Analysis of the FANNKUCH Benchmark" (1994).

#include <stdbool.h>

#include "harness.h"

// Reverses prefixes as long as the first number says, until that is 0; gives how often.
static int flips(int *permutation) {
    int count = 0;
    while (permutation[0] != 0) {
        int low = 0;
        int high = permutation[0];
        while (low < high) {
            int number = permutation[low];
            permutation[low] = permutation[high];
            permutation[high] = number;
            low++;
            high--;
        }
        count++;
    }
    return count;
}

// Makes the permutation that follows: the shortest prefix that has not been turned all the way round is turned on by one place.
// False when all permutations have been there.
static bool advance(int *permutation, int *turns, int size) {
    for (int last = 1; last < size; last++) {
        int first = permutation[0];
        for (int i = 0; i < last; i++) {
            permutation[i] = permutation[i + 1];
        }
        permutation[last] = first;
        turns[last]++;
        if (turns[last] <= last) {
            return true;
        }
        turns[last] = 0;
    }
    return false;
}

static char *work(int size) {
    int *permutation = malloc((size_t)size * sizeof(int));
    int *turns = calloc((size_t)size, sizeof(int));
    int *scratch = malloc((size_t)size * sizeof(int));
    for (int i = 0; i < size; i++) {
        permutation[i] = i;
    }
    int most = 0;
    int checksum = 0;
    bool is_even = true;
    do {
        memcpy(scratch, permutation, (size_t)size * sizeof(int));
        int count = flips(scratch);
        most = count > most ? count : most;
        checksum += is_even ? count : -count;
        is_even = !is_even;
    } while (advance(permutation, turns, size));
    free(permutation);
    free(turns);
    free(scratch);
    char *text = malloc(32);
    snprintf(text, 32, "%d %d", checksum, most);
    return text;
}

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

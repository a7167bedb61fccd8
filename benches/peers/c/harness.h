// What the programs of the suite share in C and C++; benches/suite/harness.nido says how it works.

#ifndef HARNESS_H
#define HARNESS_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void harness_fail(const char *message) {
    fprintf(stderr, "%s\n", message);
    exit(1);
}

// The number that a text is, or 0 when it is none above 0.
static int harness_positive(const char *text) {
    char *end;
    long number = strtol(text, &end, 10);
    return *end == '\0' && number > 0 && number <= INT32_MAX ? (int)number : 0;
}

static int64_t harness_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// A program whose checksum is a text calls `run_text`, and gives it in memory of `malloc`, which is freed here; one whose
// checksum is an integer calls `run_integer`. Only one of the two functions is given.
static int harness_run(int argc, char **argv, int64_t (*integer)(int), char *(*text)(int)) {
    int size = argc > 1 ? harness_positive(argv[1]) : 0;
    if (size == 0) {
        harness_fail("usage: PROGRAM SIZE [ITERATIONS]");
    }
    int iterations = argc > 2 ? harness_positive(argv[2]) : 1;
    if (iterations == 0) {
        harness_fail("the number of iterations must be at least 1");
    }
    char *checksum = NULL;
    for (int iteration = 1; iteration <= iterations; iteration++) {
        int64_t start = harness_nanoseconds();
        int64_t number = integer ? integer(size) : 0;
        char *shown = text ? text(size) : NULL;
        int64_t taken = harness_nanoseconds() - start;
        fprintf(stderr, "iteration %d %" PRId64 "\n", iteration, taken / 1000);
        if (integer) {
            shown = (char *)malloc(24);
            snprintf(shown, 24, "%" PRId64, number);
        }
        if (checksum && strcmp(shown, checksum) != 0) {
            fprintf(stderr, "iteration %d gives %s, the one before %s\n", iteration, shown, checksum);
            exit(1);
        }
        free(checksum);
        checksum = shown;
    }
    puts(checksum);
    free(checksum);
    return 0;
}

static inline int run_integer(int argc, char **argv, int64_t (*work)(int)) {
    return harness_run(argc, argv, work, NULL);
}

static inline int run_text(int argc, char **argv, char *(*work)(int)) {
    return harness_run(argc, argv, NULL, work);
}

// The generator of Park and Miller.
typedef struct {
    int32_t state;
} Random;

static inline int32_t random_next(Random *random) {
    random->state = (int32_t)(random->state * INT64_C(16807) % 2147483647);
    return random->state;
}

static inline int32_t random_below(Random *random, int32_t limit) {
    return random_next(random) % limit;
}

static inline double random_unit(Random *random) {
    return random_next(random) / 2147483647.0;
}

#endif

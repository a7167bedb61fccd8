// n knapsack problems by dynamic programming: the most value of a hundred things that fit, each taken or not, and which.

#include "harness.h"

enum { ITEMS = 100, CAPACITY = 2500 };

typedef struct {
    int weight;
    int value;
} Item;

// A row for each number of things: the most value in a knapsack of each capacity.
static int **fill_table(const Item *items, int n, int capacity) {
    int **table = malloc((n + 1) * sizeof *table);
    table[0] = calloc(capacity + 1, sizeof **table);
    for (int i = 0; i < n; i++) {
        Item item = items[i];
        const int *above = table[i];
        int *row = malloc((capacity + 1) * sizeof *row);
        for (int room = 0; room <= capacity; room++) {
            int best = above[room];
            if (item.weight <= room) {
                int taken = above[room - item.weight] + item.value;
                if (taken > best) {
                    best = taken;
                }
            }
            row[room] = best;
        }
        table[i + 1] = row;
    }
    return table;
}

// Writes the numbers of the things that make up the best value, the last first, and gives how many there are.
static int choose(int **table, const Item *items, int n, int capacity, int *numbers) {
    int count = 0;
    int room = capacity;
    for (int i = n; i > 0; i--) {
        if (table[i][room] != table[i - 1][room]) {
            numbers[count++] = i - 1;
            room -= items[i - 1].weight;
        }
    }
    return count;
}

// A number that tells the best value and the things chosen.
static int solve(Random *random) {
    Item items[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
        items[i].weight = 10 + random_below(random, 90);
        items[i].value = 1 + random_below(random, 1000);
    }
    int **table = fill_table(items, ITEMS, CAPACITY);
    int numbers[ITEMS];
    int count = choose(table, items, ITEMS, CAPACITY, numbers);
    int digest = table[ITEMS][CAPACITY];
    for (int i = 0; i < count; i++) {
        digest = (digest * 31 + numbers[i]) % 1000003;
    }
    for (int i = 0; i <= ITEMS; i++) {
        free(table[i]);
    }
    free(table);
    return digest;
}

static int64_t work(int n) {
    Random random = {42};
    int64_t sum = 0;
    for (int i = 0; i < n; i++) {
        sum += solve(&random);
    }
    return sum;
}

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

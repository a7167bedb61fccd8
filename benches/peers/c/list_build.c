// Linked lists: builds a list of random numbers, reverses, maps, filters, appends and merge-sorts it, each time as a new
// list; a few of the results are kept for a while.

#include "harness.h"

#include <stdbool.h>

enum { LENGTH = 200, KEPT = 64 };

typedef struct Node {
    int value;
    struct Node *next;
} Node;

static Node *cons(int value, Node *next) {
    Node *node = malloc(sizeof *node);
    node->value = value;
    node->next = next;
    return node;
}

static void destroy(Node *list) {
    while (list) {
        Node *next = list->next;
        free(list);
        list = next;
    }
}

static Node *random_list(Random *random, int length) {
    Node *list = NULL;
    for (int i = 0; i < length; i++) {
        list = cons(random_below(random, 100000), list);
    }
    return list;
}

// The list in reverse order, in front of another.
static Node *reverse_onto(const Node *list, Node *tail) {
    Node *result = tail;
    for (const Node *node = list; node; node = node->next) {
        result = cons(node->value, result);
    }
    return result;
}

static Node *reverse(const Node *list) {
    return reverse_onto(list, NULL);
}

// A copy of the first list in front of the second.
static Node *append(const Node *first, Node *second) {
    Node *reversed = reverse(first);
    Node *result = reverse_onto(reversed, second);
    destroy(reversed);
    return result;
}

// The halves of the numbers, in reverse order.
static Node *halves(const Node *list) {
    Node *result = NULL;
    for (const Node *node = list; node; node = node->next) {
        result = cons(node->value / 2, result);
    }
    return result;
}

// The even numbers, in reverse order.
static Node *evens(const Node *list) {
    Node *result = NULL;
    for (const Node *node = list; node; node = node->next) {
        if (node->value % 2 == 0) {
            result = cons(node->value, result);
        }
    }
    return result;
}

static int length(const Node *list) {
    int count = 0;
    for (const Node *node = list; node; node = node->next) {
        count += 1;
    }
    return count;
}

// Two sorted lists as one, in reverse order.
static Node *merge_reversed(const Node *a, const Node *b, bool descending) {
    Node *result = NULL;
    while (a && b) {
        if ((a->value < b->value) != descending) {
            result = cons(a->value, result);
            a = a->next;
        } else {
            result = cons(b->value, result);
            b = b->next;
        }
    }
    return reverse_onto(a, reverse_onto(b, result));
}

// The first `count` numbers sorted. The halves are sorted in the opposite order, because merging turns it around.
static Node *sort(const Node *list, int count, bool descending) {
    if (count == 0) {
        return NULL;
    }
    if (count == 1) {
        return cons(list->value, NULL);
    }
    int middle = count / 2;
    const Node *rest = list;
    for (int i = 0; i < middle; i++) {
        rest = rest->next;
    }
    Node *first = sort(list, middle, !descending);
    Node *second = sort(rest, count - middle, !descending);
    Node *result = merge_reversed(first, second, !descending);
    destroy(first);
    destroy(second);
    return result;
}

// A number that tells the order of the list.
static int64_t digest(const Node *list) {
    int64_t sum = 0;
    for (const Node *node = list; node; node = node->next) {
        sum = (sum * 31 + node->value) % 1000003;
    }
    return sum;
}

static int64_t work(int n) {
    Random random = {42};
    Node *kept[KEPT] = {NULL};
    int64_t sum = 0;
    for (int round = 0; round < n; round++) {
        Node *list = random_list(&random, LENGTH);
        Node *even = evens(list);
        Node *reversed = reverse(list);
        Node *both = append(even, halves(reversed));
        Node *sorted = sort(both, length(both), false);
        sum += digest(sorted);
        destroy(list);
        destroy(even);
        destroy(reversed);
        destroy(both);
        if (round % 4 == 0) {
            destroy(kept[round / 4 % KEPT]);
            kept[round / 4 % KEPT] = sorted;
        } else {
            destroy(sorted);
        }
    }
    for (int i = 0; i < KEPT; i++) {
        sum += length(kept[i]);
        destroy(kept[i]);
    }
    return sum;
}

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

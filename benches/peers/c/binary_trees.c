// Builds and counts complete binary trees of all depths up to n, many short-lived ones while a large one stays.
// After the description of "binary-trees" of the Computer Language Benchmarks Game, itself after Hans Boehm's GCBench.

#include "harness.h"

enum { SMALLEST = 4 };

typedef struct Tree {
    struct Tree *left;
    struct Tree *right;
} Tree;

static Tree *build(int depth) {
    Tree *tree = malloc(sizeof *tree);
    tree->left = depth == 0 ? NULL : build(depth - 1);
    tree->right = depth == 0 ? NULL : build(depth - 1);
    return tree;
}

static int count(const Tree *tree) {
    if (!tree->left) {
        return 1;
    }
    return 1 + count(tree->left) + count(tree->right);
}

static void destroy(Tree *tree) {
    if (tree) {
        destroy(tree->left);
        destroy(tree->right);
        free(tree);
    }
}

// Builds a tree, counts it, and gives it back.
static int count_once(int depth) {
    Tree *tree = build(depth);
    int nodes = count(tree);
    destroy(tree);
    return nodes;
}

static int64_t work(int n) {
    int deepest = n > SMALLEST + 2 ? n : SMALLEST + 2;
    int64_t total = count_once(deepest + 1);
    Tree *long_lived = build(deepest);
    for (int depth = SMALLEST; depth <= deepest; depth += 2) {
        int trees = 1 << (deepest - depth + SMALLEST);
        for (int i = 0; i < trees; i++) {
            total += count_once(depth);
        }
    }
    total += count(long_lived);
    destroy(long_lived);
    return total;
}

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

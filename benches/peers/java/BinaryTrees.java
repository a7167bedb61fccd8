// Builds and counts complete binary trees of all depths up to n, many short-lived ones while a large one stays.
// After the description of "binary-trees" of the Computer Language Benchmarks Game, itself after Hans Boehm's GCBench.

final class BinaryTrees {
    static final int SMALLEST = 4;

    static final class Tree {
        final Tree left;
        final Tree right;

        Tree(Tree left, Tree right) {
            this.left = left;
            this.right = right;
        }

        static Tree build(int depth) {
            if (depth == 0) {
                return new Tree(null, null);
            }
            return new Tree(build(depth - 1), build(depth - 1));
        }

        int count() {
            if (left == null) {
                return 1;
            }
            return 1 + left.count() + right.count();
        }
    }

    static long work(int n) {
        int deepest = Math.max(n, SMALLEST + 2);
        long total = Tree.build(deepest + 1).count();
        Tree longLived = Tree.build(deepest);
        for (int depth = SMALLEST; depth <= deepest; depth += 2) {
            int trees = 1 << deepest - depth + SMALLEST;
            for (int i = 0; i < trees; i++) {
                total += Tree.build(depth).count();
            }
        }
        return total + longLived.count();
    }

    public static void main(String[] args) {
        Harness.run(args, BinaryTrees::work);
    }
}

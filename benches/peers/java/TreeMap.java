// A map kept as a balanced tree: inserts, looks up and removes random keys.
// The tree is that of Adelson-Velsky and Landis (1962): the heights of two siblings differ by at most one.

final class TreeMap {
    static final class Node {
        int key;
        int value;
        Node left;
        Node right;
        int height = 1;

        Node(int key, int value) {
            this.key = key;
            this.value = value;
        }

        void update() {
            height = 1 + Math.max(height(left), height(right));
        }

        Node rotateRight() {
            Node top = left;
            left = top.right;
            top.right = this;
            update();
            top.update();
            return top;
        }

        Node rotateLeft() {
            Node top = right;
            right = top.left;
            top.left = this;
            update();
            top.update();
            return top;
        }

        // The tree of this node with heights that differ by at most one, after one of its children has changed by one.
        Node balance() {
            int difference = height(left) - height(right);
            if (difference > 1) {
                if (height(left.left) < height(left.right)) {
                    left = left.rotateLeft();
                }
                return rotateRight();
            }
            if (difference < -1) {
                if (height(right.right) < height(right.left)) {
                    right = right.rotateRight();
                }
                return rotateLeft();
            }
            update();
            return this;
        }
    }

    static int height(Node node) {
        return node == null ? 0 : node.height;
    }

    private Node root;
    private int length = 0;

    // The node of a key, or null.
    Node get(int key) {
        Node node = root;
        while (node != null && key != node.key) {
            node = key < node.key ? node.left : node.right;
        }
        return node;
    }

    void insert(int key, int value) {
        root = insertBelow(root, key, value);
    }

    private Node insertBelow(Node node, int key, int value) {
        if (node == null) {
            length += 1;
            return new Node(key, value);
        }
        if (key == node.key) {
            node.value = value;
            return node;
        }
        if (key < node.key) {
            node.left = insertBelow(node.left, key, value);
        } else {
            node.right = insertBelow(node.right, key, value);
        }
        return node.balance();
    }

    void remove(int key) {
        root = removeBelow(root, key);
    }

    private Node removeBelow(Node node, int key) {
        if (node == null) {
            return null;
        }
        if (key < node.key) {
            node.left = removeBelow(node.left, key);
        } else if (key > node.key) {
            node.right = removeBelow(node.right, key);
        } else {
            if (node.left == null) {
                length -= 1;
                return node.right;
            }
            if (node.right == null) {
                length -= 1;
                return node.left;
            }
            // The greatest key on the left takes the place of the one removed.
            Node greatest = node.left;
            while (greatest.right != null) {
                greatest = greatest.right;
            }
            node.key = greatest.key;
            node.value = greatest.value;
            node.left = removeBelow(node.left, greatest.key);
        }
        return node.balance();
    }

    // A number that tells keys, values and their order.
    static long digest(Node node, long sum) {
        if (node == null) {
            return sum;
        }
        return digest(node.right, (digest(node.left, sum) * 31 + node.key + node.value) % 1000003);
    }

    static long work(int n) {
        Harness.Random random = new Harness.Random(42);
        TreeMap map = new TreeMap();
        long found = 0;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < n; i++) {
                map.insert(random.below(2 * n), i);
            }
            for (int i = 0; i < n; i++) {
                Node node = map.get(random.below(2 * n));
                if (node != null) {
                    found += node.value % 10;
                }
            }
            for (int i = 0; i < n; i++) {
                map.remove(random.below(2 * n));
            }
            found += round * map.length;
        }
        return found * 1000 + height(map.root) + digest(map.root, 0) * 10;
    }

    public static void main(String[] args) {
        Harness.run(args, TreeMap::work);
    }
}

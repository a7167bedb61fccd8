// A map kept as a balanced tree: inserts, looks up and removes random keys.
// The tree is that of Adelson-Velsky and Landis (1962): the heights of two siblings differ by at most one.

#include "harness.h"

#include <algorithm>

namespace {

struct Node {
    int key;
    int value;
    Node *left = nullptr;
    Node *right = nullptr;
    int height = 1;

    Node(int key, int value) : key(key), value(value) {}

    void update();
    Node *rotate_right();
    Node *rotate_left();
    Node *balance();
};

int height(const Node *node) {
    return node ? node->height : 0;
}

void Node::update() {
    height = 1 + std::max(::height(left), ::height(right));
}

Node *Node::rotate_right() {
    Node *top = left;
    left = top->right;
    top->right = this;
    update();
    top->update();
    return top;
}

Node *Node::rotate_left() {
    Node *top = right;
    right = top->left;
    top->left = this;
    update();
    top->update();
    return top;
}

// The tree of this node with heights that differ by at most one, after one of its children has changed by one.
Node *Node::balance() {
    int difference = ::height(left) - ::height(right);
    if (difference > 1) {
        if (::height(left->left) < ::height(left->right)) {
            left = left->rotate_left();
        }
        return rotate_right();
    }
    if (difference < -1) {
        if (::height(right->right) < ::height(right->left)) {
            right = right->rotate_right();
        }
        return rotate_left();
    }
    update();
    return this;
}

class TreeMap {
public:
    Node *root = nullptr;
    int length = 0;

    TreeMap() = default;
    TreeMap(const TreeMap &) = delete;
    TreeMap &operator=(const TreeMap &) = delete;
    ~TreeMap() { destroy(root); }

    // The node of a key, or null.
    Node *get(int key) const {
        Node *node = root;
        while (node && key != node->key) {
            node = key < node->key ? node->left : node->right;
        }
        return node;
    }

    void insert(int key, int value) { root = insert_below(root, key, value); }

    void remove(int key) { root = remove_below(root, key); }

private:
    static void destroy(Node *node) {
        if (node) {
            destroy(node->left);
            destroy(node->right);
            delete node;
        }
    }

    Node *insert_below(Node *node, int key, int value) {
        if (!node) {
            length += 1;
            return new Node(key, value);
        }
        if (key == node->key) {
            node->value = value;
            return node;
        }
        if (key < node->key) {
            node->left = insert_below(node->left, key, value);
        } else {
            node->right = insert_below(node->right, key, value);
        }
        return node->balance();
    }

    Node *remove_below(Node *node, int key) {
        if (!node) {
            return nullptr;
        }
        if (key < node->key) {
            node->left = remove_below(node->left, key);
        } else if (key > node->key) {
            node->right = remove_below(node->right, key);
        } else {
            if (!node->left || !node->right) {
                Node *rest = node->left ? node->left : node->right;
                length -= 1;
                delete node;
                return rest;
            }
            // The greatest key on the left takes the place of the one removed.
            Node *greatest = node->left;
            while (greatest->right) {
                greatest = greatest->right;
            }
            node->key = greatest->key;
            node->value = greatest->value;
            node->left = remove_below(node->left, greatest->key);
        }
        return node->balance();
    }
};

// A number that tells keys, values and their order.
int64_t digest(const Node *node, int64_t sum) {
    if (!node) {
        return sum;
    }
    return digest(node->right, (digest(node->left, sum) * 31 + node->key + node->value) % 1000003);
}

int64_t work(int n) {
    Random random{42};
    TreeMap map;
    int64_t found = 0;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < n; i++) {
            map.insert(random_below(&random, 2 * n), i);
        }
        for (int i = 0; i < n; i++) {
            if (Node *node = map.get(random_below(&random, 2 * n))) {
                found += node->value % 10;
            }
        }
        for (int i = 0; i < n; i++) {
            map.remove(random_below(&random, 2 * n));
        }
        found += round * map.length;
    }
    return found * 1000 + height(map.root) + digest(map.root, 0) * 10;
}

}  // namespace

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

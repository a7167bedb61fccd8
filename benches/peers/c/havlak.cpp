// Finds the loops of a random control-flow graph of n regions, and how they nest.
// After Paul Havlak, "Nesting of Reducible and Irreducible Loops" (TOPLAS, 1997), which goes over the blocks against their
// depth-first order and folds each loop into its header.

#include "harness.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace {

constexpr int DEPTH = 6;

struct Block {
    int id;
    std::vector<Block *> predecessors;
    std::vector<Block *> successors;

    explicit Block(int id) : id(id) {}
};

struct Graph {
    std::vector<std::unique_ptr<Block>> blocks;

    Block *add_block() {
        blocks.push_back(std::make_unique<Block>(static_cast<int>(blocks.size())));
        return blocks.back().get();
    }

    void connect(Block *from, Block *to) {
        from->successors.push_back(to);
        to->predecessors.push_back(from);
    }

    // A new block behind another.
    Block *extend(Block *from) {
        Block *block = add_block();
        connect(from, block);
        return block;
    }

    // Two ways that meet again.
    Block *diamond(Block *from) {
        Block *left = extend(from);
        Block *right = extend(from);
        Block *meeting = extend(left);
        connect(right, meeting);
        return meeting;
    }

    // A loop with other things in it; now and then one of a single block, and one with a second entry.
    Block *region(Random &random, Block *from, int depth) {
        Block *header = extend(from);
        Block *at = header;
        for (int i = 0; i < 3; i++) {
            int kind = random_below(&random, 5);
            if (kind == 0) {
                at = diamond(at);
            } else if (kind == 1) {
                at = extend(at);
                connect(at, at);
            } else if (kind == 2 || depth == 0) {
                at = extend(at);
            } else {
                at = region(random, at, depth - 1);
            }
        }
        if (random_below(&random, 10) == 0) {
            connect(from, at);
        }
        Block *end = extend(at);
        connect(end, header);
        return extend(end);
    }
};

Graph random_graph(int regions) {
    Random random{42};
    Graph graph;
    Block *entry = graph.add_block();
    Block *exit = graph.add_block();
    for (int i = 0; i < regions; i++) {
        graph.connect(graph.region(random, graph.extend(entry), DEPTH), exit);
    }
    return graph;
}

struct Loop {
    Block *header;
    bool is_reducible;
    std::vector<Block *> blocks;
    Loop *parent = nullptr;
    std::vector<Loop *> children;

    Loop(Block *header, bool is_reducible) : header(header), is_reducible(is_reducible) {}
};

// A block in depth-first order, and the loop that it has become part of.
struct Node {
    int number;
    Block *block;
    Node *parent = nullptr;
    Loop *header_of = nullptr;

    Node(int number, Block *block) : number(number), block(block) {}

    // The node that stands for all that have been folded together with this one.
    Node *find() {
        Node *top = this;
        while (top->parent) {
            top = top->parent;
        }
        Node *node = this;
        while (node->parent) {
            Node *parent = node->parent;
            node->parent = top;
            node = parent;
        }
        return top;
    }
};

using Numbers = std::vector<int>;
using NumberSet = std::unordered_set<int>;

struct LoopFinder {
    std::unordered_map<int, int> numbers;
    std::vector<std::unique_ptr<Node>> nodes;
    std::vector<int> last;
    std::vector<std::unique_ptr<Loop>> loops;

    // Numbers the blocks in depth-first order, and notes the last number below each.
    void number_blocks(Block *block) {
        int number = static_cast<int>(nodes.size());
        numbers[block->id] = number;
        nodes.push_back(std::make_unique<Node>(number, block));
        last.push_back(number);
        for (Block *next : block->successors) {
            if (!numbers.contains(next->id)) {
                number_blocks(next);
            }
        }
        last[number] = static_cast<int>(nodes.size()) - 1;
    }

    bool is_ancestor(int above, int below) const { return above <= below && below <= last[above]; }

    void find_loops(const Graph &graph) {
        number_blocks(graph.blocks[0].get());
        size_t size = nodes.size();
        std::vector<Numbers> back(size);
        std::vector<NumberSet> other(size);
        for (const auto &node : nodes) {
            for (Block *block : node->block->predecessors) {
                auto found = numbers.find(block->id);
                if (found != numbers.end()) {
                    int number = found->second;
                    if (is_ancestor(node->number, number)) {
                        back[node->number].push_back(number);
                    } else {
                        other[node->number].insert(number);
                    }
                }
            }
        }
        for (size_t number = size; number-- > 0;) {
            find_loop(*nodes[number], back[number], other);
        }
    }

    // Folds the loop of a header, if it is one, into the header.
    void find_loop(Node &header, const Numbers &back, std::vector<NumberSet> &other) {
        std::vector<Node *> body;
        NumberSet in_body;
        bool is_loop = false;
        bool is_reducible = true;
        for (int number : back) {
            is_loop = true;
            if (number != header.number) {
                Node *node = nodes[number]->find();
                if (in_body.insert(node->number).second) {
                    body.push_back(node);
                }
            }
        }
        for (size_t at = 0; at < body.size(); at++) {
            for (int number : other[body[at]->number]) {
                Node *node = nodes[number]->find();
                if (!is_ancestor(header.number, node->number)) {
                    is_reducible = false;
                    other[header.number].insert(node->number);
                } else if (node->number != header.number && in_body.insert(node->number).second) {
                    body.push_back(node);
                }
            }
        }
        if (is_loop) {
            fold(header, body, is_reducible);
        }
    }

    void fold(Node &header, const std::vector<Node *> &body, bool is_reducible) {
        loops.push_back(std::make_unique<Loop>(header.block, is_reducible));
        Loop *found = loops.back().get();
        header.header_of = found;
        for (Node *node : body) {
            node->parent = &header;
            if (Loop *inner = node->header_of) {
                inner->parent = found;
                found->children.push_back(inner);
            } else {
                found->blocks.push_back(node->block);
            }
        }
    }
};

// A number made of a loop and those in it.
int64_t weigh(const Loop &found, int depth) {
    int64_t sum = depth * (static_cast<int64_t>(found.blocks.size()) + found.header->id % 7);
    if (!found.is_reducible) {
        sum += 5;
    }
    for (const Loop *inner : found.children) {
        sum += weigh(*inner, depth + 1);
    }
    return sum;
}

char *work(int n) {
    Graph graph = random_graph(n);
    LoopFinder finder;
    finder.find_loops(graph);
    int64_t sum = 0;
    for (const auto &found : finder.loops) {
        if (!found->parent) {
            sum += weigh(*found, 1);
        }
    }
    std::string shown = std::to_string(graph.blocks.size()) + " blocks, " + std::to_string(finder.loops.size()) +
                        " loops, " + std::to_string(sum);
    return strdup(shown.c_str());
}

}  // namespace

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

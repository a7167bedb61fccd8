// Finds the loops of a random control-flow graph of n regions, and how they nest.
// After Paul Havlak, "Nesting of Reducible and Irreducible Loops" (TOPLAS, 1997), which goes over the blocks against their
// depth-first order and folds each loop into its header.

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class Havlak {
    static final int DEPTH = 6;

    static final class Block {
        final int id;
        final List<Block> predecessors = new ArrayList<>();
        final List<Block> successors = new ArrayList<>();

        Block(int id) {
            this.id = id;
        }
    }

    static final class Graph {
        final List<Block> blocks = new ArrayList<>();

        Block addBlock() {
            Block block = new Block(blocks.size());
            blocks.add(block);
            return block;
        }

        void connect(Block from, Block to) {
            from.successors.add(to);
            to.predecessors.add(from);
        }

        // A new block behind another.
        Block extend(Block from) {
            Block block = addBlock();
            connect(from, block);
            return block;
        }

        // Two ways that meet again.
        Block diamond(Block from) {
            Block left = extend(from);
            Block right = extend(from);
            Block meeting = extend(left);
            connect(right, meeting);
            return meeting;
        }

        // A loop with other things in it; now and then one of a single block, and one with a second entry.
        Block region(Harness.Random random, Block from, int depth) {
            Block header = extend(from);
            Block at = header;
            for (int i = 0; i < 3; i++) {
                int kind = random.below(5);
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
            if (random.below(10) == 0) {
                connect(from, at);
            }
            Block end = extend(at);
            connect(end, header);
            return extend(end);
        }
    }

    static Graph randomGraph(int regions) {
        Harness.Random random = new Harness.Random(42);
        Graph graph = new Graph();
        Block entry = graph.addBlock();
        Block exit = graph.addBlock();
        for (int i = 0; i < regions; i++) {
            graph.connect(graph.region(random, graph.extend(entry), DEPTH), exit);
        }
        return graph;
    }

    static final class Loop {
        final Block header;
        final boolean isReducible;
        final List<Block> blocks = new ArrayList<>();
        Loop parent;
        final List<Loop> children = new ArrayList<>();

        Loop(Block header, boolean isReducible) {
            this.header = header;
            this.isReducible = isReducible;
        }
    }

    // A block in depth-first order, and the loop that it has become part of.
    static final class Node {
        final int number;
        final Block block;
        Node parent;
        Loop headerOf;

        Node(int number, Block block) {
            this.number = number;
            this.block = block;
        }

        // The node that stands for all that have been folded together with this one.
        Node find() {
            Node top = this;
            while (top.parent != null) {
                top = top.parent;
            }
            Node node = this;
            while (node.parent != null) {
                Node parent = node.parent;
                node.parent = top;
                node = parent;
            }
            return top;
        }
    }

    static final class LoopFinder {
        final Map<Integer, Integer> numbers = new HashMap<>();
        final List<Node> nodes = new ArrayList<>();
        final List<Integer> last = new ArrayList<>();
        final List<Loop> loops = new ArrayList<>();

        // Numbers the blocks in depth-first order, and notes the last number below each.
        void numberBlocks(Block block) {
            int number = nodes.size();
            numbers.put(block.id, number);
            nodes.add(new Node(number, block));
            last.add(number);
            for (Block next : block.successors) {
                if (!numbers.containsKey(next.id)) {
                    numberBlocks(next);
                }
            }
            last.set(number, nodes.size() - 1);
        }

        boolean isAncestor(int above, int below) {
            return above <= below && below <= last.get(above);
        }

        void findLoops(Graph graph) {
            numberBlocks(graph.blocks.get(0));
            int size = nodes.size();
            List<List<Integer>> back = new ArrayList<>();
            List<Set<Integer>> other = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                back.add(new ArrayList<>());
                other.add(new HashSet<>());
            }
            for (Node node : nodes) {
                for (Block block : node.block.predecessors) {
                    Integer number = numbers.get(block.id);
                    if (number != null) {
                        if (isAncestor(node.number, number)) {
                            back.get(node.number).add(number);
                        } else {
                            other.get(node.number).add(number);
                        }
                    }
                }
            }
            for (int number = size - 1; number >= 0; number--) {
                findLoop(nodes.get(number), back.get(number), other);
            }
        }

        // Folds the loop of a header, if it is one, into the header.
        void findLoop(Node header, List<Integer> back, List<Set<Integer>> other) {
            List<Node> body = new ArrayList<>();
            Set<Integer> inBody = new HashSet<>();
            boolean isLoop = false;
            boolean isReducible = true;
            for (int number : back) {
                isLoop = true;
                if (number != header.number) {
                    Node node = nodes.get(number).find();
                    if (inBody.add(node.number)) {
                        body.add(node);
                    }
                }
            }
            for (int at = 0; at < body.size(); at++) {
                for (int number : other.get(body.get(at).number)) {
                    Node node = nodes.get(number).find();
                    if (!isAncestor(header.number, node.number)) {
                        isReducible = false;
                        other.get(header.number).add(node.number);
                    } else if (node.number != header.number && inBody.add(node.number)) {
                        body.add(node);
                    }
                }
            }
            if (isLoop) {
                fold(header, body, isReducible);
            }
        }

        void fold(Node header, List<Node> body, boolean isReducible) {
            Loop found = new Loop(header.block, isReducible);
            loops.add(found);
            header.headerOf = found;
            for (Node node : body) {
                node.parent = header;
                if (node.headerOf != null) {
                    node.headerOf.parent = found;
                    found.children.add(node.headerOf);
                } else {
                    found.blocks.add(node.block);
                }
            }
        }
    }

    // A number made of a loop and those in it.
    static long weigh(Loop found, int depth) {
        long sum = depth * (found.blocks.size() + found.header.id % 7) + (found.isReducible ? 0 : 5);
        for (Loop inner : found.children) {
            sum += weigh(inner, depth + 1);
        }
        return sum;
    }

    static String work(int n) {
        Graph graph = randomGraph(n);
        LoopFinder finder = new LoopFinder();
        finder.findLoops(graph);
        long sum = 0;
        for (Loop found : finder.loops) {
            if (found.parent == null) {
                sum += weigh(found, 1);
            }
        }
        return graph.blocks.size() + " blocks, " + finder.loops.size() + " loops, " + sum;
    }

    public static void main(String[] args) {
        Harness.run(args, Havlak::work);
    }
}

// Linked lists: builds a list of random numbers, reverses, maps, filters, appends and merge-sorts it, each time as a new
// list; a few of the results are kept for a while.

final class ListBuild {
    static final int LENGTH = 200;
    static final int KEPT = 64;

    static final class Node {
        final int value;
        final Node next;

        Node(int value, Node next) {
            this.value = value;
            this.next = next;
        }
    }

    static Node randomList(Harness.Random random, int length) {
        Node list = null;
        for (int i = 0; i < length; i++) {
            list = new Node(random.below(100000), list);
        }
        return list;
    }

    // The list in reverse order, in front of another.
    static Node reverseOnto(Node list, Node tail) {
        Node result = tail;
        for (Node node = list; node != null; node = node.next) {
            result = new Node(node.value, result);
        }
        return result;
    }

    static Node reverse(Node list) {
        return reverseOnto(list, null);
    }

    static Node append(Node first, Node second) {
        return reverseOnto(reverse(first), second);
    }

    // The halves of the numbers, in reverse order.
    static Node halves(Node list) {
        Node result = null;
        for (Node node = list; node != null; node = node.next) {
            result = new Node(node.value / 2, result);
        }
        return result;
    }

    // The even numbers, in reverse order.
    static Node evens(Node list) {
        Node result = null;
        for (Node node = list; node != null; node = node.next) {
            if (node.value % 2 == 0) {
                result = new Node(node.value, result);
            }
        }
        return result;
    }

    static int length(Node list) {
        int count = 0;
        for (Node node = list; node != null; node = node.next) {
            count += 1;
        }
        return count;
    }

    // Two sorted lists as one, in reverse order.
    static Node mergeReversed(Node first, Node second, boolean descending) {
        Node result = null;
        Node a = first;
        Node b = second;
        while (a != null && b != null) {
            if ((a.value < b.value) != descending) {
                result = new Node(a.value, result);
                a = a.next;
            } else {
                result = new Node(b.value, result);
                b = b.next;
            }
        }
        return reverseOnto(a, reverseOnto(b, result));
    }

    // The first `count` numbers sorted. The halves are sorted in the opposite order, because merging turns it around.
    static Node sort(Node list, int count, boolean descending) {
        if (count == 0) {
            return null;
        }
        if (count == 1) {
            return new Node(list.value, null);
        }
        int middle = count / 2;
        Node rest = list;
        for (int i = 0; i < middle; i++) {
            rest = rest.next;
        }
        return mergeReversed(sort(list, middle, !descending), sort(rest, count - middle, !descending), !descending);
    }

    // A number that tells the order of the list.
    static long digest(Node list) {
        long sum = 0;
        for (Node node = list; node != null; node = node.next) {
            sum = (sum * 31 + node.value) % 1000003;
        }
        return sum;
    }

    static long work(int n) {
        Harness.Random random = new Harness.Random(42);
        Node[] kept = new Node[KEPT];
        long sum = 0;
        for (int round = 0; round < n; round++) {
            Node list = randomList(random, LENGTH);
            Node both = append(evens(list), halves(reverse(list)));
            Node sorted = sort(both, length(both), false);
            sum += digest(sorted);
            if (round % 4 == 0) {
                kept[round / 4 % KEPT] = sorted;
            }
        }
        for (Node list : kept) {
            sum += length(list);
        }
        return sum;
    }

    public static void main(String[] args) {
        Harness.run(args, ListBuild::work);
    }
}

// n knapsack problems by dynamic programming: the most value of a hundred things that fit, each taken or not, and which.

import java.util.ArrayList;
import java.util.List;

final class Knapsack {
    static final int ITEMS = 100;
    static final int CAPACITY = 2500;

    record Item(int weight, int value) {
    }

    // A row for each number of things: the most value in a knapsack of each capacity.
    static int[][] fillTable(List<Item> items, int capacity) {
        int[][] table = new int[items.size() + 1][capacity + 1];
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            int[] above = table[i];
            int[] row = table[i + 1];
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
        }
        return table;
    }

    // The numbers of the things that make up the best value, the last first.
    static List<Integer> chosen(int[][] table, List<Item> items, int capacity) {
        List<Integer> numbers = new ArrayList<>();
        int room = capacity;
        for (int i = items.size(); i > 0; i--) {
            if (table[i][room] != table[i - 1][room]) {
                numbers.add(i - 1);
                room -= items.get(i - 1).weight;
            }
        }
        return numbers;
    }

    // A number that tells the best value and the things chosen.
    static int solve(Harness.Random random) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            int weight = 10 + random.below(90);
            int value = 1 + random.below(1000);
            items.add(new Item(weight, value));
        }
        int[][] table = fillTable(items, CAPACITY);
        int digest = table[ITEMS][CAPACITY];
        for (int number : chosen(table, items, CAPACITY)) {
            digest = (digest * 31 + number) % 1000003;
        }
        return digest;
    }

    static long work(int n) {
        Harness.Random random = new Harness.Random(42);
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += solve(random);
        }
        return sum;
    }

    public static void main(String[] args) {
        Harness.run(args, Knapsack::work);
    }
}

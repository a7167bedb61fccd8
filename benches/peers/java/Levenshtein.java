// The edit distances of all pairs of n random words, by the algorithm of Wagner and Fischer (1974) with two rows.

import java.util.ArrayList;
import java.util.List;

final class Levenshtein {
    // Words of a few letters, so that they have something in common.
    static String randomWord(Harness.Random random) {
        int length = 5 + random.below(20);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.below(6)));
        }
        return word.toString();
    }

    static int distance(String a, String b) {
        int width = b.length();
        int[] above = new int[width + 1];
        int[] row = new int[width + 1];
        for (int j = 0; j <= width; j++) {
            above[j] = j;
        }
        for (int i = 0; i < a.length(); i++) {
            char letter = a.charAt(i);
            row[0] = i + 1;
            for (int j = 0; j < width; j++) {
                int change = above[j] + (letter == b.charAt(j) ? 0 : 1);
                int remove = above[j + 1] + 1;
                int add = row[j] + 1;
                int least = change;
                if (remove < least) {
                    least = remove;
                }
                if (add < least) {
                    least = add;
                }
                row[j + 1] = least;
            }
            int[] spare = above;
            above = row;
            row = spare;
        }
        return above[width];
    }

    static long work(int n) {
        Harness.Random random = new Harness.Random(42);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            words.add(randomWord(random));
        }
        long digest = 0;
        for (String a : words) {
            for (String b : words) {
                digest = (digest * 31 + distance(a, b)) % 1000003;
            }
        }
        return digest;
    }

    public static void main(String[] args) {
        Harness.run(args, Levenshtein::work);
    }
}

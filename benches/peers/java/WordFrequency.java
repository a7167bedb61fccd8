// Counts the words of a text of n words, and lists them by how frequent they are.

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

final class WordFrequency {
    static final int VOCABULARY = 3000;

    static String randomWord(Harness.Random random) {
        int length = 2 + random.below(8);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.below(26)));
        }
        return word.toString();
    }

    // Words, some of them much more frequent than others, some in capitals, some with a comma or a full stop.
    static String makeText(int n) {
        Harness.Random random = new Harness.Random(42);
        List<String> vocabulary = new ArrayList<>();
        for (int i = 0; i < VOCABULARY; i++) {
            vocabulary.add(randomWord(random));
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < n; i++) {
            int rank = random.below(VOCABULARY) * random.below(VOCABULARY) / VOCABULARY;
            String word = vocabulary.get(rank);
            text.append(random.below(8) == 0 ? word.toUpperCase(Locale.ROOT) : word);
            int mark = random.below(12);
            if (mark == 0) {
                text.append(",");
            } else if (mark == 1) {
                text.append(".");
            }
            text.append(" ");
        }
        return text.toString();
    }

    static Map<String, Integer> countWords(String text) {
        Map<String, Integer> counts = new HashMap<>();
        for (String part : text.split(" ")) {
            String word = part;
            if (word.endsWith(",") || word.endsWith(".")) {
                word = word.substring(0, word.length() - 1);
            }
            if (!word.isEmpty()) {
                counts.merge(word.toLowerCase(Locale.ROOT), 1, Integer::sum);
            }
        }
        return counts;
    }

    static String work(int n) {
        Map<String, Integer> counts = countWords(makeText(n));
        List<Map.Entry<String, Integer>> words = new ArrayList<>(counts.entrySet());
        words.sort((a, b) -> a.getValue().equals(b.getValue())
            ? a.getKey().compareTo(b.getKey())
            : b.getValue().compareTo(a.getValue()));
        int digest = 0;
        for (Map.Entry<String, Integer> entry : words) {
            String word = entry.getKey();
            digest = (digest * 31 + entry.getValue() * word.length() + word.charAt(0)) % 1000003;
        }
        Map.Entry<String, Integer> first = words.get(0);
        return words.size() + " words, " + first.getKey() + " " + first.getValue() + ", " + digest;
    }

    public static void main(String[] args) {
        Harness.run(args, WordFrequency::work);
    }
}

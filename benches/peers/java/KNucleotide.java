// Counts in maps how often pieces of some lengths are in a random strand of DNA with n nucleotides.
// After the description of "k-nucleotide" of the Computer Language Benchmarks Game.

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class KNucleotide {
    static String randomStrand(int n) {
        Harness.Random random = new Harness.Random(42);
        StringBuilder strand = new StringBuilder();
        for (int i = 0; i < n; i++) {
            int part = random.below(10);
            strand.append(part < 3 ? 'A' : part < 5 ? 'C' : part < 7 ? 'G' : 'T');
        }
        return strand.toString();
    }

    static Map<String, Integer> countPieces(String strand, int length) {
        Map<String, Integer> counts = new HashMap<>();
        for (int at = 0; at + length <= strand.length(); at++) {
            counts.merge(strand.substring(at, at + length), 1, Integer::sum);
        }
        return counts;
    }

    // A number that tells how frequent the pieces of a length are.
    static int ranking(String strand, int length) {
        List<Map.Entry<String, Integer>> pieces = new ArrayList<>(countPieces(strand, length).entrySet());
        pieces.sort((a, b) -> a.getValue().equals(b.getValue())
            ? a.getKey().compareTo(b.getKey())
            : b.getValue().compareTo(a.getValue()));
        int digest = 0;
        for (Map.Entry<String, Integer> entry : pieces) {
            String piece = entry.getKey();
            digest = (digest * 31 + entry.getValue() * 7 + piece.charAt(0) + piece.charAt(length - 1)) % 1000003;
        }
        return digest;
    }

    static String work(int n) {
        String strand = randomStrand(n);
        List<String> results = new ArrayList<>();
        results.add(String.valueOf(ranking(strand, 1)));
        results.add(String.valueOf(ranking(strand, 2)));
        for (String piece : List.of("GGT", "GGTA", "GGTATT", "GGTATTTTAATT", "GGTATTTTAATTTATAGT")) {
            Map<String, Integer> counts = countPieces(strand, piece.length());
            results.add(counts.size() + ":" + counts.getOrDefault(piece, 0));
        }
        return String.join(" ", results);
    }

    public static void main(String[] args) {
        Harness.run(args, KNucleotide::work);
    }
}

// Builds a table of n lines of text, takes it apart again, and makes another text of its parts: splitting, changing case,
// turning around, padding, searching, replacing and joining, with what each language's library has for it.

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

final class Strings {
    static String randomName(Harness.Random random) {
        int length = 4 + random.below(6);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length; i++) {
            name.append((char) ('a' + random.below(26)));
        }
        return name.toString();
    }

    static String buildTable(int n) {
        Harness.Random random = new Harness.Random(42);
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < n; i++) {
            table.append(i).append(',').append(randomName(random)).append(',').append(random.below(10000)).append('\n');
        }
        return table.toString();
    }

    static String spaces(int count) {
        return " ".repeat(Math.max(count, 0));
    }

    // A line of the report for each line of the table.
    static String report(String table) {
        List<String> lines = new ArrayList<>();
        for (String line : table.split("\n")) {
            if (line.isEmpty()) {
                continue;
            }
            String[] fields = line.split(",");
            String name = fields[1].toUpperCase(Locale.ROOT);
            String padded = name + spaces(10 - name.length()) + spaces(6 - fields[2].length()) + fields[2];
            lines.add(padded + "|" + new StringBuilder(name).reverse() + "|" + fields[0]);
        }
        return String.join("; ", lines);
    }

    // How often one text is in another.
    static int occurrences(String text, String what) {
        int count = 0;
        int at = text.indexOf(what);
        while (at >= 0) {
            count += 1;
            at = text.indexOf(what, at + what.length());
        }
        return count;
    }

    static int digest(String text) {
        int sum = 0;
        for (int at = 0; at < text.length(); at++) {
            sum = (sum * 31 + text.charAt(at)) % 1000003;
        }
        return sum;
    }

    static String work(int n) {
        String table = buildTable(n);
        String text = report(table);
        String replaced = text.replace("A", "<a>").replace(" ", "").replace("B", "");
        return table.length() + " " + replaced.length() + " " + occurrences(text, "AR") + " " + digest(replaced);
    }

    public static void main(String[] args) {
        Harness.run(args, Strings::work);
    }
}

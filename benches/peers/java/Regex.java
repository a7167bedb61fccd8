// Finds the matches of some regular expressions in a text of n words, by a small engine: an expression becomes a program
// whose threads go over the text in step. After Ken Thompson (Communications of the ACM, 1968) and the machine of Rob Pike's
// editor "sam", with the first alternative preferred.

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

final class Regex {
    enum Op { SET, SPLIT, JUMP, MATCH }

    // Where an instruction goes is a distance from itself, so that pieces of programs can be put together.
    record Instruction(Op op, boolean[] set, int first, int second) {
        static Instruction set(boolean[] set) {
            return new Instruction(Op.SET, set, 0, 0);
        }

        static Instruction split(int first, int second) {
            return new Instruction(Op.SPLIT, null, first, second);
        }

        static Instruction jump(int to) {
            return new Instruction(Op.JUMP, null, to, 0);
        }
    }

    // Makes the program of an expression: letters, `.`, `[a-z]`, `[^a-z]`, `\` before a character, `|`, `*`, `+`, `?`, `(…)`.
    static final class Compiler {
        private final String text;
        private int at = 0;

        Compiler(String text) {
            this.text = text;
        }

        private char peek() {
            return at < text.length() ? text.charAt(at) : 0;
        }

        private boolean accept(char c) {
            boolean found = peek() == c;
            if (found) {
                at += 1;
            }
            return found;
        }

        private char take() {
            char c = peek();
            at += 1;
            return c;
        }

        List<Instruction> alternatives() {
            List<Instruction> first = sequence();
            if (!accept('|')) {
                return first;
            }
            List<Instruction> second = alternatives();
            List<Instruction> code = new ArrayList<>();
            code.add(Instruction.split(1, first.size() + 2));
            code.addAll(first);
            code.add(Instruction.jump(second.size() + 1));
            code.addAll(second);
            return code;
        }

        private List<Instruction> sequence() {
            List<Instruction> code = new ArrayList<>();
            while (at < text.length() && peek() != '|' && peek() != ')') {
                code.addAll(repeated());
            }
            return code;
        }

        private List<Instruction> repeated() {
            List<Instruction> code = single();
            int length = code.size();
            if (accept('*')) {
                code.add(0, Instruction.split(1, length + 2));
                code.add(Instruction.jump(-length - 1));
            } else if (accept('+')) {
                code.add(Instruction.split(-length, 1));
            } else if (accept('?')) {
                code.add(0, Instruction.split(1, length + 1));
            }
            return code;
        }

        private List<Instruction> single() {
            char c = take();
            if (c == '(') {
                List<Instruction> code = alternatives();
                take();
                return code;
            }
            List<Instruction> code = new ArrayList<>();
            if (c == '[') {
                code.add(characters());
                return code;
            }
            boolean[] set = new boolean[128];
            if (c == '.') {
                Arrays.fill(set, true);
            } else if (c == '\\') {
                set[take()] = true;
            } else {
                set[c] = true;
            }
            code.add(Instruction.set(set));
            return code;
        }

        private Instruction characters() {
            boolean negated = accept('^');
            boolean[] set = new boolean[128];
            Arrays.fill(set, negated);
            while (!accept(']')) {
                char from = take();
                char to = accept('-') ? take() : from;
                for (int c = from; c <= to; c++) {
                    set[c] = !negated;
                }
            }
            return Instruction.set(set);
        }
    }

    // The threads at one place of the text, the preferred one first; at most one for each instruction.
    static final class Threads {
        final int[] places;
        final int[] starts;
        final int[] seen;
        int count = 0;

        Threads(int size) {
            places = new int[size];
            starts = new int[size];
            seen = new int[size];
        }
    }

    record Found(int start, int end) {
    }

    private final Instruction[] program;
    private Threads now;
    private Threads next;

    Regex(String pattern) {
        List<Instruction> code = new Compiler(pattern).alternatives();
        code.add(new Instruction(Op.MATCH, null, 0, 0));
        program = code.toArray(new Instruction[0]);
        now = new Threads(program.length);
        next = new Threads(program.length);
    }

    // Adds a thread at an instruction, or where its jumps lead.
    private void add(Threads threads, int place, int start, int at) {
        if (threads.seen[place] == at) {
            return;
        }
        threads.seen[place] = at;
        Instruction instruction = program[place];
        switch (instruction.op) {
            case JUMP -> add(threads, place + instruction.first, start, at);
            case SPLIT -> {
                add(threads, place + instruction.first, start, at);
                add(threads, place + instruction.second, start, at);
            }
            default -> {
                threads.places[threads.count] = place;
                threads.starts[threads.count] = start;
                threads.count += 1;
            }
        }
    }

    // The first match that starts at `from` or behind it, or null.
    Found find(String text, int from) {
        Found found = null;
        now.count = 0;
        Arrays.fill(now.seen, -1);
        Arrays.fill(next.seen, -1);
        for (int at = from; ; at++) {
            if (found == null) {
                add(now, 0, at, at);
            }
            if (now.count == 0 || at > text.length()) {
                return found;
            }
            char c = at < text.length() ? text.charAt(at) : 0;
            next.count = 0;
            for (int i = 0; i < now.count; i++) {
                Instruction instruction = program[now.places[i]];
                if (instruction.op == Op.MATCH) {
                    found = new Found(now.starts[i], at);
                    break;
                }
                if (at < text.length() && instruction.set[c]) {
                    add(next, now.places[i] + 1, now.starts[i], at + 1);
                }
            }
            Threads spare = now;
            now = next;
            next = spare;
        }
    }

    static String randomWord(Harness.Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.below(26)));
        }
        return word.toString();
    }

    // Words, and among them dates, numbers and addresses.
    static String makeText(int n) {
        Harness.Random random = new Harness.Random(42);
        List<String> endings = List.of("com", "org", "net", "info");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < n; i++) {
            int kind = random.below(12);
            if (kind == 0) {
                text.append(random.below(31) + 1).append('.');
                text.append(random.below(12) + 1).append('.');
                text.append(random.below(3000));
            } else if (kind == 1) {
                text.append(random.below(100000));
            } else if (kind == 2) {
                text.append(randomWord(random, 5)).append('@');
                text.append(randomWord(random, 4)).append('.');
                text.append(endings.get(random.below(4)));
            } else {
                text.append(randomWord(random, 1 + random.below(9)));
            }
            text.append(' ');
        }
        return text.toString();
    }

    static String work(int n) {
        String text = makeText(n);
        List<String> results = new ArrayList<>();
        List<String> patterns = List.of(
            "[a-z]+@[a-z]+\\.(com|org|net)",
            "[0-9][0-9]?\\.[0-9][0-9]?\\.[0-9]+",
            "([aeiou][^aeiou ])+",
            "q[^u ]*",
            "(ab|ba|c)*d(e|f?g)",
            ".o.o");
        for (String pattern : patterns) {
            Regex regex = new Regex(pattern);
            int count = 0;
            int digest = 0;
            for (Found found = regex.find(text, 0); found != null; found = regex.find(text, found.end)) {
                count += 1;
                digest = (digest * 31 + found.start + found.end) % 1000003;
            }
            results.add(count + ":" + digest);
        }
        return String.join(" ", results);
    }

    public static void main(String[] args) {
        Harness.run(args, Regex::work);
    }
}

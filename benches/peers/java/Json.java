// Makes a document of n records, prints it as JSON, parses the text with a parser of its own, and prints it again. Objects
// keep their members in order; all numbers are integers and all characters ASCII.

import java.util.ArrayList;
import java.util.List;

final class Json {
    record Member(String name, Value value) {
    }

    interface Value {
        void print(StringBuilder out);

        // A number made of all that is in the value.
        long weigh();

        // The member of a name, or null.
        default Value get(String name) {
            return null;
        }
    }

    record NullValue() implements Value {
        @Override
        public void print(StringBuilder out) {
            out.append("null");
        }

        @Override
        public long weigh() {
            return 1;
        }
    }

    record TruthValue(boolean truth) implements Value {
        @Override
        public void print(StringBuilder out) {
            out.append(truth ? "true" : "false");
        }

        @Override
        public long weigh() {
            return truth ? 3 : 2;
        }
    }

    record NumberValue(long number) implements Value {
        @Override
        public void print(StringBuilder out) {
            out.append(number);
        }

        @Override
        public long weigh() {
            return number;
        }
    }

    record TextValue(String text) implements Value {
        @Override
        public void print(StringBuilder out) {
            printText(text, out);
        }

        @Override
        public long weigh() {
            return text.length();
        }
    }

    record ListValue(List<Value> values) implements Value {
        @Override
        public void print(StringBuilder out) {
            out.append('[');
            for (int i = 0; i < values.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                values.get(i).print(out);
            }
            out.append(']');
        }

        @Override
        public long weigh() {
            long sum = 0;
            for (Value value : values) {
                sum += value.weigh();
            }
            return sum;
        }
    }

    record ObjectValue(List<Member> members) implements Value {
        @Override
        public Value get(String name) {
            for (Member member : members) {
                if (member.name.equals(name)) {
                    return member.value;
                }
            }
            return null;
        }

        @Override
        public void print(StringBuilder out) {
            out.append('{');
            for (int i = 0; i < members.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                printText(members.get(i).name, out);
                out.append(':');
                members.get(i).value.print(out);
            }
            out.append('}');
        }

        @Override
        public long weigh() {
            long sum = 0;
            for (Member member : members) {
                sum += member.name.length() + member.value.weigh();
            }
            return sum;
        }
    }

    static void printText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        String digits = Integer.toHexString(c);
                        out.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    static final class Parser {
        private final String text;
        private int at = 0;

        Parser(String text) {
            this.text = text;
        }

        private IllegalArgumentException missing(String wanted) {
            return new IllegalArgumentException(wanted + " is missing at " + at);
        }

        private char peek() {
            return at < text.length() ? text.charAt(at) : 0;
        }

        private void skipSpaces() {
            while (peek() == ' ' || peek() == '\n') {
                at += 1;
            }
        }

        // Goes over a character if it is the next one behind spaces.
        private boolean accept(char c) {
            skipSpaces();
            boolean found = peek() == c;
            if (found) {
                at += 1;
            }
            return found;
        }

        private Value word(String word, Value value) {
            if (!text.startsWith(word, at)) {
                throw missing(word);
            }
            at += word.length();
            return value;
        }

        Value value() {
            skipSpaces();
            return switch (peek()) {
                case '{' -> object();
                case '[' -> list();
                case '"' -> new TextValue(string());
                case 't' -> word("true", new TruthValue(true));
                case 'f' -> word("false", new TruthValue(false));
                case 'n' -> word("null", new NullValue());
                default -> number();
            };
        }

        private Value number() {
            boolean negative = accept('-');
            int start = at;
            long number = 0;
            while (peek() >= '0' && peek() <= '9') {
                number = number * 10 + peek() - '0';
                at += 1;
            }
            if (at == start) {
                throw missing("a value");
            }
            return new NumberValue(negative ? -number : number);
        }

        private String string() {
            at += 1;
            StringBuilder parts = new StringBuilder();
            int start = at;
            while (true) {
                char c = peek();
                if (c == '"') {
                    parts.append(text, start, at);
                    at += 1;
                    return parts.toString();
                } else if (c == '\\') {
                    parts.append(text, start, at);
                    at += 1;
                    parts.append(escape());
                    start = at;
                } else if (at == text.length()) {
                    throw missing("the end of a text");
                } else {
                    at += 1;
                }
            }
        }

        // What stands behind a backslash.
        private char escape() {
            char c = peek();
            at += 1;
            switch (c) {
                case 'n':
                    return '\n';
                case 't':
                    return '\t';
                case 'u':
                    String digits = text.substring(at, at + 4);
                    at += 4;
                    return (char) Integer.parseInt(digits, 16);
                default:
                    return c;
            }
        }

        private Value list() {
            at += 1;
            List<Value> values = new ArrayList<>();
            if (accept(']')) {
                return new ListValue(values);
            }
            while (true) {
                values.add(value());
                if (accept(']')) {
                    return new ListValue(values);
                }
                if (!accept(',')) {
                    throw missing("a comma");
                }
            }
        }

        private Value object() {
            at += 1;
            List<Member> members = new ArrayList<>();
            if (accept('}')) {
                return new ObjectValue(members);
            }
            while (true) {
                skipSpaces();
                String name = string();
                if (!accept(':')) {
                    throw missing("a colon");
                }
                members.add(new Member(name, value()));
                if (accept('}')) {
                    return new ObjectValue(members);
                }
                if (!accept(',')) {
                    throw missing("a comma");
                }
            }
        }
    }

    // Letters, digits, spaces, and now and then a character that must be escaped.
    static String randomText(Harness.Random random) {
        int length = 3 + random.below(12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int kind = random.below(40);
            if (kind < 26) {
                text.append((char) ('a' + kind));
            } else if (kind < 30) {
                text.append(' ');
            } else {
                switch (kind) {
                    case 30 -> text.append('"');
                    case 31 -> text.append('\\');
                    case 32 -> text.append('\n');
                    case 33 -> text.append('\t');
                    case 34 -> text.append('\u0001');
                    default -> text.append((char) ('0' + kind - 35));
                }
            }
        }
        return text.toString();
    }

    static Value randomRecord(Harness.Random random, int id, int depth) {
        String name = randomText(random);
        boolean active = random.below(2) == 0;
        int score = random.below(2000001) - 1000000;
        int tagCount = random.below(5);
        List<Value> tags = new ArrayList<>();
        for (int i = 0; i < tagCount; i++) {
            tags.add(new TextValue(randomText(random)));
        }
        boolean hasParent = depth > 0 && random.below(3) > 0;
        Value parent = hasParent ? randomRecord(random, id * 2, depth - 1) : new NullValue();
        List<Member> members = new ArrayList<>();
        members.add(new Member("id", new NumberValue(id)));
        members.add(new Member("name", new TextValue(name)));
        members.add(new Member("active", new TruthValue(active)));
        members.add(new Member("score", new NumberValue(score)));
        members.add(new Member("tags", new ListValue(tags)));
        members.add(new Member("parent", parent));
        return new ObjectValue(members);
    }

    static String print(Value value) {
        StringBuilder out = new StringBuilder();
        value.print(out);
        return out.toString();
    }

    static int digest(String text) {
        int sum = 0;
        for (int at = 0; at < text.length(); at++) {
            sum = (sum * 31 + text.charAt(at)) % 1000003;
        }
        return sum;
    }

    static String work(int n) {
        Harness.Random random = new Harness.Random(42);
        List<Value> values = new ArrayList<>();
        for (int id = 0; id < n; id++) {
            values.add(randomRecord(random, id, 2));
        }
        String text = print(new ListValue(values));
        Value document = new Parser(text).value();
        long scores = 0;
        if (document instanceof ListValue records) {
            for (Value record : records.values) {
                if (record.get("score") instanceof NumberValue score) {
                    scores += score.number;
                }
            }
        }
        String same = print(document).equals(text) ? "same" : "different";
        return text.length() + " " + digest(text) + " " + document.weigh() + " " + scores + " " + same;
    }

    public static void main(String[] args) {
        Harness.run(args, Json::work);
    }
}

// Makes a document of n records, prints it as JSON, parses the text with a parser of its own, and prints it again. Objects
// keep their members in order; all numbers are integers and all characters ASCII.

#include "harness.h"

#include <cstdio>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace {

struct Member;
struct Value;

using Null = std::monostate;
using List = std::vector<Value>;
using Object = std::vector<Member>;

struct Value {
    std::variant<Null, bool, int64_t, std::string, List, Object> data;
};

struct Member {
    std::string name;
    Value value;
};

// The member of a name, or null.
const Value *get(const Object &object, const std::string &name) {
    for (const Member &member : object) {
        if (member.name == name) {
            return &member.value;
        }
    }
    return nullptr;
}

void print_text(const std::string &text, std::string &out) {
    out += '"';
    for (char c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (c < ' ') {
                char digits[8];
                std::snprintf(digits, sizeof digits, "\\u%04x", static_cast<unsigned char>(c));
                out += digits;
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

struct Printer {
    std::string out;

    void print(const Value &value) { std::visit(*this, value.data); }

    void operator()(Null) { out += "null"; }
    void operator()(bool truth) { out += truth ? "true" : "false"; }
    void operator()(int64_t number) { out += std::to_string(number); }
    void operator()(const std::string &text) { print_text(text, out); }

    void operator()(const List &values) {
        out += '[';
        for (size_t i = 0; i < values.size(); i++) {
            if (i > 0) {
                out += ',';
            }
            print(values[i]);
        }
        out += ']';
    }

    void operator()(const Object &members) {
        out += '{';
        for (size_t i = 0; i < members.size(); i++) {
            if (i > 0) {
                out += ',';
            }
            print_text(members[i].name, out);
            out += ':';
            print(members[i].value);
        }
        out += '}';
    }
};

std::string print(const Value &value) {
    Printer printer;
    printer.print(value);
    return printer.out;
}

// A number made of all that is in the value.
struct Weigher {
    int64_t weigh(const Value &value) const { return std::visit(*this, value.data); }

    int64_t operator()(Null) const { return 1; }
    int64_t operator()(bool truth) const { return truth ? 3 : 2; }
    int64_t operator()(int64_t number) const { return number; }
    int64_t operator()(const std::string &text) const { return static_cast<int64_t>(text.size()); }

    int64_t operator()(const List &values) const {
        int64_t sum = 0;
        for (const Value &value : values) {
            sum += weigh(value);
        }
        return sum;
    }

    int64_t operator()(const Object &members) const {
        int64_t sum = 0;
        for (const Member &member : members) {
            sum += static_cast<int64_t>(member.name.size()) + weigh(member.value);
        }
        return sum;
    }
};

class Parser {
public:
    explicit Parser(const std::string &text) : text(text) {}

    Value value() {
        skip_spaces();
        switch (peek()) {
        case '{':
            return object();
        case '[':
            return list();
        case '"':
            return {string()};
        case 't':
            return word("true", {true});
        case 'f':
            return word("false", {false});
        case 'n':
            return word("null", {Null()});
        default:
            return number();
        }
    }

private:
    const std::string &text;
    size_t at = 0;

    std::runtime_error missing(const std::string &wanted) const {
        return std::runtime_error(wanted + " is missing at " + std::to_string(at));
    }

    char peek() const { return at < text.size() ? text[at] : '\0'; }

    void skip_spaces() {
        while (peek() == ' ' || peek() == '\n') {
            at += 1;
        }
    }

    // Goes over a character if it is the next one behind spaces.
    bool accept(char c) {
        skip_spaces();
        bool found = peek() == c;
        if (found) {
            at += 1;
        }
        return found;
    }

    Value word(const std::string &word, Value value) {
        if (text.compare(at, word.size(), word) != 0) {
            throw missing(word);
        }
        at += word.size();
        return value;
    }

    Value number() {
        bool negative = accept('-');
        size_t start = at;
        int64_t number = 0;
        while (peek() >= '0' && peek() <= '9') {
            number = number * 10 + peek() - '0';
            at += 1;
        }
        if (at == start) {
            throw missing("a value");
        }
        return {negative ? -number : number};
    }

    std::string string() {
        at += 1;
        std::string parts;
        size_t start = at;
        while (true) {
            char c = peek();
            if (c == '"') {
                parts.append(text, start, at - start);
                at += 1;
                return parts;
            } else if (c == '\\') {
                parts.append(text, start, at - start);
                at += 1;
                parts += escape();
                start = at;
            } else if (at == text.size()) {
                throw missing("the end of a text");
            } else {
                at += 1;
            }
        }
    }

    // What stands behind a backslash.
    char escape() {
        char c = peek();
        at += 1;
        switch (c) {
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case 'u': {
            std::string digits = text.substr(at, 4);
            at += 4;
            return static_cast<char>(std::stoi(digits, nullptr, 16));
        }
        default:
            return c;
        }
    }

    Value list() {
        at += 1;
        List values;
        if (accept(']')) {
            return {std::move(values)};
        }
        while (true) {
            values.push_back(value());
            if (accept(']')) {
                return {std::move(values)};
            }
            if (!accept(',')) {
                throw missing("a comma");
            }
        }
    }

    Value object() {
        at += 1;
        Object members;
        if (accept('}')) {
            return {std::move(members)};
        }
        while (true) {
            skip_spaces();
            std::string name = string();
            if (!accept(':')) {
                throw missing("a colon");
            }
            members.push_back({std::move(name), value()});
            if (accept('}')) {
                return {std::move(members)};
            }
            if (!accept(',')) {
                throw missing("a comma");
            }
        }
    }
};

// Letters, digits, spaces, and now and then a character that must be escaped.
std::string random_text(Random &random) {
    int length = 3 + random_below(&random, 12);
    std::string text;
    for (int i = 0; i < length; i++) {
        int kind = random_below(&random, 40);
        if (kind < 26) {
            text += static_cast<char>('a' + kind);
        } else if (kind < 30) {
            text += ' ';
        } else {
            text += "\"\\\n\t\00101234"[kind - 30];
        }
    }
    return text;
}

Value random_record(Random &random, int id, int depth) {
    std::string name = random_text(random);
    bool active = random_below(&random, 2) == 0;
    int64_t score = random_below(&random, 2000001) - 1000000;
    int tag_count = random_below(&random, 5);
    List tags;
    for (int i = 0; i < tag_count; i++) {
        tags.push_back({random_text(random)});
    }
    bool has_parent = depth > 0 && random_below(&random, 3) > 0;
    Value parent = has_parent ? random_record(random, id * 2, depth - 1) : Value{Null()};
    Object members;
    members.push_back({"id", {static_cast<int64_t>(id)}});
    members.push_back({"name", {std::move(name)}});
    members.push_back({"active", {active}});
    members.push_back({"score", {score}});
    members.push_back({"tags", {std::move(tags)}});
    members.push_back({"parent", std::move(parent)});
    return {std::move(members)};
}

int digest(const std::string &text) {
    int sum = 0;
    for (unsigned char c : text) {
        sum = (sum * 31 + c) % 1000003;
    }
    return sum;
}

char *work(int n) {
    Random random{42};
    List values;
    for (int id = 0; id < n; id++) {
        values.push_back(random_record(random, id, 2));
    }
    std::string text = print({std::move(values)});
    Value document = Parser(text).value();
    int64_t scores = 0;
    for (const Value &record : std::get<List>(document.data)) {
        scores += std::get<int64_t>(get(std::get<Object>(record.data), "score")->data);
    }
    std::string same = print(document) == text ? "same" : "different";
    std::string shown = std::to_string(text.size()) + " " + std::to_string(digest(text)) + " " +
                        std::to_string(Weigher().weigh(document)) + " " + std::to_string(scores) + " " + same;
    return strdup(shown.c_str());
}

}  // namespace

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

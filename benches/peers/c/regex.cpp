// Finds the matches of some regular expressions in a text of n words, by a small engine: an expression becomes a program
// whose threads go over the text in step. After Ken Thompson (Communications of the ACM, 1968) and the machine of Rob Pike's
// editor "sam", with the first alternative preferred.

#include "harness.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

enum class Op { Set, Split, Jump, Match };

using Set = std::array<bool, 128>;

// Where an instruction goes is a distance from itself, so that pieces of programs can be put together.
struct Instruction {
    Op op;
    Set set;
    int first;
    int second;
};

using Program = std::vector<Instruction>;

Instruction set_of(const Set &set) {
    return {Op::Set, set, 0, 0};
}

Instruction split(int first, int second) {
    return {Op::Split, {}, first, second};
}

Instruction jump(int to) {
    return {Op::Jump, {}, to, 0};
}

void append(Program &code, const Program &more) {
    code.insert(code.end(), more.begin(), more.end());
}

// Makes the program of an expression: letters, `.`, `[a-z]`, `[^a-z]`, `\` before a character, `|`, `*`, `+`, `?`, `(…)`.
class Compiler {
public:
    explicit Compiler(const std::string &text) : text(text) {}

    Program alternatives() {
        Program first = sequence();
        if (!accept('|')) {
            return first;
        }
        Program second = alternatives();
        Program code = {split(1, static_cast<int>(first.size()) + 2)};
        append(code, first);
        code.push_back(jump(static_cast<int>(second.size()) + 1));
        append(code, second);
        return code;
    }

private:
    const std::string &text;
    size_t at = 0;

    char peek() const { return at < text.size() ? text[at] : '\0'; }

    bool accept(char c) {
        bool found = peek() == c;
        if (found) {
            at += 1;
        }
        return found;
    }

    char take() {
        char c = peek();
        at += 1;
        return c;
    }

    Program sequence() {
        Program code;
        while (at < text.size() && peek() != '|' && peek() != ')') {
            append(code, repeated());
        }
        return code;
    }

    Program repeated() {
        Program code = single();
        int length = static_cast<int>(code.size());
        if (accept('*')) {
            code.insert(code.begin(), split(1, length + 2));
            code.push_back(jump(-length - 1));
        } else if (accept('+')) {
            code.push_back(split(-length, 1));
        } else if (accept('?')) {
            code.insert(code.begin(), split(1, length + 1));
        }
        return code;
    }

    Program single() {
        char c = take();
        if (c == '(') {
            Program code = alternatives();
            take();
            return code;
        }
        if (c == '[') {
            return {characters()};
        }
        Set set;
        set.fill(c == '.');
        if (c == '\\') {
            set[static_cast<unsigned char>(take())] = true;
        } else if (c != '.') {
            set[static_cast<unsigned char>(c)] = true;
        }
        return {set_of(set)};
    }

    Instruction characters() {
        bool negated = accept('^');
        Set set;
        set.fill(negated);
        while (!accept(']')) {
            char from = take();
            char to = accept('-') ? take() : from;
            for (int c = from; c <= to; c++) {
                set[c] = !negated;
            }
        }
        return set_of(set);
    }
};

// The threads at one place of the text, the preferred one first; at most one for each instruction.
struct Threads {
    std::vector<int> places;
    std::vector<int> starts;
    std::vector<int> seen;
    int count = 0;

    explicit Threads(size_t size) : places(size), starts(size), seen(size) {}
};

struct Found {
    int start;
    int end;
};

class Regex {
public:
    explicit Regex(const std::string &pattern)
        : program(Compiler(pattern).alternatives()), now(program.size() + 1), next(program.size() + 1) {
        program.push_back({Op::Match, {}, 0, 0});
    }

    // The first match that starts at `from` or behind it.
    std::optional<Found> find(const std::string &text, int from) {
        std::optional<Found> found;
        int length = static_cast<int>(text.size());
        now.count = 0;
        std::fill(now.seen.begin(), now.seen.end(), -1);
        std::fill(next.seen.begin(), next.seen.end(), -1);
        for (int at = from;; at++) {
            if (!found) {
                add(now, 0, at, at);
            }
            if (now.count == 0 || at > length) {
                return found;
            }
            unsigned char c = at < length ? text[at] : '\0';
            next.count = 0;
            for (int i = 0; i < now.count; i++) {
                const Instruction &instruction = program[now.places[i]];
                if (instruction.op == Op::Match) {
                    found = Found{now.starts[i], at};
                    break;
                }
                if (at < length && instruction.set[c]) {
                    add(next, now.places[i] + 1, now.starts[i], at + 1);
                }
            }
            std::swap(now, next);
        }
    }

private:
    Program program;
    Threads now;
    Threads next;

    // Adds a thread at an instruction, or where its jumps lead.
    void add(Threads &threads, int place, int start, int at) {
        if (threads.seen[place] == at) {
            return;
        }
        threads.seen[place] = at;
        const Instruction &instruction = program[place];
        switch (instruction.op) {
        case Op::Jump:
            add(threads, place + instruction.first, start, at);
            break;
        case Op::Split:
            add(threads, place + instruction.first, start, at);
            add(threads, place + instruction.second, start, at);
            break;
        default:
            threads.places[threads.count] = place;
            threads.starts[threads.count] = start;
            threads.count += 1;
        }
    }
};

std::string random_word(Random &random, int length) {
    std::string word;
    for (int i = 0; i < length; i++) {
        word += static_cast<char>('a' + random_below(&random, 26));
    }
    return word;
}

// Words, and among them dates, numbers and addresses.
std::string make_text(int n) {
    Random random{42};
    const char *endings[] = {"com", "org", "net", "info"};
    std::string text;
    for (int i = 0; i < n; i++) {
        int kind = random_below(&random, 12);
        if (kind == 0) {
            text += std::to_string(random_below(&random, 31) + 1) + ".";
            text += std::to_string(random_below(&random, 12) + 1) + ".";
            text += std::to_string(random_below(&random, 3000));
        } else if (kind == 1) {
            text += std::to_string(random_below(&random, 100000));
        } else if (kind == 2) {
            text += random_word(random, 5) + "@";
            text += random_word(random, 4) + ".";
            text += endings[random_below(&random, 4)];
        } else {
            text += random_word(random, 1 + random_below(&random, 9));
        }
        text += ' ';
    }
    return text;
}

char *work(int n) {
    std::string text = make_text(n);
    std::string results;
    const std::string patterns[] = {
        R"([a-z]+@[a-z]+\.(com|org|net))",
        R"([0-9][0-9]?\.[0-9][0-9]?\.[0-9]+)",
        "([aeiou][^aeiou ])+",
        "q[^u ]*",
        "(ab|ba|c)*d(e|f?g)",
        ".o.o",
    };
    for (const std::string &pattern : patterns) {
        Regex regex(pattern);
        int count = 0;
        int digest = 0;
        int at = 0;
        while (std::optional<Found> found = regex.find(text, at)) {
            count += 1;
            digest = (digest * 31 + found->start + found->end) % 1000003;
            at = found->end;
        }
        if (!results.empty()) {
            results += ' ';
        }
        results += std::to_string(count) + ":" + std::to_string(digest);
    }
    return strdup(results.c_str());
}

}  // namespace

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

// Builds a table of n lines of text, takes it apart again, and makes another text of its parts: splitting, changing case,
// turning around, padding, searching, replacing and joining, with what each language's library has for it.

#include "harness.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::string random_name(Random &random) {
    int length = 4 + random_below(&random, 6);
    std::string name;
    for (int i = 0; i < length; i++) {
        name += static_cast<char>('a' + random_below(&random, 26));
    }
    return name;
}

std::string build_table(int n) {
    Random random{42};
    std::string table;
    for (int i = 0; i < n; i++) {
        table += std::to_string(i);
        table += ',';
        table += random_name(random);
        table += ',';
        table += std::to_string(random_below(&random, 10000));
        table += '\n';
    }
    return table;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    size_t from = 0;
    while (true) {
        size_t at = text.find(separator, from);
        if (at == std::string_view::npos) {
            parts.emplace_back(text.substr(from));
            return parts;
        }
        parts.emplace_back(text.substr(from, at - from));
        from = at + 1;
    }
}

std::string join(const std::vector<std::string> &parts, std::string_view separator) {
    std::string text;
    for (size_t i = 0; i < parts.size(); i++) {
        if (i > 0) {
            text += separator;
        }
        text += parts[i];
    }
    return text;
}

std::string replace(const std::string &text, std::string_view what, std::string_view by) {
    std::string result;
    size_t from = 0;
    while (true) {
        size_t at = text.find(what, from);
        if (at == std::string::npos) {
            return result.append(text, from);
        }
        result.append(text, from, at - from);
        result += by;
        from = at + what.size();
    }
}

std::string spaces(int count) {
    return std::string(std::max(count, 0), ' ');
}

// A line of the report for each line of the table.
std::string report(const std::string &table) {
    std::vector<std::string> lines;
    for (const std::string &line : split(table, '\n')) {
        if (line.empty()) {
            continue;
        }
        std::vector<std::string> fields = split(line, ',');
        std::string name = fields[1];
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
        std::string reversed(name.rbegin(), name.rend());
        int missing = 6 - static_cast<int>(fields[2].size());
        std::string padded = name + spaces(10 - static_cast<int>(name.size())) + spaces(missing) + fields[2];
        lines.push_back(padded + "|" + reversed + "|" + fields[0]);
    }
    return join(lines, "; ");
}

// How often one text is in another.
int occurrences(const std::string &text, std::string_view what) {
    int count = 0;
    size_t at = text.find(what);
    while (at != std::string::npos) {
        count += 1;
        at = text.find(what, at + what.size());
    }
    return count;
}

int digest(const std::string &text) {
    int sum = 0;
    for (unsigned char c : text) {
        sum = (sum * 31 + c) % 1000003;
    }
    return sum;
}

char *work(int n) {
    std::string table = build_table(n);
    std::string text = report(table);
    std::string replaced = replace(replace(replace(text, "A", "<a>"), " ", ""), "B", "");
    std::string shown = std::to_string(table.size()) + " " + std::to_string(replaced.size()) + " " +
                        std::to_string(occurrences(text, "AR")) + " " + std::to_string(digest(replaced));
    return strdup(shown.c_str());
}

}  // namespace

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

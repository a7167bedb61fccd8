// Counts the words of a text of n words, and lists them by how frequent they are.

#include "harness.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

constexpr int VOCABULARY = 3000;

using Counts = std::unordered_map<std::string, int>;

std::string random_word(Random &random) {
    int length = 2 + random_below(&random, 8);
    std::string word;
    for (int i = 0; i < length; i++) {
        word += static_cast<char>('a' + random_below(&random, 26));
    }
    return word;
}

std::string to_upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

std::string to_lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

// Words, some of them much more frequent than others, some in capitals, some with a comma or a full stop.
std::string make_text(int n) {
    Random random{42};
    std::vector<std::string> vocabulary;
    for (int i = 0; i < VOCABULARY; i++) {
        vocabulary.push_back(random_word(random));
    }
    std::string text;
    for (int i = 0; i < n; i++) {
        int rank = random_below(&random, VOCABULARY);
        rank = rank * random_below(&random, VOCABULARY) / VOCABULARY;
        const std::string &word = vocabulary[rank];
        text += random_below(&random, 8) == 0 ? to_upper(word) : word;
        int mark = random_below(&random, 12);
        if (mark == 0) {
            text += ",";
        } else if (mark == 1) {
            text += ".";
        }
        text += " ";
    }
    return text;
}

Counts count_words(const std::string &text) {
    Counts counts;
    size_t from = 0;
    while (from < text.size()) {
        size_t at = std::min(text.find(' ', from), text.size());
        std::string word = text.substr(from, at - from);
        from = at + 1;
        if (word.ends_with(',') || word.ends_with('.')) {
            word.pop_back();
        }
        if (!word.empty()) {
            counts[to_lower(word)] += 1;
        }
    }
    return counts;
}

char *work(int n) {
    Counts counts = count_words(make_text(n));
    std::vector<std::pair<std::string, int>> words(counts.begin(), counts.end());
    std::sort(words.begin(), words.end(), [](const auto &a, const auto &b) {
        return a.second == b.second ? a.first < b.first : a.second > b.second;
    });
    int64_t digest = 0;
    for (const auto &[word, count] : words) {
        digest = (digest * 31 + count * static_cast<int64_t>(word.size()) + word[0]) % 1000003;
    }
    std::string shown = std::to_string(words.size()) + " words, " + words[0].first + " " +
                        std::to_string(words[0].second) + ", " + std::to_string(digest);
    return strdup(shown.c_str());
}

}  // namespace

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

// The edit distances of all pairs of n random words, by the algorithm of Wagner and Fischer (1974) with two rows.

#include "harness.h"

#include <string>
#include <utility>
#include <vector>

namespace {

// Words of a few letters, so that they have something in common.
std::string random_word(Random &random) {
    int length = 5 + random_below(&random, 20);
    std::string word;
    for (int i = 0; i < length; i++) {
        word += static_cast<char>('a' + random_below(&random, 6));
    }
    return word;
}

int distance(const std::string &a, const std::string &b) {
    size_t width = b.size();
    std::vector<int> above(width + 1);
    std::vector<int> row(width + 1);
    for (size_t j = 0; j <= width; j++) {
        above[j] = static_cast<int>(j);
    }
    for (size_t i = 0; i < a.size(); i++) {
        char letter = a[i];
        row[0] = static_cast<int>(i) + 1;
        for (size_t j = 0; j < width; j++) {
            int change = above[j] + (letter == b[j] ? 0 : 1);
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
        std::swap(above, row);
    }
    return above[width];
}

int64_t work(int n) {
    Random random{42};
    std::vector<std::string> words;
    for (int i = 0; i < n; i++) {
        words.push_back(random_word(random));
    }
    int64_t digest = 0;
    for (const std::string &a : words) {
        for (const std::string &b : words) {
            digest = (digest * 31 + distance(a, b)) % 1000003;
        }
    }
    return digest;
}

}  // namespace

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

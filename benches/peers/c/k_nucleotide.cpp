// Counts in maps how often pieces of some lengths are in a random strand of DNA with n nucleotides.
// After the description of "k-nucleotide" of the Computer Language Benchmarks Game.

#include "harness.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

using Counts = std::unordered_map<std::string, int>;

std::string random_strand(int n) {
    Random random{42};
    std::string strand;
    for (int i = 0; i < n; i++) {
        int part = random_below(&random, 10);
        strand += part < 3 ? 'A' : part < 5 ? 'C' : part < 7 ? 'G' : 'T';
    }
    return strand;
}

Counts count_pieces(const std::string &strand, size_t length) {
    Counts counts;
    for (size_t at = 0; at + length <= strand.size(); at++) {
        counts[strand.substr(at, length)] += 1;
    }
    return counts;
}

// A number that tells how frequent the pieces of a length are.
int ranking(const std::string &strand, size_t length) {
    Counts counts = count_pieces(strand, length);
    std::vector<std::pair<std::string, int>> pieces(counts.begin(), counts.end());
    std::sort(pieces.begin(), pieces.end(), [](const auto &a, const auto &b) {
        return a.second == b.second ? a.first < b.first : a.second > b.second;
    });
    int digest = 0;
    for (const auto &[piece, count] : pieces) {
        digest = (digest * 31 + count * 7 + piece[0] + piece[length - 1]) % 1000003;
    }
    return digest;
}

char *work(int n) {
    std::string strand = random_strand(n);
    std::string results = std::to_string(ranking(strand, 1)) + " " + std::to_string(ranking(strand, 2));
    for (const std::string piece : {"GGT", "GGTA", "GGTATT", "GGTATTTTAATT", "GGTATTTTAATTTATAGT"}) {
        Counts counts = count_pieces(strand, piece.size());
        auto found = counts.find(piece);
        int count = found == counts.end() ? 0 : found->second;
        results += ' ';
        results += std::to_string(counts.size()) + ":" + std::to_string(count);
    }
    return strdup(results.c_str());
}

}  // namespace

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

// Fills a map from integers to integers, reads all of it, and removes every third key.

#include "harness.h"

#include <unordered_map>

namespace {

constexpr int64_t MODULUS = 1000003;

int64_t key(int64_t i) {
    return i * 7919 % MODULUS;
}

int64_t work(int n) {
    std::unordered_map<int64_t, int64_t> map;
    for (int i = 0; i < n; i++) {
        map[key(i)] = i;
    }
    int64_t sum = 0;
    for (int i = 0; i < n; i++) {
        sum += map.at(key(i)) % 8;
    }
    for (int i = 0; i < n; i += 3) {
        map.erase(key(i));
    }
    for (int i = 0; i < n; i++) {
        sum += map.contains(key(i));
    }
    return sum + static_cast<int64_t>(map.size());
}

}  // namespace

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

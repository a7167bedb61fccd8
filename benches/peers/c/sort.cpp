// Sorts records by comparison functions: by a merge sort of its own and by the library's sort. All orders are total, so that
// every way of sorting gives the same.

#include "harness.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace {

struct Person {
    int id;
    std::string name;
    int age;
    int score;

    Person(int id, Random &random) : id(id) {
        for (int i = 0; i < 6; i++) {
            name += static_cast<char>('a' + random_below(&random, 5));
        }
        age = random_below(&random, 100);
        score = random_below(&random, 1000000);
    }
};

using People = std::vector<const Person *>;

// Sorts the part of the array from `low` to `high`, with a second array for merging.
template <typename T, typename Before>
void sort_part(std::vector<T> &items, std::vector<T> &spare, size_t low, size_t high, const Before &before) {
    if (high - low < 2) {
        return;
    }
    size_t middle = (low + high) / 2;
    sort_part(items, spare, low, middle, before);
    sort_part(items, spare, middle, high, before);
    size_t a = low;
    size_t b = middle;
    for (size_t at = low; at < high; at++) {
        if (b == high || (a < middle && !before(items[b], items[a]))) {
            spare[at] = items[a++];
        } else {
            spare[at] = items[b++];
        }
    }
    for (size_t at = low; at < high; at++) {
        items[at] = spare[at];
    }
}

template <typename T, typename Before> void merge_sort(std::vector<T> &items, const Before &before) {
    std::vector<T> spare = items;
    sort_part(items, spare, 0, items.size(), before);
}

int64_t digest(const People &people) {
    int64_t sum = 0;
    for (const Person *person : people) {
        sum = (sum * 31 + person->id) % 1000003;
    }
    return sum;
}

int64_t work(int n) {
    Random random{42};
    std::vector<std::unique_ptr<Person>> owned;
    People list;
    for (int id = 0; id < n; id++) {
        owned.push_back(std::make_unique<Person>(id, random));
        list.push_back(owned.back().get());
    }
    People people = list;
    int64_t sum = 0;

    merge_sort(people, [](const Person *a, const Person *b) {
        return a->age < b->age || (a->age == b->age && a->id < b->id);
    });
    sum += digest(people);

    int target = random_below(&random, 1000000);
    auto off = [target](const Person *person) { return std::abs(person->score - target); };
    merge_sort(people, [&off](const Person *a, const Person *b) {
        int difference = off(a) - off(b);
        return difference < 0 || (difference == 0 && a->id < b->id);
    });
    sum += digest(people);

    std::stable_sort(list.begin(), list.end(), [](const Person *a, const Person *b) {
        return a->name == b->name ? a->id < b->id : a->name < b->name;
    });
    sum += digest(list);

    std::stable_sort(list.begin(), list.end(), [](const Person *a, const Person *b) {
        return a->score == b->score ? a->id < b->id : a->score > b->score;
    });
    return sum + digest(list);
}

}  // namespace

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

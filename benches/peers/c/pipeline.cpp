// Pipelines of map, filter and fold over records and numbers, with closures that capture variables, and functions composed of
// others. Each language uses what its own library has for this.

#include "harness.h"

#include <functional>
#include <numeric>
#include <ranges>
#include <vector>

namespace {

using std::views::filter;
using std::views::transform;
using Change = std::function<int(int)>;

struct Order {
    int customer;
    int quantity;
    int price;
};

constexpr int THRESHOLDS = 10;

std::vector<Order> random_orders(Random &random, int n) {
    std::vector<Order> orders;
    for (int i = 0; i < n; i++) {
        int customer = random_below(&random, 1000);
        int quantity = random_below(&random, 20);
        int price = random_below(&random, 500);
        orders.push_back({customer, quantity, price});
    }
    return orders;
}

template <typename Range, typename Step> int64_t fold(Range &&range, int64_t start, Step step) {
    int64_t result = start;
    for (auto &&value : range) {
        result = step(result, value);
    }
    return result;
}

// The turnover of the orders above a quantity.
int64_t turnover(const std::vector<Order> &orders, int threshold) {
    auto amounts = orders | filter([=](const Order &order) { return order.quantity > threshold; }) |
                   transform([](const Order &order) { return order.quantity * order.price; });
    return fold(amounts, 0, [](int64_t sum, int64_t amount) { return sum + amount; });
}

// A number made of the squares with a remainder.
int64_t squares(int n, int remainder) {
    auto numbers = std::views::iota(0, n) | transform([](int i) { return static_cast<int64_t>(i) * i % 1009; }) |
                   filter([=](int64_t square) { return square % 10 == remainder; }) |
                   transform([=](int64_t square) { return square + remainder; });
    return fold(numbers, 0, [](int64_t sum, int64_t square) { return (sum * 31 + square) % 65521; });
}

// How many orders of the first customers are not small.
int64_t large_orders(const std::vector<Order> &orders, int customers) {
    int limit = customers * 100;
    auto large = orders | filter([=](const Order &order) { return order.customer < limit; }) |
                 filter([](const Order &order) { return order.quantity * order.price >= 1000; });
    return std::ranges::distance(large);
}

Change compose(const Change &first, const Change &second) {
    return [first, second](int x) { return second(first(x)); };
}

// A function that goes through several steps made from a number.
Change steps(int by) {
    std::vector<Change> parts = {
        [by](int x) { return x + by; },
        [](int x) { return x * 3 % 8191; },
        [](int x) { return x % 2 == 0 ? x / 2 : x; },
        [by](int x) { return x ^ by; },
    };
    return std::accumulate(parts.begin(), parts.end(), Change([](int x) { return x; }), compose);
}

int64_t work(int n) {
    Random random{42};
    std::vector<Order> orders = random_orders(random, n);
    int64_t digest = 0;
    for (int threshold = 0; threshold < THRESHOLDS; threshold++) {
        Change change = steps(threshold);
        auto changed = orders | transform([&](const Order &order) { return change(order.price); });
        int64_t sum = turnover(orders, threshold) + squares(n, threshold) + large_orders(orders, threshold) +
                      fold(changed, 0, [](int64_t sum, int64_t x) { return sum + x; });
        digest = (digest * 31 + sum) % 1000003;
    }
    return digest;
}

}  // namespace

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

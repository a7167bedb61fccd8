// Pipelines of map, filter and fold over records and numbers, with closures that capture variables, and functions composed of
// others. Each language uses what its own library has for this.

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

final class Pipeline {
    record Order(int customer, int quantity, int price) {
    }

    static final int THRESHOLDS = 10;

    static List<Order> randomOrders(Harness.Random random, int n) {
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int customer = random.below(1000);
            int quantity = random.below(20);
            int price = random.below(500);
            orders.add(new Order(customer, quantity, price));
        }
        return orders;
    }

    // The turnover of the orders above a quantity.
    static long turnover(List<Order> orders, int threshold) {
        return orders.stream()
            .filter(order -> order.quantity > threshold)
            .mapToLong(order -> order.quantity * order.price)
            .reduce(0, (sum, amount) -> sum + amount);
    }

    // A number made of the squares with a remainder.
    static long squares(int n, int remainder) {
        return IntStream.range(0, n)
            .mapToLong(i -> (long) i * i % 1009)
            .filter(square -> square % 10 == remainder)
            .map(square -> square + remainder)
            .reduce(0, (sum, square) -> (sum * 31 + square) % 65521);
    }

    // How many orders of the first customers are not small.
    static long largeOrders(List<Order> orders, int customers) {
        int limit = customers * 100;
        return orders.stream()
            .filter(order -> order.customer < limit)
            .filter(order -> order.quantity * order.price >= 1000)
            .count();
    }

    // A function that goes through several steps made from a number.
    static IntUnaryOperator steps(int by) {
        List<IntUnaryOperator> parts =
            List.of(x -> x + by, x -> x * 3 % 8191, x -> x % 2 == 0 ? x / 2 : x, x -> x ^ by);
        return parts.stream().reduce(IntUnaryOperator.identity(), IntUnaryOperator::andThen);
    }

    static long work(int n) {
        Harness.Random random = new Harness.Random(42);
        List<Order> orders = randomOrders(random, n);
        long digest = 0;
        for (int threshold = 0; threshold < THRESHOLDS; threshold++) {
            IntUnaryOperator change = steps(threshold);
            long changed = orders.stream()
                .mapToLong(order -> change.applyAsInt(order.price))
                .reduce(0, (sum, x) -> sum + x);
            long sum = turnover(orders, threshold) + squares(n, threshold) + largeOrders(orders, threshold) + changed;
            digest = (digest * 31 + sum) % 1000003;
        }
        return digest;
    }

    public static void main(String[] args) {
        Harness.run(args, Pipeline::work);
    }
}

// Sorts records by comparison functions: by a merge sort of its own and by the library's sort. All orders are total, so that
// every way of sorting gives the same.

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

final class Sort {
    record Person(int id, String name, int age, int score) {
    }

    interface Order<T> {
        boolean before(T a, T b);
    }

    static Person randomPerson(Harness.Random random, int id) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            name.append((char) ('a' + random.below(5)));
        }
        int age = random.below(100);
        int score = random.below(1000000);
        return new Person(id, name.toString(), age, score);
    }

    // Sorts the part of the array from `low` to `high`, with a second array for merging.
    static <T> void sortPart(T[] items, T[] spare, int low, int high, Order<T> order) {
        if (high - low < 2) {
            return;
        }
        int middle = (low + high) / 2;
        sortPart(items, spare, low, middle, order);
        sortPart(items, spare, middle, high, order);
        int a = low;
        int b = middle;
        for (int at = low; at < high; at++) {
            if (b == high || (a < middle && !order.before(items[b], items[a]))) {
                spare[at] = items[a++];
            } else {
                spare[at] = items[b++];
            }
        }
        for (int at = low; at < high; at++) {
            items[at] = spare[at];
        }
    }

    static <T> void mergeSort(T[] items, Order<T> order) {
        sortPart(items, items.clone(), 0, items.length, order);
    }

    static long digest(Iterable<Person> people) {
        long sum = 0;
        for (Person person : people) {
            sum = (sum * 31 + person.id) % 1000003;
        }
        return sum;
    }

    static long work(int n) {
        Harness.Random random = new Harness.Random(42);
        List<Person> list = new ArrayList<>();
        for (int id = 0; id < n; id++) {
            list.add(randomPerson(random, id));
        }
        Person[] people = list.toArray(new Person[0]);
        long sum = 0;

        mergeSort(people, (a, b) -> a.age < b.age || (a.age == b.age && a.id < b.id));
        sum += digest(Arrays.asList(people));

        int target = random.below(1000000);
        ToIntFunction<Person> off = person -> Math.abs(person.score - target);
        mergeSort(people, (a, b) -> {
            int difference = off.applyAsInt(a) - off.applyAsInt(b);
            return difference < 0 || (difference == 0 && a.id < b.id);
        });
        sum += digest(Arrays.asList(people));

        list.sort((a, b) -> a.name.equals(b.name) ? Integer.compare(a.id, b.id) : a.name.compareTo(b.name));
        sum += digest(list);

        list.sort((a, b) -> a.score == b.score ? Integer.compare(a.id, b.id) : Integer.compare(b.score, a.score));
        return sum + digest(list);
    }

    public static void main(String[] args) {
        Harness.run(args, Sort::work);
    }
}

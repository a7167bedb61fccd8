// Fills a map from integers to integers, reads all of it, and removes every third key.

import java.util.HashMap;
import java.util.Map;

final class MapFill {
    static final long MODULUS = 1000003;

    static long key(long i) {
        return i * 7919 % MODULUS;
    }

    static long work(int n) {
        Map<Long, Long> map = new HashMap<>();
        for (int i = 0; i < n; i++) {
            map.put(key(i), (long) i);
        }
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += map.get(key(i)) % 8;
        }
        for (int i = 0; i < n; i += 3) {
            map.remove(key(i));
        }
        for (int i = 0; i < n; i++) {
            if (map.containsKey(key(i))) {
                sum += 1;
            }
        }
        return sum + map.size();
    }

    public static void main(String[] args) {
        Harness.run(args, MapFill::work);
    }
}

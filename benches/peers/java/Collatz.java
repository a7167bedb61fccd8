// The number below a limit whose Collatz sequence is longest (Lothar Collatz, 1937): half of an even number, three
// times an odd number and one, until 1 is reached. Below 113383 no sequence passes 31 bits, which keeps the numbers
// small in every language.

final class Collatz {
    static int steps(int start) {
        long n = start;
        int count = 0;
        while (n != 1) {
            n = n % 2 == 0 ? n / 2 : 3 * n + 1;
            count++;
        }
        return count;
    }

    static String work(int limit) {
        int longest = 0;
        int best = 1;
        for (int start = 1; start < limit; start++) {
            int count = steps(start);
            if (count > longest) {
                longest = count;
                best = start;
            }
        }
        return best + " " + longest;
    }

    public static void main(String[] args) {
        Harness.run(args, Collatz::work);
    }
}

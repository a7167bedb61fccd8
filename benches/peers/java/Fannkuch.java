// All permutations of n numbers: how many prefixes have to be reversed until 1 stands in front, the most, and the sum
// with changing signs. After Anderson and Rettig, "Performing Lisp Analysis of the FANNKUCH Benchmark" (1994).

final class Fannkuch {
    // Reverses prefixes as long as the first number says, until that is 0; gives how often.
    static int flips(int[] permutation) {
        int count = 0;
        while (permutation[0] != 0) {
            int low = 0;
            int high = permutation[0];
            while (low < high) {
                int number = permutation[low];
                permutation[low] = permutation[high];
                permutation[high] = number;
                low++;
                high--;
            }
            count++;
        }
        return count;
    }

    // Makes the permutation that follows: the shortest prefix that has not been turned all the way round is turned on by one
    // place. False when all permutations have been there.
    static boolean advance(int[] permutation, int[] turns) {
        for (int last = 1; last < permutation.length; last++) {
            int first = permutation[0];
            for (int i = 0; i < last; i++) {
                permutation[i] = permutation[i + 1];
            }
            permutation[last] = first;
            turns[last]++;
            if (turns[last] <= last) {
                return true;
            }
            turns[last] = 0;
        }
        return false;
    }

    static String work(int size) {
        int[] permutation = new int[size];
        for (int i = 0; i < size; i++) {
            permutation[i] = i;
        }
        int[] turns = new int[size];
        int[] scratch = new int[size];
        int most = 0;
        int checksum = 0;
        boolean isEven = true;
        do {
            System.arraycopy(permutation, 0, scratch, 0, size);
            int count = flips(scratch);
            most = Math.max(most, count);
            checksum += isEven ? count : -count;
            isEven = !isEven;
        } while (advance(permutation, turns));
        return checksum + " " + most;
    }

    public static void main(String[] args) {
        Harness.run(args, Fannkuch::work);
    }
}

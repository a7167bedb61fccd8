// The towers of Hanoi (Édouard Lucas, 1883), with disks that really lie on three pegs: recursion, and lists used as
// stacks.

import java.util.ArrayList;
import java.util.List;

final class Hanoi {
    static final class Towers {
        private final List<ArrayList<Integer>> pegs = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        private int moves = 0;
        private int checksum = 0;

        Towers(int height) {
            for (int disk = 0; disk < height; disk++) {
                pegs.get(0).add(height - disk);
            }
        }

        void moveTower(int height, int from, int to, int spare) {
            if (height > 1) {
                moveTower(height - 1, from, spare, to);
            }
            moveDisk(from, to);
            if (height > 1) {
                moveTower(height - 1, spare, to, from);
            }
        }

        private void moveDisk(int from, int to) {
            ArrayList<Integer> source = pegs.get(from);
            int disk = source.remove(source.size() - 1);
            ArrayList<Integer> target = pegs.get(to);
            if (!target.isEmpty() && target.get(target.size() - 1) <= disk) {
                throw new IllegalStateException("a disk lies on a smaller one");
            }
            target.add(disk);
            moves++;
            checksum = (checksum * 31 + disk * 9 + from * 3 + to) % 1000003;
        }
    }

    static String work(int height) {
        Towers towers = new Towers(height);
        towers.moveTower(height, 0, 2, 1);
        return towers.moves + " " + towers.checksum;
    }

    public static void main(String[] args) {
        Harness.run(args, Hanoi::work);
    }
}

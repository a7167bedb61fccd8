// In how many ways n queens stand on a board of n × n without attacking each other, by trying row after row (Wirth,
// "Program Development by Stepwise Refinement", 1971).

final class Queens {
    // Which columns and diagonals a queen attacks already.
    static final class Board {
        private final int size;
        private final boolean[] columns;
        private final boolean[] rising;
        private final boolean[] falling;

        Board(int size) {
            this.size = size;
            columns = new boolean[size];
            rising = new boolean[2 * size];
            falling = new boolean[2 * size];
        }

        // How many ways there are to place queens from this row on.
        int solutions(int row) {
            if (row == size) {
                return 1;
            }
            int count = 0;
            for (int column = 0; column < size; column++) {
                if (isFree(row, column)) {
                    set(row, column, true);
                    count += solutions(row + 1);
                    set(row, column, false);
                }
            }
            return count;
        }

        private boolean isFree(int row, int column) {
            return !columns[column] && !rising[row + column] && !falling[row - column + size];
        }

        private void set(int row, int column, boolean attacked) {
            columns[column] = attacked;
            rising[row + column] = attacked;
            falling[row - column + size] = attacked;
        }
    }

    static int work(int size) {
        return new Board(size).solutions(0);
    }

    public static void main(String[] args) {
        Harness.run(args, Queens::work);
    }
}

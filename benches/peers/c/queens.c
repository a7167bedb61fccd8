// In how many ways n queens stand on a board of n × n without attacking each other, by trying row after row (Wirth,
// "Program Development by Stepwise Refinement", 1971).

#include <stdbool.h>

#include "harness.h"

// Which columns and diagonals a queen attacks already.
typedef struct {
    int size;
    bool *columns;
    bool *rising;
    bool *falling;
} Board;

static bool is_free(const Board *board, int row, int column) {
    return !board->columns[column] && !board->rising[row + column] && !board->falling[row - column + board->size];
}

static void set(Board *board, int row, int column, bool attacked) {
    board->columns[column] = attacked;
    board->rising[row + column] = attacked;
    board->falling[row - column + board->size] = attacked;
}

// How many ways there are to place queens from this row on.
static int solutions(Board *board, int row) {
    if (row == board->size) {
        return 1;
    }
    int count = 0;
    for (int column = 0; column < board->size; column++) {
        if (is_free(board, row, column)) {
            set(board, row, column, true);
            count += solutions(board, row + 1);
            set(board, row, column, false);
        }
    }
    return count;
}

static int64_t work(int size) {
    Board board = {
        size,
        calloc((size_t)size, sizeof(bool)),
        calloc(2 * (size_t)size, sizeof(bool)),
        calloc(2 * (size_t)size, sizeof(bool)),
    };
    int count = solutions(&board, 0);
    free(board.columns);
    free(board.rising);
    free(board.falling);
    return count;
}

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

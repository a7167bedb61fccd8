// The towers of Hanoi (Édouard Lucas, 1883), with disks that really lie on three pegs: recursion, and lists used as
// stacks.

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness.h"

namespace {

struct Towers {
    std::array<std::vector<int>, 3> pegs;
    int moves = 0;
    int checksum = 0;

    explicit Towers(int height) {
        for (int disk = 0; disk < height; disk++) {
            pegs[0].push_back(height - disk);
        }
    }

    void move_tower(int height, int from, int to, int spare) {
        if (height > 1) {
            move_tower(height - 1, from, spare, to);
        }
        move_disk(from, to);
        if (height > 1) {
            move_tower(height - 1, spare, to, from);
        }
    }

    void move_disk(int from, int to) {
        int disk = pegs[from].back();
        pegs[from].pop_back();
        std::vector<int> &target = pegs[to];
        if (!target.empty() && target.back() <= disk) {
            throw std::logic_error("a disk lies on a smaller one");
        }
        target.push_back(disk);
        moves++;
        checksum = (checksum * 31 + disk * 9 + from * 3 + to) % 1000003;
    }
};

char *work(int height) {
    Towers towers(height);
    towers.move_tower(height, 0, 2, 1);
    return strdup((std::to_string(towers.moves) + " " + std::to_string(towers.checksum)).c_str());
}

}  // namespace

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

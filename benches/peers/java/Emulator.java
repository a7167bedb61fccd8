// A register machine of 16 bits that runs a program of n rounds: it fills its memory with random words, sorts them, and mixes
// them into one word.

import java.util.ArrayDeque;
import java.util.Deque;

final class Emulator {
    static final int REGISTERS = 16;
    static final int WORDS = 1024;

    enum Op {
        // a = c
        LOAD_NUMBER,
        // a = b
        MOVE,
        // a = b + c
        ADD,
        // a = b + the number c
        ADD_NUMBER,
        // a = b * c
        MULTIPLY,
        // a = the word at b + the number c
        LOAD,
        // the word at b + the number c = a
        STORE,
        // goes on at c
        JUMP,
        // goes on at c if a = b
        JUMP_EQUAL,
        // goes on at c if a is not b
        JUMP_NOT_EQUAL,
        // goes on at c if a < b
        JUMP_LESS,
        // goes on at c if a <= b
        JUMP_NOT_GREATER,
        // calls c
        CALL,
        // goes back behind the call
        RETURN,
        // stops
        HALT
    }

    static final class Instruction {
        final Op op;
        final int a;
        final int b;
        final int c;

        Instruction(Op op, int a, int b, int c) {
            this.op = op;
            this.a = a;
            this.b = b;
            this.c = c;
        }
    }

    static final class Machine {
        final Instruction[] program;
        final int[] registers = new int[REGISTERS];
        final int[] memory = new int[WORDS];
        final Deque<Integer> calls = new ArrayDeque<>();
        long steps = 0;

        Machine(Instruction[] program) {
            this.program = program;
        }

        void run() {
            int at = 0;
            while (true) {
                Instruction instruction = program[at];
                int a = instruction.a;
                int b = instruction.b;
                int c = instruction.c;
                at += 1;
                steps += 1;
                switch (instruction.op) {
                    case LOAD_NUMBER -> registers[a] = c;
                    case MOVE -> registers[a] = registers[b];
                    case ADD -> registers[a] = (registers[b] + registers[c]) & 0xffff;
                    case ADD_NUMBER -> registers[a] = (registers[b] + c) & 0xffff;
                    case MULTIPLY -> registers[a] = (registers[b] * registers[c]) & 0xffff;
                    case LOAD -> registers[a] = memory[(registers[b] + c) % WORDS];
                    case STORE -> memory[(registers[b] + c) % WORDS] = registers[a];
                    case JUMP -> at = c;
                    case JUMP_EQUAL -> {
                        if (registers[a] == registers[b]) {
                            at = c;
                        }
                    }
                    case JUMP_NOT_EQUAL -> {
                        if (registers[a] != registers[b]) {
                            at = c;
                        }
                    }
                    case JUMP_LESS -> {
                        if (registers[a] < registers[b]) {
                            at = c;
                        }
                    }
                    case JUMP_NOT_GREATER -> {
                        if (registers[a] <= registers[b]) {
                            at = c;
                        }
                    }
                    case CALL -> {
                        calls.push(at);
                        at = c;
                    }
                    case RETURN -> at = calls.pop();
                    case HALT -> {
                        return;
                    }
                }
            }
        }
    }

    // The registers: 1 an index, 2 the number of words, 3, 4 and 8 whatever is at hand, and those that are named below.
    static Instruction[] sortingProgram() {
        return new Instruction[] {
            new Instruction(Op.LOAD_NUMBER, 0, 0, 0), // r0 stays 0
            new Instruction(Op.LOAD_NUMBER, 6, 0, 1), // r6 is the seed of random numbers
            new Instruction(Op.LOAD_NUMBER, 5, 0, 0), // r5 is the result
            new Instruction(Op.LOAD_NUMBER, 1, 0, 0), // 3: every round fills 200 words
            new Instruction(Op.LOAD_NUMBER, 2, 0, 200),
            new Instruction(Op.LOAD_NUMBER, 3, 0, 25173), // 5: with r6 = r6 * 25173 + 13849
            new Instruction(Op.MULTIPLY, 6, 6, 3),
            new Instruction(Op.LOAD_NUMBER, 3, 0, 13849),
            new Instruction(Op.ADD, 6, 6, 3),
            new Instruction(Op.STORE, 6, 1, 0),
            new Instruction(Op.ADD_NUMBER, 1, 1, 1),
            new Instruction(Op.JUMP_LESS, 1, 2, 5),
            new Instruction(Op.LOAD_NUMBER, 1, 0, 1),
            new Instruction(Op.LOAD, 3, 1, 0), // 13: sorts them by insertion
            new Instruction(Op.MOVE, 4, 1, 0),
            new Instruction(Op.JUMP_EQUAL, 4, 0, 21), // 15: moves greater words up
            new Instruction(Op.LOAD, 8, 4, 65535),
            new Instruction(Op.JUMP_NOT_GREATER, 8, 3, 21),
            new Instruction(Op.STORE, 8, 4, 0),
            new Instruction(Op.ADD_NUMBER, 4, 4, 65535),
            new Instruction(Op.JUMP, 0, 0, 15),
            new Instruction(Op.STORE, 3, 4, 0), // 21
            new Instruction(Op.ADD_NUMBER, 1, 1, 1),
            new Instruction(Op.JUMP_LESS, 1, 2, 13),
            new Instruction(Op.LOAD_NUMBER, 1, 0, 0),
            new Instruction(Op.CALL, 0, 0, 31), // 25: and mixes them into the result
            new Instruction(Op.ADD_NUMBER, 1, 1, 1),
            new Instruction(Op.JUMP_LESS, 1, 2, 25),
            new Instruction(Op.ADD_NUMBER, 7, 7, 65535), // r7 counts the rounds
            new Instruction(Op.JUMP_NOT_EQUAL, 7, 0, 3),
            new Instruction(Op.HALT, 0, 0, 0),
            new Instruction(Op.LOAD, 3, 1, 0), // 31: r5 = r5 * 31 + the word at r1
            new Instruction(Op.LOAD_NUMBER, 4, 0, 31),
            new Instruction(Op.MULTIPLY, 5, 5, 4),
            new Instruction(Op.ADD, 5, 5, 3),
            new Instruction(Op.RETURN, 0, 0, 0),
        };
    }

    static String work(int n) {
        Machine machine = new Machine(sortingProgram());
        machine.registers[7] = n;
        machine.run();
        return machine.steps + " steps, " + machine.registers[5];
    }

    public static void main(String[] args) {
        Harness.run(args, Emulator::work);
    }
}

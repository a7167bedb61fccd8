// A register machine of 16 bits that runs a program of n rounds: it fills its memory with random words, sorts them, and mixes
// them into one word.

#include "harness.h"

enum { REGISTERS = 16, WORDS = 1024, CALLS = 16 };

typedef enum {
    LOAD_NUMBER, // a = c
    MOVE, // a = b
    ADD, // a = b + c
    ADD_NUMBER, // a = b + the number c
    MULTIPLY, // a = b * c
    LOAD, // a = the word at b + the number c
    STORE, // the word at b + the number c = a
    JUMP, // goes on at c
    JUMP_EQUAL, // goes on at c if a = b
    JUMP_NOT_EQUAL, // goes on at c if a is not b
    JUMP_LESS, // goes on at c if a < b
    JUMP_NOT_GREATER, // goes on at c if a <= b
    CALL, // calls c
    RETURN, // goes back behind the call
    HALT, // stops
} Op;

typedef struct {
    Op op;
    int a;
    int b;
    int c;
} Instruction;

typedef struct {
    const Instruction *program;
    int registers[REGISTERS];
    int memory[WORDS];
    int calls[CALLS];
    int depth;
    int64_t steps;
} Machine;

static void run_machine(Machine *machine) {
    const Instruction *program = machine->program;
    int *registers = machine->registers;
    int *memory = machine->memory;
    int at = 0;
    while (1) {
        Instruction instruction = program[at];
        int a = instruction.a;
        int b = instruction.b;
        int c = instruction.c;
        at += 1;
        machine->steps += 1;
        switch (instruction.op) {
        case LOAD_NUMBER:
            registers[a] = c;
            break;
        case MOVE:
            registers[a] = registers[b];
            break;
        case ADD:
            registers[a] = (registers[b] + registers[c]) & 0xffff;
            break;
        case ADD_NUMBER:
            registers[a] = (registers[b] + c) & 0xffff;
            break;
        case MULTIPLY:
            registers[a] = (int)(((unsigned)registers[b] * (unsigned)registers[c]) & 0xffff);
            break;
        case LOAD:
            registers[a] = memory[(registers[b] + c) % WORDS];
            break;
        case STORE:
            memory[(registers[b] + c) % WORDS] = registers[a];
            break;
        case JUMP:
            at = c;
            break;
        case JUMP_EQUAL:
            if (registers[a] == registers[b]) {
                at = c;
            }
            break;
        case JUMP_NOT_EQUAL:
            if (registers[a] != registers[b]) {
                at = c;
            }
            break;
        case JUMP_LESS:
            if (registers[a] < registers[b]) {
                at = c;
            }
            break;
        case JUMP_NOT_GREATER:
            if (registers[a] <= registers[b]) {
                at = c;
            }
            break;
        case CALL:
            machine->calls[machine->depth++] = at;
            at = c;
            break;
        case RETURN:
            at = machine->calls[--machine->depth];
            break;
        case HALT:
            return;
        }
    }
}

// The registers: 1 an index, 2 the number of words, 3, 4 and 8 whatever is at hand, and those that are named below.
static const Instruction sorting_program[] = {
    {LOAD_NUMBER, 0, 0, 0}, // r0 stays 0
    {LOAD_NUMBER, 6, 0, 1}, // r6 is the seed of random numbers
    {LOAD_NUMBER, 5, 0, 0}, // r5 is the result
    {LOAD_NUMBER, 1, 0, 0}, // 3: every round fills 200 words
    {LOAD_NUMBER, 2, 0, 200},
    {LOAD_NUMBER, 3, 0, 25173}, // 5: with r6 = r6 * 25173 + 13849
    {MULTIPLY, 6, 6, 3},
    {LOAD_NUMBER, 3, 0, 13849},
    {ADD, 6, 6, 3},
    {STORE, 6, 1, 0},
    {ADD_NUMBER, 1, 1, 1},
    {JUMP_LESS, 1, 2, 5},
    {LOAD_NUMBER, 1, 0, 1},
    {LOAD, 3, 1, 0}, // 13: sorts them by insertion
    {MOVE, 4, 1, 0},
    {JUMP_EQUAL, 4, 0, 21}, // 15: moves greater words up
    {LOAD, 8, 4, 65535},
    {JUMP_NOT_GREATER, 8, 3, 21},
    {STORE, 8, 4, 0},
    {ADD_NUMBER, 4, 4, 65535},
    {JUMP, 0, 0, 15},
    {STORE, 3, 4, 0}, // 21
    {ADD_NUMBER, 1, 1, 1},
    {JUMP_LESS, 1, 2, 13},
    {LOAD_NUMBER, 1, 0, 0},
    {CALL, 0, 0, 31}, // 25: and mixes them into the result
    {ADD_NUMBER, 1, 1, 1},
    {JUMP_LESS, 1, 2, 25},
    {ADD_NUMBER, 7, 7, 65535}, // r7 counts the rounds
    {JUMP_NOT_EQUAL, 7, 0, 3},
    {HALT, 0, 0, 0},
    {LOAD, 3, 1, 0}, // 31: r5 = r5 * 31 + the word at r1
    {LOAD_NUMBER, 4, 0, 31},
    {MULTIPLY, 5, 5, 4},
    {ADD, 5, 5, 3},
    {RETURN, 0, 0, 0},
};

static char *work(int n) {
    Machine machine = {.program = sorting_program};
    machine.registers[7] = n;
    run_machine(&machine);
    char *shown = malloc(64);
    snprintf(shown, 64, "%" PRId64 " steps, %d", machine.steps, machine.registers[5]);
    return shown;
}

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

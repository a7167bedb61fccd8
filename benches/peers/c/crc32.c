// The CRC-32 of Ethernet and ZIP, byte by byte with a table (Sarwate, Communications of the ACM, 1988), over and over
// the same 16 KiB of random bytes.

#include "harness.h"

enum { LENGTH = 16384 };

// What the register becomes after eight steps with a byte, for each byte.
static void remainders(uint32_t *table) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t reg = byte;
        for (int i = 0; i < 8; i++) {
            reg = reg & 1 ? reg >> 1 ^ 0xedb88320 : reg >> 1;
        }
        table[byte] = reg;
    }
}

static uint32_t crc32(const uint32_t *table, uint32_t start, const uint8_t *data) {
    uint32_t reg = ~start;
    for (int i = 0; i < LENGTH; i++) {
        reg = table[(reg ^ data[i]) & 255] ^ reg >> 8;
    }
    return ~reg;
}

static int64_t work(int rounds) {
    Random random = {42};
    uint8_t *data = malloc(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
        data[i] = (uint8_t)random_below(&random, 256);
    }
    uint32_t table[256];
    remainders(table);
    uint32_t checksum = 0;
    for (int i = 0; i < rounds; i++) {
        checksum = crc32(table, checksum, data);
    }
    free(data);
    return checksum;
}

int main(int argc, char **argv) {
    return run_integer(argc, argv, work);
}

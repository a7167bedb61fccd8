// The CRC-32 of Ethernet and ZIP, byte by byte with a table (Sarwate, Communications of the ACM, 1988), over and over
// the same 16 KiB of random bytes.

final class Crc32 {
    private static final int LENGTH = 16384;

    // What the register becomes after eight steps with a byte, for each byte.
    static int[] remainders() {
        int[] table = new int[256];
        for (int b = 0; b < 256; b++) {
            int register = b;
            for (int i = 0; i < 8; i++) {
                register = (register & 1) == 1 ? register >>> 1 ^ 0xedb88320 : register >>> 1;
            }
            table[b] = register;
        }
        return table;
    }

    static int crc32(int[] table, int start, byte[] data) {
        int register = ~start;
        for (byte b : data) {
            register = table[(register ^ b) & 255] ^ register >>> 8;
        }
        return ~register;
    }

    static long work(int rounds) {
        Harness.Random random = new Harness.Random(42);
        byte[] data = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            data[i] = (byte) random.below(256);
        }
        int[] table = remainders();
        int checksum = 0;
        for (int i = 0; i < rounds; i++) {
            checksum = crc32(table, checksum, data);
        }
        return Integer.toUnsignedLong(checksum);
    }

    public static void main(String[] args) {
        Harness.run(args, Crc32::work);
    }
}

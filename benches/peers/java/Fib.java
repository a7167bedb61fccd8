// The n-th Fibonacci number by its definition, without remembering anything: the classic measure of calls.

final class Fib {
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    public static void main(String[] args) {
        Harness.run(args, Fib::fib);
    }
}

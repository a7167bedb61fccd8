// A digital circuit that multiplies two numbers, simulated by a queue of events: wires tell their gates when they change, and
// gates set their output after a delay. After the simulator in "Structure and Interpretation of Computer Programs" (Abelson
// and Sussman, 1985), with a heap as its agenda.

import java.util.ArrayList;
import java.util.List;

final class Circuit {
    static final int BITS = 8;

    record Event(int time, int number, Wire wire, boolean value) {
        boolean isBefore(Event other) {
            return time < other.time || (time == other.time && number < other.number);
        }
    }

    // The events to come as a binary heap, the next one first.
    static final class Agenda {
        private final List<Event> events = new ArrayList<>();

        void push(Event event) {
            int at = events.size();
            events.add(event);
            while (at > 0) {
                int parent = (at - 1) / 2;
                if (!event.isBefore(events.get(parent))) {
                    break;
                }
                events.set(at, events.get(parent));
                at = parent;
            }
            events.set(at, event);
        }

        // The next event, or null.
        Event pop() {
            if (events.isEmpty()) {
                return null;
            }
            Event last = events.remove(events.size() - 1);
            int length = events.size();
            if (length == 0) {
                return last;
            }
            Event first = events.get(0);
            int at = 0;
            while (true) {
                int child = 2 * at + 1;
                if (child >= length) {
                    break;
                }
                if (child + 1 < length && events.get(child + 1).isBefore(events.get(child))) {
                    child += 1;
                }
                if (!events.get(child).isBefore(last)) {
                    break;
                }
                events.set(at, events.get(child));
                at = child;
            }
            events.set(at, last);
            return first;
        }
    }

    static final class Simulator {
        final Agenda agenda = new Agenda();
        int time = 0;
        int scheduled = 0;
        int changes = 0;

        void schedule(int delay, Wire wire, boolean value) {
            agenda.push(new Event(time + delay, scheduled, wire, value));
            scheduled += 1;
        }

        // Goes on until nothing changes any more.
        void settle() {
            for (Event event = agenda.pop(); event != null; event = agenda.pop()) {
                time = event.time;
                if (event.wire.value != event.value) {
                    changes += 1;
                    event.wire.change(this, event.value);
                }
            }
        }
    }

    static final class Wire {
        boolean value = false;
        final List<Gate> gates = new ArrayList<>();

        void change(Simulator simulator, boolean value) {
            this.value = value;
            for (Gate gate : gates) {
                gate.update(simulator);
            }
        }
    }

    interface Gate {
        // Schedules the output that the inputs make.
        void update(Simulator simulator);
    }

    record NotGate(Wire input, Wire output) implements Gate {
        @Override
        public void update(Simulator simulator) {
            simulator.schedule(2, output, !input.value);
        }
    }

    record AndGate(Wire first, Wire second, Wire output) implements Gate {
        @Override
        public void update(Simulator simulator) {
            simulator.schedule(3, output, first.value && second.value);
        }
    }

    record OrGate(Wire first, Wire second, Wire output) implements Gate {
        @Override
        public void update(Simulator simulator) {
            simulator.schedule(5, output, first.value || second.value);
        }
    }

    record SumAndCarry(Wire sum, Wire carry) {
    }

    // Puts circuits together from gates; each function gives the wires that come out.
    record Builder(Simulator simulator) {
        void connect(Gate gate, Wire... inputs) {
            for (Wire input : inputs) {
                input.gates.add(gate);
            }
            gate.update(simulator);
        }

        Wire notOf(Wire input) {
            Wire output = new Wire();
            connect(new NotGate(input, output), input);
            return output;
        }

        Wire andOf(Wire first, Wire second) {
            Wire output = new Wire();
            connect(new AndGate(first, second, output), first, second);
            return output;
        }

        Wire orOf(Wire first, Wire second) {
            Wire output = new Wire();
            connect(new OrGate(first, second, output), first, second);
            return output;
        }

        // The sum and the carry of two bits.
        SumAndCarry halfAdder(Wire a, Wire b) {
            Wire carry = andOf(a, b);
            return new SumAndCarry(andOf(orOf(a, b), notOf(carry)), carry);
        }

        // The sum and the carry of three bits.
        SumAndCarry fullAdder(Wire a, Wire b, Wire c) {
            SumAndCarry first = halfAdder(a, b);
            SumAndCarry second = halfAdder(first.sum, c);
            return new SumAndCarry(second.sum, orOf(first.carry, second.carry));
        }

        // The bits of the product, the lowest first: the shifted first number is added for each bit of the second.
        List<Wire> multiplier(List<Wire> a, List<Wire> b) {
            Wire zero = new Wire();
            List<Wire> product = new ArrayList<>();
            List<Wire> sums = new ArrayList<>();
            for (Wire wire : a) {
                sums.add(andOf(wire, b.get(0)));
            }
            Wire top = zero;
            for (int j = 1; j < b.size(); j++) {
                product.add(sums.get(0));
                List<Wire> next = new ArrayList<>();
                Wire carry = zero;
                for (int i = 0; i < a.size(); i++) {
                    Wire above = i + 1 < a.size() ? sums.get(i + 1) : top;
                    SumAndCarry added = fullAdder(above, andOf(a.get(i), b.get(j)), carry);
                    next.add(added.sum);
                    carry = added.carry;
                }
                sums = next;
                top = carry;
            }
            product.addAll(sums);
            product.add(top);
            return product;
        }
    }

    static List<Wire> wires(int count) {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            wires.add(new Wire());
        }
        return wires;
    }

    static void putNumber(Simulator simulator, List<Wire> wires, int number) {
        int rest = number;
        for (Wire wire : wires) {
            simulator.schedule(1, wire, rest % 2 == 1);
            rest /= 2;
        }
    }

    static int readNumber(List<Wire> wires) {
        int number = 0;
        for (int i = wires.size() - 1; i >= 0; i--) {
            number = number * 2 + (wires.get(i).value ? 1 : 0);
        }
        return number;
    }

    static String work(int n) {
        Harness.Random random = new Harness.Random(42);
        Simulator simulator = new Simulator();
        List<Wire> a = wires(BITS);
        List<Wire> b = wires(BITS);
        List<Wire> product = new Builder(simulator).multiplier(a, b);
        simulator.settle();
        int wrong = 0;
        for (int i = 0; i < n; i++) {
            int x = random.below(1 << BITS);
            int y = random.below(1 << BITS);
            putNumber(simulator, a, x);
            putNumber(simulator, b, y);
            simulator.settle();
            if (readNumber(product) != x * y) {
                wrong += 1;
            }
        }
        return wrong + " wrong, " + simulator.scheduled + " events, " + simulator.changes + " changes, time "
            + simulator.time;
    }

    public static void main(String[] args) {
        Harness.run(args, Circuit::work);
    }
}

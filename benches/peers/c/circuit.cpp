// A digital circuit that multiplies two numbers, simulated by a queue of events: wires tell their gates when they change, and
// gates set their output after a delay. After the simulator in "Structure and Interpretation of Computer Programs" (Abelson
// and Sussman, 1985), with a heap as its agenda.

#include "harness.h"

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr int BITS = 8;

struct Wire;

struct Event {
    int time;
    int number;
    Wire *wire;
    bool value;

    bool is_before(const Event &other) const {
        return time < other.time || (time == other.time && number < other.number);
    }
};

// The events to come as a binary heap, the next one first.
class Agenda {
public:
    void push(const Event &event) {
        size_t at = events.size();
        events.push_back(event);
        while (at > 0) {
            size_t parent = (at - 1) / 2;
            if (!event.is_before(events[parent])) {
                break;
            }
            events[at] = events[parent];
            at = parent;
        }
        events[at] = event;
    }

    std::optional<Event> pop() {
        if (events.empty()) {
            return std::nullopt;
        }
        Event last = events.back();
        events.pop_back();
        size_t length = events.size();
        if (length == 0) {
            return last;
        }
        Event first = events[0];
        size_t at = 0;
        while (true) {
            size_t child = 2 * at + 1;
            if (child >= length) {
                break;
            }
            if (child + 1 < length && events[child + 1].is_before(events[child])) {
                child += 1;
            }
            if (!events[child].is_before(last)) {
                break;
            }
            events[at] = events[child];
            at = child;
        }
        events[at] = last;
        return first;
    }

private:
    std::vector<Event> events;
};

struct Simulator {
    Agenda agenda;
    int time = 0;
    int scheduled = 0;
    int changes = 0;

    void schedule(int delay, Wire *wire, bool value) {
        agenda.push({time + delay, scheduled, wire, value});
        scheduled += 1;
    }

    void settle();
};

struct Gate {
    virtual ~Gate() = default;
    // Schedules the output that the inputs make.
    virtual void update(Simulator &simulator) = 0;
};

struct Wire {
    bool value = false;
    std::vector<Gate *> gates;

    void change(Simulator &simulator, bool value) {
        this->value = value;
        for (Gate *gate : gates) {
            gate->update(simulator);
        }
    }
};

// Goes on until nothing changes any more.
void Simulator::settle() {
    while (std::optional<Event> event = agenda.pop()) {
        time = event->time;
        if (event->wire->value != event->value) {
            changes += 1;
            event->wire->change(*this, event->value);
        }
    }
}

struct NotGate final : Gate {
    Wire *input;
    Wire *output;

    NotGate(Wire *input, Wire *output) : input(input), output(output) {}

    void update(Simulator &simulator) override { simulator.schedule(2, output, !input->value); }
};

struct AndGate final : Gate {
    Wire *first;
    Wire *second;
    Wire *output;

    AndGate(Wire *first, Wire *second, Wire *output) : first(first), second(second), output(output) {}

    void update(Simulator &simulator) override { simulator.schedule(3, output, first->value && second->value); }
};

struct OrGate final : Gate {
    Wire *first;
    Wire *second;
    Wire *output;

    OrGate(Wire *first, Wire *second, Wire *output) : first(first), second(second), output(output) {}

    void update(Simulator &simulator) override { simulator.schedule(5, output, first->value || second->value); }
};

using Wires = std::vector<Wire *>;

// Puts circuits together from gates, which it owns; each function gives the wires that come out.
class Builder {
public:
    explicit Builder(Simulator &simulator) : simulator(simulator) {}

    Wire *wire() {
        wires.push_back(std::make_unique<Wire>());
        return wires.back().get();
    }

    // The bits of the product, the lowest first: the shifted first number is added for each bit of the second.
    Wires multiplier(const Wires &a, const Wires &b) {
        Wire *zero = wire();
        Wires product;
        Wires sums;
        for (Wire *bit : a) {
            sums.push_back(and_of(bit, b[0]));
        }
        Wire *top = zero;
        for (size_t j = 1; j < b.size(); j++) {
            product.push_back(sums[0]);
            Wires next;
            Wire *carry = zero;
            for (size_t i = 0; i < a.size(); i++) {
                Wire *above = i + 1 < a.size() ? sums[i + 1] : top;
                auto [sum, out] = full_adder(above, and_of(a[i], b[j]), carry);
                next.push_back(sum);
                carry = out;
            }
            sums = next;
            top = carry;
        }
        product.insert(product.end(), sums.begin(), sums.end());
        product.push_back(top);
        return product;
    }

private:
    Simulator &simulator;
    std::vector<std::unique_ptr<Wire>> wires;
    std::vector<std::unique_ptr<Gate>> gates;

    void connect(std::unique_ptr<Gate> gate, std::initializer_list<Wire *> inputs) {
        for (Wire *input : inputs) {
            input->gates.push_back(gate.get());
        }
        gate->update(simulator);
        gates.push_back(std::move(gate));
    }

    Wire *not_of(Wire *input) {
        Wire *output = wire();
        connect(std::make_unique<NotGate>(input, output), {input});
        return output;
    }

    Wire *and_of(Wire *first, Wire *second) {
        Wire *output = wire();
        connect(std::make_unique<AndGate>(first, second, output), {first, second});
        return output;
    }

    Wire *or_of(Wire *first, Wire *second) {
        Wire *output = wire();
        connect(std::make_unique<OrGate>(first, second, output), {first, second});
        return output;
    }

    // The sum and the carry of two bits.
    std::pair<Wire *, Wire *> half_adder(Wire *a, Wire *b) {
        Wire *carry = and_of(a, b);
        Wire *either = or_of(a, b);
        return {and_of(either, not_of(carry)), carry};
    }

    // The sum and the carry of three bits.
    std::pair<Wire *, Wire *> full_adder(Wire *a, Wire *b, Wire *c) {
        auto [part, first_carry] = half_adder(a, b);
        auto [sum, second_carry] = half_adder(part, c);
        return {sum, or_of(first_carry, second_carry)};
    }
};

void put_number(Simulator &simulator, const Wires &wires, int number) {
    int rest = number;
    for (Wire *wire : wires) {
        simulator.schedule(1, wire, rest % 2 == 1);
        rest /= 2;
    }
}

int read_number(const Wires &wires) {
    int number = 0;
    for (size_t i = wires.size(); i-- > 0;) {
        number = number * 2 + (wires[i]->value ? 1 : 0);
    }
    return number;
}

char *work(int n) {
    Random random{42};
    Simulator simulator;
    Builder builder(simulator);
    Wires a;
    Wires b;
    for (int i = 0; i < BITS; i++) {
        a.push_back(builder.wire());
        b.push_back(builder.wire());
    }
    Wires product = builder.multiplier(a, b);
    simulator.settle();
    int wrong = 0;
    for (int i = 0; i < n; i++) {
        int x = random_below(&random, 1 << BITS);
        int y = random_below(&random, 1 << BITS);
        put_number(simulator, a, x);
        put_number(simulator, b, y);
        simulator.settle();
        if (read_number(product) != x * y) {
            wrong += 1;
        }
    }
    std::string shown = std::to_string(wrong) + " wrong, " + std::to_string(simulator.scheduled) + " events, " +
                        std::to_string(simulator.changes) + " changes, time " + std::to_string(simulator.time);
    return strdup(shown.c_str());
}

}  // namespace

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

// A simulation of an operating system's task scheduler: tasks of several kinds hand packets to each other.
// After the description of Martin Richards' benchmark (University of Cambridge, 1981).

#include "harness.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace {

enum Id { IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B, TASKS };

constexpr int PAYLOAD = 4;

enum class Kind { Device, Work };

struct Packet {
    Packet *link;
    int target;
    Kind kind;
    int datum = 0;
    std::array<int, PAYLOAD> data{};

    Packet(Packet *link, int target, Kind kind) : link(link), target(target), kind(kind) {}
};

// Puts a packet at the end of a queue, and gives the queue.
Packet *append(Packet *queue, Packet *packet) {
    packet->link = nullptr;
    if (!queue) {
        return packet;
    }
    Packet *last = queue;
    while (last->link) {
        last = last->link;
    }
    last->link = packet;
    return queue;
}

struct Control;
struct Scheduler;

// What a task does each time it is its turn; it gives the task that runs next.
struct Task {
    virtual ~Task() = default;
    virtual Control *run(Scheduler &scheduler, Packet *packet) = 0;
};

// What the scheduler knows about a task.
struct Control {
    Control *link;
    int id;
    int priority;
    Packet *queue;
    std::unique_ptr<Task> task;
    bool pending;
    bool waiting;
    bool held = false;

    Control(Control *link, int id, int priority, Packet *queue, std::unique_ptr<Task> task, bool waiting)
        : link(link), id(id), priority(priority), queue(queue), task(std::move(task)), pending(queue != nullptr),
          waiting(waiting) {}

    bool is_blocked() const { return held || (waiting && !pending); }

    Control *run(Scheduler &scheduler) {
        if (!(waiting && pending)) {
            return task->run(scheduler, nullptr);
        }
        Packet *packet = queue;
        queue = packet->link;
        waiting = false;
        pending = queue != nullptr;
        return task->run(scheduler, packet);
    }

    // Takes a packet, and gives the task of the higher priority.
    Control *receive(Packet *packet, Control *current) {
        if (!queue) {
            queue = packet;
            pending = true;
            return priority > current->priority ? this : current;
        }
        queue = append(queue, packet);
        return current;
    }
};

struct Scheduler {
    std::array<std::unique_ptr<Control>, TASKS> table;
    std::vector<std::unique_ptr<Packet>> packets;
    Control *list = nullptr;
    Control *current = nullptr;
    int64_t queued = 0;
    int64_t holds = 0;

    // Makes a queue of packets, which the scheduler owns.
    Packet *make_packets(int count, int target, Kind kind) {
        Packet *queue = nullptr;
        for (int i = 0; i < count; i++) {
            packets.push_back(std::make_unique<Packet>(queue, target, kind));
            queue = packets.back().get();
        }
        return queue;
    }

    void add(int id, int priority, Packet *queue, std::unique_ptr<Task> task, bool waiting = true) {
        table[id] = std::make_unique<Control>(list, id, priority, queue, std::move(task), waiting);
        list = table[id].get();
    }

    void schedule() {
        current = list;
        while (current) {
            current = current->is_blocked() ? current->link : current->run(*this);
        }
    }

    Control *hold() {
        holds += 1;
        current->held = true;
        return current->link;
    }

    Control *wait() {
        current->waiting = true;
        return current;
    }

    Control *release(int id) {
        Control *control = table[id].get();
        control->held = false;
        return control->priority > current->priority ? control : current;
    }

    Control *send(Packet *packet) {
        Control *receiver = table[packet->target].get();
        queued += 1;
        packet->link = nullptr;
        packet->target = current->id;
        return receiver->receive(packet, current);
    }
};

// Wakes one of the devices, chosen by a shift register, so many times.
struct IdleTask final : Task {
    int shift = 1;
    int count;

    explicit IdleTask(int count) : count(count) {}

    Control *run(Scheduler &scheduler, Packet *) override {
        count -= 1;
        if (count == 0) {
            return scheduler.hold();
        }
        if ((shift & 1) == 0) {
            shift >>= 1;
            return scheduler.release(DEVICE_A);
        }
        shift = (shift >> 1) ^ 0xd008;
        return scheduler.release(DEVICE_B);
    }
};

// Fills packets with letters for the two handlers in turn.
struct WorkerTask final : Task {
    int handler = HANDLER_A;
    int letter = 0;

    Control *run(Scheduler &scheduler, Packet *packet) override {
        if (!packet) {
            return scheduler.wait();
        }
        handler = handler == HANDLER_A ? HANDLER_B : HANDLER_A;
        packet->target = handler;
        packet->datum = 0;
        for (int &value : packet->data) {
            letter += 1;
            if (letter > 26) {
                letter = 1;
            }
            value = letter;
        }
        return scheduler.send(packet);
    }
};

// Gives the letters of the worker's packets to a device, one with each of the device's packets.
struct HandlerTask final : Task {
    Packet *work = nullptr;
    Packet *device = nullptr;

    Control *run(Scheduler &scheduler, Packet *packet) override {
        if (packet) {
            if (packet->kind == Kind::Work) {
                work = append(work, packet);
            } else {
                device = append(device, packet);
            }
        }
        if (!work) {
            return scheduler.wait();
        }
        Packet *first = work;
        if (first->datum >= PAYLOAD) {
            work = first->link;
            return scheduler.send(first);
        }
        if (!device) {
            return scheduler.wait();
        }
        Packet *out = device;
        device = out->link;
        out->datum = first->data[first->datum];
        first->datum += 1;
        return scheduler.send(out);
    }
};

// Keeps a packet until it is woken.
struct DeviceTask final : Task {
    Packet *kept = nullptr;

    Control *run(Scheduler &scheduler, Packet *packet) override {
        if (packet) {
            kept = packet;
            return scheduler.hold();
        }
        if (!kept) {
            return scheduler.wait();
        }
        Packet *out = kept;
        kept = nullptr;
        return scheduler.send(out);
    }
};

char *work(int n) {
    Scheduler scheduler;
    scheduler.add(IDLE, 0, nullptr, std::make_unique<IdleTask>(n), false);
    scheduler.add(WORKER, 1000, scheduler.make_packets(2, WORKER, Kind::Work), std::make_unique<WorkerTask>());
    scheduler.add(HANDLER_A, 2000, scheduler.make_packets(3, DEVICE_A, Kind::Device), std::make_unique<HandlerTask>());
    scheduler.add(HANDLER_B, 3000, scheduler.make_packets(3, DEVICE_B, Kind::Device), std::make_unique<HandlerTask>());
    scheduler.add(DEVICE_A, 4000, nullptr, std::make_unique<DeviceTask>());
    scheduler.add(DEVICE_B, 5000, nullptr, std::make_unique<DeviceTask>());
    scheduler.schedule();
    std::string shown = "queued " + std::to_string(scheduler.queued) + ", held " + std::to_string(scheduler.holds);
    return strdup(shown.c_str());
}

}  // namespace

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

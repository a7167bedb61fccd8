// A simulation of an operating system's task scheduler: tasks of several kinds hand packets to each other.
// After the description of Martin Richards' benchmark (University of Cambridge, 1981).

final class Richards {
    static final int IDLE = 0;
    static final int WORKER = 1;
    static final int HANDLER_A = 2;
    static final int HANDLER_B = 3;
    static final int DEVICE_A = 4;
    static final int DEVICE_B = 5;
    static final int TASKS = 6;

    static final int PAYLOAD = 4;

    enum Kind { DEVICE, WORK }

    static final class Packet {
        Packet link;
        int target;
        final Kind kind;
        int datum = 0;
        final int[] data = new int[PAYLOAD];

        Packet(Packet link, int target, Kind kind) {
            this.link = link;
            this.target = target;
            this.kind = kind;
        }
    }

    // Puts a packet at the end of a queue, and gives the queue.
    static Packet append(Packet queue, Packet packet) {
        packet.link = null;
        if (queue == null) {
            return packet;
        }
        Packet last = queue;
        while (last.link != null) {
            last = last.link;
        }
        last.link = packet;
        return queue;
    }

    // What a task does each time it is its turn; it gives the task that runs next.
    interface Task {
        Control run(Scheduler scheduler, Packet packet);
    }

    // What the scheduler knows about a task.
    static final class Control {
        final Control link;
        final int id;
        final int priority;
        Packet queue;
        final Task task;
        boolean pending;
        boolean waiting;
        boolean held = false;

        Control(Control link, int id, int priority, Packet queue, Task task, boolean waiting) {
            this.link = link;
            this.id = id;
            this.priority = priority;
            this.queue = queue;
            this.task = task;
            this.pending = queue != null;
            this.waiting = waiting;
        }

        boolean isBlocked() {
            return held || (waiting && !pending);
        }

        Control run(Scheduler scheduler) {
            if (!(waiting && pending)) {
                return task.run(scheduler, null);
            }
            Packet packet = queue;
            queue = packet.link;
            waiting = false;
            pending = queue != null;
            return task.run(scheduler, packet);
        }

        // Takes a packet, and gives the task of the higher priority.
        Control receive(Packet packet, Control current) {
            if (queue == null) {
                queue = packet;
                pending = true;
                return priority > current.priority ? this : current;
            }
            queue = append(queue, packet);
            return current;
        }
    }

    static final class Scheduler {
        final Control[] table = new Control[TASKS];
        Control list;
        Control current;
        long queued = 0;
        long holds = 0;

        void add(int id, int priority, Packet queue, Task task, boolean waiting) {
            Control control = new Control(list, id, priority, queue, task, waiting);
            list = control;
            table[id] = control;
        }

        void schedule() {
            current = list;
            while (current != null) {
                current = current.isBlocked() ? current.link : current.run(this);
            }
        }

        Control hold() {
            holds += 1;
            current.held = true;
            return current.link;
        }

        Control waitForPacket() {
            current.waiting = true;
            return current;
        }

        Control release(int id) {
            Control control = table[id];
            control.held = false;
            return control.priority > current.priority ? control : current;
        }

        Control send(Packet packet) {
            Control receiver = table[packet.target];
            queued += 1;
            packet.link = null;
            packet.target = current.id;
            return receiver.receive(packet, current);
        }
    }

    // Wakes one of the devices, chosen by a shift register, so many times.
    static final class IdleTask implements Task {
        int register = 1;
        int count;

        IdleTask(int count) {
            this.count = count;
        }

        @Override
        public Control run(Scheduler scheduler, Packet packet) {
            count -= 1;
            if (count == 0) {
                return scheduler.hold();
            }
            if ((register & 1) == 0) {
                register >>= 1;
                return scheduler.release(DEVICE_A);
            }
            register = (register >> 1) ^ 0xd008;
            return scheduler.release(DEVICE_B);
        }
    }

    // Fills packets with letters for the two handlers in turn.
    static final class WorkerTask implements Task {
        int handler = HANDLER_A;
        int letter = 0;

        @Override
        public Control run(Scheduler scheduler, Packet packet) {
            if (packet == null) {
                return scheduler.waitForPacket();
            }
            handler = handler == HANDLER_A ? HANDLER_B : HANDLER_A;
            packet.target = handler;
            packet.datum = 0;
            for (int i = 0; i < PAYLOAD; i++) {
                letter += 1;
                if (letter > 26) {
                    letter = 1;
                }
                packet.data[i] = letter;
            }
            return scheduler.send(packet);
        }
    }

    // Gives the letters of the worker's packets to a device, one with each of the device's packets.
    static final class HandlerTask implements Task {
        Packet work;
        Packet device;

        @Override
        public Control run(Scheduler scheduler, Packet packet) {
            if (packet != null) {
                if (packet.kind == Kind.WORK) {
                    work = append(work, packet);
                } else {
                    device = append(device, packet);
                }
            }
            if (work == null) {
                return scheduler.waitForPacket();
            }
            Packet first = work;
            if (first.datum >= PAYLOAD) {
                work = first.link;
                return scheduler.send(first);
            }
            if (device == null) {
                return scheduler.waitForPacket();
            }
            Packet out = device;
            device = out.link;
            out.datum = first.data[first.datum];
            first.datum += 1;
            return scheduler.send(out);
        }
    }

    // Keeps a packet until it is woken.
    static final class DeviceTask implements Task {
        Packet kept;

        @Override
        public Control run(Scheduler scheduler, Packet packet) {
            if (packet != null) {
                kept = packet;
                return scheduler.hold();
            }
            if (kept == null) {
                return scheduler.waitForPacket();
            }
            Packet out = kept;
            kept = null;
            return scheduler.send(out);
        }
    }

    static Packet packets(int count, int target, Kind kind) {
        Packet queue = null;
        for (int i = 0; i < count; i++) {
            queue = new Packet(queue, target, kind);
        }
        return queue;
    }

    static String work(int n) {
        Scheduler scheduler = new Scheduler();
        scheduler.add(IDLE, 0, null, new IdleTask(n), false);
        scheduler.add(WORKER, 1000, packets(2, WORKER, Kind.WORK), new WorkerTask(), true);
        scheduler.add(HANDLER_A, 2000, packets(3, DEVICE_A, Kind.DEVICE), new HandlerTask(), true);
        scheduler.add(HANDLER_B, 3000, packets(3, DEVICE_B, Kind.DEVICE), new HandlerTask(), true);
        scheduler.add(DEVICE_A, 4000, null, new DeviceTask(), true);
        scheduler.add(DEVICE_B, 5000, null, new DeviceTask(), true);
        scheduler.schedule();
        return "queued " + scheduler.queued + ", held " + scheduler.holds;
    }

    public static void main(String[] args) {
        Harness.run(args, Richards::work);
    }
}

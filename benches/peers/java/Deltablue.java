// An incremental solver of constraints between variables: each constraint has a strength, and the strongest are kept when
// not all can be. After Freeman-Benson, Maloney and Borning, "An Incremental Constraint Solver" (Communications of the ACM,
// 1990), with the two networks of their benchmark: a chain of equal variables, and pairs of variables scaled alike.

import java.util.ArrayList;
import java.util.List;

final class Deltablue {
    // Smaller is stronger.
    static final int REQUIRED = 0;
    static final int PREFERRED = 2;
    static final int STRONG_DEFAULT = 3;
    static final int NORMAL = 4;
    static final int WEAKEST = 6;

    static final class Variable {
        int value;
        final List<Constraint> constraints = new ArrayList<>();
        // The constraint that sets the value at present.
        Constraint determinedBy;
        int mark = 0;
        // How strong what would be overridden by setting the value is.
        int walkStrength = WEAKEST;
        // Whether the value is known when a plan is made.
        boolean stays = true;

        Variable(int value) {
            this.value = value;
        }

        void remove(Constraint constraint) {
            constraints.removeIf(each -> each == constraint);
            if (determinedBy == constraint) {
                determinedBy = null;
            }
        }

        // Adds the constraints that take this variable as an input.
        void addConsumers(List<Constraint> list) {
            for (Constraint constraint : constraints) {
                if (constraint.isSatisfied() && constraint != determinedBy) {
                    list.add(constraint);
                }
            }
        }

        boolean isKnown(int mark) {
            return this.mark == mark || stays || determinedBy == null;
        }
    }

    abstract static class Constraint {
        final int strength;

        Constraint(int strength) {
            this.strength = strength;
        }

        // Whether it brings in a value from outside.
        abstract boolean isInput();

        abstract boolean isSatisfied();

        abstract Variable output();

        abstract void addToGraph();

        abstract void removeFromGraph();

        // Decides whether and how to be satisfied, without touching variables that are marked.
        abstract void chooseMethod(int mark);

        abstract void markUnsatisfied();

        abstract void markInputs(int mark);

        abstract boolean inputsKnown(int mark);

        // Works out the strength and the value of the output from the inputs.
        abstract void recalculate();

        // Sets the output from the inputs.
        abstract void execute();

        // Tries to satisfy this constraint, and gives the one that it overrides.
        Constraint satisfy(int mark, Planner planner) {
            chooseMethod(mark);
            if (!isSatisfied()) {
                if (strength == REQUIRED) {
                    throw new IllegalStateException("a required constraint can't be satisfied");
                }
                return null;
            }
            markInputs(mark);
            Variable output = output();
            Constraint overridden = output.determinedBy;
            if (overridden != null) {
                overridden.markUnsatisfied();
            }
            output.determinedBy = this;
            if (!planner.addPropagate(this, mark)) {
                throw new IllegalStateException("the constraints go in a circle");
            }
            output.mark = mark;
            return overridden;
        }

        void add(Planner planner) {
            addToGraph();
            planner.incrementalAdd(this);
        }

        void destroy(Planner planner) {
            if (isSatisfied()) {
                planner.incrementalRemove(this);
            } else {
                removeFromGraph();
            }
        }
    }

    // Keeps the value of a variable, or sets it from outside when it is an input.
    static final class Unary extends Constraint {
        final Variable output;
        final boolean input;
        boolean satisfied = false;

        Unary(int strength, Variable output, boolean input) {
            super(strength);
            this.output = output;
            this.input = input;
        }

        @Override
        boolean isInput() {
            return input;
        }

        @Override
        boolean isSatisfied() {
            return satisfied;
        }

        @Override
        Variable output() {
            return output;
        }

        @Override
        void addToGraph() {
            output.constraints.add(this);
            satisfied = false;
        }

        @Override
        void removeFromGraph() {
            output.remove(this);
            satisfied = false;
        }

        @Override
        void chooseMethod(int mark) {
            satisfied = output.mark != mark && strength < output.walkStrength;
        }

        @Override
        void markUnsatisfied() {
            satisfied = false;
        }

        @Override
        void markInputs(int mark) {
        }

        @Override
        boolean inputsKnown(int mark) {
            return true;
        }

        @Override
        void recalculate() {
            output.walkStrength = strength;
            output.stays = !input;
        }

        @Override
        void execute() {
        }
    }

    enum Direction { NOWHERE, FORWARD, BACKWARD }

    // What constraints between two variables have in common.
    abstract static class Link extends Constraint {
        final Variable first;
        final Variable second;
        Direction direction = Direction.NOWHERE;

        Link(int strength, Variable first, Variable second) {
            super(strength);
            this.first = first;
            this.second = second;
        }

        @Override
        boolean isInput() {
            return false;
        }

        @Override
        boolean isSatisfied() {
            return direction != Direction.NOWHERE;
        }

        Variable input() {
            return direction == Direction.FORWARD ? first : second;
        }

        @Override
        Variable output() {
            return direction == Direction.FORWARD ? second : first;
        }

        @Override
        void addToGraph() {
            first.constraints.add(this);
            second.constraints.add(this);
            direction = Direction.NOWHERE;
        }

        @Override
        void removeFromGraph() {
            first.remove(this);
            second.remove(this);
            direction = Direction.NOWHERE;
        }

        @Override
        void chooseMethod(int mark) {
            boolean forward = second.mark != mark && strength < second.walkStrength;
            boolean backward = first.mark != mark && strength < first.walkStrength;
            boolean prefersBackward = first.mark != mark
                && (second.mark == mark || first.walkStrength > second.walkStrength);
            if (prefersBackward) {
                direction = backward ? Direction.BACKWARD : Direction.NOWHERE;
            } else {
                direction = forward ? Direction.FORWARD : Direction.NOWHERE;
            }
        }

        @Override
        void markUnsatisfied() {
            direction = Direction.NOWHERE;
        }
    }

    // Two variables have the same value.
    static final class Equal extends Link {
        Equal(int strength, Variable first, Variable second) {
            super(strength, first, second);
        }

        @Override
        void markInputs(int mark) {
            input().mark = mark;
        }

        @Override
        boolean inputsKnown(int mark) {
            return input().isKnown(mark);
        }

        @Override
        void recalculate() {
            Variable input = input();
            Variable output = output();
            output.walkStrength = Math.max(strength, input.walkStrength);
            output.stays = input.stays;
            if (output.stays) {
                execute();
            }
        }

        @Override
        void execute() {
            output().value = input().value;
        }
    }

    // The second variable is the first one multiplied by a third plus a fourth.
    static final class Scale extends Link {
        final Variable scale;
        final Variable offset;

        Scale(int strength, Variable first, Variable second, Variable scale, Variable offset) {
            super(strength, first, second);
            this.scale = scale;
            this.offset = offset;
        }

        @Override
        void addToGraph() {
            super.addToGraph();
            scale.constraints.add(this);
            offset.constraints.add(this);
        }

        @Override
        void removeFromGraph() {
            super.removeFromGraph();
            scale.remove(this);
            offset.remove(this);
        }

        @Override
        void markInputs(int mark) {
            input().mark = mark;
            scale.mark = mark;
            offset.mark = mark;
        }

        @Override
        boolean inputsKnown(int mark) {
            return input().isKnown(mark) && scale.isKnown(mark) && offset.isKnown(mark);
        }

        @Override
        void recalculate() {
            Variable input = input();
            Variable output = output();
            output.walkStrength = Math.max(strength, input.walkStrength);
            output.stays = input.stays && scale.stays && offset.stays;
            if (output.stays) {
                execute();
            }
        }

        @Override
        void execute() {
            if (direction == Direction.FORWARD) {
                second.value = first.value * scale.value + offset.value;
            } else {
                first.value = (second.value - offset.value) / scale.value;
            }
        }
    }

    static final class Planner {
        private int mark = 0;

        int newMark() {
            mark += 1;
            return mark;
        }

        // Satisfies a constraint, then those that were overridden, one after the other.
        void incrementalAdd(Constraint constraint) {
            int mark = newMark();
            Constraint overridden = constraint.satisfy(mark, this);
            while (overridden != null) {
                overridden = overridden.satisfy(mark, this);
            }
        }

        // Takes a constraint away, and satisfies those that were not because of it, the strongest first.
        void incrementalRemove(Constraint constraint) {
            Variable output = constraint.output();
            constraint.markUnsatisfied();
            constraint.removeFromGraph();
            List<Constraint> unsatisfied = removePropagate(output);
            for (int strength = REQUIRED; strength < WEAKEST; strength++) {
                for (Constraint other : unsatisfied) {
                    if (other.strength == strength) {
                        incrementalAdd(other);
                    }
                }
            }
        }

        // Recalculates what follows from a constraint; false if it follows from itself.
        boolean addPropagate(Constraint constraint, int mark) {
            List<Constraint> todo = new ArrayList<>();
            todo.add(constraint);
            while (!todo.isEmpty()) {
                Constraint next = todo.remove(todo.size() - 1);
                if (next.output().mark == mark) {
                    incrementalRemove(constraint);
                    return false;
                }
                next.recalculate();
                next.output().addConsumers(todo);
            }
            return true;
        }

        // Recalculates what followed from a variable that nothing determines now, and gives the constraints that aren't
        // satisfied.
        List<Constraint> removePropagate(Variable output) {
            output.determinedBy = null;
            output.walkStrength = WEAKEST;
            output.stays = true;
            List<Constraint> unsatisfied = new ArrayList<>();
            List<Variable> todo = new ArrayList<>();
            todo.add(output);
            while (!todo.isEmpty()) {
                Variable variable = todo.remove(todo.size() - 1);
                for (Constraint constraint : variable.constraints) {
                    if (!constraint.isSatisfied()) {
                        unsatisfied.add(constraint);
                    } else if (constraint != variable.determinedBy) {
                        constraint.recalculate();
                        todo.add(constraint.output());
                    }
                }
            }
            return unsatisfied;
        }

        // The constraints to execute, in order, when the value that an input brings in changes.
        List<Constraint> makePlan(Constraint input) {
            int mark = newMark();
            List<Constraint> plan = new ArrayList<>();
            List<Constraint> todo = new ArrayList<>();
            if (input.isInput() && input.isSatisfied()) {
                todo.add(input);
            }
            while (!todo.isEmpty()) {
                Constraint constraint = todo.remove(todo.size() - 1);
                Variable output = constraint.output();
                if (output.mark != mark && constraint.inputsKnown(mark)) {
                    plan.add(constraint);
                    output.mark = mark;
                    output.addConsumers(todo);
                }
            }
            return plan;
        }

        // Sets a variable from outside several times.
        void change(Variable variable, int from, int to) {
            Constraint edit = new Unary(PREFERRED, variable, true);
            edit.add(this);
            List<Constraint> plan = makePlan(edit);
            for (int value = from; value < to; value++) {
                variable.value = value;
                for (Constraint constraint : plan) {
                    constraint.execute();
                }
            }
            edit.destroy(this);
        }
    }

    static long sum(List<Variable> variables) {
        long sum = 0;
        for (Variable variable : variables) {
            sum += variable.value;
        }
        return sum;
    }

    // A chain of n equal variables, whose first one is changed.
    static long chain(int n) {
        Planner planner = new Planner();
        List<Variable> variables = new ArrayList<>();
        for (int i = 0; i <= n; i++) {
            variables.add(new Variable(0));
        }
        for (int i = 0; i < n; i++) {
            new Equal(REQUIRED, variables.get(i), variables.get(i + 1)).add(planner);
        }
        new Unary(STRONG_DEFAULT, variables.get(n), false).add(planner);
        planner.change(variables.get(0), 0, 100);
        return sum(variables);
    }

    // n pairs of variables, scaled alike; both sides, the scale and the offset are changed.
    static long projection(int n) {
        Planner planner = new Planner();
        Variable scale = new Variable(10);
        Variable offset = new Variable(1000);
        List<Variable> sources = new ArrayList<>();
        List<Variable> targets = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Variable source = new Variable(i);
            Variable target = new Variable(i);
            sources.add(source);
            targets.add(target);
            new Unary(NORMAL, source, false).add(planner);
            new Scale(REQUIRED, source, target, scale, offset).add(planner);
        }
        planner.change(sources.get(n - 1), 7, 17);
        long digest = sum(targets) + sum(sources);
        planner.change(targets.get(n - 1), 1041, 1051);
        digest = (digest * 31 + sum(targets) + sum(sources)) % 1000003;
        planner.change(scale, 1, 6);
        digest = (digest * 31 + sum(targets) + sum(sources)) % 1000003;
        planner.change(offset, 1996, 2001);
        return (digest * 31 + sum(targets) + sum(sources)) % 1000003;
    }

    static String work(int n) {
        return "chain " + chain(n) + ", projection " + projection(n);
    }

    public static void main(String[] args) {
        Harness.run(args, Deltablue::work);
    }
}

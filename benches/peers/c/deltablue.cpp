// An incremental solver of constraints between variables: each constraint has a strength, and the strongest are kept when
// not all can be. After Freeman-Benson, Maloney and Borning, "An Incremental Constraint Solver" (Communications of the ACM,
// 1990), with the two networks of their benchmark: a chain of equal variables, and pairs of variables scaled alike.

#include "harness.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

// Smaller is stronger.
enum Strength { REQUIRED = 0, PREFERRED = 2, STRONG_DEFAULT = 3, NORMAL = 4, WEAKEST = 6 };

class Constraint;
using Constraints = std::vector<Constraint *>;

struct Variable {
    int value;
    Constraints constraints;
    // The constraint that sets the value at present.
    Constraint *determined_by = nullptr;
    int mark = 0;
    // How strong what would be overridden by setting the value is.
    int walk_strength = WEAKEST;
    // Whether the value is known when a plan is made.
    bool stays = true;

    explicit Variable(int value) : value(value) {}

    void remove(Constraint *constraint) {
        std::erase(constraints, constraint);
        if (determined_by == constraint) {
            determined_by = nullptr;
        }
    }

    void add_consumers(Constraints &list) const;

    bool is_known(int mark) const { return this->mark == mark || stays || !determined_by; }
};

class Planner;

class Constraint {
public:
    const int strength;

    explicit Constraint(int strength) : strength(strength) {}
    virtual ~Constraint() = default;

    // Whether it brings in a value from outside.
    virtual bool is_input() const = 0;
    virtual bool is_satisfied() const = 0;
    virtual Variable *output() const = 0;
    virtual void add_to_graph() = 0;
    virtual void remove_from_graph() = 0;
    // Decides whether and how to be satisfied, without touching variables that are marked.
    virtual void choose_method(int mark) = 0;
    virtual void mark_unsatisfied() = 0;
    virtual void mark_inputs(int mark) = 0;
    virtual bool inputs_known(int mark) const = 0;
    // Works out the strength and the value of the output from the inputs.
    virtual void recalculate() = 0;
    // Sets the output from the inputs.
    virtual void execute() = 0;

    Constraint *satisfy(int mark, Planner &planner);
    void add(Planner &planner);
    void destroy(Planner &planner);
};

// Adds the constraints that take this variable as an input.
void Variable::add_consumers(Constraints &list) const {
    for (Constraint *constraint : constraints) {
        if (constraint->is_satisfied() && constraint != determined_by) {
            list.push_back(constraint);
        }
    }
}

// Keeps the value of a variable, or sets it from outside when it is an input.
class Unary final : public Constraint {
public:
    Unary(int strength, Variable *output, bool input) : Constraint(strength), target(output), input(input) {}

    bool is_input() const override { return input; }
    bool is_satisfied() const override { return satisfied; }
    Variable *output() const override { return target; }

    void add_to_graph() override {
        target->constraints.push_back(this);
        satisfied = false;
    }

    void remove_from_graph() override {
        target->remove(this);
        satisfied = false;
    }

    void choose_method(int mark) override { satisfied = target->mark != mark && strength < target->walk_strength; }
    void mark_unsatisfied() override { satisfied = false; }
    void mark_inputs(int) override {}
    bool inputs_known(int) const override { return true; }

    void recalculate() override {
        target->walk_strength = strength;
        target->stays = !input;
    }

    void execute() override {}

private:
    Variable *target;
    bool input;
    bool satisfied = false;
};

enum class Direction { Nowhere, Forward, Backward };

// What constraints between two variables have in common.
class Link : public Constraint {
public:
    Link(int strength, Variable *first, Variable *second) : Constraint(strength), first(first), second(second) {}

    bool is_input() const override { return false; }
    bool is_satisfied() const override { return direction != Direction::Nowhere; }
    Variable *input() const { return direction == Direction::Forward ? first : second; }
    Variable *output() const override { return direction == Direction::Forward ? second : first; }

    void add_to_graph() override {
        first->constraints.push_back(this);
        second->constraints.push_back(this);
        direction = Direction::Nowhere;
    }

    void remove_from_graph() override {
        first->remove(this);
        second->remove(this);
        direction = Direction::Nowhere;
    }

    void choose_method(int mark) override {
        bool forward = second->mark != mark && strength < second->walk_strength;
        bool backward = first->mark != mark && strength < first->walk_strength;
        bool prefers_backward =
            first->mark != mark && (second->mark == mark || first->walk_strength > second->walk_strength);
        if (prefers_backward) {
            direction = backward ? Direction::Backward : Direction::Nowhere;
        } else {
            direction = forward ? Direction::Forward : Direction::Nowhere;
        }
    }

    void mark_unsatisfied() override { direction = Direction::Nowhere; }

protected:
    Variable *first;
    Variable *second;
    Direction direction = Direction::Nowhere;
};

// Two variables have the same value.
class Equal final : public Link {
public:
    using Link::Link;

    void mark_inputs(int mark) override { input()->mark = mark; }
    bool inputs_known(int mark) const override { return input()->is_known(mark); }

    void recalculate() override {
        Variable *in = input();
        Variable *out = output();
        out->walk_strength = std::max(strength, in->walk_strength);
        out->stays = in->stays;
        if (out->stays) {
            execute();
        }
    }

    void execute() override { output()->value = input()->value; }
};

// The second variable is the first one multiplied by a third plus a fourth.
class Scale final : public Link {
public:
    Scale(int strength, Variable *first, Variable *second, Variable *scale, Variable *offset)
        : Link(strength, first, second), scale(scale), offset(offset) {}

    void add_to_graph() override {
        Link::add_to_graph();
        scale->constraints.push_back(this);
        offset->constraints.push_back(this);
    }

    void remove_from_graph() override {
        Link::remove_from_graph();
        scale->remove(this);
        offset->remove(this);
    }

    void mark_inputs(int mark) override {
        input()->mark = mark;
        scale->mark = mark;
        offset->mark = mark;
    }

    bool inputs_known(int mark) const override {
        return input()->is_known(mark) && scale->is_known(mark) && offset->is_known(mark);
    }

    void recalculate() override {
        Variable *in = input();
        Variable *out = output();
        out->walk_strength = std::max(strength, in->walk_strength);
        out->stays = in->stays && scale->stays && offset->stays;
        if (out->stays) {
            execute();
        }
    }

    void execute() override {
        if (direction == Direction::Forward) {
            second->value = first->value * scale->value + offset->value;
        } else {
            first->value = (second->value - offset->value) / scale->value;
        }
    }

private:
    Variable *scale;
    Variable *offset;
};

class Planner {
public:
    // Satisfies a constraint, then those that were overridden, one after the other.
    void incremental_add(Constraint *constraint) {
        int mark = new_mark();
        Constraint *overridden = constraint->satisfy(mark, *this);
        while (overridden) {
            overridden = overridden->satisfy(mark, *this);
        }
    }

    // Takes a constraint away, and satisfies those that were not because of it, the strongest first.
    void incremental_remove(Constraint *constraint) {
        Variable *output = constraint->output();
        constraint->mark_unsatisfied();
        constraint->remove_from_graph();
        Constraints unsatisfied = remove_propagate(output);
        for (int strength = REQUIRED; strength < WEAKEST; strength++) {
            for (Constraint *other : unsatisfied) {
                if (other->strength == strength) {
                    incremental_add(other);
                }
            }
        }
    }

    // Recalculates what follows from a constraint; false if it follows from itself.
    bool add_propagate(Constraint *constraint, int mark) {
        Constraints todo = {constraint};
        while (!todo.empty()) {
            Constraint *next = todo.back();
            todo.pop_back();
            if (next->output()->mark == mark) {
                incremental_remove(constraint);
                return false;
            }
            next->recalculate();
            next->output()->add_consumers(todo);
        }
        return true;
    }

    // Sets a variable from outside several times.
    void change(Variable *variable, int from, int to) {
        Unary edit(PREFERRED, variable, true);
        edit.add(*this);
        Constraints plan = make_plan(&edit);
        for (int value = from; value < to; value++) {
            variable->value = value;
            for (Constraint *constraint : plan) {
                constraint->execute();
            }
        }
        edit.destroy(*this);
    }

private:
    int mark = 0;

    int new_mark() {
        mark += 1;
        return mark;
    }

    // Recalculates what followed from a variable that nothing determines now, and gives the constraints that aren't satisfied.
    Constraints remove_propagate(Variable *output) {
        output->determined_by = nullptr;
        output->walk_strength = WEAKEST;
        output->stays = true;
        Constraints unsatisfied;
        std::vector<Variable *> todo = {output};
        while (!todo.empty()) {
            Variable *variable = todo.back();
            todo.pop_back();
            for (Constraint *constraint : variable->constraints) {
                if (!constraint->is_satisfied()) {
                    unsatisfied.push_back(constraint);
                } else if (constraint != variable->determined_by) {
                    constraint->recalculate();
                    todo.push_back(constraint->output());
                }
            }
        }
        return unsatisfied;
    }

    // The constraints to execute, in order, when the value that an input brings in changes.
    Constraints make_plan(Constraint *input) {
        int mark = new_mark();
        Constraints plan;
        Constraints todo;
        if (input->is_input() && input->is_satisfied()) {
            todo.push_back(input);
        }
        while (!todo.empty()) {
            Constraint *constraint = todo.back();
            todo.pop_back();
            Variable *output = constraint->output();
            if (output->mark != mark && constraint->inputs_known(mark)) {
                plan.push_back(constraint);
                output->mark = mark;
                output->add_consumers(todo);
            }
        }
        return plan;
    }
};

// Tries to satisfy this constraint, and gives the one that it overrides.
Constraint *Constraint::satisfy(int mark, Planner &planner) {
    choose_method(mark);
    if (!is_satisfied()) {
        if (strength == REQUIRED) {
            throw std::logic_error("a required constraint can't be satisfied");
        }
        return nullptr;
    }
    mark_inputs(mark);
    Variable *out = output();
    Constraint *overridden = out->determined_by;
    if (overridden) {
        overridden->mark_unsatisfied();
    }
    out->determined_by = this;
    if (!planner.add_propagate(this, mark)) {
        throw std::logic_error("the constraints go in a circle");
    }
    out->mark = mark;
    return overridden;
}

void Constraint::add(Planner &planner) {
    add_to_graph();
    planner.incremental_add(this);
}

void Constraint::destroy(Planner &planner) {
    if (is_satisfied()) {
        planner.incremental_remove(this);
    } else {
        remove_from_graph();
    }
}

// The variables and constraints of a network, which it owns.
struct Network {
    Planner planner;
    std::vector<std::unique_ptr<Variable>> variables;
    std::vector<std::unique_ptr<Constraint>> constraints;

    Variable *variable(int value) {
        variables.push_back(std::make_unique<Variable>(value));
        return variables.back().get();
    }

    void add(std::unique_ptr<Constraint> constraint) {
        constraints.push_back(std::move(constraint));
        constraints.back()->add(planner);
    }
};

int64_t sum(const std::vector<Variable *> &variables) {
    int64_t total = 0;
    for (const Variable *variable : variables) {
        total += variable->value;
    }
    return total;
}

// A chain of n equal variables, whose first one is changed.
int64_t chain(int n) {
    Network network;
    std::vector<Variable *> variables;
    for (int i = 0; i <= n; i++) {
        variables.push_back(network.variable(0));
    }
    for (int i = 0; i < n; i++) {
        network.add(std::make_unique<Equal>(REQUIRED, variables[i], variables[i + 1]));
    }
    network.add(std::make_unique<Unary>(STRONG_DEFAULT, variables[n], false));
    network.planner.change(variables[0], 0, 100);
    return sum(variables);
}

// n pairs of variables, scaled alike; both sides, the scale and the offset are changed.
int64_t projection(int n) {
    Network network;
    Variable *scale = network.variable(10);
    Variable *offset = network.variable(1000);
    std::vector<Variable *> sources;
    std::vector<Variable *> targets;
    for (int i = 0; i < n; i++) {
        Variable *source = network.variable(i);
        Variable *target = network.variable(i);
        sources.push_back(source);
        targets.push_back(target);
        network.add(std::make_unique<Unary>(NORMAL, source, false));
        network.add(std::make_unique<Scale>(REQUIRED, source, target, scale, offset));
    }
    Planner &planner = network.planner;
    planner.change(sources[n - 1], 7, 17);
    int64_t digest = sum(targets) + sum(sources);
    planner.change(targets[n - 1], 1041, 1051);
    digest = (digest * 31 + sum(targets) + sum(sources)) % 1000003;
    planner.change(scale, 1, 6);
    digest = (digest * 31 + sum(targets) + sum(sources)) % 1000003;
    planner.change(offset, 1996, 2001);
    return (digest * 31 + sum(targets) + sum(sources)) % 1000003;
}

char *work(int n) {
    std::string shown = "chain " + std::to_string(chain(n)) + ", projection " + std::to_string(projection(n));
    return strdup(shown.c_str());
}

}  // namespace

int main(int argc, char **argv) {
    return run_text(argc, argv, work);
}

//! Fills templates: picks rows that give the wanted type, makes their holes in turn, and keeps what is in scope.

use arbitrary::Unstructured;

use super::row::{Kind, Part, Row, When};
use super::table::{LEAVES, STATEMENTS, VALUES};
use super::ty::{Bindings, FUNCTION, KEYS, LIST, OPTIONAL, ORDERED, TUPLE, Ty};

/// A variable that may be named.
#[derive(Clone, Debug)]
pub struct Variable {
    pub name: String,
    pub ty: Ty,
    /// Whether it can be assigned.
    pub assigned: bool,
}

/// What can be left here.
#[derive(Clone, Default, Debug)]
pub struct Around {
    /// The result of the function or closure around; none where it can't be left.
    pub result: Option<Ty>,
    /// Whether a loop can be.
    pub looping: bool,
}

/// See the file.
pub struct Builder<'bytes> {
    bytes: Unstructured<'bytes>,
    leaves: Vec<Row>,
    pub values: Vec<Row>,
    pub statements: Vec<Row>,
    pub scope: Vec<Variable>,
    pub around: Around,
    /// Names of declared types that any type may be.
    pub types: Vec<String>,
    /// Whether statements stand on lines of their own.
    on_lines: bool,
    /// How many more templates may be filled before only leaves are used.
    pub budget: u32,
    names: u32,
}

impl<'bytes> Builder<'bytes> {
    pub fn new(bytes: &'bytes [u8]) -> Self {
        let rows = |table: &[(&str, &str)]| table.iter().map(|(gives, template)| Row::of(gives, template)).collect();
        Self {
            bytes: Unstructured::new(bytes),
            leaves: rows(LEAVES),
            values: rows(VALUES),
            statements: rows(STATEMENTS),
            scope: Vec::new(),
            around: Around::default(),
            types: ["Color", "Chain", "Node", "Packed"].map(str::to_owned).into(),
            on_lines: true,
            budget: 0,
            names: 0,
        }
    }

    /// A number below `count`; 0 when the bytes are used up.
    pub fn choose(&mut self, count: usize) -> usize {
        self.bytes.choose_index(count).unwrap_or(0)
    }

    pub fn chance(&mut self, one_in: usize) -> bool {
        self.choose(one_in) == 1
    }

    pub fn name(&mut self, letter: char) -> String {
        self.names += 1;
        format!("{letter}{}", self.names)
    }

    /// A type whose values can be shown, no deeper than so many levels.
    pub fn any_type(&mut self, depth: usize) -> Ty {
        const SIMPLE: [&str; 5] = ["int", "string", "float", "bool", "char"];
        if depth == 0 || self.budget == 0 || self.chance(2) {
            let index = self.choose(SIMPLE.len() + self.types.len());
            return match SIMPLE.get(index) {
                Some(name) => Ty::named(name),
                None => Ty::named(&self.types[index - SIMPLE.len()]),
            };
        }
        let form = self.choose(8);
        let key = if matches!(form, 4 | 5) { vec![self.key_type(1)] } else { vec![self.any_type(depth - 1)] };
        match form {
            0 | 1 => Ty::new(LIST, key),
            2 => Ty::new(OPTIONAL, key),
            3 => Ty::new("Array", key),
            4 => Ty::new("Set", key),
            5 => Ty::new("Map", [key, vec![self.any_type(depth - 1)]].concat()),
            6 => Ty::new("Result", [key, vec![Ty::named("string")]].concat()),
            _ => {
                let name = if self.chance(2) { "Pair" } else { TUPLE };
                Ty::new(name, [key, vec![self.any_type(depth - 1)]].concat())
            }
        }
    }

    fn key_type(&mut self, depth: usize) -> Ty {
        match self.choose(KEYS.len() + depth) {
            pair if pair == KEYS.len() => Ty::new(TUPLE, vec![self.key_type(0), self.key_type(0)]),
            index => Ty::named(KEYS[index]),
        }
    }

    fn variable_type(&mut self, variable: &str) -> Ty {
        match variable {
            "K" => self.key_type(1),
            "O" => Ty::named(ORDERED[self.choose(ORDERED.len())]),
            _ => self.any_type(2),
        }
    }

    /// An expression of a type.
    pub fn value(&mut self, ty: &Ty) -> String {
        let named: Vec<String> = self.scope.iter().filter(|it| it.ty == *ty).map(|it| it.name.clone()).collect();
        let done = self.budget == 0 || self.bytes.is_empty();
        if !named.is_empty() && (done || self.chance(3)) {
            return named[self.choose(named.len())].clone();
        }
        if ty.name == FUNCTION {
            return self.closure(ty);
        }
        self.budget = self.budget.saturating_sub(1);
        if (done || self.chance(4))
            && let Some(text) = self.make_of(|it| &it.leaves, ty)
        {
            return text;
        }
        if done && let Some(text) = self.smallest(ty) {
            return text;
        }
        self.make_of(|it| &it.values, ty).unwrap_or_else(|| panic!("nothing gives {ty}"))
    }

    /// A value of a type that has no leaves, made of its parts.
    fn smallest(&mut self, ty: &Ty) -> Option<String> {
        let row = self.values.iter().find(|row| {
            let makes = row.gives.name == ty.name && !row.gives.is_variable();
            makes && row.gives.matches(ty, &mut Bindings::new()) && row.parts.iter().all(|part| !is_of(part, ty))
        });
        let row = row?.clone();
        self.fill(&row, ty)
    }

    fn make_of(&mut self, table: impl Fn(&Self) -> &Vec<Row>, ty: &Ty) -> Option<String> {
        let fits = |row: &&Row| self.allows(row) && row.gives.matches(ty, &mut Bindings::new());
        let mut rows: Vec<Row> = table(self).iter().filter(fits).cloned().collect();
        // Rows that give just this type would be drowned by those that give any.
        let own: Vec<Row> = rows.iter().filter(|row| !row.gives.is_variable()).cloned().collect();
        if !own.is_empty() && self.choose(3) != 0 {
            rows = own;
        }
        if rows.is_empty() {
            return None;
        }
        let row = rows.swap_remove(self.choose(rows.len()));
        self.fill(&row, ty)
    }

    /// Whether a row may stand here.
    fn allows(&self, row: &Row) -> bool {
        let result = self.around.result.as_ref();
        let when = match row.when {
            When::Always => true,
            When::Loop => self.around.looping,
            When::Function => result.is_some(),
            When::Optional => result.is_some_and(|ty| ty.name == OPTIONAL),
            When::Result => result.is_some_and(|ty| ty.name == "Result"),
        };
        let has = |ty: &Ty| {
            let fits = |it: &Variable| it.assigned && ty.matches(&it.ty, &mut Bindings::new());
            self.scope.iter().any(fits)
        };
        when && row.parts.iter().all(|part| if let Part::Place(ty) = part { has(ty) } else { true })
    }

    fn fill(&mut self, row: &Row, ty: &Ty) -> Option<String> {
        let mut bindings = Bindings::new();
        if !row.gives.matches(ty, &mut bindings) {
            return None;
        }
        // A variable that is assigned decides the rest.
        let mut place = None;
        for part in &row.parts {
            if let Part::Place(wanted) = part {
                let fits = |it: &&Variable| it.assigned && wanted.matches(&it.ty, &mut bindings.clone());
                let found: Vec<Variable> = self.scope.iter().filter(fits).cloned().collect();
                let variable = found[self.choose(found.len())].clone();
                wanted.matches(&variable.ty, &mut bindings);
                place = Some(variable.name);
            }
        }
        for variable in row.open_variables(&bindings) {
            let ty = self.variable_type(&variable);
            bindings.insert(variable, ty);
        }
        Some(self.print(row, &bindings, place))
    }

    fn print(&mut self, row: &Row, bindings: &Bindings, place: Option<String>) -> String {
        let mut out = String::new();
        let mut bound: Vec<Variable> = Vec::new();
        let mut later: Vec<Variable> = Vec::new();
        let mut outer: Vec<usize> = Vec::new();
        // What stands in a string stands on one line.
        let lines = self.on_lines;
        for part in &row.parts {
            match part {
                Part::Text(text) => {
                    out += text;
                    self.on_lines ^= lines && text.matches('"').count() % 2 == 1;
                }
                Part::Place(_) => out += place.as_deref().unwrap_or_default(),
                Part::Written(ty) => out += &ty.with(bindings).to_string(),
                Part::Value(ty) if ty.name == "return" => {
                    if let Some(result) = self.around.result.clone().filter(|ty| !ty.is_unit()) {
                        out += &self.value(&result);
                    }
                }
                Part::Value(ty) => out += &self.value(&ty.with(bindings)),
                Part::Bind { ty, typed } => {
                    let (name, ty) = (self.name('v'), ty.with(bindings));
                    out += &if *typed { format!("{name}: {ty}") } else { name.clone() };
                    bound.push(Variable { name, ty, assigned: false });
                }
                Part::Later { ty, assigned } => {
                    let variable = Variable { name: self.name('v'), ty: ty.with(bindings), assigned: *assigned };
                    out += &variable.name;
                    later.push(variable);
                }
                Part::Block { value, kind } => {
                    let value = value.as_ref().map(|ty| ty.with(bindings));
                    let around = self.around.clone();
                    match kind {
                        Kind::AsAround => {}
                        Kind::Loop => self.around.looping = true,
                        Kind::NoLoop => self.around.looping = false,
                        Kind::Deferred => self.around = Around::default(),
                    }
                    out += &self.block(value.as_ref(), *kind != Kind::AsAround);
                    self.around = around;
                }
                Part::Known => self.scope.append(&mut bound),
                Part::Open => outer.push(self.scope.len()),
                Part::Close => self.scope.truncate(outer.pop().unwrap_or(0)),
            }
        }
        self.scope.append(&mut later);
        out
    }

    /// A function without a name.
    fn closure(&mut self, ty: &Ty) -> String {
        let Some((result, parameters)) = ty.arguments.split_last() else { unreachable!("a function has a result") };
        let known = self.scope.len();
        let mut written = Vec::new();
        for parameter in parameters {
            let name = self.name('v');
            written.push(format!("{name}: {parameter}"));
            self.scope.push(Variable { name, ty: parameter.clone(), assigned: false });
        }
        let body = self.body(result);
        self.scope.truncate(known);
        format!("(|{}| {body})", written.join(", "))
    }

    /// The body of a function or closure: it counts a step.
    pub fn body(&mut self, result: &Ty) -> String {
        let around = std::mem::replace(&mut self.around, Around { result: Some(result.clone()), looping: false });
        let value = (!result.is_unit()).then_some(result);
        let body = self.block(value, true);
        self.around = around;
        body
    }

    /// A block of a few statements, perhaps with a value; with `counted` it counts a step.
    fn block(&mut self, value: Option<&Ty>, counted: bool) -> String {
        let known = self.scope.len();
        let mut lines: Vec<String> = counted.then(|| "tick()".to_owned()).into_iter().collect();
        let count = self.choose(4);
        lines.extend(self.some_statements(count));
        lines.extend(value.map(|ty| self.value(ty)));
        self.scope.truncate(known);
        match self.on_lines {
            true => format!("{{\n{}\n}}", lines.join("\n")),
            false => format!("{{ {} }}", lines.join("; ")),
        }
    }

    /// So many statements, fewer when there is no budget for them.
    pub fn some_statements(&mut self, count: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for _ in 0..count {
            if self.budget == 0 || self.bytes.is_empty() {
                break;
            }
            self.budget -= 1;
            let rows: Vec<Row> = self.statements.iter().filter(|row| self.allows(row)).cloned().collect();
            let row = &rows[self.choose(rows.len())];
            lines.extend(self.fill(row, &Ty::unit()));
        }
        lines
    }
}

/// Whether a hole of a row has a type like this one, or a part for which there may be no end.
fn is_of(part: &Part, ty: &Ty) -> bool {
    match part {
        Part::Value(hole) => hole.name == ty.name || hole.name == FUNCTION,
        _ => false,
    }
}

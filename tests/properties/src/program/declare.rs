//! Declarations of a generated program: structs, enums, functions, each with the rows by which the rest can use it.

use super::build::{Builder, Variable};
use super::row::Row;
use super::ty::Ty;

impl Builder<'_> {
    /// A struct whose fields are of types that were there before, so that nothing ever holds itself.
    pub fn declare_struct(&mut self) -> String {
        let name = self.name('S');
        let mut fields = Vec::new();
        for _ in 0..=self.choose(4) {
            let (field, ty) = (self.name('x'), self.any_type(2));
            let assigned = self.chance(2);
            self.add_value(&ty.to_string(), &format!("${name}.{field}"));
            fields.push((field, ty, assigned));
        }
        let holes: Vec<String> = fields.iter().map(|(_, ty, _)| format!("${ty}")).collect();
        self.add_value(&name, &format!("{name}({})", holes.join(", ")));
        for (field, ty, _) in fields.iter().filter(|(_, _, assigned)| *assigned) {
            self.add_statement(&format!("${name}.{field} = ${ty}"));
        }
        let list: Vec<String> = fields
            .iter()
            .map(|(field, ty, assigned)| format!("    {}{field}: {ty}\n", if *assigned { "var " } else { "" }))
            .collect();
        self.types.push(name.clone());
        format!("@derive(Show, Eq)\nstruct {name} {{\n{}}}\n", list.concat())
    }

    /// An enum, with a row that matches it.
    pub fn declare_enum(&mut self) -> String {
        let name = self.name('E');
        let (mut variants, mut arms) = (Vec::new(), Vec::new());
        for _ in 0..=self.choose(5) {
            let variant = self.name('V');
            let parts: Vec<String> = (0..self.choose(3)).map(|_| self.any_type(1).to_string()).collect();
            let list = |mark: &str| {
                let parts: Vec<String> = parts.iter().map(|ty| format!("{mark}{ty}")).collect();
                if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) }
            };
            self.add_value(&name, &format!("{name}.{variant}{}", list("$")));
            variants.push(format!("    {variant}{}\n", list("")));
            arms.push(format!("«{name}.{variant}{} ¦=> $T»", list("@")));
        }
        self.add_value("T", &format!("match ${name} {{ {} }}", arms.join(", ")));
        self.types.push(name.clone());
        format!("@derive(Show, Eq)\nenum {name} {{\n{}}}\n", variants.concat())
    }

    /// A function, which may call itself and those declared before.
    pub fn declare_function(&mut self) -> String {
        let name = self.name('g');
        // The type parameter of a generic function is a type of its own within it.
        let generic = self.chance(3);
        let parameter = "Thing";
        let mut parameters: Vec<Ty> = (0..self.choose(4)).map(|_| self.any_type(2)).collect();
        if generic {
            parameters.insert(0, Ty::named(parameter));
            if self.chance(2) {
                parameters.push(Ty::of("[Thing]"));
            }
        }
        let result = match self.choose(4) {
            0 if generic => Ty::named(parameter),
            1 => Ty::new("?", vec![self.any_type(1)]),
            2 => Ty::new("Result", vec![self.any_type(1), Ty::named("string")]),
            _ => self.any_type(2),
        };
        let call = |thing: &str| {
            let hole = |ty: &Ty| format!("${ty}").replace(parameter, thing);
            format!("{name}({})", parameters.iter().map(hole).collect::<Vec<_>>().join(", "))
        };
        let gives = |thing: &str| result.to_string().replace(parameter, thing);
        if self.chance(4) {
            self.add_value(&gives(parameter), &call(parameter));
        }
        let mut written = Vec::new();
        for ty in &parameters {
            let parameter = self.name('p');
            written.push(format!("{parameter}: {ty}"));
            self.scope.push(Variable { name: parameter, ty: ty.clone(), assigned: false });
        }
        let body = self.body(&result);
        self.scope.clear();
        self.values.retain(|row| !row.mentions(parameter));
        self.add_value(&gives("T"), &call("T"));
        let generics = if generic { format!("<{parameter}: Show + Eq>") } else { String::new() };
        format!("fn {name}{generics}({}) -> {result} {body}\n", written.join(", "))
    }

    /// A variable with a small value.
    pub fn declare_variable(&mut self) -> String {
        let (name, ty) = (self.name('v'), self.any_type(2));
        let line = format!("var {name}: {ty} = {}", self.value(&ty));
        self.scope.push(Variable { name, ty, assigned: true });
        line
    }

    fn add_value(&mut self, gives: &str, template: &str) {
        self.values.push(Row::of(gives, template));
    }

    fn add_statement(&mut self, template: &str) {
        self.statements.push(Row::of("()", template));
    }
}

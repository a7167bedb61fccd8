//! The compiler of a program: the steps that a unit goes through.

use crate::build::Refusal;
use crate::cache::Part;
use crate::ir::Graph;
use crate::links::{Links, Made, own_shape};
use crate::lower::Lowered;
use crate::machine::{Machine, Workspace};
use crate::passes::{Facts, Passes, Way};
use crate::plan::{Plan, called};
use crate::{build, limits, lower};
use cranelift_codegen::ir::{Function, UserFuncName};
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;
use std::sync::OnceLock;

/// How far a unit has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The graph of the bytecode.
    Built,
    /// What the passes have made of it.
    Improved,
    /// Cranelift's representation.
    Lowered,
    /// Machine code, as Cranelift writes it.
    Compiled,
}

/// Compiles units of one program.
#[derive(Default)]
pub struct Compiler {
    passes: Passes,
    /// What is known of the program.
    facts: OnceLock<Facts>,
    /// Made when something is compiled first; none if there is no compiler for it. The second one is for quick code.
    machines: [OnceLock<Option<Machine>>; 2],
}

impl Compiler {
    /// With some passes.
    pub fn new(passes: Passes) -> Self {
        Self { passes, ..Self::default() }
    }

    /// For a processor that need not be the one this runs on, by the name of its target, such as `aarch64-linux`: its code
    /// is to be looked at. None if there is no compiler for it.
    pub fn for_target(passes: Passes, target: &str) -> Option<Self> {
        let machine = Machine::of(target)?;
        Some(Self { machines: [OnceLock::from(Some(machine)), OnceLock::new()], ..Self::new(passes) })
    }

    /// A unit as text, as it is at a stage of its way.
    ///
    /// # Errors
    /// It does not come so far, in words.
    pub fn show(&self, program: &Program, unit: Unit, stage: Stage) -> Result<String, String> {
        let graph = match stage {
            Stage::Built => build::build(program, unit)?,
            _ => self.improved(program, unit, self.passes, &mut |_, _| ())?,
        };
        self.text(program, unit, &graph, stage)
    }

    /// A unit as text, as it would be at a stage of its way if nothing more were improved, behind each pass that changes that.
    /// The text before all passes is called `build`, and `limits` what it is after all because the rest is too much.
    ///
    /// # Errors
    /// There is no graph of it, or at the end none that can be compiled, in words.
    pub fn show_passes(
        &self,
        program: &Program,
        unit: Unit,
        stage: Stage,
    ) -> Result<Vec<(&'static str, String)>, String> {
        let mut shown: Vec<(&str, String)> = Vec::new();
        let mut note = |pass, graph: &Graph| {
            let text = self.text(program, unit, graph, stage);
            let text = text.unwrap_or_else(|reason| format!("; not compiled: {reason}\n"));
            if shown.last().is_none_or(|(_, last)| *last != text) {
                shown.push((pass, text));
            }
        };
        note("build", &build::build(program, unit)?);
        let graph = self.improved(program, unit, self.passes, &mut note)?;
        note("limits", &graph);
        Ok(shown)
    }

    fn text(&self, program: &Program, unit: Unit, graph: &Graph, stage: Stage) -> Result<String, String> {
        if matches!(stage, Stage::Built | Stage::Improved) {
            return Ok(graph.to_string());
        }
        let mut workspace = Workspace::new();
        let (function, _) = lowered(program, unit, graph, self.passes.are_quick(), &mut workspace)?;
        match stage {
            Stage::Lowered => Ok(function.display().to_string()),
            _ => self.machine(self.passes)?.assembly(function, &mut workspace),
        }
    }

    fn machine(&self, passes: Passes) -> Result<&Machine, String> {
        let is_quick = passes.are_quick();
        let machine = self.machines[usize::from(is_quick)].get_or_init(|| Machine::host(is_quick)).as_ref();
        machine.ok_or_else(|| "there is no compiler for this machine".to_owned())
    }

    /// A unit's code, before it is linked.
    ///
    /// # Errors
    /// It can't be compiled, in words.
    pub(crate) fn plan(
        &self,
        program: &Program,
        unit: Unit,
        is_quick: bool,
        workspace: &mut Workspace,
    ) -> Result<Plan, String> {
        let passes = self.passes(is_quick);
        let graph = self.improved(program, unit, passes, &mut |_, _| ())?;
        let (function, Lowered { room, cells }) = lowered(program, unit, &graph, passes.are_quick(), workspace)?;
        let (calls, removed) = (called(&graph, unit.metered), graph.removed);
        let inlined = graph.scopes.iter().skip(1).map(|scope| scope.function.0).collect();
        // Cranelift needs much memory itself.
        drop(graph);
        let code = self.machine(passes)?.compile(function, workspace)?;
        Ok(Plan { code, room, cells, calls, inlined, checks: removed.checks, objects: removed.objects })
    }

    /// Keeps what has become of a unit, unless it was made quickly, and makes it ready to run.
    ///
    /// # Errors
    /// Why it has no code, in words.
    pub(crate) fn finish(
        &self,
        program: &Program,
        unit: Unit,
        is_quick: bool,
        plan: Result<Plan, String>,
        links: &mut Links,
        workspace: &mut Workspace,
    ) -> Result<Made, String> {
        if !is_quick {
            links.cache.keep(&part(unit), &plan);
        }
        self.install(program, unit, &plan?, self.passes(is_quick), links, workspace)
    }

    fn passes(&self, is_quick: bool) -> Passes {
        if is_quick { self.passes.quick() } else { self.passes }
    }

    fn install(
        &self,
        program: &Program,
        unit: Unit,
        plan: &Plan,
        passes: Passes,
        links: &mut Links,
        workspace: &mut Workspace,
    ) -> Result<Made, String> {
        // What links it does the same, whatever machine makes it.
        let made = links.install(program, unit, plan, self.machine(passes)?, workspace)?;
        Ok(if passes.are_quick() { made.quick() } else { made })
    }

    /// What is kept of a unit, if anything is: its code, or why it has none.
    pub(crate) fn kept(&self, program: &Program, unit: Unit, links: &mut Links) -> Option<Result<Made, String>> {
        let machine = self.machine(self.passes).ok()?;
        links.cache.open(program, self.passes, || machine.describe());
        let plan: Result<Plan, String> = links.cache.find(&part(unit))?;
        Some(plan.and_then(|plan| {
            let made = self.install(program, unit, &plan, self.passes, links, &mut Workspace::new())?;
            Ok(made.reused())
        }))
    }

    /// The graph of a unit when all passes have run; if that is too much for Cranelift, when none has.
    fn improved(
        &self,
        program: &Program,
        unit: Unit,
        passes: Passes,
        watch: &mut dyn FnMut(&'static str, &Graph),
    ) -> Result<Graph, Refusal> {
        let built = build::build(program, unit)?;
        let mut improved = built.clone();
        let facts = self.facts.get_or_init(|| Facts::new(program.module()));
        Way { passes, program, facts, unit, graph: &mut improved, watch }.go();
        if limits::check_graph(&improved).is_ok() {
            return Ok(improved);
        }
        limits::check_graph(&built)?;
        Ok(built)
    }
}

/// A unit in Cranelift's words.
fn lowered(
    program: &Program,
    unit: Unit,
    graph: &Graph,
    is_quick: bool,
    workspace: &mut Workspace,
) -> Result<(Function, Lowered), String> {
    let mut function = Function::with_name_signature(UserFuncName::default(), own_shape(program, unit).native());
    let lowered = lower::lower(program, unit, graph, is_quick, &mut function, &mut workspace.builder)?;
    Ok((function, lowered))
}

/// The name of what is kept of a unit.
fn part(unit: Unit) -> Part {
    Part::Unit(unit.function.0, unit.from.map(|block| block.0), unit.metered)
}

//! Cranelift: from its representation of a function to machine code of a processor.
//!
//! What the code takes for granted is looked at here and nowhere else: addresses have 64 bits, and the lowest byte of a
//! number comes first, as the cage is laid out.

use crate::code::{Code, Reference, Symbol};
use cranelift_codegen::binemit::Reloc;
use cranelift_codegen::control::ControlPlane;
use cranelift_codegen::isa::{self, OwnedTargetIsa};
use cranelift_codegen::settings::{self, Configurable};
use cranelift_codegen::{CompiledCode, Context, FinalizedMachReloc, FinalizedRelocTarget, ir};
use cranelift_frontend::FunctionBuilderContext;

/// Compiles for one kind of processor.
pub struct Machine {
    isa: OwnedTargetIsa,
}

/// What compiling takes along from one function to the next.
pub struct Workspace {
    context: Context,
    pub builder: FunctionBuilderContext,
}

impl Machine {
    /// For the processor that this runs on; none if there is no compiler for it. Quick ones take less time and make worse
    /// code.
    pub fn host(is_quick: bool) -> Option<Self> {
        Self::new(cranelift_native::builder().ok()?, is_quick)
    }

    /// For another, by the name of its target; none if Cranelift was built without it. Its code is to look at only.
    pub fn of(target: &str) -> Option<Self> {
        Self::new(isa::lookup_by_name(target).ok()?, false)
    }

    fn new(builder: isa::Builder, is_quick: bool) -> Option<Self> {
        let mut flags = settings::builder();
        let set = [
            ("opt_level", if is_quick { "none" } else { "speed" }),
            ("enable_pinned_reg", "true"),
            ("enable_verifier", if cfg!(debug_assertions) { "true" } else { "false" }),
            ("unwind_info", "false"),
            ("enable_probestack", "false"),
            ("is_pic", "false"),
            // Calls in place of a function want them.
            ("preserve_frame_pointers", "true"),
        ];
        for (name, value) in set {
            flags.set(name, value).ok()?;
        }
        let isa = builder.finish(settings::Flags::new(flags)).ok()?;
        (isa.pointer_bits() == 64 && isa.endianness() == ir::Endianness::Little).then_some(Self { isa })
    }

    /// What tells its code from that for other processors.
    pub fn describe(&self) -> String {
        let features: Vec<_> = self.isa.isa_flags().iter().map(ToString::to_string).collect();
        format!("{}\n{}{}", self.isa.triple(), self.isa.flags(), features.join("\n"))
    }

    /// Makes machine code of a function.
    ///
    /// # Errors
    /// Cranelift can't, in words.
    pub fn compile(&self, function: ir::Function, workspace: &mut Workspace) -> Result<Code, String> {
        self.generate(function, workspace, false)?;
        let function = &workspace.context.func;
        let compiled = workspace.context.compiled_code().ok_or("there is no code")?;
        let references = compiled.buffer.relocs().iter().map(|relocation| reference(function, relocation));
        let references = references.collect::<Option<_>>().ok_or("the code refers to something unknown")?;
        Ok(Code { bytes: compiled.code_buffer().to_vec(), references })
    }

    /// The same as text.
    ///
    /// # Errors
    /// As above.
    pub fn assembly(&self, function: ir::Function, workspace: &mut Workspace) -> Result<String, String> {
        let compiled = self.generate(function, workspace, true)?;
        Ok(compiled.vcode.clone().unwrap_or_default())
    }

    fn generate<'w>(
        &self,
        function: ir::Function,
        workspace: &'w mut Workspace,
        text: bool,
    ) -> Result<&'w CompiledCode, String> {
        workspace.context.clear();
        workspace.context.func = function;
        workspace.context.set_disasm(text);
        let compiled = workspace.context.compile(&*self.isa, &mut ControlPlane::default());
        compiled.map_err(|error| format!("{:?}", error.inner))
    }
}

/// What a relocation of Cranelift's is in our words.
fn reference(function: &ir::Function, relocation: &FinalizedMachReloc) -> Option<Reference> {
    let FinalizedRelocTarget::ExternalName(ir::ExternalName::User(name)) = relocation.target else { return None };
    let name = function.params.user_named_funcs().get(name)?;
    let symbol = Symbol::named(name.namespace, name.index)?;
    let is_address = relocation.kind == Reloc::Abs8 && relocation.addend == 0;
    is_address.then_some(Reference { at: relocation.offset, symbol })
}

impl Workspace {
    pub fn new() -> Self {
        Self { context: Context::new(), builder: FunctionBuilderContext::new() }
    }
}

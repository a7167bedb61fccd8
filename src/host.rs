//! The host: what a program may ask of the world. Functions are ordinary closures; grants say what system calls may do.

use std::any::Any;
use std::error::Error;
use std::marker::PhantomData;
use std::num::NonZero;
use std::sync::Arc;

use pvm_bytecode::Signature;
use pvm_runtime::host::{Data, HostArguments, HostFunction, HostResult};
use pvm_runtime::link::Imports;
use pvm_runtime::sys::{Grant, Grants, Streams};

use crate::func::declared;
use crate::value::{Parameter, Value};

/// Makes the streams of each guest.
type StreamsMaker = Arc<dyn Fn() -> Box<dyn Streams> + Send + Sync>;

/// Hears of each system call.
type Listener = Arc<dyn Fn(&str) + Send + Sync>;

/// What programs started with it may ask for. `T` is the data that each running program gets from its host, and which
/// host functions see.
pub struct Host<T> {
    pub(crate) imports: Imports,
    pub(crate) grants: Grants,
    pub(crate) streams: Option<StreamsMaker>,
    pub(crate) trace: Option<Listener>,
    /// How many samples of a guest are taken a second.
    pub(crate) samples: Option<NonZero<u32>>,
    data: PhantomData<fn(T)>,
}

impl<T> Default for Host<T> {
    fn default() -> Self {
        Self {
            imports: Imports::default(),
            grants: Grants::none(),
            streams: None,
            trace: None,
            samples: None,
            data: PhantomData,
        }
    }
}

impl<T: Any + Send> Host<T> {
    /// A host that supplies and grants nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Supplies a function. In Nido `extern "app" fn hit(n: int) -> int` imports `app.hit`, and `extern "host" fn ask()`
    /// imports `ask`. The closure takes the program's data and then the arguments; it may give a value, or a `Result`
    /// whose error the program traps with.
    pub fn func<M>(mut self, name: &str, function: impl HostClosure<T, M>) -> Self {
        self.imports.offer(name, function.into_function());
        self
    }

    /// Grants something.
    pub fn grant(mut self, grant: Grant) -> Self {
        self.grants.add(grant);
        self
    }

    /// Lets programs use standard input, output and error of this process.
    pub fn standard_streams(self) -> Self {
        self.grant(Grant::Streams)
    }

    /// Lets programs use streams of the host's making, in place of those of this process.
    pub fn streams(mut self, make: impl Fn() -> Box<dyn Streams> + Send + Sync + 'static) -> Self {
        self.streams = Some(Arc::new(make));
        self.standard_streams()
    }

    /// What programs get as their arguments.
    pub fn arguments(self, arguments: impl IntoIterator<Item = String>) -> Self {
        self.grant(Grant::Arguments(arguments.into_iter().collect()))
    }

    /// Hears of each system call: a line with its arguments and its result.
    pub fn trace(mut self, listener: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.trace = Some(Arc::new(listener));
        self
    }

    /// Looks so many times a second what each program is doing; [`crate::Vm::profile`] says where the time went.
    ///
    /// ```
    /// use pvm::{Engine, Host, Limits};
    /// use std::num::NonZero;
    ///
    /// # fn main() -> pvm::Result<()> {
    /// let engine = Engine::new();
    /// let text = "fn work(n: int) -> int {\n    var sum = 0\n    for i in 0..n {\n        sum = sum ^ i * i\n    }\n    sum\n}\n\n\
    ///             fn main() {\n    assert(work(5_000_000) != 1)\n}\n";
    /// let program = engine.compile_text("busy", text)?;
    /// let host = Host::<()>::new().sample(NonZero::new(1000).expect("it is not zero"));
    /// let mut vm = engine.start(&program, &host, Limits::default(), ())?;
    /// vm.run()?;
    /// let profile = vm.profile();
    /// println!("{profile}\n{}", profile.folded());
    /// # Ok(())
    /// # }
    /// ```
    pub fn sample(mut self, frequency: NonZero<u32>) -> Self {
        self.samples = Some(frequency);
        self
    }
}

/// A closure that can be a function of the host: up to six parameters after the data.
pub trait HostClosure<T, M>: Send + Sync + 'static {
    fn into_function(self) -> HostFunction;
}

/// What a host function may give: a value, or a `Result` of one.
pub trait Answer {
    type Value: Value;

    fn answer(self) -> Result<Self::Value, Box<dyn Error + Send + Sync>>;
}

impl<V: Value> Answer for V {
    type Value = V;

    fn answer(self) -> Result<V, Box<dyn Error + Send + Sync>> {
        Ok(self)
    }
}

impl<V: Value, E: Into<Box<dyn Error + Send + Sync>>> Answer for Result<V, E> {
    type Value = V;

    fn answer(self) -> Result<V, Box<dyn Error + Send + Sync>> {
        self.map_err(Into::into)
    }
}

macro_rules! closures {
    ($($($name:ident $index:literal)*;)*) => {$(
        // The first bound finds the types of the parameters from the closure as it is written, the second calls it with
        // arguments that live as long as the call.
        impl<T, F, R, $($name),*> HostClosure<T, (R, $($name,)*)> for F
        where
            T: Any + Send,
            R: Answer,
            $($name: Parameter,)*
            F: Fn(&mut T, $($name),*) -> R + for<'a> Fn(&mut T, $($name::Value<'a>),*) -> R + Send + Sync + 'static,
        {
            fn into_function(self) -> HostFunction {
                let call = move |data: &mut T, arguments: &HostArguments<'_>| -> Option<R> {
                    let _ = arguments;
                    Some(self(data, $($name::read(arguments, $index)?),*))
                };
                function(vec![$($name::TYPE),*], &[$($name::name()),*], call)
            }
        }
    )*};
}

closures! {
    ;
    A 0;
    A 0 B 1;
    A 0 B 1 C 2;
    A 0 B 1 C 2 D 3;
    A 0 B 1 C 2 D 3 E 4;
    A 0 B 1 C 2 D 3 E 4 G 5;
}

fn function<T: Any + Send, R: Answer>(
    params: Vec<pvm_bytecode::ValueType>,
    names: &[String],
    call: impl Fn(&mut T, &HostArguments<'_>) -> Option<R> + Send + Sync + 'static,
) -> HostFunction {
    let closure = move |data: &mut Data, arguments: &HostArguments<'_>| -> HostResult {
        let data = data.downcast_mut().ok_or("the data of the host are of another type")?;
        let answer = call(data, arguments).ok_or("an argument is of another type")?;
        answer.answer().map(R::Value::give)
    };
    HostFunction {
        signature: Signature { params, result: R::Value::TYPE },
        declared: Some(declared(names, &R::Value::name())),
        cost: 0,
        closure: Arc::new(closure),
    }
}

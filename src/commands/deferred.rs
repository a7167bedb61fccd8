//! A command whose options are looked at only if it is asked for: a program shall not wait for the options of all others.

use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

pub struct Deferred<C>(C);

impl<C> Deferred<C> {
    pub fn get(self) -> C {
        self.0
    }
}

impl<C: Args> Args for Deferred<C> {
    fn augment_args(command: Command) -> Command {
        command.defer(|command| with_its_about(command, C::augment_args))
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(|command| with_its_about(command, C::augment_args_for_update))
    }
}

impl<C: FromArgMatches> FromArgMatches for Deferred<C> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        C::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

/// Adds the options to a command; what it is about stays what the list of commands says, whatever comments stand there.
fn with_its_about(command: Command, add: fn(Command) -> Command) -> Command {
    let about = command.get_about().cloned();
    let command = add(command);
    match about {
        Some(about) => command.about(about),
        None => command,
    }
}

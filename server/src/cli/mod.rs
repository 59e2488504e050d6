//! The command line: makes, reads and checks single tokens. The library
//! says what a token is, and when it is good.

mod check;
mod health;
mod input;
mod inspect;
mod key;
mod output;
mod token;

use std::process::ExitCode;

use clap::Subcommand;

pub use self::input::random_source;
use crate::failure::{BAD_SETTING, Failure};

/// The commands beside `serve`.
#[derive(Subcommand)]
pub enum Command {
    #[command(flatten)]
    Token(token::Command),
    Inspect(inspect::Inspect),
    Check(check::Check),
    Health(health::Health),
    Key(key::Key),
}

impl Command {
    /// Runs the command, prints what it says, and gives its exit code.
    pub fn run(self) -> ExitCode {
        let result = match self {
            Command::Token(token) => token.run(),
            Command::Inspect(inspect) => inspect.run(),
            Command::Check(check) => check.run(),
            Command::Health(health) => health.run(),
            Command::Key(key) => key.run(),
        };
        result.unwrap_or_else(Failure::report)
    }
}

/// Prints what clap says in place of a command: help, the version, or what is wrong with the command line.
pub fn answer(answer: &clap::Error) -> ExitCode {
    match answer.print() {
        Ok(()) => ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(BAD_SETTING)),
        Err(error) => Failure::other(format!("the answer could not be written: {error}")).report(),
    }
}

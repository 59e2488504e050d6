//! The command line: makes, reads and checks single tokens. What a token is, and when it is good, the
//! library says.

mod check;
mod health;
mod input;
mod inspect;
mod output;
mod token;

use std::process::ExitCode;

use agora_token::{Error, Issuer, why_unreadable};
use clap::Subcommand;

use crate::environment::{Environment, Problems};
use crate::{BAD_SETTING, settings, time};

/// The commands beside `serve`.
#[derive(Subcommand)]
pub enum Command {
    #[command(flatten)]
    Token(token::Command),
    Inspect(inspect::Inspect),
    Check(check::Check),
    Health(health::Health),
}

impl Command {
    /// Runs the command, prints what it says, and gives its exit code.
    pub fn run(self) -> ExitCode {
        let result = match self {
            Command::Token(token) => token.run(),
            Command::Inspect(inspect) => inspect.run(),
            Command::Check(check) => check.run(),
            Command::Health(health) => health.run(),
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

/// Why a command could not do its work: lines for standard error, and the exit code.
pub struct Failure {
    code: u8,
    problems: Problems,
}

impl Failure {
    /// The command line or a setting is wrong.
    pub fn usage(problems: Problems) -> Failure {
        Failure { code: BAD_SETTING, problems }
    }

    /// The command was right, and something else went wrong.
    pub fn other(problem: impl Into<String>) -> Failure {
        Failure { code: 1, problems: vec![problem.into()] }
    }

    pub fn report(self) -> ExitCode {
        for problem in self.problems {
            output::complain(&problem);
        }
        ExitCode::from(self.code)
    }
}

/// Asks the random source, before Rust's hash maps do: they panic where it fails. An issuer is an error there.
pub fn random_source() -> Result<(), Failure> {
    settings::demo_issuer().map(drop).map_err(|error| Failure::other(error.message()))
}

/// The environment, for what makes or checks tokens.
pub fn environment() -> Result<Environment, Failure> {
    random_source()?;
    Environment::load().map_err(Failure::usage)
}

/// The credentials of the environment, `.env` or a file, as `serve` reads them.
fn issuer() -> Result<Issuer, Failure> {
    settings::issuer(&environment()?).map_err(Failure::usage)
}

/// The current Unix time in seconds.
fn now() -> Result<u64, Failure> {
    time::now().map_err(|error| Failure::other(error.message()))
}

/// The failure of a command whose token cannot be read. The text is not shown: it may be a secret that was
/// put in the wrong place.
fn unreadable(token: &str, error: Error) -> Failure {
    match why_unreadable(token, error) {
        (reason, Some(advice)) => Failure::other(format!("{reason}: {advice}")),
        (reason, None) => Failure::other(reason),
    }
}

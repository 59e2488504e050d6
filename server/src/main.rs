//! The program `agora-token`: the token server for Agora applications, and its command line.

mod access;
mod answer;
mod app;
mod claims;
mod cli;
mod connection;
mod environment;
mod failure;
mod fetch;
mod keys;
mod keyset;
mod log;
mod metrics;
mod places;
mod playground;
mod provider;
mod question;
mod rate;
mod reader;
mod refusal;
mod serve;
mod sessions;
mod settings;
mod shared;
mod signer;
mod time;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::environment::Environment;
use crate::failure::Failure;
use crate::settings::Settings;

/// Access tokens for Agora applications.
#[derive(Parser)]
#[command(name = "agora-token", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(Serve),
    #[command(flatten)]
    Tool(cli::Command),
}

/// Run the token server.
///
/// Its settings come from the environment or from the file .env in the current directory; the environment
/// goes first. APP_ID and APP_CERTIFICATE (or APP_CERTIFICATE_FILE) must be set. .env.example lists them all.
#[derive(Args)]
struct Serve {
    /// Sign with public sample credentials, to try the server without a project of your own
    #[arg(long)]
    demo: bool,
}

fn main() -> ExitCode {
    let command_line = match CommandLine::try_parse() {
        Ok(command_line) => command_line,
        Err(answer) => return cli::answer(&answer),
    };
    match command_line.command {
        Command::Serve(Serve { demo }) => serve(demo),
        Command::Tool(command) => command.run(),
    }
}

fn serve(demo: bool) -> ExitCode {
    match run_server(demo) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run_server(demo: bool) -> Result<(), Failure> {
    cli::random_source()?;
    // Before all that takes its time, or a signal that comes early would end the process.
    let server = serve::Server::new().map_err(Failure::other)?;
    let read = |environment| Settings::read(&environment, demo);
    let settings = Environment::load().and_then(read).map_err(Failure::usage)?;
    server.run(settings).map_err(Failure::other)
}

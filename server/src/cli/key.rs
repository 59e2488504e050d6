//! The command `key`: keys for backends that ask the token server.

use std::fmt::Write;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use zeroize::Zeroizing;

use super::{Failure, output};
use crate::keys::{self, Limits};

/// How many random bytes a key has.
const KEY_LEN: usize = 32;

/// Make keys for backends that ask the token server
#[derive(Args)]
pub struct Key {
    #[command(subcommand)]
    command: KeyCommand,
}

#[derive(Subcommand)]
enum KeyCommand {
    New(New),
}

/// Make a key, and the line with its name and hash for API_KEYS_FILE
///
/// The first line that is printed is the key, for the backend, which sends it as "Authorization: Bearer KEY"; the second is
/// for API_KEYS_FILE or API_KEYS of the server, which needs only the hash. The key is not kept anywhere. Without
/// limits it opens everything; with any of them neither tokens for the whole app nor AI services, unless they are
/// allowed too.
#[derive(Args)]
struct New {
    /// What the log calls the key: 1 to 64 letters, digits, dots, dashes and underscores
    name: String,
    /// A channel that it opens, or a prefix that ends in *; may be given again. Without one, any channel by its name
    #[arg(long = "channel", value_name = "CHANNEL")]
    channels: Vec<String>,
    /// The highest role: publisher or subscriber
    #[arg(long)]
    role: Option<String>,
    /// The longest lifetime, in seconds
    #[arg(long, value_name = "SECONDS")]
    max_expiry: Option<u32>,
    /// Allow tokens for the whole app, such as that of a Chat app
    #[arg(long)]
    app_tokens: bool,
    /// Allow ConvoAI and STT, which start work on the bill of the app's owner
    #[arg(long)]
    ai_services: bool,
}

impl Key {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let KeyCommand::New(new) = self.command;
        new.run()
    }
}

impl New {
    fn run(self) -> Result<ExitCode, Failure> {
        let words = self.words();
        let problem = if !keys::is_name(&self.name) {
            Some("the name of a key is 1 to 64 letters, digits, dots, dashes and underscores".to_owned())
        } else if self.channels.iter().any(|channel| channel.contains(|sign: char| sign == ',' || sign.is_whitespace()))
        {
            Some("a channel with a space or a comma in its name cannot be a limit: take a prefix of it".to_owned())
        } else {
            Limits::read(&words.iter().map(String::as_str).collect::<Vec<_>>()).err()
        };
        if let Some(problem) = problem {
            return Err(Failure::usage(vec![problem]));
        }
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        getrandom::fill(&mut *bytes).map_err(|error| Failure::other(format!("the random source fails: {error}")))?;
        let key = Zeroizing::new(hex(&*bytes));
        let line = [format!("{}:{}", self.name, hex(&keys::hash(&key)))].into_iter().chain(words);
        let line: Vec<String> = line.collect();
        output::print(&format!("{}\n{}\n", *key, line.join(" ")))?;
        Ok(ExitCode::SUCCESS)
    }

    /// The limits as the settings have them.
    fn words(&self) -> Vec<String> {
        let channels = self.channels.iter().map(|channel| format!("channel={channel}"));
        let role = self.role.iter().map(|role| format!("role={role}"));
        let max_expiry = self.max_expiry.iter().map(|seconds| format!("max-expiry={seconds}"));
        let app_tokens = self.app_tokens.then(|| "app-tokens".to_owned());
        let ai_services = self.ai_services.then(|| "ai-services".to_owned());
        channels.chain(role).chain(max_expiry).chain(app_tokens).chain(ai_services).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

//! `agora-token check`: is a token good for this use, and if not, which thing does not match?

use std::fmt::Write;
use std::process::ExitCode;

use agora_token::{Error, Explanation, Field, Question, ServiceType, User};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::output::{BAD, GOOD, NOTE, paint};
use super::{input, output};
use crate::failure::Failure;
use crate::question::{self, Name, Wrong};
use crate::time;

/// Say whether a token is good for a use, and if not, which thing does not match
///
/// It checks app, signature, lifetime, channel, user and privilege, with the credentials of APP_ID and
/// APP_CERTIFICATE (or APP_CERTIFICATE_FILE) in the environment or in the file .env of the current directory.
///
/// Exit code: 0 the token is good; 1 it is not; 2 the command line or the credentials are wrong.
#[derive(Args)]
#[command(after_help = "Examples:
  agora-token check 007eJx… --channel room --uid 42
  agora-token check 007eJx… --channel room --account ann --privilege publish-audio
  agora-token check 007eJx… --service rtm --user-id ann
  agora-token check 007eJx… --service chat --app
  agora-token check 007eJx… --service education --room maths --user ann
  agora-token check --channel room --uid 42 < token.txt")]
pub struct Check {
    #[command(flatten)]
    token: input::Token,
    #[arg(long, default_value = "rtc", value_parser = question::service, help = format!("The service: {}", question::services()))]
    service: ServiceType,
    /// RTC, Streaming, FCDN: the channel of the join call
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    channel: Option<String>,
    /// RTC, Streaming, FCDN: the numeric uid of the join call; 0 asks for a token that is good for any user
    #[arg(long, conflicts_with = "account", value_parser = input::uid)]
    uid: Option<u32>,
    /// RTC, Streaming, FCDN: the user account of the join call
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    account: Option<String>,
    /// RTM, Chat, RTM2: the user id
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    user_id: Option<String>,
    /// Education: the room's uuid
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    room: Option<String>,
    /// Education: the user's uuid
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    user: Option<String>,
    /// Chat, Education: the token of a backend, for the whole app
    #[arg(long, conflicts_with_all = ["user_id", "room", "user"])]
    app: bool,
    /// What is to be done, such as join, publish-audio, publish-video, publish-data, login; or a privilege's
    /// number. Without it the service's first: join, login, publish, user
    #[arg(long)]
    privilege: Option<String>,
    /// Print JSON, for programs: that of agora_token_explain
    #[arg(long)]
    json: bool,
}

impl Check {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let uid = self.uid.map(|uid| User::Uid(uid).text());
        let question = self.question(uid.as_deref())?;
        let issuer = input::issuer()?;
        let token = self.token.read()?;
        let now = input::now()?;
        let explanation =
            issuer.explain(&token, Some(question), Some(now)).map_err(|error| Failure::other(error.message()))?;
        match explanation.error {
            _ if self.json => output::print(&(explanation.to_json() + "\n"))?,
            None => output::print_painted(&good_text(&explanation))?,
            Some(error) => output::print_painted(&not_good_text(&explanation, error))?,
        }
        Ok(if explanation.error.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn question<'a>(&'a self, uid: Option<&'a str>) -> Result<Question<'a>, Failure> {
        let name = self.service.name();
        if self.app && self.service.privilege_named("app").is_none() {
            let problem = format!("--app does not go with {name}, but with --service chat and education");
            return Err(Failure::usage(vec![problem]));
        }
        let (options, names): (Vec<_>, Vec<_>) = self.options(uid).into_iter().unzip();
        let privilege = self.privilege.as_deref().or(self.app.then_some("app"));
        question::ask(self.service, &names, privilege).map_err(|wrong| {
            let problem = |wrong| match wrong {
                Wrong::Misplaced(at, whose) if whose == name => {
                    format!("{} does not go with {name}: choose the service with --service", options[at])
                }
                Wrong::Misplaced(at, whose) => format!("{} does not go with {whose}", options[at]),
                Wrong::Missing(at) => format!("{name} needs {}", options[at]),
                Wrong::Privilege(problem) => format!("--{problem}"),
            };
            Failure::usage(wrong.into_iter().map(problem).collect())
        })
    }

    /// The options that name something.
    fn options<'a>(&'a self, uid: Option<&'a str>) -> [(&'static str, Name<'a>); 5] {
        [
            ("--channel", (&[Field::Channel], self.channel.as_deref())),
            ("--uid or --account", (&[Field::Account], uid.or(self.account.as_deref()))),
            ("--user-id", (&[Field::UserId], self.user_id.as_deref())),
            ("--room", (&[Field::RoomUuid], self.room.as_deref())),
            ("--user", (&[Field::UserUuid], self.user.as_deref())),
        ]
    }
}

fn good_text(explanation: &Explanation) -> String {
    let moment = |at| time::moment(at, explanation.now);
    let until = explanation.expires_at.map(moment).unwrap_or_default();
    let text = format!("{} until {until}\n", paint(GOOD, "good"));
    match explanation.cut_at.map(moment).zip(explanation.why_cut()) {
        Some((cut_at, why)) => format!("{text}{}\n", paint(NOTE, format_args!("Agora cuts it at {cut_at}: {why}"))),
        None => text,
    }
}

fn not_good_text(explanation: &Explanation, error: Error) -> String {
    let Explanation { reason, found, asked, advice, sdk_error, .. } = explanation;
    let mut text = format!("{}: {}\n", paint(BAD, "not good"), reason.as_deref().unwrap_or(error.message()));
    let values = [("in the token", found.clone()), ("asked for", asked.clone())];
    let facts: Vec<_> = ends(explanation).into_iter().chain(values).collect();
    let shown = || facts.iter().filter_map(|(label, value)| Some((label, value.as_deref()?)));
    let width = shown().map(|(label, _)| label.len()).max().unwrap_or_default();
    for (label, value) in shown() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {label:<width$}  {value}");
    }
    if let Some(advice) = advice {
        let _ = writeln!(text, "What to do: {advice}");
    }
    if let Some((number, name)) = sdk_error.zip(explanation.sdk_error_name()) {
        let _ = writeln!(text, "The RTC SDK reports this as error {number} ({name})");
    }
    text
}

/// When what has expired did, or is cut.
fn ends(explanation: &Explanation) -> [(&'static str, Option<String>); 2] {
    let moment = |at: Option<u64>| at.map(|at| time::moment(at, explanation.now));
    let is_over = explanation.expires_at.is_some_and(|at| at <= explanation.now);
    let label = if is_over { "it ended" } else { "the token says" };
    [("Agora cut it", moment(explanation.cut_at)), (label, moment(explanation.expires_at))]
}

//! `agora-token check`: is a token good for this use, and if not, which thing does not match?

use std::borrow::Cow;
use std::fmt::Write;
use std::process::ExitCode;

use agora_token::{Field, Good, Privilege, Question, Service, ServiceType, User};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::output::{BAD, GOOD, NOTE, paint};
use super::{Failure, input, issuer, now, output};
use crate::verdict::{self, NotGood, Verdict};
use crate::{question, time};

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
    /// The service: rtc, rtm, streaming, fpa, chat, fcdn, education or rtm2
    #[arg(long, default_value = "rtc", value_parser = question::service)]
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
}

impl Check {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let user = self.user();
        let question = self.question(&user)?;
        let issuer = issuer()?;
        let token = self.token.read()?;
        let now = now()?;
        let (text, code) = match Verdict::of_use(&issuer, &token, question, now) {
            Verdict::Good(good) => (good_text(&good, now), ExitCode::SUCCESS),
            Verdict::NotGood(not_good) => (not_good_text(&not_good), ExitCode::FAILURE),
        };
        output::print_painted(&text)?;
        Ok(code)
    }

    /// The user as tokens write it.
    fn user(&self) -> Cow<'_, str> {
        match self.uid {
            Some(uid) => Service::rtc("", User::Uid(uid)).user,
            None => {
                let text = self.account.as_deref().or(self.user_id.as_deref()).or(self.user.as_deref());
                Cow::Borrowed(text.unwrap_or_default())
            }
        }
    }

    fn question<'a>(&'a self, user: &'a str) -> Result<Question<'a>, Failure> {
        let problems: Vec<String> = [self.misplaced(), self.missing()].concat();
        if !problems.is_empty() {
            return Err(Failure::usage(problems));
        }
        let channel = self.channel.as_deref().or(self.room.as_deref()).unwrap_or_default();
        Ok(Question { service: self.service, channel, user, privilege: self.privilege()? })
    }

    /// The options that name something, with the field of a service that each is about.
    fn options(&self) -> [(Field, &'static str, bool); 5] {
        [
            (Field::Channel, "--channel", self.channel.is_some()),
            (Field::Account, "--uid or --account", self.uid.is_some() || self.account.is_some()),
            (Field::UserId, "--user-id", self.user_id.is_some()),
            (Field::RoomUuid, "--room", self.room.is_some()),
            (Field::UserUuid, "--user", self.user.is_some()),
        ]
    }

    /// Options that the service has no place for: what they ask would go unchecked.
    fn misplaced(&self) -> Vec<String> {
        let name = self.service.name();
        let has = |field| self.service.fields().contains(&field);
        let misplaced = self.options().into_iter().filter(|(field, _, given)| *given && !has(*field));
        let mut problems: Vec<String> = misplaced
            .map(|(_, option, _)| format!("{option} does not go with {name}: choose the service with --service"))
            .collect();
        if self.app && self.service.privilege_named("app").is_none() {
            problems.push(format!("--app does not go with {name}, but with --service chat and education"));
        }
        problems
    }

    /// Options without which the question would be for something else.
    fn missing(&self) -> Vec<String> {
        let needed: Vec<Field> = question::needed(self.service).filter(|_| !self.app).collect();
        let missing = self.options().into_iter().filter(|(field, _, given)| !given && needed.contains(field));
        missing.map(|(_, option, _)| format!("{} needs {option}", self.service.name())).collect()
    }

    fn privilege(&self) -> Result<Privilege, Failure> {
        let name = self.privilege.as_deref().or(self.app.then_some("app"));
        question::privilege(self.service, name, self.room.as_deref())
            .map_err(|problem| Failure::usage(vec![format!("--{problem}")]))
    }
}

fn good_text(good: &Good, now: u64) -> String {
    let text = format!("{} until {}\n", paint(GOOD, "good"), time::moment(good.expires_at, now));
    match verdict::cut(good, now) {
        Some(cut) => format!("{text}{}\n", paint(NOTE, cut)),
        None => text,
    }
}

fn not_good_text(not_good: &NotGood) -> String {
    let mut text = format!("{}: {}\n", paint(BAD, "not good"), not_good.reason);
    let width = not_good.facts.iter().map(|(label, _)| label.len()).max().unwrap_or_default();
    for (label, value) in &not_good.facts {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {label:<width$}  {value}");
    }
    if let Some(advice) = not_good.advice {
        let _ = writeln!(text, "What to do: {advice}");
    }
    if let Some(sdk) = not_good.sdk {
        let _ = writeln!(text, "{sdk}");
    }
    text
}

//! `agora-token check`: is a token good for this use, and if not, which thing does not match?

use std::borrow::Cow;
use std::fmt::Write;
use std::process::ExitCode;

use agora_token::{Error, Explanation, Field, Privilege, Question, Service, ServiceType, User, rules};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::output::{BAD, GOOD, NOTE, paint};
use super::{Failure, input, issuer, now, output};
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
    /// The service: rtc, rtm, streaming, fpa, chat, fcdn, education, rtm2, convoai or stt
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
    /// Print JSON, for programs: that of agora_token_explain
    #[arg(long)]
    json: bool,
}

impl Check {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let user = self.user();
        let question = self.question(&user)?;
        let issuer = issuer()?;
        let token = self.token.read()?;
        let now = now()?;
        let explanation =
            issuer.explain(&token, Some(question), Some(now)).map_err(|error| Failure::other(error.message()))?;
        match explanation.error {
            _ if self.json => output::print(&(explanation.to_json() + "\n"))?,
            None => output::print_painted(&good_text(&explanation))?,
            Some(error) => output::print_painted(&not_good_text(&explanation, error))?,
        }
        Ok(if explanation.error.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
        Ok(Question::new(self.service, self.privilege()?).channel(channel).user(user))
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

const HOURS: u32 = rules::MAX_HONOURED_SECONDS / 3600;

fn good_text(explanation: &Explanation) -> String {
    let moment = |at| time::moment(at, explanation.now);
    let until = explanation.expires_at.map(moment).unwrap_or_default();
    let text = format!("{} until {until}\n", paint(GOOD, "good"));
    match explanation.cut_at.map(moment) {
        Some(cut_at) => {
            let cut = format!("Agora cuts it at {cut_at}: it honours at most {HOURS} hours");
            format!("{text}{}\n", paint(NOTE, cut))
        }
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
    if let Some(number) = sdk_error {
        let name = if error == Error::Expired { "token expired" } else { "invalid token" };
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

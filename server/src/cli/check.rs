//! `agora-token check`: is a token good for this use, and if not, which thing does not match?

use std::borrow::Cow;
use std::fmt::Write;
use std::process::ExitCode;

use agora_token::{Error, Field, Good, Issuer, Privilege, Question, Service, ServiceType, TokenInfo, User, rules};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::output::{BAD, GOOD, NOTE, paint};
use super::{Failure, advice, input, issuer, output, time};

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
    #[arg(long, default_value = "rtc", value_parser = service)]
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

fn service(name: &str) -> Result<ServiceType, String> {
    ServiceType::from_name(name)
        .ok_or_else(|| "the service must be rtc, rtm, streaming, fpa, chat, fcdn, education or rtm2".to_owned())
}

impl Check {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let user = self.user();
        let question = self.question(&user)?;
        let issuer = issuer()?;
        let token = self.token.read()?;
        let now = time::now()?;
        let result = issuer.check(&token, question, Some(now));
        let verdict = Verdict { issuer: &issuer, info: TokenInfo::parse(&token).ok(), question, now };
        let (text, code) = match result {
            Ok(good) => verdict.good(good),
            Err(error) => (verdict.bad(error), ExitCode::FAILURE),
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

    /// Options without which the question would be for something else. A room is not among them: a token may
    /// be for a user outside of rooms.
    fn missing(&self) -> Vec<String> {
        let needed = |field| !self.app && field != Field::RoomUuid && self.service.fields().contains(&field);
        let missing = self.options().into_iter().filter(|(field, _, given)| !given && needed(*field));
        missing.map(|(_, option, _)| format!("{} needs {option}", self.service.name())).collect()
    }

    fn privilege(&self) -> Result<Privilege, Failure> {
        let usual = match &self.privilege {
            Some(text) => text.parse().ok().map(Privilege).or_else(|| self.service.privilege_named(text)),
            None if self.app => self.service.privilege_named("app"),
            None if self.user.is_some() && self.room.is_none() => self.service.privilege_named("user"),
            None => self.service.privileges().next().map(|(privilege, _)| privilege),
        };
        usual.ok_or_else(|| {
            let names: Vec<String> = self.service.privileges().map(|(_, name)| name.replace(' ', "-")).collect();
            let name = self.service.name();
            Failure::usage(vec![format!("--privilege must be one of {name}'s: {}; or a number", names.join(", "))])
        })
    }
}

/// What there is to say about a token.
struct Verdict<'a> {
    issuer: &'a Issuer,
    /// `None` where the token cannot be read.
    info: Option<TokenInfo>,
    question: Question<'a>,
    now: u64,
}

impl Verdict<'_> {
    fn good(&self, good: Good) -> (String, ExitCode) {
        let hours = rules::MAX_HONOURED_SECONDS / 3600;
        let until = time::moment(good.expires_at, self.now);
        match good.cut_at {
            None => (format!("{} until {until}\n", paint(GOOD, "good")), ExitCode::SUCCESS),
            Some(cut_at) if self.now < cut_at => {
                let cut =
                    format!("Agora cuts it at {}: it honours at most {hours} hours", time::moment(cut_at, self.now));
                (format!("{} until {until}\n{}\n", paint(GOOD, "good"), paint(NOTE, cut)), ExitCode::SUCCESS)
            }
            Some(cut_at) => {
                let cut = time::moment(cut_at, self.now);
                let text =
                    format!("Agora cut it at {cut}: it honours at most {hours} hours, though the token says {until}");
                (self.not_good(&text, &[], Error::Expired), ExitCode::FAILURE)
            }
        }
    }

    fn bad(&self, error: Error) -> String {
        let facts = self.info.as_ref().map(|info| self.facts(info, error)).unwrap_or_default();
        self.not_good(error.message(), &facts, error)
    }

    fn not_good(&self, what: &str, facts: &[(String, String)], error: Error) -> String {
        let mut text = format!("{}: {what}\n", paint(BAD, "not good"));
        let width = facts.iter().map(|(label, _)| label.len()).max().unwrap_or_default();
        for (label, value) in facts {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "  {label:<width$}  {value}");
        }
        if let Some(advice) = advice::for_error(error) {
            let _ = writeln!(text, "What to do: {advice}");
        }
        if self.question.service == ServiceType::Rtc && self.question.privilege == Privilege::RTC_JOIN_CHANNEL {
            let code = if error == Error::Expired { "109 (token expired)" } else { "110 (invalid token)" };
            let _ = writeln!(text, "The RTC SDK reports this as error {code}");
        }
        text
    }

    /// What the token has beside what was asked for, where that tells more than the error alone.
    fn facts(&self, info: &TokenInfo, error: Error) -> Vec<(String, String)> {
        let Question { service, channel, user, privilege } = self.question;
        let against = |has: String, asked: String| vec![("in the token".into(), has), ("asked for".into(), asked)];
        match error {
            Error::WrongApp => against(info.app_id.clone(), format!("{} (APP_ID)", self.issuer.app_id())),
            Error::WrongChannel => against(self.names(info, |service| &service.channel), format!("{channel:?}")),
            Error::WrongUser if user.is_empty() => {
                against(self.names(info, |service| &service.user), "a token for any user".into())
            }
            Error::WrongUser => against(self.names(info, |service| &service.user), format!("{user:?}")),
            Error::NotGranted => {
                let asked = format!("{}: {}", service.name(), privilege_name(service, privilege.0));
                against(granted(info), asked)
            }
            Error::Expired => self.ends(info),
            _ => Vec::new(),
        }
    }

    /// The channels or users of the services that were asked for.
    fn names<'i>(&self, info: &'i TokenInfo, name: impl Fn(&'i Service<'static>) -> &'i str) -> String {
        if info.crcs.is_some() {
            return "one with another checksum (a 006 token holds no names)".to_owned();
        }
        let services = info.services.iter().filter(|service| service.kind == self.question.service);
        let names: Vec<String> = services.map(|service| format!("{:?}", name(service))).collect();
        names.join(", ")
    }

    /// When the token ends, or where it is alive, the privilege in it.
    fn ends(&self, info: &TokenInfo) -> Vec<(String, String)> {
        let end = |what: String, at| (format!("{what} ended"), time::moment(at, self.now));
        if info.expires_at <= self.now {
            return vec![end("the token".to_owned(), info.expires_at)];
        }
        let Question { service: kind, privilege, .. } = self.question;
        let services = info.services.iter().filter(|service| service.kind == kind);
        let ends = services.filter_map(|service| info.privilege_expires_at(service.privilege(privilege.0)?));
        ends.filter(|&at| at <= self.now).map(|at| end(privilege_name(kind, privilege.0), at)).collect()
    }
}

/// Every service of a token with its privileges: `RTC: join channel; RTM: login`.
fn granted(info: &TokenInfo) -> String {
    let services = info.services.iter().map(|service| {
        let privileges = service.privileges.iter().map(|&(number, _)| privilege_name(service.kind, number));
        format!("{}: {}", service.kind.name(), privileges.collect::<Vec<_>>().join(", "))
    });
    let unknown = info.unknown_service.map(|number| format!("service {number}, which this version does not know"));
    services.chain(unknown).collect::<Vec<_>>().join("; ")
}

fn privilege_name(kind: ServiceType, number: u16) -> String {
    kind.privilege_name(Privilege(number)).map_or_else(|| format!("privilege {number}"), str::to_owned)
}

//! What there is to say about a token: is it good for a use, and if not, which thing does not match and what to do?
//!
//! The command line, the page and every language say it with these words.

use std::fmt::{self, Write};

use crate::error::Error;
use crate::inspect::TokenInfo;
use crate::issuer::Issuer;
use crate::json::Object;
use crate::question::Question;
use crate::rules;
use crate::service::{Privilege, Service, ServiceType};
use crate::token::Version;
use crate::verify::{self, Good};
use crate::wrapping::{self, Wrapping};

/// The longest JSON of an [`Explanation`], in bytes.
pub const MAX_EXPLANATION_LEN: usize = 4095;

/// The longest value of a token or a question that is shown, in bytes; in JSON it can be twice as long.
const MAX_SHOWN: usize = 512;

/// Whether a token is good for a use, why not, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// `None` where the token is good, and otherwise what [`Issuer::check`] or [`Issuer::verify`] says. A token that
    /// those find good and that Agora has cut is [`Error::Expired`] here.
    pub error: Option<Error>,
    /// Why the token is not good, in a sentence.
    pub reason: Option<String>,
    /// What the token has in place of what was asked: names between quotes, with unusual characters escaped. `None`
    /// where that tells no more than the reason.
    pub found: Option<String>,
    /// What was asked for, written as `found` is, which it stands beside.
    pub asked: Option<String>,
    /// What to do.
    pub advice: Option<String>,
    /// The number of the error by which the RTC SDK reports the token to who joins with it, in the channel and as the user
    /// that were asked about. `None` for a good token, where the SDK lets them join, and for another service.
    pub sdk_error: Option<u32>,
    /// For a good token until when it is good, for one that has expired when it did: what is sooner, the end of the
    /// token or of the privilege. A Unix time in seconds.
    pub expires_at: Option<u64>,
    /// Where `expires_at` is more than the 24 hours that Agora honours: when Agora takes the token for expired.
    pub cut_at: Option<u64>,
    /// The time it was looked at, a Unix time in seconds.
    pub now: u64,
}

impl Issuer {
    /// Says whether a token is good, and where it is not, why, and what to do. Without a question it looks at the
    /// signature and the lifetime alone, as [`Issuer::verify`] does. `now` is a Unix time in seconds, `None` the
    /// system clock.
    ///
    /// A token that came in quotes, in JSON, URL-encoded, behind `Bearer`, with white space or cut short is
    /// [`Error::MalformedToken`] as for a check, with a reason that says so.
    ///
    /// # Errors
    /// A token that is not good is no error. [`Error::BadChannel`], [`Error::BadAccount`] or [`Error::BadPrivilege`]
    /// where a channel, a user or a privilege is asked of a service that has none; [`Error::ClockFailed`].
    ///
    /// ```
    /// use std::time::Duration;
    /// use agora_token::{Error, Issuer, Privilege, Question, Role, ServiceType, User, Version};
    ///
    /// # fn main() -> Result<(), Error> {
    /// # let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")?;
    /// let token = issuer.rtc(Version::V007, "room", User::Uid(42), Role::Subscriber, Duration::from_secs(600))?;
    /// let join = Question::new(ServiceType::Rtc, Privilege::RTC_JOIN_CHANNEL).channel("Room").user("42");
    /// let why = issuer.explain(&token, Some(join), None)?;
    /// assert_eq!(why.error, Some(Error::WrongChannel));
    /// assert_eq!(why.found.as_deref(), Some("\"room\""));
    /// assert_eq!(why.asked.as_deref(), Some("\"Room\""));
    /// assert_eq!(why.sdk_error, Some(110));
    /// # Ok(())
    /// # }
    /// ```
    pub fn explain(&self, token: &str, question: Option<Question<'_>>, now: Option<u64>) -> Result<Explanation, Error> {
        question.map_or(Ok(()), |question| question.check())?;
        let now = verify::unix_time(now)?;
        let result = match question {
            Some(question) => self.check(token, question, Some(now)),
            None => self.verify(token, Some(now)),
        };
        let case = Case { issuer: self, token, info: TokenInfo::parse(token).ok(), question, now };
        Ok(case.explanation(result))
    }
}

impl Explanation {
    /// It as a JSON object, of at most [`MAX_EXPLANATION_LEN`] bytes. Its members are those of the struct in their order,
    /// except that the error is `good` (true or false), `status` (its number; 0 for a good token) and `name` (its name;
    /// `"OK"`). What there is nothing to say about is `null`.
    ///
    /// ```
    /// # use agora_token::{Error, Issuer};
    /// # fn main() -> Result<(), Error> {
    /// # let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")?;
    /// let json = issuer.explain("abc", None, Some(1_700_000_000))?.to_json();
    /// assert!(json.starts_with(r#"{"good":false,"status":200,"name":"MALFORMED_TOKEN","reason":"the text is not"#));
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_json(&self) -> String {
        Object::to_text(|object| {
            object.boolean("good", self.error.is_none());
            object.number("status", Some(self.error.map_or(0, Error::code)));
            object.string("name", self.error.map_or("OK", Error::name));
            object.optional_string("reason", self.reason.as_deref());
            object.optional_string("found", self.found.as_deref());
            object.optional_string("asked", self.asked.as_deref());
            object.optional_string("advice", self.advice.as_deref());
            object.number("sdk_error", self.sdk_error);
            object.number("expires_at", self.expires_at);
            object.number("cut_at", self.cut_at);
            object.number("now", Some(self.now));
        })
    }

    /// What the RTC SDK calls its error [`Explanation::sdk_error`].
    pub fn sdk_error_name(&self) -> Option<&'static str> {
        self.sdk_error.map(|error| if error == SDK_TOKEN_EXPIRED { "token expired" } else { "invalid token" })
    }

    /// Why Agora cuts the token, where it does: a part of a sentence, in which Agora is "it".
    pub fn why_cut(&self) -> Option<&'static str> {
        self.cut_at.map(|_| WHY_CUT)
    }
}

/// The errors by which the RTC SDK refuses a token.
const SDK_TOKEN_EXPIRED: u32 = 109;
const SDK_INVALID_TOKEN: u32 = 110;

struct Case<'a> {
    issuer: &'a Issuer,
    token: &'a str,
    /// `None` where the token cannot be read.
    info: Option<TokenInfo>,
    /// `None` where signature and lifetime alone are asked about.
    question: Option<Question<'a>>,
    now: u64,
}

impl Case<'_> {
    fn explanation(&self, result: Result<Good, Error>) -> Explanation {
        match result {
            Ok(good) if !is_cut(good, self.now) => {
                Explanation { expires_at: Some(good.expires_at), cut_at: good.cut_at, ..self.nothing_said() }
            }
            Ok(good) => Explanation {
                reason: Some(format!("Agora has cut the token: {WHY_CUT}")),
                expires_at: Some(good.expires_at),
                cut_at: good.cut_at,
                advice: Some(WHEN_CUT.to_owned()),
                ..self.not_good(Error::Expired)
            },
            Err(Error::Expired) => {
                let (what, end) = self.what_ended();
                let cut_at = self.info.as_ref().and_then(|info| rules::cut_at(info.issued_at?, end?));
                Explanation { reason: Some(what), expires_at: end, cut_at, ..self.not_good(Error::Expired) }
            }
            Err(error @ (Error::MalformedToken | Error::UnknownVersion)) => self.unreadable(error),
            Err(Error::UnsupportedInVersion) if self.question.is_none() => Explanation {
                reason: Some(UNDECIDED.to_owned()),
                advice: Some(NAME_THEM.to_owned()),
                ..self.not_good(Error::UnsupportedInVersion)
            },
            Err(error) => self.not_good(error),
        }
    }

    fn nothing_said(&self) -> Explanation {
        Explanation {
            error: None,
            reason: None,
            found: None,
            asked: None,
            advice: None,
            sdk_error: None,
            expires_at: None,
            cut_at: None,
            now: self.now,
        }
    }

    fn not_good(&self, error: Error) -> Explanation {
        let (found, asked) = self.values(error).unzip();
        Explanation {
            error: Some(error),
            reason: Some(error.message().to_owned()),
            found,
            asked,
            advice: self.advice(error),
            sdk_error: self.sdk_error(),
            ..self.nothing_said()
        }
    }

    fn unreadable(&self, error: Error) -> Explanation {
        let Unreadable { error, reason, advice } = Unreadable::new(self.token, error);
        Explanation { reason: Some(reason), advice, ..self.not_good(error) }
    }

    /// What a client is told that joins, whatever else was asked.
    fn sdk_error(&self) -> Option<u32> {
        let question = self.question.filter(|question| question.service == ServiceType::Rtc)?;
        let join = Question { privilege: Privilege::RTC_JOIN_CHANNEL, ..question };
        match self.issuer.check(self.token, join, Some(self.now)) {
            Ok(good) if !is_cut(good, self.now) => None,
            Ok(_) | Err(Error::Expired) => Some(SDK_TOKEN_EXPIRED),
            Err(_) => Some(SDK_INVALID_TOKEN),
        }
    }

    /// What to do, where it is known.
    fn advice(&self, error: Error) -> Option<String> {
        match self.question {
            Some(question) if error == Error::NotGranted && question.has_unknown_privilege() => {
                let privileges =
                    || question.service.privileges().map(|(number, name)| format!("{name} ({})", number.0));
                Some(format!("ask for a privilege of {}: {}", question.service.name(), List(privileges, ", ")))
            }
            _ => advice(error).map(str::to_owned),
        }
    }

    /// What has expired, and when.
    fn what_ended(&self) -> (String, Option<u64>) {
        let Some(info) = &self.info else { return (Error::Expired.message().to_owned(), None) };
        match self.question {
            Some(question) if self.now < info.expires_at => {
                let what = format!("the token's privilege ({}) has expired", Use(question));
                (what, privilege_end(info, question, self.now))
            }
            _ => ("the token has expired".to_owned(), Some(info.expires_at)),
        }
    }

    /// What the token has, and what was asked for in its place.
    fn values(&self, error: Error) -> Option<(String, String)> {
        let info = self.info.as_ref()?;
        if error == Error::WrongApp {
            return Some((shown(&info.app_id), shown(self.issuer.app_id())));
        }
        let question = self.question?;
        let kind = question.service;
        match error {
            Error::WrongChannel => {
                Some((names(info, kind, |service| &service.channel), shown(format_args!("{:?}", question.channel))))
            }
            Error::WrongUser => {
                let asked = match question.user {
                    "" => "a token for any user".to_owned(),
                    user => shown(format_args!("{user:?}")),
                };
                Some((names(info, kind, |service| &service.user), asked))
            }
            Error::NotGranted => Some((shown(Granted(info)), shown(Use(question)))),
            Error::UnsupportedInVersion => Some(("a 006 token".to_owned(), kind.name().to_owned())),
            _ => None,
        }
    }
}

/// Whether Agora takes a good token for expired.
fn is_cut(good: Good, now: u64) -> bool {
    good.cut_at.is_some_and(|cut_at| cut_at <= now)
}

const WHY_CUT: &str = "it honours at most 24 hours from the issuing, though the token says more";
const WHEN_CUT: &str = "issue a new one, for at most 86400 seconds";
const _: () = assert!(rules::MAX_HONOURED_SECONDS == 86_400);
const UNDECIDED: &str = "the signature of a 006 token covers the names of its channel and user, of which it holds only \
                         checksums: it cannot be checked without them";
const NAME_THEM: &str = "name the channel and the user that the token is for";

/// Why a text cannot be read as a token, and what to do, as [`Issuer::explain`] says it too.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unreadable {
    /// The error of [`TokenInfo::parse`].
    pub error: Error,
    /// What is wrong, in a sentence: what happened to the text, where it can be seen.
    pub reason: String,
    /// What to do.
    pub advice: Option<String>,
}

impl TokenInfo {
    /// [`TokenInfo::parse`] for people: it says what happened to a text that is no token. It shows nothing of the text,
    /// which may be a secret that was put in the wrong place.
    ///
    /// # Errors
    /// Those of [`TokenInfo::parse`], in words.
    ///
    /// ```
    /// use agora_token::TokenInfo;
    ///
    /// let why = TokenInfo::read("\"007eJxTYJhhleYs8yxswl+uFvto8c83d4kYSPz1tNqzeedn598\"").unwrap_err();
    /// assert_eq!(why.reason, "the text is a token, but in quotes, cut short");
    /// assert!(why.to_string().contains("cut short: take what stands between the quotes"));
    /// ```
    pub fn read(token: &str) -> Result<TokenInfo, Unreadable> {
        TokenInfo::parse(token).map_err(|error| Unreadable::new(token, error))
    }
}

impl Unreadable {
    fn new(token: &str, error: Error) -> Self {
        let (reason, advice) = Self::words(token, error);
        Unreadable { error, reason, advice }
    }

    fn words(token: &str, error: Error) -> (String, Option<String>) {
        let is_misformed = matches!(error, Error::MalformedToken | Error::UnknownVersion);
        if let Some((reason, advice)) = wrapping::instead(token).filter(|_| is_misformed) {
            return (reason.to_owned(), Some(advice.to_owned()));
        }
        let wrappings = if is_misformed { wrapping::around(token) } else { Vec::new() };
        if wrappings.is_empty() {
            return (error.message().to_owned(), advice(error).map(str::to_owned));
        }
        let list = |part: fn(Wrapping) -> &'static str, between: &str| {
            wrappings.iter().map(|&wrapping| part(wrapping)).collect::<Vec<_>>().join(between)
        };
        (format!("the text is a token, but {}", list(Wrapping::what, ", ")), Some(list(Wrapping::advice, "; then ")))
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        self.advice.as_ref().map_or(Ok(()), |advice| write!(f, ": {advice}"))
    }
}

impl std::error::Error for Unreadable {}

/// What to do, where it is known.
fn advice(error: Error) -> Option<&'static str> {
    Some(match error {
        Error::MalformedToken => {
            "look at both ends of the text, and whether +, / and = came through: a token is 006 or 007 and then \
             letters, digits, +, / and = alone"
        }
        Error::UnknownVersion => "issue a 007 token",
        Error::TokenTooLarge => "pass one token alone: those of Agora's own builders have some hundred characters",
        Error::NoService => "add a service to the token before it is signed",
        Error::WrongApp => {
            "issue it with the App ID that the client uses, or check it with the App ID and the App Certificate of the \
             token's own app"
        }
        Error::BadSignature => {
            "issue it with the current App Certificate of this App ID; where the certificate was renewed, older \
             tokens are void"
        }
        Error::Expired => "issue a new one; if it is new, look at the clock of the machine that issued it",
        Error::WrongChannel => "issue it for the channel of the join call, to the letter: capitals and spaces count",
        Error::WrongUser => {
            "issue it for the user of the call, to the letter: in RTC a token for a uid does not open the channel \
             to another uid"
        }
        Error::NotGranted => {
            "issue a token of this service with this privilege; in RTC the role publisher has those to publish"
        }
        Error::UnsupportedInVersion => "issue a 007 token for this service",
        _ => return None,
    })
}

/// When the privilege ended that was found expired: of several the one that was good for longest.
fn privilege_end(info: &TokenInfo, question: Question<'_>, now: u64) -> Option<u64> {
    let ends = info.services.iter().filter_map(|service| {
        let time = match info.version {
            // A token for RTM alone has its login here by the number of 007.
            Version::V006 => service
                .privilege(question.service.privilege_in_006(question.privilege.0))
                .or_else(|| service.privilege(question.privilege.0))?,
            Version::V007 if service.kind != question.service => return None,
            Version::V007 => verify::granted(service, question).ok()?,
        };
        info.privilege_expires_at(time)
    });
    ends.filter(|&end| end <= now).max()
}

/// The channels or users of the services that were asked for.
fn names<'i>(info: &'i TokenInfo, kind: ServiceType, name: impl Fn(&'i Service<'static>) -> &'i str) -> String {
    if info.crcs.is_some() {
        return "another one, of which a 006 token holds only the checksum".to_owned();
    }
    let of_kind = || info.services.iter().filter(|service| service.kind == kind);
    shown(List(|| of_kind().map(|service| format!("{:?}", name(service))), ", "))
}

/// Every service of a token with its privileges: `RTC: join channel; RTM: login`.
struct Granted<'a>(&'a TokenInfo);

impl fmt::Display for Granted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unknown = |number| format!("service {number}, which this version does not know");
        let services = || {
            let known = self.0.services.iter().map(|service| {
                let names = service.privileges.iter().map(|&(number, _)| privilege_name(service.kind, number));
                let names = names.collect::<Vec<_>>().join(", ");
                let name = service.kind.name();
                if names.is_empty() { name.to_owned() } else { format!("{name}: {names}") }
            });
            known.chain(self.0.unknown_service.map(unknown))
        };
        List(services, "; ").fmt(f)
    }
}

/// A service and its privilege, as they are asked for: `RTC: join channel`.
struct Use<'a>(Question<'a>);

impl fmt::Display for Use<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.0.service;
        f.write_str(kind.name())?;
        if kind.is_granted_by_presence() { Ok(()) } else { write!(f, ": {}", privilege_name(kind, self.0.privilege.0)) }
    }
}

fn privilege_name(kind: ServiceType, number: u16) -> String {
    kind.privilege_name(Privilege(number)).map_or_else(|| format!("privilege {number}"), str::to_owned)
}

/// Items with something between them, made one by one: where the reader has enough, the rest is never made.
struct List<F>(F, &'static str);

impl<I: Iterator<Item = String>, F: Fn() -> I> fmt::Display for List<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, item) in (self.0)().enumerate() {
            f.write_str(if index == 0 { "" } else { self.1 })?;
            f.write_str(&item)?;
        }
        Ok(())
    }
}

/// A value as it is shown: at most [`MAX_SHOWN`] bytes of it.
fn shown(value: impl fmt::Display) -> String {
    let mut shown = Shown(String::new());
    // It fails where there is more than is shown, and there it ends.
    let _ = write!(shown, "{value}");
    shown.0
}

struct Shown(String);

impl Shown {
    const MORE: &str = "\u{2026}";
}

impl Write for Shown {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let left = (MAX_SHOWN - Self::MORE.len()).saturating_sub(self.0.len());
        if text.len() <= left {
            self.0.push_str(text);
            return Ok(());
        }
        let end = (0..=left).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
        self.0.push_str(&text[..end]);
        self.0.push_str(Self::MORE);
        Err(fmt::Error)
    }
}

//! What there is to say about a token: is it good for a use, and if not, which thing does not match and what
//! to do? The command line and the page say the same.

use agora_token::{Error, Good, Issuer, Privilege, Question, Service, ServiceType, TokenInfo, Version, rules};

use crate::{advice, time};

pub enum Verdict {
    Good(Good),
    NotGood(NotGood),
}

/// Why a token is not good.
pub struct NotGood {
    pub reason: String,
    /// What the token has beside what was asked for, where that tells more than the reason alone.
    pub facts: Vec<Fact>,
    pub advice: Option<&'static str>,
    /// How the SDK reports it.
    pub sdk: Option<&'static str>,
}

/// A label and what goes with it.
pub type Fact = (String, String);

impl Verdict {
    /// Whether a token is good for what is asked.
    pub fn of_use(issuer: &Issuer, token: &str, question: Question<'_>, now: u64) -> Verdict {
        let case = Case { issuer, info: TokenInfo::parse(token).ok(), question: Some(question), now };
        case.verdict(issuer.check(token, question, Some(now)))
    }

    /// Whether a token is signed by this app and alive. `None` for a 006 token: its signature covers names
    /// that it does not hold.
    pub fn of_signature(issuer: &Issuer, token: &str, now: u64) -> Option<Verdict> {
        let info = TokenInfo::parse(token).ok();
        if info.as_ref().is_some_and(|info| info.version == Version::V006) {
            return None;
        }
        let case = Case { issuer, info, question: None, now };
        Some(case.verdict(issuer.verify(token, Some(now))))
    }
}

/// What Agora does with a token that lives longer than it honours, where it has not yet done it.
pub fn cut(good: &Good, now: u64) -> Option<String> {
    let cut_at = time::moment(good.cut_at?, now);
    Some(format!("Agora cuts it at {cut_at}: it honours at most {} hours", rules::MAX_HONOURED_SECONDS / 3600))
}

struct Case<'a> {
    issuer: &'a Issuer,
    /// `None` where the token cannot be read.
    info: Option<TokenInfo>,
    /// `None` where signature and lifetime alone are asked about.
    question: Option<Question<'a>>,
    now: u64,
}

impl Case<'_> {
    fn verdict(&self, result: Result<Good, Error>) -> Verdict {
        match result {
            Ok(good) => match good.cut_at.filter(|cut_at| *cut_at <= self.now) {
                None => Verdict::Good(good),
                Some(cut_at) => self.not_good(self.was_cut(cut_at, good.expires_at), Vec::new(), Error::Expired),
            },
            Err(error) => self.not_good(error.message().to_owned(), self.facts(error), error),
        }
    }

    fn was_cut(&self, cut_at: u64, expires_at: u64) -> String {
        let (cut, until) = (time::moment(cut_at, self.now), time::moment(expires_at, self.now));
        let hours = rules::MAX_HONOURED_SECONDS / 3600;
        format!("Agora cut it at {cut}: it honours at most {hours} hours, though the token says {until}")
    }

    fn not_good(&self, reason: String, facts: Vec<Fact>, error: Error) -> Verdict {
        let joins = |question: Question<'_>| {
            question.service == ServiceType::Rtc && question.privilege == Privilege::RTC_JOIN_CHANNEL
        };
        let sdk = self.question.is_some_and(joins).then_some(match error {
            Error::Expired => "The RTC SDK reports this as error 109 (token expired)",
            _ => "The RTC SDK reports this as error 110 (invalid token)",
        });
        Verdict::NotGood(NotGood { reason, facts, advice: advice::for_error(error), sdk })
    }

    fn facts(&self, error: Error) -> Vec<Fact> {
        let Some(info) = &self.info else { return Vec::new() };
        match (error, self.question) {
            (Error::WrongApp, _) => against(info.app_id.clone(), format!("{} (APP_ID)", self.issuer.app_id())),
            (Error::Expired, _) => self.ends(info),
            (_, Some(question)) => asked(info, question, error),
            _ => Vec::new(),
        }
    }

    /// When the token ends, or where it is alive, the privilege in it.
    fn ends(&self, info: &TokenInfo) -> Vec<Fact> {
        let end = |what: String, at| (format!("{what} ended"), time::moment(at, self.now));
        if info.expires_at <= self.now {
            return vec![end("the token".to_owned(), info.expires_at)];
        }
        let Some(Question { service: kind, privilege, .. }) = self.question else { return Vec::new() };
        let services = info.services.iter().filter(|service| service.kind == kind);
        let ends = services.filter_map(|service| info.privilege_expires_at(service.privilege(privilege.0)?));
        ends.filter(|&at| at <= self.now).map(|at| end(privilege_name(kind, privilege.0), at)).collect()
    }
}

/// What was asked for beside what the token has in its place.
fn asked(info: &TokenInfo, question: Question<'_>, error: Error) -> Vec<Fact> {
    let Question { service, channel, user, privilege } = question;
    match error {
        Error::WrongChannel => against(names(info, service, |service| &service.channel), format!("{channel:?}")),
        Error::WrongUser if user.is_empty() => {
            against(names(info, service, |service| &service.user), "a token for any user".to_owned())
        }
        Error::WrongUser => against(names(info, service, |service| &service.user), format!("{user:?}")),
        Error::NotGranted => {
            against(granted(info), format!("{}: {}", service.name(), privilege_name(service, privilege.0)))
        }
        _ => Vec::new(),
    }
}

fn against(has: String, asked: String) -> Vec<Fact> {
    vec![("in the token".to_owned(), has), ("asked for".to_owned(), asked)]
}

/// The channels or users of the services that were asked for.
fn names<'i>(info: &'i TokenInfo, kind: ServiceType, name: impl Fn(&'i Service<'static>) -> &'i str) -> String {
    if info.crcs.is_some() {
        return "one with another checksum (a 006 token holds no names)".to_owned();
    }
    let services = info.services.iter().filter(|service| service.kind == kind);
    let names: Vec<String> = services.map(|service| format!("{:?}", name(service))).collect();
    names.join(", ")
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

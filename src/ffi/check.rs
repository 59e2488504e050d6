//! The checks.

use super::boundary::status;
use super::input::{agora_token_str, privilege};
use super::issuer::agora_token_issuer;
use super::status::agora_token_status;
use crate::error::Error;
use crate::issuer::Issuer;
use crate::service::{Privilege, ServiceType, User};
use crate::verify::{Good, Question};

/// The body of a check.
fn check(
    issuer: Option<&agora_token_issuer>,
    token: agora_token_str,
    check: impl FnOnce(&Issuer, &str) -> Result<Good, Error>,
) -> agora_token_status {
    status(|| check(&issuer.ok_or(Error::NullPointer)?.0, token.token()?).map(drop))
}

/// The time to check at: 0 is the system clock.
fn time(now: u64) -> Option<u64> {
    (now != 0).then_some(now)
}

fn service(number: u32) -> Result<ServiceType, Error> {
    u16::try_from(number).ok().and_then(ServiceType::from_number).ok_or(Error::BadService)
}

/// # Checking a token
///
/// Checks the signature and the lifetime of a 007 token, and nothing about whom it is for.
///
/// - now: a Unix time in seconds, or 0 for the system clock.
///
/// Statuses: TOKEN_TOO_LARGE, MALFORMED_TOKEN, UNKNOWN_VERSION, NO_SERVICE; UNSUPPORTED_IN_VERSION for a
/// 006 token; WRONG_APP, BAD_SIGNATURE, EXPIRED; CLOCK_FAILED.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_verify(
    issuer: Option<&agora_token_issuer>,
    token: agora_token_str,
    now: u64,
) -> agora_token_status {
    check(issuer, token, |issuer, token| issuer.verify(token, time(now)))
}

/// Checks a token for one privilege of one service, as "Checks" at the top says. Of a 006 token it cannot tell
/// whether its holder moved letters between channel and user.
///
/// - service: AGORA_TOKEN_SERVICE_RTC and so on.
/// - channel: the channel, or the room uuid for Education; "" for a service that has none, and for an Education
///   app or user token. Channels are not held to the rule of "Names": "" passes with a token for every channel.
/// - user: the account (decimal digits of a numeric uid), user id or user uuid; "" for a service that has
///   none, and for a Chat or Education app token. In RTC, Streaming and FCDN "" asks for a token that is good
///   for any user.
/// - privilege: AGORA_TOKEN_RTC_JOIN_CHANNEL and so on; AGORA_TOKEN_NO_PRIVILEGE for ConvoAI and STT.
/// - now: a Unix time in seconds, or 0 for the system clock.
///
/// Statuses: BAD_SERVICE; BAD_PRIVILEGE for a number above 65535, or another than 0 asked of a service that has no
/// privileges; BAD_CHANNEL or BAD_ACCOUNT only where a channel or a user is asked of a service that has none; TOKEN_TOO_LARGE, MALFORMED_TOKEN, UNKNOWN_VERSION, NO_SERVICE;
/// UNSUPPORTED_IN_VERSION for a 006 token and a service other than RTC and RTM; WRONG_APP,
/// BAD_SIGNATURE, EXPIRED, WRONG_CHANNEL, WRONG_USER; NOT_GRANTED where the token lacks the service or the
/// privilege; CLOCK_FAILED.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_check(
    issuer: Option<&agora_token_issuer>,
    token: agora_token_str,
    service: u32,
    channel: agora_token_str,
    user: agora_token_str,
    privilege: u32,
    now: u64,
) -> agora_token_status {
    check(issuer, token, |issuer, token| {
        let question = Question {
            service: self::service(service)?,
            channel: channel.text()?,
            user: user.text()?,
            privilege: Privilege(self::privilege(privilege)?),
        };
        issuer.check(token, question, time(now))
    })
}

/// agora_token_check for RTC and a numeric uid. AGORA_TOKEN_UID_ANY asks for a token that is good for any
/// user. `now` is a Unix time, or 0 for the system clock.
///
/// Statuses: as agora_token_check.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_check_rtc_uid(
    issuer: Option<&agora_token_issuer>,
    token: agora_token_str,
    channel: agora_token_str,
    uid: u32,
    privilege: u32,
    now: u64,
) -> agora_token_status {
    check(issuer, token, |issuer, token| {
        let privilege = Privilege(self::privilege(privilege)?);
        issuer.check_rtc(token, channel.text()?, User::Uid(uid), privilege, time(now))
    })
}

/// agora_token_check for RTC and a user account. "" asks for a token that is good for any user; "0" does not.
/// `now` is a Unix time, or 0 for the system clock.
///
/// Statuses: as agora_token_check.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_check_rtc_account(
    issuer: Option<&agora_token_issuer>,
    token: agora_token_str,
    channel: agora_token_str,
    account: agora_token_str,
    privilege: u32,
    now: u64,
) -> agora_token_status {
    check(issuer, token, |issuer, token| {
        let privilege = Privilege(self::privilege(privilege)?);
        issuer.check_rtc(token, channel.text()?, User::Account(account.text()?), privilege, time(now))
    })
}

/// agora_token_check for the RTM login of one user id. `now` is a Unix time, or 0 for the system clock.
///
/// Statuses: as agora_token_check.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_check_rtm(
    issuer: Option<&agora_token_issuer>,
    token: agora_token_str,
    user_id: agora_token_str,
    now: u64,
) -> agora_token_status {
    check(issuer, token, |issuer, token| issuer.check_rtm(token, user_id.text()?, time(now)))
}

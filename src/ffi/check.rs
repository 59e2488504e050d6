//! The checks.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::boundary::status;
use super::input::{agora_token_str, privilege};
use super::issuer::agora_token_issuer;
use super::output::Output;
use super::status::agora_token_status;
use crate::error::Error;
use crate::explain::MAX_EXPLANATION_LEN;
use crate::issuer::Issuer;
use crate::question::Question;
use crate::service::{Privilege, ServiceType};
use crate::user::User;
use crate::verify::Good;

/// The longest text of agora_token_explain, in bytes, without the terminating NUL.
pub const AGORA_TOKEN_MAX_EXPLANATION_LEN: usize = 4095;
const _: () = assert!(AGORA_TOKEN_MAX_EXPLANATION_LEN == MAX_EXPLANATION_LEN);

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
///   for any user; "0" does not.
/// - privilege: AGORA_TOKEN_RTC_JOIN_CHANNEL and so on; AGORA_TOKEN_NO_PRIVILEGE for ConvoAI and STT.
/// - now: a Unix time in seconds, or 0 for the system clock.
///
/// Statuses: BAD_SERVICE; BAD_PRIVILEGE for a number above 65535, or another than 0 asked of a service that has no
/// privileges; BAD_CHANNEL or BAD_ACCOUNT only where a channel or a user is asked of a service that has none;
/// TOKEN_TOO_LARGE, MALFORMED_TOKEN, UNKNOWN_VERSION, NO_SERVICE;
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
        let question = Question::new(self::service(service)?, Privilege(self::privilege(privilege)?));
        issuer.check(token, question.channel(channel.text()?).user(user.text()?), time(now))
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

/// Says as a JSON object whether a token is good, and where it is not, why and what to do. It is AGORA_TOKEN_OK
/// either way: to let somebody in, take agora_token_check. The arguments are those of agora_token_check, of which
/// the service 0 asks about the signature and the lifetime alone, as agora_token_verify does; channel and user are
/// then "" and the privilege is 0. The object has these members, in this order; what there is nothing to say about
/// is null:
///
/// ```text
/// member      type            what it says
/// good        true or false   whether the token is good for what is asked
/// status      number          what agora_token_check says, or agora_token_verify; 0 where good is true
/// name        string          agora_token_status_name of status
/// reason      string, null    why it is not good, in a sentence
/// found       string, null    what the token has in place of what was asked, for people: names between quotes
/// asked       string, null    what was asked, written as found is; null where found is
/// advice      string, null    what to do
/// sdk_error   number, null    how the RTC SDK reports it to a client that joins: 109 for a token that has
///                             expired, 110 otherwise; null where good is true, where the client may join
///                             whatever else was asked, and for another service than RTC
/// expires_at  number, null    until when it is good, or when it expired: the end of the token or the privilege
/// cut_at      number, null    where expires_at is more than the 24 hours that Agora honours: when it cuts
/// now         number          when it was looked at
/// ```
///
/// Times are Unix times in seconds. A token that Agora has cut has the status EXPIRED here ("Lifetimes"), though
/// a check finds it good. A token that came in quotes, inside JSON, URL-encoded, behind "Bearer", with white space or
/// cut short is MALFORMED_TOKEN as in a check, and reason and advice say what happened to it. So they do of an App ID
/// or App Certificate in place of a token, which is UNKNOWN_VERSION where it starts with three digits other than 006
/// and 007. The sentences may become better in later versions and members may be added; name and status are for
/// programs. found and asked are cut at 512 bytes.
///
/// - out: AGORA_TOKEN_MAX_EXPLANATION_LEN + 1 bytes suffice ("Output").
///
/// Statuses: BAD_SERVICE; BAD_PRIVILEGE, BAD_CHANNEL and BAD_ACCOUNT for what agora_token_check refuses to ask, and for
/// more than the token asked with service 0; CLOCK_FAILED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_explain(
    issuer: Option<&agora_token_issuer>,
    token: agora_token_str,
    service: u32,
    channel: agora_token_str,
    user: agora_token_str,
    privilege: u32,
    now: u64,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    status(|| {
        // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
        let out = unsafe { Output::new(out, capacity, out_len) }?;
        let issuer = &issuer.ok_or(Error::NullPointer)?.0;
        let service = (service != 0).then(|| self::service(service)).transpose()?;
        let privilege = Privilege(self::privilege(privilege)?);
        let question = Question::with_service(service, channel.text()?, user.text()?, privilege)?;
        let explanation = issuer.explain(token.token()?, question, time(now))?;
        out.write(explanation.to_json().as_bytes(), MAX_EXPLANATION_LEN)
    })
}

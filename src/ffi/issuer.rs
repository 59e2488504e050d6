//! The issuer and the one-call builders.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::time::Duration;

use super::boundary::{create, status, value};
use super::input::agora_token_str;
use super::output::Output;
use super::status::agora_token_status;
use crate::error::Error;
use crate::issuer::Issuer;
use crate::role::Role;
use crate::token::{Token, Version};
use crate::user::User;

/// Token version 006, "AccessToken": only RTC or RTM. Agora still takes it, but its holder can move letters between
/// channel and user ("Checks"): new projects use 007.
pub const AGORA_TOKEN_VERSION_006: u32 = 6;
/// Token version 007, "AccessToken2": every service.
pub const AGORA_TOKEN_VERSION_007: u32 = 7;
const _: () = assert!(AGORA_TOKEN_VERSION_006 == Version::V006 as u32);
const _: () = assert!(AGORA_TOKEN_VERSION_007 == Version::V007 as u32);

/// May join a channel and publish audio, video and data.
pub const AGORA_TOKEN_ROLE_PUBLISHER: u32 = 1;
/// May join a channel. Agora refuses to let a subscriber publish only where co-host authentication is
/// switched on for the project.
pub const AGORA_TOKEN_ROLE_SUBSCRIBER: u32 = 2;
const _: () = assert!(AGORA_TOKEN_ROLE_PUBLISHER == Role::Publisher as u32);
const _: () = assert!(AGORA_TOKEN_ROLE_SUBSCRIBER == Role::Subscriber as u32);

/// The uid that stands for any user: whoever holds the token may join under any uid.
pub const AGORA_TOKEN_UID_ANY: u32 = 0;
const _: () = assert!(matches!(User::ANY, User::Uid(AGORA_TOKEN_UID_ANY)));

/// An app's App ID and App Certificate, and what they sign. It is immutable: threads may share one.
pub struct agora_token_issuer(pub(super) Issuer);

/// # The issuer
///
/// Makes an issuer of an app's App ID and App Certificate, each 32 hexadecimal characters exactly as Agora's
/// console shows them. One issuer per app is enough. The certificate is copied, wiped from memory with
/// the last handle that needs it, and never part of an output. Free with agora_token_issuer_free.
///
/// Statuses: BAD_APP_ID, BAD_APP_CERTIFICATE, RANDOM_FAILED.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_issuer_new(
    app_id: agora_token_str,
    app_certificate: agora_token_str,
    out: Option<&mut MaybeUninit<Option<Box<agora_token_issuer>>>>,
) -> agora_token_status {
    create(out, || Issuer::new(app_id.text()?, app_certificate.text()?).map(agora_token_issuer))
}

/// Frees an issuer; NULL is fine. Builders and endpoints that were made with it go on.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_issuer_free(issuer: Option<Box<agora_token_issuer>>) {
    value((), || drop(issuer));
}

/// The body of a one-call builder.
///
/// # Safety
/// As [`Output::new`].
unsafe fn build(
    issuer: Option<&agora_token_issuer>,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
    token: impl FnOnce(&Issuer) -> Result<Token, Error>,
) -> agora_token_status {
    status(|| {
        // SAFETY: the caller of this function guarantees it.
        let out = unsafe { Output::new(out, capacity, out_len) }?;
        // Read where it is: to move it out of the result is to copy it.
        match &token(&issuer.ok_or(Error::NullPointer)?.0) {
            Ok(token) => out.write(token.as_bytes(), token.max_len()),
            Err(error) => Err(*error),
        }
    })
}

fn seconds(number: u32) -> Duration {
    Duration::from_secs(number.into())
}

/// # One call, one token
///
/// An RTC token for a numeric uid. As each of its siblings below, it signs one token with the current time and a
/// salt of its own.
///
/// - version: AGORA_TOKEN_VERSION_006 or AGORA_TOKEN_VERSION_007.
/// - channel: a channel name, or "*" for every channel.
/// - uid: 1 to 4294967295, or AGORA_TOKEN_UID_ANY (0) for any user.
/// - role: AGORA_TOKEN_ROLE_PUBLISHER or AGORA_TOKEN_ROLE_SUBSCRIBER.
/// - expires_in: in seconds from now ("Lifetimes").
/// - out: AGORA_TOKEN_MAX_LEN + 1 bytes suffice ("Output").
///
/// Statuses: BAD_VERSION, BAD_ROLE, BAD_CHANNEL, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_rtc_uid(
    issuer: Option<&agora_token_issuer>,
    version: u32,
    channel: agora_token_str,
    uid: u32,
    role: u32,
    expires_in: u32,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    let token = |issuer: &Issuer| {
        issuer.rtc(version.try_into()?, channel.text()?, User::Uid(uid), role.try_into()?, seconds(expires_in))
    };
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, token) }
}

/// An RTC token for a user account (a string uid), which is 1 to 255 bytes. The account "42" and the uid 42
/// are the same user to a token; the account "0" is a user of that name. For any user take agora_token_rtc_uid
/// with AGORA_TOKEN_UID_ANY: the account "" is BAD_ACCOUNT.
///
/// The rest is as in agora_token_rtc_uid.
///
/// Statuses: BAD_VERSION, BAD_ROLE, BAD_CHANNEL, BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_rtc_account(
    issuer: Option<&agora_token_issuer>,
    version: u32,
    channel: agora_token_str,
    account: agora_token_str,
    role: u32,
    expires_in: u32,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    let token = |issuer: &Issuer| {
        let user = User::Account(account.text()?);
        issuer.rtc(version.try_into()?, channel.text()?, user, role.try_into()?, seconds(expires_in))
    };
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, token) }
}

/// An RTM (Signaling) token for one user id, which is 1 to 64 bytes.
///
/// - version: AGORA_TOKEN_VERSION_006 or AGORA_TOKEN_VERSION_007.
///
/// Statuses: BAD_VERSION, BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_rtm(
    issuer: Option<&agora_token_issuer>,
    version: u32,
    user_id: agora_token_str,
    expires_in: u32,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    let token = |issuer: &Issuer| issuer.rtm(version.try_into()?, user_id.text()?, seconds(expires_in));
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, token) }
}

/// One 007 token for RTC in a channel and for RTM, both under the same account of 1 to 64 bytes.
///
/// - channel, role: as in agora_token_rtc_uid.
///
/// Statuses: BAD_ROLE, BAD_CHANNEL, BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_rtc_rtm(
    issuer: Option<&agora_token_issuer>,
    channel: agora_token_str,
    account: agora_token_str,
    role: u32,
    expires_in: u32,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    let token =
        |issuer: &Issuer| issuer.rtc_rtm(channel.text()?, account.text()?, role.try_into()?, seconds(expires_in));
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, token) }
}

/// One 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for ConvoAI: what an
/// app needs that starts a voice agent in its channel. Whoever holds it can start agents on the bill of the app's
/// owner.
///
/// - channel, role: as in agora_token_rtc_uid.
///
/// Statuses: BAD_ROLE, BAD_CHANNEL, BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_convoai(
    issuer: Option<&agora_token_issuer>,
    channel: agora_token_str,
    account: agora_token_str,
    role: u32,
    expires_in: u32,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    let token =
        |issuer: &Issuer| issuer.convoai(channel.text()?, account.text()?, role.try_into()?, seconds(expires_in));
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, token) }
}

/// One 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for STT (real-time
/// speech to text): what an app needs that starts the transcription of its channel. Whoever holds it can start work
/// on the bill of the app's owner.
///
/// - channel, role: as in agora_token_rtc_uid.
///
/// Statuses: BAD_ROLE, BAD_CHANNEL, BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_stt(
    issuer: Option<&agora_token_issuer>,
    channel: agora_token_str,
    account: agora_token_str,
    role: u32,
    expires_in: u32,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    let token = |issuer: &Issuer| issuer.stt(channel.text()?, account.text()?, role.try_into()?, seconds(expires_in));
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, token) }
}

/// A 007 token for one Chat user id, which is 1 to 64 bytes.
///
/// Statuses: BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_chat_user(
    issuer: Option<&agora_token_issuer>,
    user_id: agora_token_str,
    expires_in: u32,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    let token = |issuer: &Issuer| issuer.chat_user(user_id.text()?, seconds(expires_in));
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, token) }
}

/// A 007 token for the whole Chat app, for a backend that calls Chat's REST API. Never give it to a user.
///
/// Statuses: BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_chat_app(
    issuer: Option<&agora_token_issuer>,
    expires_in: u32,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    let token = |issuer: &Issuer| issuer.chat_app(seconds(expires_in));
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, token) }
}

/// A 007 token for one user of one Education (Flexible Classroom) room, with that user's RTM and Chat. Its Chat
/// user id is the MD5 of the user uuid in lowercase hexadecimal, as the official builder has it.
///
/// - room_uuid, user_uuid: 1 to 64 bytes each.
/// - role: the classroom's own, not AGORA_TOKEN_ROLE_PUBLISHER or _SUBSCRIBER: 1 teacher, 2 student,
///   3 assistant, 4 observer, or another number that your classroom defines. AGORA_TOKEN_NO_ROLE (-1) writes
///   that there is none.
///
/// Statuses: BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_education_room_user(
    issuer: Option<&agora_token_issuer>,
    room_uuid: agora_token_str,
    user_uuid: agora_token_str,
    role: i16,
    expires_in: u32,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    let token =
        |issuer: &Issuer| issuer.education_room_user(room_uuid.text()?, user_uuid.text()?, role, seconds(expires_in));
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, token) }
}

/// A 007 token for one Education user outside of rooms. The user uuid is 1 to 64 bytes.
///
/// Statuses: BAD_ACCOUNT, BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_education_user(
    issuer: Option<&agora_token_issuer>,
    user_uuid: agora_token_str,
    expires_in: u32,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    let token = |issuer: &Issuer| issuer.education_user(user_uuid.text()?, seconds(expires_in));
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, token) }
}

/// A 007 token for the whole Education app, for a backend that calls its REST API. Never give it to a
/// user.
///
/// Statuses: BAD_EXPIRY, EXPIRY_LOOKS_ABSOLUTE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_education_app(
    issuer: Option<&agora_token_issuer>,
    expires_in: u32,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    let token = |issuer: &Issuer| issuer.education_app(seconds(expires_in));
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, token) }
}

/// A 007 token for FPA. It names no user and lives for 24 hours, as the official builder's does.
///
/// Statuses: only the general ones.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_fpa(
    issuer: Option<&agora_token_issuer>,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
    unsafe { build(issuer, out, capacity, out_len, Issuer::fpa) }
}

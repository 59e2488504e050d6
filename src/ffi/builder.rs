//! The builder of every other token.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::boundary::{create, status, value};
use super::input::{agora_token_str, privilege, texts};
use super::issuer::agora_token_issuer;
use super::output::Output;
use super::status::agora_token_status;
use crate::builder::TokenBuilder;
use crate::error::Error;
use crate::service::{MAX_LEN, NO_ROLE, Privilege, RTM2_PERMISSIONS, RTM2_RESOURCES, Service, ServiceType};
use crate::user::User;

/// Real-time voice and video.
pub const AGORA_TOKEN_SERVICE_RTC: u32 = 1;
/// Real-time messaging (Signaling).
pub const AGORA_TOKEN_SERVICE_RTM: u32 = 2;
/// Media streaming (push and pull).
pub const AGORA_TOKEN_SERVICE_STREAMING: u32 = 3;
/// Full-path acceleration.
pub const AGORA_TOKEN_SERVICE_FPA: u32 = 4;
/// Chat.
pub const AGORA_TOKEN_SERVICE_CHAT: u32 = 5;
/// The CDN of Agora's live broadcasts.
pub const AGORA_TOKEN_SERVICE_FCDN: u32 = 6;
/// Education, the Flexible Classroom; Agora also calls it APaaS.
pub const AGORA_TOKEN_SERVICE_APAAS: u32 = 7;
/// Signaling with a permission for each resource.
pub const AGORA_TOKEN_SERVICE_RTM2: u32 = 8;
/// Conversational AI: starts and ends agents that talk in a channel.
pub const AGORA_TOKEN_SERVICE_CONVOAI: u32 = 9;
/// Real-time speech to text: starts and ends the transcription of a channel.
pub const AGORA_TOKEN_SERVICE_STT: u32 = 10;
const _: () = {
    assert!(AGORA_TOKEN_SERVICE_RTC == ServiceType::Rtc as u32);
    assert!(AGORA_TOKEN_SERVICE_RTM == ServiceType::Rtm as u32);
    assert!(AGORA_TOKEN_SERVICE_STREAMING == ServiceType::Streaming as u32);
    assert!(AGORA_TOKEN_SERVICE_FPA == ServiceType::Fpa as u32);
    assert!(AGORA_TOKEN_SERVICE_CHAT == ServiceType::Chat as u32);
    assert!(AGORA_TOKEN_SERVICE_FCDN == ServiceType::Fcdn as u32);
    assert!(AGORA_TOKEN_SERVICE_APAAS == ServiceType::Apaas as u32);
    assert!(AGORA_TOKEN_SERVICE_RTM2 == ServiceType::Rtm2 as u32);
    assert!(AGORA_TOKEN_SERVICE_CONVOAI == ServiceType::ConvoAi as u32);
    assert!(AGORA_TOKEN_SERVICE_STT == ServiceType::Stt as u32);
};

/// What a check asks of a service that has no privileges, ConvoAI and STT: its presence is the grant.
pub const AGORA_TOKEN_NO_PRIVILEGE: u32 = 0;
/// RTC: join a channel.
pub const AGORA_TOKEN_RTC_JOIN_CHANNEL: u32 = 1;
/// RTC: publish audio.
pub const AGORA_TOKEN_RTC_PUBLISH_AUDIO: u32 = 2;
/// RTC: publish video.
pub const AGORA_TOKEN_RTC_PUBLISH_VIDEO: u32 = 3;
/// RTC: publish a data stream.
pub const AGORA_TOKEN_RTC_PUBLISH_DATA: u32 = 4;
/// RTM: log in. (Inside a 006 token it is 1000; builder, getters and checks call it 1 there too.)
pub const AGORA_TOKEN_RTM_LOGIN: u32 = 1;
/// Streaming: publish a mixed stream.
pub const AGORA_TOKEN_STREAMING_PUBLISH_MIX: u32 = 1;
/// Streaming: publish a raw stream.
pub const AGORA_TOKEN_STREAMING_PUBLISH_RAW: u32 = 2;
/// FPA: log in.
pub const AGORA_TOKEN_FPA_LOGIN: u32 = 1;
/// Chat: act as one user.
pub const AGORA_TOKEN_CHAT_USER: u32 = 1;
/// Chat: act for the whole app, as its backend does.
pub const AGORA_TOKEN_CHAT_APP: u32 = 2;
/// FCDN: publish.
pub const AGORA_TOKEN_FCDN_PUBLISH: u32 = 1;
/// FCDN: play.
pub const AGORA_TOKEN_FCDN_PLAY: u32 = 2;
/// Education: act as one user in one room.
pub const AGORA_TOKEN_APAAS_ROOM_USER: u32 = 1;
/// Education: act as one user.
pub const AGORA_TOKEN_APAAS_USER: u32 = 2;
/// Education: act for the whole app, as its backend does.
pub const AGORA_TOKEN_APAAS_APP: u32 = 3;
/// RTM2: log in.
pub const AGORA_TOKEN_RTM2_LOGIN: u32 = 1;
const _: () = {
    assert!(AGORA_TOKEN_NO_PRIVILEGE == Privilege::NONE.0 as u32);
    assert!(AGORA_TOKEN_RTC_JOIN_CHANNEL == Privilege::RTC_JOIN_CHANNEL.0 as u32);
    assert!(AGORA_TOKEN_RTC_PUBLISH_AUDIO == Privilege::RTC_PUBLISH_AUDIO.0 as u32);
    assert!(AGORA_TOKEN_RTC_PUBLISH_VIDEO == Privilege::RTC_PUBLISH_VIDEO.0 as u32);
    assert!(AGORA_TOKEN_RTC_PUBLISH_DATA == Privilege::RTC_PUBLISH_DATA.0 as u32);
    assert!(AGORA_TOKEN_RTM_LOGIN == Privilege::RTM_LOGIN.0 as u32);
    assert!(AGORA_TOKEN_STREAMING_PUBLISH_MIX == Privilege::STREAMING_PUBLISH_MIX.0 as u32);
    assert!(AGORA_TOKEN_STREAMING_PUBLISH_RAW == Privilege::STREAMING_PUBLISH_RAW.0 as u32);
    assert!(AGORA_TOKEN_FPA_LOGIN == Privilege::FPA_LOGIN.0 as u32);
    assert!(AGORA_TOKEN_CHAT_USER == Privilege::CHAT_USER.0 as u32);
    assert!(AGORA_TOKEN_CHAT_APP == Privilege::CHAT_APP.0 as u32);
    assert!(AGORA_TOKEN_FCDN_PUBLISH == Privilege::FCDN_PUBLISH.0 as u32);
    assert!(AGORA_TOKEN_FCDN_PLAY == Privilege::FCDN_PLAY.0 as u32);
    assert!(AGORA_TOKEN_APAAS_ROOM_USER == Privilege::APAAS_ROOM_USER.0 as u32);
    assert!(AGORA_TOKEN_APAAS_USER == Privilege::APAAS_USER.0 as u32);
    assert!(AGORA_TOKEN_APAAS_APP == Privilege::APAAS_APP.0 as u32);
    assert!(AGORA_TOKEN_RTM2_LOGIN == Privilege::RTM2_LOGIN.0 as u32);
};

/// RTM2 resources: message channels.
pub const AGORA_TOKEN_RTM2_MESSAGE_CHANNELS: u32 = 0;
/// RTM2 resources: stream channels.
pub const AGORA_TOKEN_RTM2_STREAM_CHANNELS: u32 = 1;
/// RTM2 resources: group channels.
pub const AGORA_TOKEN_RTM2_GROUP_CHANNELS: u32 = 2;
/// RTM2 resources: server groups.
pub const AGORA_TOKEN_RTM2_SERVER_GROUPS: u32 = 3;
/// RTM2 resources: users.
pub const AGORA_TOKEN_RTM2_USERS: u32 = 4;
/// RTM2 permission: read.
pub const AGORA_TOKEN_RTM2_READ: u32 = 0;
/// RTM2 permission: write.
pub const AGORA_TOKEN_RTM2_WRITE: u32 = 1;
const _: () = {
    // Each is the place of its name.
    assert!(matches!(
        [
            AGORA_TOKEN_RTM2_MESSAGE_CHANNELS,
            AGORA_TOKEN_RTM2_STREAM_CHANNELS,
            AGORA_TOKEN_RTM2_GROUP_CHANNELS,
            AGORA_TOKEN_RTM2_SERVER_GROUPS,
            AGORA_TOKEN_RTM2_USERS,
        ],
        [0, 1, 2, 3, 4]
    ));
    assert!(RTM2_RESOURCES.len() == AGORA_TOKEN_RTM2_USERS as usize + 1);
    assert!(matches!([AGORA_TOKEN_RTM2_READ, AGORA_TOKEN_RTM2_WRITE], [0, 1]));
    assert!(RTM2_PERMISSIONS.len() == AGORA_TOKEN_RTM2_WRITE as usize + 1);
};

// AGORA_TOKEN_NO_ROLE stands in the header's own text, in parentheses.
const _: () = assert!(NO_ROLE == -1);

/// Builds every token that the formats can hold. It writes what it is given, bounded by the format alone;
/// Agora's rules for names and lifetimes are those of the one-call functions. Services are added, and
/// each privilege is granted to the service that was added last:
///
/// ```c
/// agora_token_builder_new(issuer, AGORA_TOKEN_VERSION_007, &builder);
/// agora_token_builder_set_expires_in(builder, 3600);
/// agora_token_builder_add_rtc(builder, agora_token_cstr("room"), agora_token_cstr("42"));
/// agora_token_builder_grant(builder, AGORA_TOKEN_RTC_JOIN_CHANNEL, 3600);
/// agora_token_builder_grant(builder, AGORA_TOKEN_RTC_PUBLISH_AUDIO, 600);
/// agora_token_builder_add_rtm(builder, agora_token_cstr("42"));
/// agora_token_builder_grant(builder, AGORA_TOKEN_RTM_LOGIN, 3600);
/// agora_token_builder_build(builder, token, sizeof token, &token_len);
/// ```
///
/// A call that fails leaves the builder as it was. One thread at a time may change it.
pub struct agora_token_builder(TokenBuilder);

/// # Every other token
///
/// Makes a builder without services. It keeps what it needs of the issuer, which may be freed first.
///
/// - version: AGORA_TOKEN_VERSION_006, which takes exactly one RTC or RTM service, or
///   AGORA_TOKEN_VERSION_007.
///
/// Free with agora_token_builder_free.
///
/// Statuses: BAD_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_new(
    issuer: Option<&agora_token_issuer>,
    version: u32,
    out: Option<&mut MaybeUninit<Option<Box<agora_token_builder>>>>,
) -> agora_token_status {
    create(out, || {
        let issuer = &issuer.ok_or(Error::NullPointer)?.0;
        Ok(agora_token_builder(issuer.builder(version.try_into()?)))
    })
}

/// The body of a call that changes the builder.
fn change(
    builder: Option<&mut agora_token_builder>,
    change: impl FnOnce(&mut TokenBuilder) -> Result<(), Error>,
) -> agora_token_status {
    status(|| change(&mut builder.ok_or(Error::NullPointer)?.0))
}

/// The body of a call that adds a service.
fn add<'a>(
    builder: Option<&mut agora_token_builder>,
    service: impl FnOnce() -> Result<Service<'a>, Error>,
) -> agora_token_status {
    change(builder, |builder| builder.add(service()?).map(drop))
}

/// Fixes the time of issuing, as a Unix time in seconds. Without it each build takes the current time.
///
/// Statuses: only the general ones.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_set_issued_at(
    builder: Option<&mut agora_token_builder>,
    unix_seconds: u32,
) -> agora_token_status {
    change(builder, |builder| {
        builder.issued_at(unix_seconds);
        Ok(())
    })
}

/// Fixes the salt. Without it each build takes a new one.
///
/// Statuses: only the general ones.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_set_salt(
    builder: Option<&mut agora_token_builder>,
    salt: u32,
) -> agora_token_status {
    change(builder, |builder| {
        builder.salt(salt);
        Ok(())
    })
}

/// Sets the token's own lifetime in seconds from its issuing: 86400 (24 hours) unless set. No privilege
/// outlives the token. In a 006 token this is the `ts` field. The number is taken as it is, without the rule of
/// "Lifetimes": with 0 the token has expired when it is issued, and a Unix time is that many seconds.
///
/// Statuses: only the general ones.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_set_expires_in(
    builder: Option<&mut agora_token_builder>,
    seconds: u32,
) -> agora_token_status {
    change(builder, |builder| {
        builder.expires_in(seconds);
        Ok(())
    })
}

/// Adds RTC in one channel ("*" is every channel) for one account, which is the decimal digits of a
/// numeric uid or a user account; "" is any user. The uid 0 is "" here: "0" is a user of that name.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION where a 006 token has a service already.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_add_rtc(
    builder: Option<&mut agora_token_builder>,
    channel: agora_token_str,
    account: agora_token_str,
) -> agora_token_status {
    add(builder, || Ok(Service::rtc(channel.text()?, User::Account(account.text()?))))
}

/// Adds RTM (Signaling) for one user id. A 006 token with another privilege than the login is read as RTC.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION where a 006 token has a service already.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_add_rtm(
    builder: Option<&mut agora_token_builder>,
    user_id: agora_token_str,
) -> agora_token_status {
    add(builder, || Ok(Service::rtm(user_id.text()?)))
}

/// Adds Streaming in one channel for one account; "" is any user. Only in 007 tokens.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_add_streaming(
    builder: Option<&mut agora_token_builder>,
    channel: agora_token_str,
    account: agora_token_str,
) -> agora_token_status {
    add(builder, || Ok(Service::streaming(channel.text()?, User::Account(account.text()?))))
}

/// Adds FPA. Only in 007 tokens.
///
/// Statuses: UNSUPPORTED_IN_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_add_fpa(builder: Option<&mut agora_token_builder>) -> agora_token_status {
    add(builder, || Ok(Service::fpa()))
}

/// Adds Chat for one user id; "" for an app token (AGORA_TOKEN_CHAT_APP). Only in 007 tokens.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_add_chat(
    builder: Option<&mut agora_token_builder>,
    user_id: agora_token_str,
) -> agora_token_status {
    add(builder, || Ok(Service::chat(user_id.text()?)))
}

/// Adds FCDN in one channel for one account; "" is any user. Only in 007 tokens.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_add_fcdn(
    builder: Option<&mut agora_token_builder>,
    channel: agora_token_str,
    account: agora_token_str,
) -> agora_token_status {
    add(builder, || Ok(Service::fcdn(channel.text()?, User::Account(account.text()?))))
}

/// Adds Education: a user of a room in a role; "" and AGORA_TOKEN_NO_ROLE where there is none. Only in 007 tokens.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_add_apaas(
    builder: Option<&mut agora_token_builder>,
    room_uuid: agora_token_str,
    user_uuid: agora_token_str,
    role: i16,
) -> agora_token_status {
    add(builder, || Ok(Service::apaas(room_uuid.text()?, user_uuid.text()?, role)))
}

/// Adds RTM2 (Signaling with permissions) for one user id. Only in 007 tokens.
///
/// Statuses: STRING_TOO_LONG, UNSUPPORTED_IN_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_add_rtm2(
    builder: Option<&mut agora_token_builder>,
    user_id: agora_token_str,
) -> agora_token_status {
    add(builder, || Ok(Service::rtm2(user_id.text()?)))
}

/// Adds ConvoAI, which has neither privileges nor names: being in the token is the grant. Only in 007 tokens.
///
/// Statuses: UNSUPPORTED_IN_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_add_convoai(builder: Option<&mut agora_token_builder>) -> agora_token_status {
    add(builder, || Ok(Service::convoai()))
}

/// Adds STT (real-time speech to text), which has neither privileges nor names: being in the token is the grant.
/// Only in 007 tokens.
///
/// Statuses: UNSUPPORTED_IN_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_add_stt(builder: Option<&mut agora_token_builder>) -> agora_token_status {
    add(builder, || Ok(Service::stt()))
}

/// Grants a privilege of the service that was added last, for `expires_in` seconds from the token's
/// issuing. 0 means as long as the token (007), or does not expire (006). A second grant of the same
/// privilege replaces the first. The number is taken as it is, without the rule of "Lifetimes".
///
/// - privilege: AGORA_TOKEN_RTC_JOIN_CHANNEL and so on, or any other number up to 65535.
///
/// Statuses: BAD_PRIVILEGE; NO_SERVICE before the first service.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_grant(
    builder: Option<&mut agora_token_builder>,
    privilege: u32,
    expires_in: u32,
) -> agora_token_status {
    change(builder, |builder| builder.grant(Privilege(self::privilege(privilege)?), expires_in).map(drop))
}

/// Gives the RTM2 service that was added last a permission on named resources. A second call for the
/// same resource and permission replaces the first.
///
/// - resource: AGORA_TOKEN_RTM2_MESSAGE_CHANNELS and so on, or any other number up to 65535.
/// - permission: AGORA_TOKEN_RTM2_READ or AGORA_TOKEN_RTM2_WRITE, or any other number up to 65535.
/// - names, count: the names, such as those of channels; at most 65535, each of at most 65535 bytes.
///
/// Statuses: BAD_PRIVILEGE; NO_SERVICE before the first service; BAD_SERVICE where the last one is not
/// RTM2; STRING_TOO_LONG, for a count above 65535 before the names are read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_builder_permit(
    builder: Option<&mut agora_token_builder>,
    resource: u32,
    permission: u32,
    names: *const agora_token_str,
    count: usize,
) -> agora_token_status {
    change(builder, |builder| {
        // So large a count may be a mistake, with no such list behind it.
        if count > MAX_LEN {
            return Err(Error::StringTooLong);
        }
        // SAFETY: the C caller guarantees the list ("Pointers" in the header).
        let names = unsafe { texts(names, count) }?;
        builder.permit(privilege(resource)?, privilege(permission)?, &names).map(drop)
    })
}

/// Signs a token. The builder stays as it is and can build again, each time with a time and salt of its
/// own unless they are fixed. The output is as "Output" has it: a token may be longer than
/// AGORA_TOKEN_MAX_LEN, so be ready for BUFFER_TOO_SMALL.
///
/// Statuses: NO_SERVICE; BAD_EXPIRY where a time of a 006 token would be above 4294967295 (February 2106);
/// TOKEN_TOO_LARGE ("Limits").
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_builder_build(
    builder: Option<&agora_token_builder>,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    status(|| {
        // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
        let out = unsafe { Output::new(out, capacity, out_len) }?;
        let builder = &builder.ok_or(Error::NullPointer)?.0;
        out.write(builder.build()?.as_bytes(), builder.max_len())
    })
}

/// Frees a builder; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_builder_free(builder: Option<Box<agora_token_builder>>) {
    value((), || drop(builder));
}

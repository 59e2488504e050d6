//! A token, read.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use super::boundary::{create, status, value};
use super::input::agora_token_str;
use super::output::{Lent, Output, lent};
use super::status::agora_token_status;
use crate::error::Error;
use crate::inspect::TokenInfo;
use crate::service::{Field, NO_ROLE, Service};

/// RTC, Streaming, FCDN: the channel name; "*" is every channel.
pub const AGORA_TOKEN_FIELD_CHANNEL: u32 = 1;
/// RTC, Streaming, FCDN: the decimal digits of a numeric uid, or the user account; "" is any user.
pub const AGORA_TOKEN_FIELD_ACCOUNT: u32 = 2;
/// RTM, Chat, RTM2: the user id; "" in a Chat app token.
pub const AGORA_TOKEN_FIELD_USER_ID: u32 = 3;
/// Education: the room uuid.
pub const AGORA_TOKEN_FIELD_ROOM_UUID: u32 = 4;
/// Education: the user uuid.
pub const AGORA_TOKEN_FIELD_USER_UUID: u32 = 5;

/// What is inside a token. Reading it needs no certificate and says nothing about the signature: do not
/// grant access because of it; use agora_token_check. It is immutable: threads may share one.
///
/// The getters cannot fail: out of range, and for a NULL info, they give 0, "", or -1 where they say so. 0 can be
/// a privilege, resource or permission too: bound an index by its count. Indexes count from 0. Times are Unix
/// times in seconds. Strings are lent until agora_token_info_free, with a NUL behind them; a token may hold a NUL
/// inside its strings too, so rely on `len`.
pub struct agora_token_info {
    info: TokenInfo,
    app_id: Lent,
    services: Vec<Texts>,
}

/// The strings of one service.
struct Texts {
    channel: Lent,
    user: Lent,
    permissions: Vec<Permission>,
}

struct Permission {
    resource: u16,
    permission: u16,
    names: Vec<Lent>,
}

impl agora_token_info {
    fn new(info: TokenInfo) -> Self {
        agora_token_info {
            app_id: Lent::new(&info.app_id),
            services: info.services.iter().map(Texts::new).collect(),
            info,
        }
    }

    fn service(&self, index: usize) -> Option<&Service<'static>> {
        self.info.services.get(index)
    }

    fn privilege(&self, service: usize, index: usize) -> Option<(u16, u32)> {
        self.service(service)?.privileges.get(index).copied()
    }

    fn field(&self, service: usize, which: u32) -> Option<&Lent> {
        let texts = self.services.get(service)?;
        let (field, text) = match which {
            AGORA_TOKEN_FIELD_CHANNEL => (Field::Channel, &texts.channel),
            AGORA_TOKEN_FIELD_ACCOUNT => (Field::Account, &texts.user),
            AGORA_TOKEN_FIELD_USER_ID => (Field::UserId, &texts.user),
            AGORA_TOKEN_FIELD_ROOM_UUID => (Field::RoomUuid, &texts.channel),
            AGORA_TOKEN_FIELD_USER_UUID => (Field::UserUuid, &texts.user),
            _ => return None,
        };
        self.service(service)?.kind.fields().contains(&field).then_some(text)
    }

    fn permission(&self, service: usize, index: usize) -> Option<&Permission> {
        self.services.get(service)?.permissions.get(index)
    }
}

impl Texts {
    fn new(service: &Service<'_>) -> Self {
        let permissions = service.permissions.iter().map(|(&(resource, permission), names)| Permission {
            resource,
            permission,
            names: names.iter().map(|name| Lent::new(name)).collect(),
        });
        Texts {
            channel: Lent::new(&service.channel),
            user: Lent::new(&service.user),
            permissions: permissions.collect(),
        }
    }
}

/// The body of a getter: 0 where there is no such thing.
fn number<T: Default>(info: Option<&agora_token_info>, number: impl FnOnce(&agora_token_info) -> Option<T>) -> T {
    value(T::default(), || info.and_then(number).unwrap_or_default())
}

/// # Reading a token
///
/// Reads a 006 or 007 token. Free with agora_token_info_free.
///
/// Statuses: MALFORMED_TOKEN, UNKNOWN_VERSION, TOKEN_TOO_LARGE, NO_SERVICE.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_parse(
    token: agora_token_str,
    out: Option<&mut MaybeUninit<Option<Box<agora_token_info>>>>,
) -> agora_token_status {
    create(out, || TokenInfo::parse(token.token()?).map(agora_token_info::new))
}

/// Frees an info, and with it the strings that it lent; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_free(info: Option<Box<agora_token_info>>) {
    value((), || drop(info));
}

/// Everything in the token as a JSON object; what a token does not say is null. Later versions add keys and change
/// none.
///
/// ```json
/// {"version":"007","app_id":"970CA35de60c44645bbae8a215061b33","issued_at":1700000000,"expires_at":1700003600,
///  "cut_at":null,"salt":7,"channel_crc":null,"user_crc":null,"services":[
///   {"type":1,"name":"RTC","channel":"room","account":"42","privileges":[
///    {"privilege":1,"name":"join channel","expires_at":1700000600}]},
///   {"type":8,"name":"RTM2","user_id":"ann","permissions":[
///    {"resource":0,"resource_name":"message channels","permission":1,"permission_name":"write","names":["room"]}],
///    "privileges":[]}],
///  "unknown_service":null}
/// ```
///
/// Education ("APaaS") has "room_uuid", "user_uuid" and "role". A 006 token holds no names, so its service has none of
/// the keys for them.
///
/// Statuses: only the general ones.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_info_json(
    info: Option<&agora_token_info>,
    out: *mut c_char,
    capacity: usize,
    out_len: Option<&mut MaybeUninit<usize>>,
) -> agora_token_status {
    status(|| {
        // SAFETY: the C caller guarantees the buffer ("Pointers" in the header).
        let out = unsafe { Output::new(out, capacity, out_len) }?;
        let json = info.ok_or(Error::NullPointer)?.info.to_json();
        out.write(json.as_bytes(), json.len())
    })
}

/// AGORA_TOKEN_VERSION_006 or AGORA_TOKEN_VERSION_007.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_version(info: Option<&agora_token_info>) -> u32 {
    number(info, |info| Some(info.info.version as u32))
}

/// The App ID that the token is for.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_app_id(info: Option<&agora_token_info>) -> agora_token_str {
    lent(info, |info| Some(&info.app_id))
}

/// When a 007 token was issued; 0 for a 006 token, which does not say.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_issued_at(info: Option<&agora_token_info>) -> u64 {
    number(info, |info| info.info.issued_at.map(u64::from))
}

/// When the token itself ends. In a 006 token it is the `ts` field, 24 hours after the issuing if a one-call function
/// made the token, whatever the lifetime that its privileges have.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_expires_at(info: Option<&agora_token_info>) -> u64 {
    number(info, |info| Some(info.info.expires_at))
}

/// Where a 007 token lives longer than the 24 hours that Agora honours: when Agora treats it as
/// expired. 0 where it is not cut, and for a 006 token.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_cut_at(info: Option<&agora_token_info>) -> u64 {
    number(info, |info| info.info.cut_at())
}

/// The salt.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_salt(info: Option<&agora_token_info>) -> u32 {
    number(info, |info| Some(info.info.salt))
}

/// The CRC-32 of a 006 token's channel, or of an RTM token's user id; 0 for a 007 token.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_channel_crc(info: Option<&agora_token_info>) -> u32 {
    number(info, |info| info.info.crcs.map(|crcs| crcs.channel))
}

/// The CRC-32 of a 006 token's uid digits or account, 0 for any user; 0 for a 007 token.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_user_crc(info: Option<&agora_token_info>) -> u32 {
    number(info, |info| info.info.crcs.map(|crcs| crcs.user))
}

/// How many services the token has that this library knows. A 006 token has one, which it does not name:
/// it is taken for RTM where its only privilege is the RTM login and it names no uid, for RTC otherwise.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_service_count(info: Option<&agora_token_info>) -> usize {
    number(info, |info| Some(info.info.services.len()))
}

/// The type of a service, AGORA_TOKEN_SERVICE_RTC and so on.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_service_type(info: Option<&agora_token_info>, service: usize) -> u32 {
    number(info, |info| info.service(service).map(|service| service.kind.number().into()))
}

/// The type of a service that this library does not know, from 0 to 65535, or -1 where there is none. It
/// and what follows it are not among the services; the signature covers them all the same.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_unknown_service(info: Option<&agora_token_info>) -> i32 {
    value(-1, || info.and_then(|info| info.info.unknown_service).map_or(-1, i32::from))
}

/// A field of a service, AGORA_TOKEN_FIELD_CHANNEL and so on; "" where its type has no such field, and in
/// a 006 token, which holds no names.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_field(
    info: Option<&agora_token_info>,
    service: usize,
    field: u32,
) -> agora_token_str {
    lent(info, |info| info.field(service, field))
}

/// The role of an Education service; AGORA_TOKEN_NO_ROLE (-1) where it has none, for other services and out of
/// range.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_role(info: Option<&agora_token_info>, service: usize) -> i16 {
    value(NO_ROLE, || info.and_then(|info| info.service(service)).map_or(NO_ROLE, |service| service.role))
}

/// How many privileges a service has.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_privilege_count(info: Option<&agora_token_info>, service: usize) -> usize {
    number(info, |info| info.service(service).map(|service| service.privileges.len()))
}

/// The number of a privilege within its service, AGORA_TOKEN_RTC_JOIN_CHANNEL and so on.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_privilege(info: Option<&agora_token_info>, service: usize, index: usize) -> u32 {
    number(info, |info| info.privilege(service, index).map(|(number, _)| number.into()))
}

/// When a privilege ends; 0 where it does not expire, which only a 006 token can say. The token's own end
/// is not counted in.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_privilege_expires_at(
    info: Option<&agora_token_info>,
    service: usize,
    index: usize,
) -> u64 {
    number(info, |info| info.privilege(service, index).and_then(|(_, time)| info.info.privilege_expires_at(time)))
}

/// The time of a privilege as it stands in the token. In a 007 token that is seconds from the issuing, and 0 means as long as
/// the token; in a 006 token it is a Unix time, and 0 means that it does not expire.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_privilege_time(
    info: Option<&agora_token_info>,
    service: usize,
    index: usize,
) -> u32 {
    number(info, |info| info.privilege(service, index).map(|(_, time)| time))
}

/// How many permissions an RTM2 service has, one for each pair of resource and permission; 0 for other services.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_permission_count(info: Option<&agora_token_info>, service: usize) -> usize {
    number(info, |info| info.services.get(service).map(|texts| texts.permissions.len()))
}

/// What a permission is about, AGORA_TOKEN_RTM2_MESSAGE_CHANNELS and so on.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_permission_resource(
    info: Option<&agora_token_info>,
    service: usize,
    index: usize,
) -> u32 {
    number(info, |info| info.permission(service, index).map(|permission| permission.resource.into()))
}

/// What a permission allows, AGORA_TOKEN_RTM2_READ or AGORA_TOKEN_RTM2_WRITE.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_permission(info: Option<&agora_token_info>, service: usize, index: usize) -> u32 {
    number(info, |info| info.permission(service, index).map(|permission| permission.permission.into()))
}

/// How many names a permission is for.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_permission_name_count(
    info: Option<&agora_token_info>,
    service: usize,
    index: usize,
) -> usize {
    number(info, |info| info.permission(service, index).map(|permission| permission.names.len()))
}

/// A name that a permission is for, such as a channel's.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_info_permission_name(
    info: Option<&agora_token_info>,
    service: usize,
    index: usize,
    name: usize,
) -> agora_token_str {
    lent(info, |info| info.permission(service, index)?.names.get(name))
}

//! What tokens are put together from: services, each with what is granted of it. The one-call builders and the
//! endpoint take them from here, so that a token of either holds the same.

use std::borrow::Cow;

use crate::role::Role;
use crate::service::{NO_ROLE, Permissions, Privilege, Service, ServiceType};

/// A service with the privileges that are granted, all for one time.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) kind: ServiceType,
    pub(crate) channel: &'a str,
    pub(crate) user: &'a str,
    role: i16,
    privileges: &'static [Privilege],
}

/// RTC with the privileges of a role. The user is as tokens write it ([`User::text`](crate::User::text)).
pub(crate) fn rtc<'a>(channel: &'a str, user: &'a str, role: Role) -> Part<'a> {
    Part { channel, ..of(ServiceType::Rtc, user, role.privileges()) }
}

/// What an RTM user needs in a stream channel: RTC under the same user id, to join and, for a publisher, to publish
/// data.
pub(crate) fn stream_channel<'a>(channel: &'a str, user_id: &'a str, role: Role) -> Part<'a> {
    let privileges: &[Privilege] = match role {
        Role::Publisher => &[Privilege::RTC_JOIN_CHANNEL, Privilege::RTC_PUBLISH_DATA],
        Role::Subscriber => &[Privilege::RTC_JOIN_CHANNEL],
    };
    Part { channel, ..of(ServiceType::Rtc, user_id, privileges) }
}

/// The login to RTM.
pub(crate) const fn rtm(user_id: &str) -> Part<'_> {
    of(ServiceType::Rtm, user_id, &[Privilege::RTM_LOGIN])
}

/// Chat for one user.
pub(crate) const fn chat_user(user_id: &str) -> Part<'_> {
    of(ServiceType::Chat, user_id, &[Privilege::CHAT_USER])
}

/// Chat for the whole app.
pub(crate) const fn chat_app() -> Part<'static> {
    of(ServiceType::Chat, "", &[Privilege::CHAT_APP])
}

/// Education for one user of a room.
pub(crate) fn education_room_user<'a>(room_uuid: &'a str, user_uuid: &'a str, role: i16) -> Part<'a> {
    Part { channel: room_uuid, role, ..of(ServiceType::Apaas, user_uuid, &[Privilege::APAAS_ROOM_USER]) }
}

/// Education for one user, outside of rooms.
pub(crate) const fn education_user(user_uuid: &str) -> Part<'_> {
    of(ServiceType::Apaas, user_uuid, &[Privilege::APAAS_USER])
}

/// Education for the whole app.
pub(crate) const fn education_app() -> Part<'static> {
    of(ServiceType::Apaas, "", &[Privilege::APAAS_APP])
}

/// The login to FPA.
pub(crate) const fn fpa() -> Part<'static> {
    of(ServiceType::Fpa, "", &[Privilege::FPA_LOGIN])
}

/// ConvoAI, whose presence is the grant.
pub(crate) const fn convoai() -> Part<'static> {
    of(ServiceType::ConvoAi, "", &[])
}

/// STT, whose presence is the grant.
pub(crate) const fn stt() -> Part<'static> {
    of(ServiceType::Stt, "", &[])
}

const fn of<'a>(kind: ServiceType, user: &'a str, privileges: &'static [Privilege]) -> Part<'a> {
    Part { kind, channel: "", user, role: NO_ROLE, privileges }
}

impl<'a> Part<'a> {
    /// The service with these privileges.
    pub(crate) fn with(self, privileges: &'a [(u16, u32)]) -> Service<'a> {
        Service {
            kind: self.kind,
            channel: Cow::Borrowed(self.channel),
            user: Cow::Borrowed(self.user),
            role: self.role,
            privileges: Cow::Borrowed(privileges),
            permissions: Permissions::new(),
        }
    }

    /// The service with its privileges for this time, as a 007 token holds it.
    pub(crate) fn for_time(self, time: u32) -> Service<'static> {
        self.with(&Grants::new(&self, time)).into_owned()
    }
}

/// The most privileges that a part grants: a publisher's.
const MAX_GRANTS: usize = 4;

/// The privileges of a part with their time, on the stack: the one-call builders allocate nothing.
#[derive(Clone, Copy)]
pub(crate) struct Grants {
    list: [(u16, u32); MAX_GRANTS],
    len: usize,
}

impl Grants {
    pub(crate) fn new(part: &Part<'_>, time: u32) -> Self {
        Grants::of(part.privileges, |privilege| (privilege, time))
    }

    /// [`Grants::new`] by the numbers of a 006 token, whose time is a Unix time.
    pub(crate) fn in_006(part: &Part<'_>, time: u32) -> Self {
        Grants::of(part.privileges, |privilege| (part.kind.privilege_in_006(privilege), time))
    }

    fn of(privileges: &[Privilege], grant: impl Fn(u16) -> (u16, u32)) -> Self {
        debug_assert!(privileges.len() <= MAX_GRANTS);
        let mut list = [(0, 0); MAX_GRANTS];
        for (slot, privilege) in list.iter_mut().zip(privileges) {
            *slot = grant(privilege.0);
        }
        Grants { list, len: privileges.len().min(MAX_GRANTS) }
    }
}

impl std::ops::Deref for Grants {
    type Target = [(u16, u32)];

    fn deref(&self) -> &[(u16, u32)] {
        &self.list[..self.len]
    }
}

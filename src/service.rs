//! The ten services, their privileges and their fields.
//!
//! A new service type is one variant of [`ServiceType`], listed in [`ServiceType::ALL`], and one row of
//! [`ServiceType::row`]; reading, writing, checking and JSON follow from the row.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::error::Error;
use crate::rules::EVERY_CHANNEL;
use crate::user::User;
use crate::wire::{Reader, Writer, sorted};

/// A service of Agora's that a token can open, with its number in the 007 format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[repr(u16)]
pub enum ServiceType {
    /// Real-time voice and video.
    Rtc = 1,
    /// Real-time messaging (Signaling).
    Rtm = 2,
    /// Media streaming (push and pull).
    Streaming = 3,
    /// Full-path acceleration.
    Fpa = 4,
    /// Chat.
    Chat = 5,
    /// The CDN of Agora's live broadcasts.
    Fcdn = 6,
    /// Education, the Flexible Classroom; Agora also calls it APaaS.
    Apaas = 7,
    /// Signaling with a permission for each resource.
    Rtm2 = 8,
    /// Conversational AI: starts and ends agents that talk in a channel.
    ConvoAi = 9,
    /// Real-time speech to text: starts and ends the transcription of a channel.
    Stt = 10,
}

/// What one service type is made of.
struct Row {
    name: &'static str,
    privileges: &'static [(u16, &'static str)],
    fields: &'static [Field],
}

/// A field of a service, in the order of the wire after the privileges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// A channel name; `*` is every channel.
    Channel,
    /// A numeric uid as decimal digits, or a user account; empty is any user.
    Account,
    /// An RTM or Chat user id.
    UserId,
    /// The uuid of a classroom.
    RoomUuid,
    /// The uuid of a classroom's user.
    UserUuid,
    /// The role of a classroom's user, -1 where there is none.
    Role,
    /// The permissions of an RTM2 user.
    Permissions,
}

impl Field {
    /// Those that [`Service::channel`] holds.
    pub const CHANNELS: &[Field] = &[Field::Channel, Field::RoomUuid];
    /// Those that [`Service::user`] holds.
    pub const USERS: &[Field] = &[Field::Account, Field::UserId, Field::UserUuid];
}

impl ServiceType {
    /// Every type, in the order of their numbers.
    pub const ALL: [ServiceType; 10] = [
        ServiceType::Rtc,
        ServiceType::Rtm,
        ServiceType::Streaming,
        ServiceType::Fpa,
        ServiceType::Chat,
        ServiceType::Fcdn,
        ServiceType::Apaas,
        ServiceType::Rtm2,
        ServiceType::ConvoAi,
        ServiceType::Stt,
    ];

    const fn row(self) -> Row {
        use Field::*;
        let (name, privileges, fields): (_, &'static [(u16, &'static str)], &'static [Field]) = match self {
            ServiceType::Rtc => (
                "RTC",
                &[
                    (Privilege::RTC_JOIN_CHANNEL.0, "join channel"),
                    (Privilege::RTC_PUBLISH_AUDIO.0, "publish audio"),
                    (Privilege::RTC_PUBLISH_VIDEO.0, "publish video"),
                    (Privilege::RTC_PUBLISH_DATA.0, "publish data"),
                    // Only 006 tokens use these two.
                    (101, "administrate channel"),
                    (RTM_LOGIN_IN_006, "RTM login"),
                ],
                &[Channel, Account],
            ),
            ServiceType::Rtm => ("RTM", &[(Privilege::RTM_LOGIN.0, "login")], &[UserId]),
            ServiceType::Streaming => (
                "Streaming",
                &[
                    (Privilege::STREAMING_PUBLISH_MIX.0, "publish mix stream"),
                    (Privilege::STREAMING_PUBLISH_RAW.0, "publish raw stream"),
                ],
                &[Channel, Account],
            ),
            ServiceType::Fpa => ("FPA", &[(Privilege::FPA_LOGIN.0, "login")], &[]),
            ServiceType::Chat => {
                ("Chat", &[(Privilege::CHAT_USER.0, "user"), (Privilege::CHAT_APP.0, "app")], &[UserId])
            }
            ServiceType::Fcdn => (
                "FCDN",
                &[(Privilege::FCDN_PUBLISH.0, "publish"), (Privilege::FCDN_PLAY.0, "play")],
                &[Channel, Account],
            ),
            ServiceType::Apaas => (
                "APaaS",
                &[
                    (Privilege::APAAS_ROOM_USER.0, "room user"),
                    (Privilege::APAAS_USER.0, "user"),
                    (Privilege::APAAS_APP.0, "app"),
                ],
                &[RoomUuid, UserUuid, Role],
            ),
            ServiceType::Rtm2 => ("RTM2", &[(Privilege::RTM2_LOGIN.0, "login")], &[UserId, Permissions]),
            ServiceType::ConvoAi => ("ConvoAI", &[], &[]),
            ServiceType::Stt => ("STT", &[], &[]),
        };
        Row { name, privileges, fields }
    }

    /// The number of this type in the 007 format.
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The type with this number; `None` where there is none.
    pub fn from_number(number: u16) -> Option<ServiceType> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// The type with this name, its [product's](Self::product) or its own, in letters of either case.
    pub fn from_name(name: &str) -> Option<ServiceType> {
        let is_one_of =
            |kind: &ServiceType| [kind.name(), kind.product()].iter().any(|one| one.eq_ignore_ascii_case(name));
        Self::ALL.into_iter().find(is_one_of)
    }

    /// What Agora calls the product that this type opens, where the type's name is another: `Education` for APaaS.
    pub const fn product(self) -> &'static str {
        match self {
            ServiceType::Apaas => "Education",
            _ => self.name(),
        }
    }

    /// The name of this type, such as `RTC`.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The fields of this type, in the order of the wire.
    pub const fn fields(self) -> &'static [Field] {
        self.row().fields
    }

    /// Whether this type has one of the fields.
    pub fn has(self, fields: &[Field]) -> bool {
        self.fields().iter().any(|field| fields.contains(field))
    }

    /// Refuses a channel or a user that this type has no field for.
    pub(crate) fn check_places(self, channel: &str, user: &str) -> Result<(), Error> {
        if !channel.is_empty() && !self.has(Field::CHANNELS) {
            return Err(Error::BadChannel);
        }
        if !user.is_empty() && !self.has(Field::USERS) {
            return Err(Error::BadAccount);
        }
        Ok(())
    }

    /// Whether a 006 token can hold the service.
    pub(crate) fn is_in_006(self) -> bool {
        matches!(self, ServiceType::Rtc | ServiceType::Rtm)
    }

    /// Whether being in a token is all that the service grants: it has no privileges, and is good for as long
    /// as the token.
    pub const fn is_granted_by_presence(self) -> bool {
        self.row().privileges.is_empty()
    }

    /// The channel and the user as a 006 token signs them. Its RTM tokens have the user id for a channel.
    pub(crate) fn names_in_006<'a>(self, channel: &'a str, user: &'a str) -> (&'a str, &'a str) {
        match self {
            ServiceType::Rtm => (user, ""),
            _ => (channel, user),
        }
    }

    /// A privilege's number inside a 006 token, where RTC and RTM share one list.
    pub(crate) fn privilege_in_006(self, privilege: u16) -> u16 {
        match self {
            ServiceType::Rtm if privilege == Privilege::RTM_LOGIN.0 => RTM_LOGIN_IN_006,
            _ => privilege,
        }
    }

    /// The name of one of this type's privileges; `None` where the number has none.
    pub fn privilege_name(self, privilege: Privilege) -> Option<&'static str> {
        self.row().privileges.iter().find(|(number, _)| *number == privilege.0).map(|(_, name)| *name)
    }

    /// The privileges of this type that have a name, in the order of their numbers.
    pub fn privileges(self) -> impl Iterator<Item = (Privilege, &'static str)> {
        self.row().privileges.iter().map(|&(number, name)| (Privilege(number), name))
    }

    /// The privilege of this type with this name, in letters of either case and with spaces or hyphens
    /// between the words. The first words of a name are enough where no other name begins with them.
    ///
    /// ```
    /// use agora_token::{Privilege, ServiceType};
    ///
    /// let publish_audio = Some(Privilege::RTC_PUBLISH_AUDIO);
    /// assert_eq!(ServiceType::Rtc.privilege_named("publish audio"), publish_audio);
    /// assert_eq!(ServiceType::Rtc.privilege_named("publish-audio"), publish_audio);
    /// assert_eq!(ServiceType::Rtc.privilege_named("join"), Some(Privilege::RTC_JOIN_CHANNEL));
    /// assert_eq!(ServiceType::Rtc.privilege_named("publish"), None);
    /// ```
    pub fn privilege_named(self, name: &str) -> Option<Privilege> {
        let words = name.replace('-', " ");
        if let Some((privilege, _)) = self.privileges().find(|(_, full)| full.eq_ignore_ascii_case(&words)) {
            return Some(privilege);
        }
        let begins = |full: &str| {
            full.split_at_checked(words.len())
                .is_some_and(|(front, rest)| front.eq_ignore_ascii_case(&words) && rest.starts_with(' '))
        };
        let mut fitting = self.privileges().filter(|(_, full)| begins(full));
        let (privilege, _) = fitting.next()?;
        fitting.next().is_none().then_some(privilege)
    }
}

/// The number of a privilege within its service.
///
/// The format takes any number; those with a meaning are the constants here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Privilege(pub u16);

impl Privilege {
    /// What is asked of a service that has no privileges, ConvoAI and STT: its presence is the grant.
    pub const NONE: Privilege = Privilege(0);
    /// RTC: join a channel.
    pub const RTC_JOIN_CHANNEL: Privilege = Privilege(1);
    /// RTC: publish audio.
    pub const RTC_PUBLISH_AUDIO: Privilege = Privilege(2);
    /// RTC: publish video.
    pub const RTC_PUBLISH_VIDEO: Privilege = Privilege(3);
    /// RTC: publish a data stream.
    pub const RTC_PUBLISH_DATA: Privilege = Privilege(4);
    /// RTM: log in (1000 inside a 006 token).
    pub const RTM_LOGIN: Privilege = Privilege(1);
    /// Streaming: publish a mixed stream.
    pub const STREAMING_PUBLISH_MIX: Privilege = Privilege(1);
    /// Streaming: publish a raw stream.
    pub const STREAMING_PUBLISH_RAW: Privilege = Privilege(2);
    /// FPA: log in.
    pub const FPA_LOGIN: Privilege = Privilege(1);
    /// Chat: act as one user.
    pub const CHAT_USER: Privilege = Privilege(1);
    /// Chat: act for the whole app, as its backend does.
    pub const CHAT_APP: Privilege = Privilege(2);
    /// FCDN: publish.
    pub const FCDN_PUBLISH: Privilege = Privilege(1);
    /// FCDN: play.
    pub const FCDN_PLAY: Privilege = Privilege(2);
    /// Education: act as one user in one room.
    pub const APAAS_ROOM_USER: Privilege = Privilege(1);
    /// Education: act as one user.
    pub const APAAS_USER: Privilege = Privilege(2);
    /// Education: act for the whole app, as its backend does.
    pub const APAAS_APP: Privilege = Privilege(3);
    /// RTM2: log in.
    pub const RTM2_LOGIN: Privilege = Privilege(1);
}

/// The time of a privilege that ends with its 007 token.
pub(crate) const AS_LONG_AS_THE_TOKEN: u32 = 0;

/// What `Privilege::RTM_LOGIN` is inside a 006 token, where RTC and RTM share one list.
pub(crate) const RTM_LOGIN_IN_006: u16 = 1000;

/// What an RTM2 permission is about; the index is the resource's number.
pub const RTM2_RESOURCES: [&str; 5] =
    ["message channels", "stream channels", "group channels", "server groups", "users"];
/// What an RTM2 permission allows; the index is the permission's number.
pub const RTM2_PERMISSIONS: [&str; 2] = ["read", "write"];

/// The longest string, in bytes, and the longest list that the format can carry.
pub(crate) const MAX_LEN: usize = u16::MAX as usize;

/// The role of an Education service that has none.
pub const NO_ROLE: i16 = -1;

/// RTM2 permissions: the names that a (resource, permission) pair is for, in the order given.
pub type Permissions<'a> = BTreeMap<(u16, u16), Vec<Cow<'a, str>>>;

/// One service of a token: what it opens, for whom, and until when.
///
/// The same type is what the [`TokenBuilder`](crate::TokenBuilder) is given and what
/// [`TokenInfo`](crate::TokenInfo) reports.
///
/// ```
/// use agora_token::{Privilege, Service, User};
///
/// let service = Service::rtc("room", User::Uid(42)).grant(Privilege::RTC_JOIN_CHANNEL, 3600);
/// assert_eq!(service.channel, "room");
/// assert_eq!(service.user, "42");
/// assert_eq!(&service.privileges[..], [(1, 3600)]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service<'a> {
    /// Which service.
    pub kind: ServiceType,
    /// The channel, or the room uuid of an Education service; "" where the type has neither.
    pub channel: Cow<'a, str>,
    /// The user account (digits of a numeric uid), user id or user uuid; "" where the type has none,
    /// and where an RTC, Streaming or FCDN service is for any user.
    pub user: Cow<'a, str>,
    /// The role of an Education service; [`NO_ROLE`] elsewhere.
    pub role: i16,
    /// Privileges and their times in seconds, from the token's issuing. In a service to build and in
    /// a 007 token 0 means "as long as the token", in a 006 token "does not expire".
    pub privileges: Cow<'a, [(u16, u32)]>,
    /// The permissions of an RTM2 service; empty elsewhere.
    pub permissions: Permissions<'a>,
}

impl<'a> Service<'a> {
    pub(crate) const fn of(kind: ServiceType, channel: &'a str, user: &'a str) -> Self {
        Service {
            kind,
            channel: Cow::Borrowed(channel),
            user: Cow::Borrowed(user),
            role: NO_ROLE,
            privileges: Cow::Borrowed(&[]),
            permissions: BTreeMap::new(),
        }
    }

    fn of_user(kind: ServiceType, channel: &'a str, user: User<'a>) -> Self {
        Service { user: user.text(), ..Service::of(kind, channel, "") }
    }

    /// RTC in one channel; `*` is every channel, [`User::ANY`] any user.
    pub fn rtc(channel: &'a str, user: User<'a>) -> Self {
        Service::of_user(ServiceType::Rtc, channel, user)
    }

    /// RTM (Signaling) for one user id.
    pub fn rtm(user_id: &'a str) -> Self {
        Service::of(ServiceType::Rtm, "", user_id)
    }

    /// Streaming in one channel.
    pub fn streaming(channel: &'a str, user: User<'a>) -> Self {
        Service::of_user(ServiceType::Streaming, channel, user)
    }

    /// FPA.
    pub fn fpa() -> Self {
        Service::of(ServiceType::Fpa, "", "")
    }

    /// Chat for one user id; "" for an app token.
    pub fn chat(user_id: &'a str) -> Self {
        Service::of(ServiceType::Chat, "", user_id)
    }

    /// FCDN in one channel.
    pub fn fcdn(channel: &'a str, user: User<'a>) -> Self {
        Service::of_user(ServiceType::Fcdn, channel, user)
    }

    /// Education: a user of a room in a role; "" and [`NO_ROLE`] where there is none.
    pub fn apaas(room_uuid: &'a str, user_uuid: &'a str, role: i16) -> Self {
        Service { role, ..Service::of(ServiceType::Apaas, room_uuid, user_uuid) }
    }

    /// RTM2 (Signaling with permissions) for one user id.
    pub fn rtm2(user_id: &'a str) -> Self {
        Service::of(ServiceType::Rtm2, "", user_id)
    }

    /// ConvoAI (Conversational AI). It has neither privileges nor names: being in the token is the grant.
    pub fn convoai() -> Self {
        Service::of(ServiceType::ConvoAi, "", "")
    }

    /// STT (real-time speech to text). It has neither privileges nor names: being in the token is the grant.
    pub fn stt() -> Self {
        Service::of(ServiceType::Stt, "", "")
    }

    /// Grants a privilege for this many seconds from the token's issuing; a second grant of the same
    /// privilege replaces the first. 0 means "as long as the token" (007), "does not expire" (006).
    #[must_use]
    pub fn grant(mut self, privilege: Privilege, expires_in: u32) -> Self {
        self.set_privilege(privilege.0, expires_in);
        self
    }

    /// Keeps the ascending order of privileges, which [`Service::check`] sees to.
    pub(crate) fn set_privilege(&mut self, privilege: u16, expires_in: u32) {
        let privileges = self.privileges.to_mut();
        match privileges.binary_search_by_key(&privilege, |&(number, _)| number) {
            Ok(at) => privileges[at].1 = expires_in,
            Err(at) => privileges.insert(at, (privilege, expires_in)),
        }
    }

    /// RTM2: allows `permission` (0 read, 1 write) on the named resources of the kind `resource`
    /// ([`RTM2_RESOURCES`]); a second call for the same pair replaces the first.
    #[must_use]
    pub fn permit(mut self, resource: u16, permission: u16, names: &[&'a str]) -> Self {
        self.permissions.insert((resource, permission), names.iter().map(|&name| Cow::Borrowed(name)).collect());
        self
    }

    /// When a privilege ends, in the terms of [`Service::privileges`]; `None` where it is not granted.
    pub fn privilege(&self, privilege: u16) -> Option<u32> {
        self.privileges.iter().find(|(number, _)| *number == privilege).map(|&(_, time)| time)
    }

    /// Whether this service opens the channel: the same, or `*` where the type has channels.
    pub(crate) fn opens_channel(&self, channel: &str) -> bool {
        self.channel == channel || (self.channel == EVERY_CHANNEL && self.kind.has(&[Field::Channel]))
    }

    /// Whether this service is for the user: the same, or any user where the type has accounts.
    pub(crate) fn is_for_user(&self, user: &str) -> bool {
        self.user == user || self.is_for_any_user()
    }

    /// Whether whoever holds the token may use this service under any uid.
    pub fn is_for_any_user(&self) -> bool {
        self.user.is_empty() && self.kind.has(&[Field::Account])
    }

    /// A copy that owns its strings.
    pub fn into_owned(self) -> Service<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        // One by one: to collect a map is to sort it first, and sorting is a lot of code.
        let mut permissions = Permissions::new();
        for (pair, names) in self.permissions {
            permissions.insert(pair, names.into_iter().map(own).collect());
        }
        Service {
            kind: self.kind,
            channel: own(self.channel),
            user: own(self.user),
            role: self.role,
            privileges: Cow::Owned(self.privileges.into_owned()),
            permissions,
        }
    }

    /// Whether a token can hold all that is here: nothing that the type has no field for, no privilege
    /// twice, and no string or list that is too long for its `u16` length. Sorts the privileges, which a
    /// parsed service has in the order of its token.
    pub(crate) fn check(&mut self) -> Result<(), Error> {
        self.kind.check_places(&self.channel, &self.user)?;
        if !self.permissions.is_empty() && !self.kind.has(&[Field::Permissions]) {
            return Err(Error::BadService);
        }
        if !self.privileges.is_sorted_by(|one, other| one.0 < other.0) {
            self.privileges = Cow::Owned(sorted(&self.privileges));
            if self.privileges.windows(2).any(|pair| pair[0].0 == pair[1].0) {
                return Err(Error::BadPrivilege);
            }
        }
        let names = || self.permissions.values().flatten();
        let strings = [&self.channel, &self.user].into_iter().chain(names()).map(|text| text.len());
        let lists = self.permissions.values().map(Vec::len);
        if strings.chain(lists).all(|len| len <= MAX_LEN) { Ok(()) } else { Err(Error::StringTooLong) }
    }

    /// How many bytes [`Service::write`] takes, or a few more.
    pub(crate) fn encoded_len(&self) -> usize {
        let fields = self.kind.fields().iter().map(|field| match field {
            Field::Channel | Field::RoomUuid => 2 + self.channel.len(),
            Field::Account | Field::UserId | Field::UserUuid => 2 + self.user.len(),
            Field::Role => 2,
            // Each pair costs at most a resource number and count, and a permission number and count.
            Field::Permissions => {
                let names = self.permissions.values().flatten().map(|name| 2 + name.len()).sum::<usize>();
                2 + 8 * self.permissions.len() + names
            }
        });
        4 + 6 * self.privileges.len() + fields.sum::<usize>()
    }

    /// Writes the service as a 007 token holds it.
    pub(crate) fn write(&self, out: &mut Writer<'_>) -> Result<(), Error> {
        out.u16(self.kind.number())?;
        out.privileges(&self.privileges)?;
        for field in self.kind.fields() {
            match field {
                Field::Channel | Field::RoomUuid => out.string(self.channel.as_bytes())?,
                Field::Account | Field::UserId | Field::UserUuid => out.string(self.user.as_bytes())?,
                Field::Role => out.i16(self.role)?,
                Field::Permissions => write_permissions(&self.permissions, out)?,
            }
        }
        Ok(())
    }

    /// Reads the next service of a 007 token; an unknown type is `Err` of its number inside `Ok`.
    pub(crate) fn read(input: &mut Reader<'a>) -> Result<Result<Service<'a>, u16>, Error> {
        let number = input.u16()?;
        let Some(kind) = ServiceType::from_number(number) else {
            return Ok(Err(number));
        };
        let mut service = Service::of(kind, "", "");
        service.privileges = Cow::Owned(input.privileges()?);
        for field in kind.fields() {
            match field {
                Field::Channel | Field::RoomUuid => service.channel = Cow::Borrowed(input.text()?),
                Field::Account | Field::UserId | Field::UserUuid => service.user = Cow::Borrowed(input.text()?),
                Field::Role => service.role = input.i16()?,
                Field::Permissions => service.permissions = read_permissions(input)?,
            }
        }
        Ok(Ok(service))
    }
}

/// The map of maps of an RTM2 service: resources, each with its permissions and their names.
fn write_permissions(permissions: &Permissions<'_>, out: &mut Writer<'_>) -> Result<(), Error> {
    let pairs: Vec<_> = permissions.iter().collect();
    let by_resource = || pairs.chunk_by(|((one, _), _), ((other, _), _)| one == other);
    out.count(by_resource().count())?;
    for permissions in by_resource() {
        let ((resource, _), _) = permissions[0];
        out.u16(*resource)?;
        out.count(permissions.len())?;
        for ((_, permission), names) in permissions {
            out.u16(*permission)?;
            out.count(names.len())?;
            for name in names.iter() {
                out.string(name.as_bytes())?;
            }
        }
    }
    Ok(())
}

fn read_permissions<'a>(input: &mut Reader<'a>) -> Result<Permissions<'a>, Error> {
    let mut permissions = Permissions::new();
    for _ in 0..input.count()? {
        let resource = input.u16()?;
        // As a privilege that stands twice, a resource or permission that does is refused.
        if permissions.range((resource, 0)..=(resource, u16::MAX)).next().is_some() {
            return Err(Error::MalformedToken);
        }
        for _ in 0..input.count()? {
            let permission = input.u16()?;
            let count = input.count()?;
            let names = (0..count).map(|_| input.text().map(Cow::Borrowed)).collect::<Result<Vec<_>, Error>>()?;
            if permissions.insert((resource, permission), names).is_some() {
                return Err(Error::MalformedToken);
            }
        }
    }
    Ok(permissions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_found_by_its_name_in_either_case() {
        for kind in ServiceType::ALL {
            assert_eq!(ServiceType::from_name(kind.name()), Some(kind));
            assert_eq!(ServiceType::from_name(&kind.name().to_lowercase()), Some(kind));
        }
        assert_eq!(ServiceType::from_name("education"), Some(ServiceType::Apaas));
        assert_eq!(ServiceType::from_name("rt"), None);
        assert_eq!(ServiceType::from_name(""), None);
    }

    #[test]
    fn a_privilege_is_found_by_its_name_with_spaces_or_hyphens() {
        for kind in ServiceType::ALL {
            for (privilege, name) in kind.privileges() {
                assert_eq!(kind.privilege_named(name), Some(privilege), "{name}");
                assert_eq!(kind.privilege_named(&name.replace(' ', "-").to_uppercase()), Some(privilege), "{name}");
            }
        }
    }

    #[test]
    fn the_first_words_of_a_privilege_are_enough_where_they_name_one_alone() {
        let found = |kind: ServiceType, name| kind.privilege_named(name);
        assert_eq!(found(ServiceType::Rtc, "join"), Some(Privilege::RTC_JOIN_CHANNEL));
        assert_eq!(found(ServiceType::Streaming, "publish-raw"), Some(Privilege::STREAMING_PUBLISH_RAW));
        // "user" is a whole name beside "room user".
        assert_eq!(found(ServiceType::Apaas, "user"), Some(Privilege::APAAS_USER));
        assert_eq!(found(ServiceType::Apaas, "room"), Some(Privilege::APAAS_ROOM_USER));
        for name in ["publish", "publish-a", "joi", "join ", "audio", "", "-", "é"] {
            assert_eq!(found(ServiceType::Rtc, name), None, "{name:?}");
        }
    }
}

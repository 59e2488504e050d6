//! The [`Role`] of a user in an RTC channel.

use crate::error::Error;
use crate::service::Privilege;

/// What a user may do in an RTC channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Role {
    /// Join, and publish audio, video and data.
    Publisher = 1,
    /// Join alone. (Agora refuses to let a subscriber publish only where co-host authentication is
    /// switched on for the project.)
    Subscriber = 2,
}

impl Role {
    /// The privileges of this role.
    pub const fn privileges(self) -> &'static [Privilege] {
        const ALL: [Privilege; 4] = [
            Privilege::RTC_JOIN_CHANNEL,
            Privilege::RTC_PUBLISH_AUDIO,
            Privilege::RTC_PUBLISH_VIDEO,
            Privilege::RTC_PUBLISH_DATA,
        ];
        match self {
            Role::Publisher => &ALL,
            Role::Subscriber => ALL.split_at(1).0,
        }
    }
}

impl TryFrom<u32> for Role {
    type Error = Error;

    fn try_from(number: u32) -> Result<Self, Error> {
        match number {
            1 => Ok(Role::Publisher),
            2 => Ok(Role::Subscriber),
            _ => Err(Error::BadRole),
        }
    }
}

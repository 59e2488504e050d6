//! What a check asks of a token, and which fields go with which service.

use crate::error::Error;
use crate::service::{Privilege, ServiceType};
use crate::setters::setters;

/// What [`Issuer::check`](crate::Issuer::check) asks of a token: whether it grants a privilege of a service, in a
/// channel and to a user.
///
/// ```
/// use agora_token::{Privilege, Question, ServiceType};
///
/// let join = Question::new(ServiceType::Rtc, Privilege::RTC_JOIN_CHANNEL).channel("room").user("42");
/// let of_any_user = join.user("");
/// assert_eq!((join.user, of_any_user.user), ("42", ""));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Question<'a> {
    /// The service that is to be used.
    pub service: ServiceType,
    /// The channel (the room uuid for Education); "" for a service without one.
    pub channel: &'a str,
    /// The user account (digits of a numeric uid), user id or user uuid; "" for a service without one.
    /// In RTC, Streaming and FCDN "" asks for a token that is good for any user.
    pub user: &'a str,
    /// The privilege that is needed; [`Privilege::NONE`] of ConvoAI and STT, whose presence is the grant.
    pub privilege: Privilege,
}

impl<'a> Question<'a> {
    /// A question with neither a channel nor a user.
    pub const fn new(service: ServiceType, privilege: Privilege) -> Self {
        Question { service, channel: "", user: "", privilege }
    }

    setters! {
        channel: &'a str,
        user: &'a str,
    }

    /// The question of those who may ask about the signature and the lifetime alone: without a service. There is then
    /// nothing else to ask.
    #[cfg(feature = "capi")]
    pub(crate) fn with_service(
        service: Option<ServiceType>,
        channel: &'a str,
        user: &'a str,
        privilege: Privilege,
    ) -> Result<Option<Self>, Error> {
        match service {
            Some(service) => Ok(Some(Question { service, channel, user, privilege })),
            None if privilege != Privilege::NONE => Err(Error::BadPrivilege),
            None if !channel.is_empty() => Err(Error::BadChannel),
            None if !user.is_empty() => Err(Error::BadAccount),
            None => Ok(None),
        }
    }

    /// Whether the service has privileges, and this one is none that has a name.
    pub(crate) fn has_unknown_privilege(&self) -> bool {
        !self.service.is_granted_by_presence() && self.service.privilege_name(self.privilege).is_none()
    }

    /// Refuses a channel, a user or a privilege that the service has no place for: it would go unchecked.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.privilege != Privilege::NONE && self.service.is_granted_by_presence() {
            return Err(Error::BadPrivilege);
        }
        self.service.check_places(self.channel, self.user)
    }
}

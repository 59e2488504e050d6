//! The POST routes: JSON body to plans.
//!
//! Fields that a route does not know are ignored, and `null` is as good as absent. A known field of a
//! wrong type is a mistake even where the token asked for would not need it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::plan::{self, DEFAULT_LIFETIME, Mistake, Plan};
use crate::role::Role;
use crate::rules::{self, ABSOLUTE_TIME_FROM};
use crate::service::{NO_ROLE, Privilege, Service, User};
use crate::token::Version;

/// `POST /getToken`: one token of one kind.
pub(super) fn get_token(body: &[u8], stream_role: Role) -> Result<Vec<Plan>, Mistake> {
    let body = parse(body)?;
    let fields = Fields { object: Some(&body), path: "" };
    let kind = fields.text("tokenType")?;
    let channel = fields.text("channel")?;
    let role_name = fields.text("role")?;
    let uid = fields.user("uid")?;
    let expires_in = fields.seconds("expire")?.unwrap_or(DEFAULT_LIFETIME);
    let plan = |service| Plan::new("token", Version::V007, expires_in, service);
    let plan = match kind {
        Some("rtc") => {
            let channel = required_channel(channel)?;
            let user = channel_user(uid.as_deref())?;
            let role = role_name.map_or(Ok(Role::Subscriber), plan::role)?;
            plan(plan::rtc(channel, user, role, expires_in))
        }
        Some("rtm") => {
            // An empty channel is none here: the token is then for messages alone.
            let channel = channel.filter(|channel| !channel.is_empty()).map(valid_channel).transpose()?;
            let user_id = user_id("uid", uid.as_deref())?;
            let rtm = plan(plan::rtm(user_id, expires_in));
            match channel {
                Some(channel) => rtm.with_stream_channel(channel, user_id, stream_role),
                None => rtm,
            }
        }
        // A uid that is empty is a mistake of the caller, not a wish for the whole app.
        Some("chat") => match &uid {
            Some(uid) => plan(plan::chat_user(user_id("uid", Some(uid))?, expires_in)),
            None => plan(plan::chat_app(expires_in)),
        },
        _ => return Err(r#""tokenType" must be "rtc", "rtm" or "chat""#.into()),
    };
    Ok(vec![plan])
}

/// `POST /token/generate`: one token with every service that is enabled.
pub(super) fn token_generate(body: &[u8]) -> Result<Vec<Plan>, Mistake> {
    let body = parse(body)?;
    let fields = Fields { object: Some(&body), path: "" };
    let channel = fields.text("channelName")?;
    let uid = fields.user("uid")?;
    let expires_in = fields.seconds("tokenExpireTs")?.unwrap_or(DEFAULT_LIFETIME);
    let lifetime = fields.seconds("privilegeExpireTs")?.unwrap_or(expires_in);

    let mut services = Vec::new();
    let rtc = fields.object("serviceRtc")?;
    let role = rtc.numeric_role("role")?;
    if rtc.flag("enable")? {
        services.push(plan::rtc(required_channel(channel)?, channel_user(uid.as_deref())?, role, lifetime));
    }
    if fields.object("serviceRtm")?.flag("enable")? {
        if services.iter().any(Service::is_for_any_user) {
            return Err("uid 0 is any user: serviceRtm needs one user".into());
        }
        services.push(plan::rtm(user_id("uid", uid.as_deref())?, lifetime));
    }
    if fields.object("serviceFpa")?.flag("enable")? {
        services.push(Service::fpa().grant(Privilege::FPA_LOGIN, lifetime));
    }
    let chat = |user_id| plan::chat_user(user_id, lifetime);
    services.extend(user_and_app(fields.object("serviceChat")?, chat, plan::chat_app(lifetime))?);
    let user = |user_uuid| Service::apaas("", user_uuid, NO_ROLE).grant(Privilege::APAAS_USER, lifetime);
    let app = Service::apaas("", "", NO_ROLE).grant(Privilege::APAAS_APP, lifetime);
    services.extend(user_and_app(fields.object("serviceApaas")?, user, app)?);
    for (name, service) in [("serviceConvoAI", Service::convoai()), ("serviceStt", Service::stt())] {
        services.extend(fields.object(name)?.flag("enable")?.then_some(service));
    }
    if services.is_empty() {
        return Err("no service is enabled: set serviceRtc.enable, serviceRtm.enable, serviceFpa.enable, \
             serviceChat.enableUser or .enableApp, serviceApaas.enableUser or .enableApp, serviceConvoAI.enable, or \
             serviceStt.enable to true"
            .into());
    }
    let services = services.into_iter().map(Service::into_owned).collect();
    Ok(vec![Plan { name: "token", version: Version::V007, expires_in, services }])
}

/// What Chat and Education are asked for: a service for one user, one for the whole app, or both.
fn user_and_app<'a>(
    fields: Fields<'a>,
    user: impl FnOnce(&'a str) -> Service<'a>,
    app: Service<'a>,
) -> Result<impl Iterator<Item = Service<'a>>, Mistake> {
    let user_uuid = fields.text("userUuid")?;
    let user = match fields.flag("enableUser")? {
        true => Some(user(user_id(&format!("{}.userUuid", fields.path), user_uuid)?)),
        false => None,
    };
    let app = fields.flag("enableApp")?.then_some(app);
    Ok(user.into_iter().chain(app))
}

fn parse(body: &[u8]) -> Result<Map<String, Value>, Mistake> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Err(error) if !body.is_empty() => {
            Err(format!("the body is not valid JSON (line {}, column {})", error.line(), error.column()).into())
        }
        _ => Err("the body must be a JSON object".into()),
    }
}

fn required_channel(channel: Option<&str>) -> Result<&str, Mistake> {
    match channel {
        None | Some("") => Err(Mistake::new("channel is required", rules::CHANNEL_RULE)),
        Some(channel) => valid_channel(channel),
    }
}

fn valid_channel(channel: &str) -> Result<&str, Mistake> {
    rules::check_channel(channel).map(|()| channel).map_err(|_| Mistake::new("channel is invalid", rules::CHANNEL_RULE))
}

/// The user of an RTC channel: a text of digits is the numeric uid, any other an account.
fn channel_user(uid: Option<&str>) -> Result<User<'_>, Mistake> {
    let user = match uid {
        None | Some("") => return Err(Mistake::new("uid is required", rules::USER_RULE)),
        Some(text) if plan::is_digits(text) => plan::uid(text).map(User::Uid),
        Some(text) => rules::check_account(text).ok().map(|()| User::Account(text)),
    };
    user.ok_or(Mistake::new("uid is invalid", rules::USER_RULE))
}

fn user_id<'a>(name: &str, user_id: Option<&'a str>) -> Result<&'a str, Mistake> {
    match user_id {
        None | Some("") => Err(Mistake::new(format!("{name} is required"), rules::USER_ID_RULE)),
        Some(user_id) => rules::check_user_id(user_id)
            .map(|()| user_id)
            .map_err(|_| Mistake::new(format!("{name} is invalid"), rules::USER_ID_RULE)),
    }
}

/// The members of a JSON object, each read as what it must be; absent and `null` alike are `None`.
#[derive(Clone, Copy)]
struct Fields<'a> {
    object: Option<&'a Map<String, Value>>,
    /// The name of the object in its parent; empty for the body itself.
    path: &'static str,
}

impl<'a> Fields<'a> {
    fn get(self, name: &str) -> Option<&'a Value> {
        self.object?.get(name).filter(|value| !value.is_null())
    }

    fn read<T>(
        self,
        name: &str,
        must_be: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Mistake> {
        let wrong = || {
            let dot = if self.path.is_empty() { "" } else { "." };
            format!(r#""{}{dot}{name}" must be {must_be}"#, self.path).into()
        };
        self.get(name).map(|value| read(value).ok_or_else(wrong)).transpose()
    }

    fn text(self, name: &str) -> Result<Option<&'a str>, Mistake> {
        self.read(name, "a string", Value::as_str)
    }

    /// A uid, account or user id; clients send numeric uids as numbers too.
    fn user(self, name: &str) -> Result<Option<Cow<'a, str>>, Mistake> {
        self.read(name, "a string, or a whole number from 0 to 4294967295", |value| match value {
            Value::String(text) => Some(Cow::Borrowed(text.as_str())),
            _ => value.as_u64().and_then(|uid| u32::try_from(uid).ok()).map(|uid| Cow::Owned(uid.to_string())),
        })
    }

    /// A lifetime; 0 is none given.
    fn seconds(self, name: &str) -> Result<Option<u32>, Mistake> {
        let must_be = format!("whole seconds from now, 1 to {}, or 0 for the default", ABSOLUTE_TIME_FROM - 1);
        let seconds = self.read(name, &must_be, |value| match value.as_u64()? {
            0 => Some(None),
            seconds => plan::lifetime(seconds).map(Some),
        })?;
        Ok(seconds.flatten())
    }

    fn flag(self, name: &str) -> Result<bool, Mistake> {
        Ok(self.read(name, "true or false", Value::as_bool)?.unwrap_or(false))
    }

    fn numeric_role(self, name: &str) -> Result<Role, Mistake> {
        let role = self.read(name, "1 (publisher) or 2 (subscriber)", |value| {
            let number = u32::try_from(value.as_u64()?).ok()?;
            Role::try_from(number).ok()
        })?;
        Ok(role.unwrap_or(Role::Subscriber))
    }

    fn object(self, name: &'static str) -> Result<Fields<'a>, Mistake> {
        let object = self.read(name, "an object", Value::as_object)?;
        Ok(Fields { object, path: name })
    }
}

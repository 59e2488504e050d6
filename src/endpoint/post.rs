//! The POST routes: JSON body to plans.
//!
//! Fields that a route does not know are ignored, and `null` is as good as absent. A known field of a
//! wrong type is a mistake even where the token asked for would not need it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::plan::{self, DEFAULT_LIFETIME, Mistake, Plan};
use crate::parts::{self, Part};
use crate::role::Role;
use crate::rules::{self, ABSOLUTE_TIME_FROM};
use crate::service::Service;
use crate::token::Version;
use crate::user::{User, UserText};

/// `POST /getToken`: one token of one kind.
pub(super) fn get_token(body: &[u8], stream_role: Role) -> Result<Vec<Plan>, Mistake> {
    let body = parse(body)?;
    let fields = Fields { object: Some(&body), path: "" };
    let kind = fields.text("tokenType")?;
    let channel = fields.text("channel")?;
    let role_name = fields.text("role")?;
    let uid = fields.user("uid")?;
    let expires_in = fields.seconds("expire")?.unwrap_or(DEFAULT_LIFETIME);
    let plan = |part| Plan::new("token", Version::V007, expires_in, part);
    let plan = match kind {
        Some("rtc") => {
            let channel = required_channel(channel)?;
            let user = UserText::new(channel_user(uid.as_deref())?);
            let role = role_name.map_or(Ok(Role::Subscriber), plan::role)?;
            plan(parts::rtc(channel, user.as_str(), role))
        }
        Some("rtm") => {
            // An empty channel is none here: the token is then for messages alone.
            let channel = channel.filter(|channel| !channel.is_empty()).map(valid_channel).transpose()?;
            let user_id = user_id("uid", uid.as_deref())?;
            let rtm = plan(parts::rtm(user_id));
            match channel {
                Some(channel) => rtm.with(parts::stream_channel(channel, user_id, stream_role)),
                None => rtm,
            }
        }
        // A uid that is empty is a mistake of the caller, not a wish for the whole app.
        Some("chat") => match &uid {
            Some(uid) => plan(parts::chat_user(user_id("uid", Some(uid))?)),
            None => plan(parts::chat_app()),
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
        let channel = required_channel(channel)?;
        let user = UserText::new(channel_user(uid.as_deref())?);
        services.push(parts::rtc(channel, user.as_str(), role).for_time(lifetime));
    }
    if fields.object("serviceRtm")?.flag("enable")? {
        if services.iter().any(Service::is_for_any_user) {
            return Err("uid 0 is any user: serviceRtm needs one user".into());
        }
        services.push(parts::rtm(user_id("uid", uid.as_deref())?).for_time(lifetime));
    }
    if fields.object("serviceFpa")?.flag("enable")? {
        services.push(parts::fpa().for_time(lifetime));
    }
    let for_time = |part: Part<'_>| part.for_time(lifetime);
    let chat = user_and_app(fields.object("serviceChat")?, parts::chat_user, parts::chat_app())?;
    services.extend(chat.map(for_time));
    let education = user_and_app(fields.object("serviceApaas")?, parts::education_user, parts::education_app())?;
    services.extend(education.map(for_time));
    for (name, part) in [("serviceConvoAI", parts::convoai()), ("serviceStt", parts::stt())] {
        services.extend(fields.object(name)?.flag("enable")?.then(|| part.for_time(lifetime)));
    }
    if services.is_empty() {
        return Err("no service is enabled: set serviceRtc.enable, serviceRtm.enable, serviceFpa.enable, \
             serviceChat.enableUser or .enableApp, serviceApaas.enableUser or .enableApp, serviceConvoAI.enable, or \
             serviceStt.enable to true"
            .into());
    }
    Ok(vec![Plan { name: "token", version: Version::V007, expires_in, services }])
}

/// What Chat and Education are asked for: a service for one user, one for the whole app, or both.
fn user_and_app<'a>(
    fields: Fields<'a>,
    user: fn(&'a str) -> Part<'a>,
    app: Part<'a>,
) -> Result<impl Iterator<Item = Part<'a>>, Mistake> {
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

fn channel_user(uid: Option<&str>) -> Result<User<'_>, Mistake> {
    match uid {
        None | Some("") => Err(Mistake::new("uid is required", rules::USER_RULE)),
        Some(text) => User::from_text(text).map_err(|_| Mistake::new("uid is invalid", rules::USER_RULE)),
    }
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

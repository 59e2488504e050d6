//! A question about a token as people put it, on the command line and on the page: by names, and some may be left out.

use agora_token::{Field, Privilege, Question, ServiceType};

/// Every service by the name that people know it by: `rtc, rtm, … or stt`.
pub fn services() -> String {
    let names = ServiceType::ALL.map(|service| service.product().to_ascii_lowercase());
    let (last, others) = names.split_last().expect("there are services");
    format!("{} or {last}", others.join(", "))
}

/// The service with a name.
pub fn service(name: &str) -> Result<ServiceType, String> {
    ServiceType::from_name(name).ok_or_else(|| format!("the service must be {}", services()))
}

/// A channel or a user of a question: the fields that it may be, and its value where one was given.
pub type Name<'a> = (&'static [Field], Option<&'a str>);

/// What is wrong with a question. A name is told by its place.
#[derive(Debug, PartialEq)]
pub enum Wrong {
    /// What this is, a service or the whole app, has no place for the name: what it asks would go unchecked.
    Misplaced(usize, &'static str),
    /// Without the name the question would be for something else.
    Missing(usize),
    Privilege(String),
}

/// The question of these names. Without a privilege it is about the service's first, about that of a user outside of
/// rooms, or about none for a service that has none.
pub fn ask<'a>(service: ServiceType, names: &[Name<'a>], privilege: Option<&str>) -> Result<Question<'a>, Vec<Wrong>> {
    let value = |fields: &[Field]| {
        names.iter().find_map(|(of, value)| value.filter(|_| of.iter().any(|field| fields.contains(field))))
    };
    let channel = value(Field::CHANNELS);
    let privilege = self::privilege(service, privilege, channel.is_some());
    let for_app = privilege.is_ok() && service.privilege_named("app") == privilege.as_ref().ok().copied();
    let whose = if for_app { "the whole app" } else { service.name() };

    let names = || names.iter().enumerate();
    let misplaced = names().filter(|(_, (fields, value))| value.is_some() && (for_app || !service.has(fields)));
    let missing = names().filter(|(_, (fields, value))| value.is_none() && !for_app && needs(service, fields));
    let wrong: Vec<Wrong> =
        misplaced.map(|(at, _)| Wrong::Misplaced(at, whose)).chain(missing.map(|(at, _)| Wrong::Missing(at))).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let privilege = privilege.map_err(|problem| vec![Wrong::Privilege(problem)])?;
    let user = value(Field::USERS);
    Ok(Question::new(service, privilege).channel(channel.unwrap_or_default()).user(user.unwrap_or_default()))
}

/// Whether a question needs one of the fields. A room is not needed: a token may be for a user outside of rooms.
fn needs(service: ServiceType, fields: &[Field]) -> bool {
    service.fields().iter().any(|field| *field != Field::RoomUuid && fields.contains(field))
}

/// The privilege with a name or a number.
fn privilege(service: ServiceType, name: Option<&str>, in_room: bool) -> Result<Privilege, String> {
    if service.is_granted_by_presence() {
        let refusal =
            || format!("privilege does not go with {}: being in the token is all that it grants", service.name());
        return if name.is_none_or(|name| name == "0") { Ok(Privilege::NONE) } else { Err(refusal()) };
    }
    let privilege = match name {
        Some(name) => name.parse().ok().map(Privilege).or_else(|| service.privilege_named(name)),
        None if service == ServiceType::Apaas && !in_room => service.privilege_named("user"),
        None => service.privileges().next().map(|(privilege, _)| privilege),
    };
    privilege.ok_or_else(|| {
        let names: Vec<String> = service.privileges().map(|(_, name)| name.replace(' ', "-")).collect();
        format!("privilege must be one of {}'s: {}; or a number", service.name(), names.join(", "))
    })
}

//! What goes into a question about a token, as the command line and the page take it.

use agora_token::{Field, Privilege, ServiceType};

/// The service with a name.
pub fn service(name: &str) -> Result<ServiceType, &'static str> {
    ServiceType::from_name(name)
        .ok_or("the service must be rtc, rtm, streaming, fpa, chat, fcdn, education, rtm2, convoai or stt")
}

/// The fields without which a question would be for something else. A room is not among them: a token may be
/// for a user outside of rooms.
pub fn needed(service: ServiceType) -> impl Iterator<Item = Field> {
    let names = [Field::Channel, Field::Account, Field::UserId, Field::UserUuid];
    service.fields().iter().copied().filter(move |field| names.contains(field))
}

/// The privilege with a name or a number. Without one it is the service's first, that of a user outside of
/// rooms, or none for a service that has none.
pub fn privilege(service: ServiceType, name: Option<&str>, channel: Option<&str>) -> Result<Privilege, String> {
    if service.is_granted_by_presence() {
        let refusal =
            || format!("privilege does not go with {}: being in the token is all that it grants", service.name());
        return if name.is_none_or(|name| name == "0") { Ok(Privilege::NONE) } else { Err(refusal()) };
    }
    let privilege = match name {
        Some(name) => name.parse().ok().map(Privilege).or_else(|| service.privilege_named(name)),
        None if service == ServiceType::Apaas && channel.is_none() => service.privilege_named("user"),
        None => service.privileges().next().map(|(privilege, _)| privilege),
    };
    privilege.ok_or_else(|| {
        let names: Vec<String> = service.privileges().map(|(_, name)| name.replace(' ', "-")).collect();
        format!("privilege must be one of {}'s: {}; or a number", service.name(), names.join(", "))
    })
}

//! The TokenBuilder, the parser and the checks, against every 006 and 007 token of the official builders.

mod support;

use agora_token::{
    Error, Issuer, NO_ROLE, Privilege, Question, Service, ServiceType, TokenBuilder, TokenInfo, User, Version,
};
use base64::Engine as _;
use serde_json::Value;
use support::vectors::{Vector, pairs, vectors};

const ANOTHER_CERTIFICATE: &str = "0123456789abcdef0123456789ABCDEF";

fn issuer(vector: &Vector) -> Issuer {
    Issuer::new(vector.text("app_id"), vector.text("app_certificate")).unwrap()
}

/// A service as the vectors list it, in "services" and in "add_services".
fn service(value: &Value) -> Service<'static> {
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let (channel, account, user_id) = (text("channel_name"), text("account"), text("user_id"));
    let account = User::Account(&account);
    let mut service = match value["type"].as_u64().unwrap() {
        1 => Service::rtc(&channel, account),
        2 => Service::rtm(&user_id),
        3 => Service::streaming(&channel, account),
        4 => Service::fpa(),
        5 => Service::chat(&user_id),
        6 => Service::fcdn(&channel, account),
        7 => {
            Service::apaas(&text("room_uuid"), &text("user_uuid"), value["role"].as_i64().unwrap() as i16).into_owned()
        }
        8 => Service::rtm2(&user_id),
        9 => Service::convoai(),
        10 => Service::stt(),
        other => panic!("service type {other}"),
    }
    .into_owned();
    for (privilege, expire) in pairs(&value["privileges"]) {
        service = service.grant(Privilege(privilege), expire);
    }
    for permission in value["permissions"].as_array().into_iter().flatten() {
        let number = |key: &str| permission[key].as_u64().unwrap() as u16;
        let names: Vec<&str> =
            permission["resources"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let permitted = Service::rtm2("").permit(number("resource_type"), number("permission_type"), &names);
        service.permissions.extend(permitted.into_owned().permissions);
    }
    service
}

fn builder_006(vector: &Vector) -> TokenBuilder {
    let list = if vector.has("add_privileges") { "add_privileges" } else { "privileges" };
    let privileges = pairs(vector.get(list));
    // Below every time in the vector, so that each can be given as seconds from it.
    let times = privileges.iter().map(|pair| pair.1).filter(|&time| time > 0).chain([vector.number("ts")]);
    let issued_at = times.min().unwrap() - 1;
    let is_rtm = vector.text("kind") == "rtm";
    let user = vector.user();
    let mut service = match is_rtm {
        true => Service::rtm(&user),
        false => Service::rtc(vector.text("channel_name"), User::Account(&user)),
    };
    for (privilege, expires_at) in privileges {
        let privilege = if is_rtm { Privilege::RTM_LOGIN } else { Privilege(privilege) };
        service = service.grant(privilege, if expires_at == 0 { 0 } else { expires_at - issued_at });
    }
    let mut builder = issuer(vector).builder(Version::V006);
    builder.issued_at(issued_at).salt(vector.number("salt")).expires_in(vector.number("ts") - issued_at);
    builder.add(service).unwrap();
    builder
}

fn builder_007(vector: &Vector) -> TokenBuilder {
    let mut builder = issuer(vector).builder(Version::V007);
    builder.issued_at(vector.number("issue_ts")).salt(vector.number("salt"));
    builder.expires_in(vector.number("token_expire_in_token"));
    for value in services_to_add(vector) {
        builder.add(service(value)).unwrap();
    }
    builder
}

/// The services in the order in which they were added, where the vector tells. It may tell it by their types alone.
fn services_to_add(vector: &Vector) -> Vec<&Value> {
    let services = vector.get("services").as_array().unwrap();
    let Some(added) = vector.get("add_services").as_array() else { return services.iter().collect() };
    let of_type = |number: &Value| services.iter().find(|service| service["type"] == *number).unwrap();
    added.iter().map(|entry| if entry.is_number() { of_type(entry) } else { entry }).collect()
}

/// The inflated content of a 007 token, read with flate2 and base64 alone.
fn content_hex(token: &str) -> String {
    let stream = base64::engine::general_purpose::STANDARD.decode(&token[3..]).unwrap();
    let mut content = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(&stream[..]), &mut content).unwrap();
    content.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_builder_writes_every_006_token_to_the_letter() {
    for vector in vectors().iter().filter(|vector| vector.is_006()) {
        assert_eq!(builder_006(vector).build().unwrap(), vector.text("token"), "{}", vector.text("name"));
    }
}

#[test]
fn the_builder_writes_the_content_of_every_007_token_byte_for_byte() {
    for vector in vectors().iter().filter(|vector| !vector.is_006()) {
        let token = builder_007(vector).build().unwrap();
        assert_eq!(content_hex(&token), vector.text("content_hex"), "{}", vector.text("name"));
        // The text may differ, but both texts say the same.
        assert_eq!(TokenInfo::parse(&token), TokenInfo::parse(vector.text("token")));
    }
}

#[test]
fn every_token_parses_to_the_listed_fields() {
    for vector in vectors() {
        let info = TokenInfo::parse(vector.text("token")).unwrap();
        let name = vector.text("name");
        assert_eq!(info.app_id, vector.text("app_id"), "{name}");
        assert_eq!(info.salt, vector.number("salt"), "{name}");
        assert_eq!(info.unknown_service, None, "{name}");
        if vector.is_006() {
            let crcs = info.crcs.unwrap();
            assert_eq!(info.version, Version::V006);
            assert_eq!(
                (crcs.channel, crcs.user),
                (vector.number("crc_channel_name"), vector.number("crc_uid")),
                "{name}"
            );
            assert_eq!(info.expires_at, u64::from(vector.number("ts")), "{name}");
            let service = &info.services[0];
            let is_rtm = service.kind == ServiceType::Rtm;
            assert_eq!(is_rtm, vector.text("kind") == "rtm", "{name}");
            let on_the_wire = |&(privilege, time): &(u16, u32)| (if is_rtm { 1000 } else { privilege }, time);
            let privileges: Vec<_> = service.privileges.iter().map(on_the_wire).collect();
            assert_eq!(privileges, pairs(vector.get("privileges")), "{name}");
        } else {
            assert_eq!(info.version, Version::V007);
            assert_eq!(info.issued_at, Some(vector.number("issue_ts")), "{name}");
            let expires_at = u64::from(vector.number("issue_ts")) + u64::from(vector.number("token_expire_in_token"));
            assert_eq!(info.expires_at, expires_at, "{name}");
            let listed: Vec<_> = vector.get("services").as_array().unwrap().iter().map(service).collect();
            assert_eq!(info.services, listed, "{name}");
            for (service, listed) in info.services.iter().zip(vector.get("services").as_array().unwrap()) {
                assert_eq!(&service.privileges[..], pairs(&listed["privileges"]), "{name}");
                assert_eq!(service.role, listed["role"].as_i64().map_or(NO_ROLE, |role| role as i16), "{name}");
            }
        }
    }
}

/// A time at which the token's own lifetime has not ended, where there is one.
fn while_alive(vector: &Vector) -> u64 {
    if vector.is_006() { 0 } else { vector.number("issue_ts").into() }
}

/// Asks a 006 token for the first of its privileges, or for one where it has none.
fn check_006(issuer: &Issuer, vector: &Vector) -> Result<(), Error> {
    let token = vector.text("token");
    let user = vector.user();
    let result = match vector.text("kind") {
        "rtm" => issuer.check_rtm(token, &user, Some(0)),
        _ => {
            let privilege = pairs(vector.get("privileges")).first().map_or(1, |pair| pair.0);
            let question =
                Question::new(ServiceType::Rtc, Privilege(privilege)).channel(vector.text("channel_name")).user(&user);
            issuer.check(token, question, Some(0))
        }
    };
    result.map(drop)
}

#[test]
fn every_token_verifies_and_fails_under_another_certificate() {
    for vector in vectors() {
        let name = vector.text("name");
        let another = Issuer::new(vector.text("app_id"), ANOTHER_CERTIFICATE).unwrap();
        if vector.is_006() {
            // Without a privilege there is nothing to be good for, but the signature has been checked.
            let granted = if pairs(vector.get("privileges")).is_empty() { Err(Error::NotGranted) } else { Ok(()) };
            assert_eq!(check_006(&issuer(&vector), &vector), granted, "{name}");
            assert_eq!(check_006(&another, &vector), Err(Error::BadSignature), "{name}");
        } else {
            let now = Some(while_alive(&vector));
            // A lifetime of 0 has ended when it starts.
            let alive = if vector.number("token_expire_in_token") == 0 { Err(Error::Expired) } else { Ok(()) };
            let verified = issuer(&vector).verify(vector.text("token"), now).map(drop);
            assert_eq!(verified, alive, "{name}");
            assert_eq!(another.verify(vector.text("token"), now).map(drop), Err(Error::BadSignature), "{name}");
        }
    }
}

#[test]
fn tokens_are_on_average_at_most_one_percent_longer_than_those_of_zlib() {
    let ratios: Vec<f64> = vectors()
        .iter()
        .filter(|vector| !vector.is_006())
        .map(|vector| builder_007(vector).build().unwrap().len() as f64 / vector.text("token").len() as f64)
        .collect();
    let average = ratios.iter().sum::<f64>() / ratios.len() as f64;
    assert!(average <= 1.01, "{average}");
}

//! What `explain` says, row by row of tests/explain.json, which the other languages and the server run as well.

mod support;

use std::collections::BTreeSet;

use agora_token::{
    Error, Issuer, MAX_EXPLANATION_LEN, MAX_PARSED_LEN, Privilege, Question, Service, ServiceType, User, Version,
};
use serde_json::Value;
use support::{CERTIFICATE, by_hand, issuer};

const FILE: &str = include_str!("explain.json");

fn rows(list: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(FILE).unwrap();
    file[list].as_array().unwrap().clone()
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap()
}

/// The question of a row; what is no question of Rust's is not one of a service either.
fn question(row: &Value) -> Option<Question<'_>> {
    let number = |key: &str| u16::try_from(row[key].as_u64().unwrap());
    let service = ServiceType::from_number(number("service").unwrap())?;
    let privilege = Privilege(number("privilege").ok()?);
    Some(Question::new(service, privilege).channel(text(row, "channel")).user(text(row, "user")))
}

fn explained(issuer: &Issuer, row: &Value) -> String {
    issuer.explain(text(row, "token"), question(row), row["now"].as_u64()).unwrap().to_json()
}

#[test]
fn every_row_is_explained_to_the_letter() {
    for row in rows("rows") {
        let json = explained(&issuer(), &row);
        assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), row["expected"], "{}", row["name"]);
        assert!(FILE.contains(&json), "{}: another order or other escapes: {json}", row["name"]);
    }
}

#[test]
fn the_status_is_that_of_a_check_except_for_a_token_that_agora_has_cut() {
    for row in rows("rows") {
        let (token, now) = (text(&row, "token"), row["now"].as_u64());
        let result = match question(&row) {
            Some(question) => issuer().check(token, question, now),
            None => issuer().verify(token, now),
        };
        let is_cut = result.is_ok_and(|good| good.cut_at.is_some_and(|cut_at| cut_at <= now.unwrap()));
        let status = if is_cut { Error::Expired.code() } else { result.err().map_or(0, Error::code) };
        assert_eq!(row["expected"]["status"], status, "{}", row["name"]);
    }
}

#[test]
fn the_rows_have_every_status_that_a_check_can_give() {
    let in_the_file: BTreeSet<_> =
        rows("rows").iter().map(|row| row["expected"]["name"].as_str().unwrap().to_owned()).collect();
    let can_be = [
        Error::NoService,
        Error::UnsupportedInVersion,
        Error::MalformedToken,
        Error::UnknownVersion,
        Error::TokenTooLarge,
        Error::BadSignature,
        Error::Expired,
        Error::WrongApp,
        Error::WrongChannel,
        Error::WrongUser,
        Error::NotGranted,
    ];
    let can_be: BTreeSet<_> = can_be.iter().map(|error| error.name()).chain(["OK"]).map(str::to_owned).collect();
    assert_eq!(in_the_file, can_be);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let asked: Vec<Value> = rows("refused").into_iter().filter(|row| question(row).is_some()).collect();
    assert_eq!(asked.len(), 3);
    for row in asked {
        let error = issuer().explain("", question(&row), Some(1)).unwrap_err();
        assert_eq!((error.code(), error.name()), (row["status"].as_i64().unwrap() as i32, text(&row, "status_name")));
    }
}

#[test]
fn no_explanation_shows_the_certificate_or_the_token() {
    for row in rows("rows") {
        let json = explained(&issuer(), &row);
        assert!(!json.contains(CERTIFICATE));
        let token = text(&row, "token");
        assert!(token.len() < 20 || !json.contains(&token[token.len() - 20..]), "{}", row["name"]);
    }
}

#[test]
fn the_largest_token_with_the_longest_names_is_explained_in_the_bytes_promised() {
    let name = "\u{1}\"".repeat(30_000);
    let mut builder = issuer().builder(Version::V007);
    builder.issued_at(by_hand::ISSUED_AT).expires_in(3600);
    builder.add(Service::rtc(&name, User::Account(&name)).grant(Privilege(1), 0)).unwrap();
    let token = builder.build().unwrap();
    let ask = |channel, user, privilege| {
        let question = Question::new(ServiceType::Rtc, Privilege(privilege)).channel(channel).user(user);
        let now = Some(by_hand::ISSUED_AT.into());
        issuer().explain(&token, Some(question), now).unwrap().to_json()
    };
    let quotes = "\"".repeat(100_000);
    for json in [ask(&quotes, "", 1), ask(&name, &quotes, 1), ask(&name, &name, 2)] {
        assert!(json.len() <= MAX_EXPLANATION_LEN, "{}", json.len());
        assert!(serde_json::from_str::<Value>(&json).unwrap()["found"].as_str().unwrap().len() <= 512);
    }
    for layer in ["\"", "{\"a\":", "%25", "Bearer ", " "] {
        let text = layer.repeat(MAX_PARSED_LEN / layer.len());
        assert_eq!(issuer().explain(&text, None, Some(1)).unwrap().error, Some(Error::MalformedToken), "{layer}");
    }
}

//! Any text as a token: it is read or refused, and what is read can be shown, checked and verified.
#![no_main]

use std::sync::LazyLock;

use agora_token::{Error, Issuer, Privilege, Question, ServiceType, TokenInfo};
use libfuzzer_sys::fuzz_target;

static ISSUER: LazyLock<Issuer> = LazyLock::new(|| {
    Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b").unwrap()
});

fuzz_target!(|token: &str| {
    let info = TokenInfo::parse(token);
    if let Ok(info) = &info {
        let json = info.to_json();
        assert!(json.starts_with('{') && json.ends_with('}'));
    }
    // The other readers refuse what the parser refuses, and for the same reason.
    let verified = ISSUER.verify(token, Some(1_700_000_000)).map(drop);
    let question =
        Question { service: ServiceType::Rtc, channel: "room", user: "42", privilege: Privilege::RTC_JOIN_CHANNEL };
    let checked = ISSUER.check(token, question, Some(1_700_000_000)).map(drop);
    match info {
        Err(error) => assert_eq!((verified, checked), (Err(error), Err(error))),
        Ok(_) => assert!(!matches!(verified, Err(Error::MalformedToken | Error::TokenTooLarge))),
    }
});

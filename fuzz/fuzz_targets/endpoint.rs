//! Any method, target and body, with a policy and without one: the answer is JSON in the endpoint's form,
//! never shows the certificate, and under the policy holds no token that it does not allow.
#![no_main]

use std::sync::LazyLock;

use agora_token::{Endpoint, EndpointOptions, Issuer, Policy, Request, Response, Role, ServiceType, TokenInfo};
use libfuzzer_sys::fuzz_target;

const CERTIFICATE: &str = "5CFd2fd1755d40ecb72977518be15d3b";

static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| {
    let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", CERTIFICATE).unwrap();
    Endpoint::new(&issuer, EndpointOptions::default()).unwrap()
});

fn check_form(response: &Response, method: &[u8]) {
    assert!([200, 204, 400, 403, 404, 405, 413, 414, 500].contains(&response.status));
    let is_empty = method == b"HEAD" || response.status == 204;
    assert_eq!(response.body.is_empty(), is_empty, "{response:?}");
    assert!(is_empty || (response.body.starts_with('{') && response.body.ends_with('}')));
    assert!(!response.body.contains(CERTIFICATE));
    for (_, value) in &response.headers {
        assert!(value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '));
    }
}

/// The tokens in a body, wherever they stand.
fn tokens(body: &str) -> impl Iterator<Item = TokenInfo> {
    body.split('"').filter_map(|text| TokenInfo::parse(text).ok())
}

fuzz_target!(|input: (&[u8], &[u8], &[u8], &[u8])| {
    let (method, target, origin, body) = input;
    let open = ENDPOINT.handle(&Request { method, target, origin, body, policy: None });
    check_form(&open, method);

    let policy = Policy { user: Some("42"), channels: &["room-*"], ..Policy::default() };
    let held = ENDPOINT.handle(&Request { method, target, origin, body, policy: Some(&policy) });
    check_form(&held, method);
    assert!(held.status != 200 || open.status == 200);
    for token in tokens(&held.body) {
        for service in &token.services {
            assert!(token.crcs.is_none(), "a 006 token");
            assert_eq!(service.user, "42");
            assert_ne!(service.kind, ServiceType::Fpa);
            if service.kind == ServiceType::Rtc {
                assert!(service.channel.starts_with("room-"));
                assert_eq!(service.privileges.len(), Role::Subscriber.privileges().len());
            }
        }
    }
});

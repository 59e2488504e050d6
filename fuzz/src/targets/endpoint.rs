//! Any method, target, origin and body, with a policy and without one: the answer is JSON in the endpoint's form,
//! never shows the certificate, and under the policy holds no token that it does not allow.

use std::sync::LazyLock;

use agora_token::{Endpoint, EndpointOptions, Policy, Request, Response, Role, ServiceType, TokenInfo};

use crate::{CERTIFICATE, ISSUER};

static ENDPOINT: LazyLock<Endpoint> = LazyLock::new(|| Endpoint::new(&ISSUER, EndpointOptions::default()).unwrap());

/// What stands between method, target, origin and body; the body may hold it too. It is in no UTF-8 text.
pub const SEPARATOR: u8 = 0xff;

pub fn endpoint(input: &[u8]) {
    let mut parts = input.splitn(4, |&byte| byte == SEPARATOR);
    let [method, target, origin, body] = std::array::from_fn(|_| parts.next().unwrap_or_default());

    let open = ENDPOINT.handle(&Request::new(method, target).origin(origin).body(body));
    assert_form(&open, method);

    let policy = Policy::NOBODY.user(Some("42")).channels(&["room-*"]);
    let held = ENDPOINT.handle(&Request::new(method, target).origin(origin).body(body).policy(Some(&policy)));
    assert_form(&held, method);
    assert!(held.status != 200 || open.status == 200);
    for token in tokens(&held.body) {
        assert!(token.crcs.is_none(), "a 006 token");
        let lifetime = token.expires_at - u64::from(token.issued_at.unwrap());
        assert!(lifetime <= u64::from(policy.max_expires_in), "{lifetime} seconds");
        for service in &token.services {
            assert_eq!(service.user, "42");
            assert_ne!(service.kind, ServiceType::Fpa);
            assert!(service.privileges.iter().all(|(_, seconds)| *seconds <= policy.max_expires_in));
            if service.kind == ServiceType::Rtc {
                assert!(service.channel.starts_with("room-"));
                assert_eq!(service.privileges.len(), Role::Subscriber.privileges().len());
            }
        }
    }
}

fn assert_form(response: &Response, method: &[u8]) {
    assert!([200, 204, 400, 403, 404, 405, 413, 414, 500].contains(&response.status));
    let is_empty = method == b"HEAD" || response.status == 204;
    assert_eq!(response.body.is_empty(), is_empty, "{response:?}");
    if !is_empty {
        assert!(serde_json::from_str::<serde_json::Value>(&response.body).unwrap().is_object());
    }
    assert!(!response.body.contains(CERTIFICATE));
    for (_, value) in &response.headers {
        assert!(value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '));
    }
}

/// The tokens in a body, wherever they stand.
fn tokens(body: &str) -> impl Iterator<Item = TokenInfo> {
    body.split('"').filter_map(|text| TokenInfo::parse(text).ok())
}

//! Every case of the endpoint's contract, over a socket.

mod support;

use std::collections::HashMap;

use serde_json::Value;
use support::contract::{Tokens, contract, text, unix_now};
use support::{Answer, Server, issuer};

/// What the program's HTTP adds to the headers of an answer.
const OF_HTTP: [&str; 3] = ["connection", "content-length", "date"];

/// The variables that set the server up as the case wants it; `None` where none does: a policy comes with a caller, and
/// some options are for hosts alone.
fn variables(case: &Value) -> Option<Vec<(&'static str, String)>> {
    if case.get("policy").is_some() {
        return None;
    }
    let options = case["options"].as_object().into_iter().flatten();
    options.map(|(name, value)| variable(name, value)).collect()
}

fn variable(option: &str, value: &Value) -> Option<(&'static str, String)> {
    match option {
        "version" => Some(("TOKEN_VERSION", value.as_str()?.to_owned())),
        "client_error_status" => Some(("CLIENT_ERROR_STATUS", value.to_string())),
        "allow_origins" => {
            let origins: Option<Vec<&str>> = value.as_array()?.iter().map(Value::as_str).collect();
            Some(("CORS_ALLOW_ORIGIN", origins?.join(",")))
        }
        _ => None,
    }
}

fn body(request: &Value) -> Vec<u8> {
    match &request["body_hex"] {
        Value::String(hex) => {
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
        }
        _ if request["body"].is_null() => Vec::new(),
        _ => text(&request["body"]).into_bytes(),
    }
}

fn answer(server: &Server, request: &Value) -> Answer {
    let headers: Vec<(&str, &str)> =
        request["headers"].as_object().into_iter().flatten().map(|(n, v)| (&**n, v.as_str().unwrap())).collect();
    server.ask(request["method"].as_str().unwrap(), &text(&request["target"]), &headers, &body(request))
}

fn assert_headers(contract: &Value, case: &Value, answer: &Answer) {
    let mut expected = contract["headers"].as_object().unwrap().clone();
    expected.extend(case["expect"]["headers"].as_object().cloned().unwrap_or_default());
    let expected: Vec<(String, &str)> =
        expected.iter().filter_map(|(name, value)| Some((name.to_lowercase(), value.as_str()?))).collect();
    let mut actual: Vec<(String, &str)> = answer.headers.iter().map(|(name, value)| (name.clone(), &**value)).collect();
    actual.retain(|(name, _)| !OF_HTTP.contains(&&**name));
    let sorted = |mut headers: Vec<(String, &str)>| {
        headers.sort();
        headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>()
    };
    assert_eq!(sorted(actual), sorted(expected), "{}", case["name"]);
}

#[test]
fn every_case_of_the_contract_is_answered_as_it_says() {
    let contract = contract();
    let mut servers: HashMap<_, Server> = HashMap::new();
    let mut left_out = 0;
    for case in contract["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        let Some(variables) = variables(case) else {
            left_out += 1;
            continue;
        };
        let server = servers.entry(variables).or_insert_with_key(|variables| {
            Server::start(&variables.iter().map(|(name, value)| (*name, &**value)).collect::<Vec<_>>())
        });
        let tokens = Tokens { issuer: &issuer(), from: unix_now() };
        let answer = answer(server, &case["request"]);
        assert_eq!(u64::from(answer.status), case["expect"]["status"], "{name}: {}", answer.body);
        assert_headers(&contract, case, &answer);
        match &case["expect"]["body"] {
            Value::Null => assert_eq!(answer.body, "", "{name}"),
            expected => tokens.assert_matches(&answer.json(), expected, name),
        }
    }
    // A policy, and an endpoint without headers of CORS, which is for hosts that write their own.
    let is_for_hosts = |case: &&Value| case.get("policy").is_some() || !case["options"]["omit_cors_headers"].is_null();
    assert_eq!(left_out, contract["cases"].as_array().unwrap().iter().filter(is_for_hosts).count());
    for (_, server) in servers {
        let ended = server.stop();
        let printed = format!("{}{}", ended.stdout, ended.stderr);
        assert!(!printed.to_lowercase().contains(&support::CERTIFICATE.to_lowercase()), "{printed}");
    }
}

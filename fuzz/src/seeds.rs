//! The inputs to start from: the tokens of the official builders and the requests of the endpoint's contract, as each
//! target takes them, and the files of `seeds/`.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::targets::{deflate, endpoint, parse};

/// The seeds of a target.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let mut seeds = match target {
        "parse" => tokens().iter().flat_map(as_tokens).collect(),
        "deflate" => tokens().iter().flat_map(as_streams).collect(),
        "endpoint" => contract().iter().map(as_request).collect(),
        "c_abi" => (0..ONE_CALL_SEEDS).map(one_call).collect(),
        _ => Vec::new(),
    };
    seeds.extend(kept(target));
    seeds
}

/// So many that each one-call builder succeeds with some of them: a new one needs no seed of its own.
const ONE_CALL_SEEDS: u64 = 1_000;

/// An issuer, and what bytes of all kinds make of a call of one of its one-call builders.
fn one_call(number: u64) -> Vec<u8> {
    let (mut seed, mut state) = (vec![0, 7, 1, 1, 1], number + 1);
    seed.extend((0..64).map(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    }));
    seed
}

/// The files of `seeds/`: inputs that reached much, and those that found something.
fn kept(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
}

fn tokens() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../../tests/vectors/official.json")).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

fn contract() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../../tests/contract.json")).unwrap();
    file["cases"].as_array().unwrap().clone()
}

/// The text of a vector's token, and of a 007 token what it signs.
fn as_tokens(vector: &Value) -> Vec<Vec<u8>> {
    const SIGNATURE_FIELD: usize = 2 + 32;
    let text = vector["token"].as_str().unwrap().into();
    let content = content(vector);
    let signing_info = content.get(SIGNATURE_FIELD..).map(|signing_info| [&[parse::SIGNED], signing_info].concat());
    [Some(text), signing_info].into_iter().flatten().collect()
}

/// The stream of a vector's 007 token, and its content.
fn as_streams(vector: &Value) -> Vec<Vec<u8>> {
    let Some(stream) = vector["token"].as_str().unwrap().strip_prefix("007") else { return Vec::new() };
    let stream = STANDARD.decode(stream).unwrap();
    vec![[&[deflate::READ], &stream[..]].concat(), [&[deflate::CONTENT], &content(vector)[..]].concat()]
}

/// The inflated content of a vector's 007 token; nothing for a 006 token.
fn content(vector: &Value) -> Vec<u8> {
    bytes(vector["content_hex"].as_str().unwrap_or_default())
}

fn as_request(case: &Value) -> Vec<u8> {
    let request = &case["request"];
    let body = match &request["body_hex"] {
        Value::String(hex) => bytes(hex),
        _ => text(&request["body"]).into_bytes(),
    };
    let origin = text(&request["headers"]["Origin"]);
    [text(&request["method"]).as_bytes(), text(&request["target"]).as_bytes(), origin.as_bytes(), &body]
        .join(&endpoint::SEPARATOR)
}

/// A text of the contract, or a list of texts and repetitions to be joined.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(text).collect(),
        _ => value["repeat"].as_str().unwrap().repeat(value["times"].as_u64().unwrap() as usize),
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

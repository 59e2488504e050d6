//! What happened to a token on its way: it came quoted, encoded for a URL, inside JSON, or cut.
//!
//! This is told to people, and makes no token good: a check takes the text as it is.

use std::borrow::Cow;

use crate::access_token::{self, AccessToken};
use crate::access_token2;
use crate::credentials::HEX_LEN;
use crate::deflate;
use crate::inspect::{MAX_PARSED_LEN, TokenInfo};
use crate::percent;
use crate::wire::Base64Decoder;

/// What can be around a token, or have happened to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrapping {
    WhiteSpace,
    Quotes,
    Bearer,
    Json,
    UrlEncoding,
    SpacesForPlus,
    Lines,
    UrlSafe,
    Cut,
}

/// How many wrappings of a text are looked through.
const MAX_LAYERS: usize = 6;

/// What a text lacks to be a token, from the outside in; empty where no token is seen in it.
pub(crate) fn around(text: &str) -> Vec<Wrapping> {
    let mut found = Vec::new();
    if text.len() > MAX_PARSED_LEN {
        return found;
    }
    let mut inner = Cow::Borrowed(text);
    while found.len() < MAX_LAYERS {
        let Some((wrapping, rest)) = outermost(&inner) else { break };
        inner = Cow::Owned(rest);
        found.push(wrapping);
    }
    if is_cut(&inner) {
        found.push(Wrapping::Cut);
        return found;
    }
    // Only what is inside tells a token from a text that looks like one.
    if TokenInfo::parse(&inner).is_ok() { found } else { Vec::new() }
}

/// What is often pasted in a token's place, as a reason and what to do.
pub(crate) fn instead(text: &str) -> Option<(&'static str, &'static str)> {
    let text = text.trim();
    if text.len() == HEX_LEN && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some((
            "the text is no token: it has the form of an App ID or App Certificate",
            "pass the token that was made with them; the App Certificate belongs on the server alone",
        ));
    }
    let is_of_jwt = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let is_jwt = text.starts_with("eyJ") && text.bytes().filter(|byte| *byte == b'.').count() == 2;
    (is_jwt && text.bytes().all(is_of_jwt)).then_some((
        "the text is no token of Agora's: it is a JWT, such as a session token",
        "pass the token that the token server gives for it, which begins with 007 or 006",
    ))
}

impl Wrapping {
    /// How it goes on after "the text is a token, but ".
    pub(crate) fn what(self) -> &'static str {
        match self {
            Wrapping::WhiteSpace => "with white space around it",
            Wrapping::Quotes => "in quotes",
            Wrapping::Bearer => "behind the word Bearer",
            Wrapping::Json => "inside JSON",
            Wrapping::UrlEncoding => "URL-encoded",
            Wrapping::SpacesForPlus => "with spaces in place of +",
            Wrapping::Lines => "broken into lines",
            Wrapping::UrlSafe => "with - and _ in place of + and /",
            Wrapping::Cut => "cut short",
        }
    }

    pub(crate) fn advice(self) -> &'static str {
        match self {
            Wrapping::WhiteSpace => "remove the white space at its ends",
            Wrapping::Quotes => "take what stands between the quotes",
            Wrapping::Bearer => "take what stands behind the word Bearer and its space",
            Wrapping::Json => "parse the JSON and take the token's own text",
            Wrapping::UrlEncoding => "URL-decode it once: %2B is +, %2F is / and %3D is =",
            Wrapping::SpacesForPlus => "write + as %2B where the token goes into a URL or a form",
            Wrapping::Lines => "join its lines without anything between them",
            Wrapping::UrlSafe => "keep + and / as they are: a token is not in the URL-safe alphabet",
            Wrapping::Cut => {
                "copy it to its last character, = included, and look for a field or a column that is too short for it"
            }
        }
    }
}

/// The outermost layer of a text, and the text without it.
fn outermost(text: &str) -> Option<(Wrapping, String)> {
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        return Some((Wrapping::WhiteSpace, trimmed.to_owned()));
    }
    if let Some(decoded) = url_decoded(text) {
        return Some((Wrapping::UrlEncoding, decoded));
    }
    let inner = text.trim_matches(QUOTES);
    if inner.len() != text.len() {
        return Some((Wrapping::Quotes, inner.to_owned()));
    }
    if let Some(rest) = behind_bearer(text) {
        return Some((Wrapping::Bearer, rest.trim_start().to_owned()));
    }
    if let Some(b'{' | b'[') = text.bytes().next() {
        return in_json(text).map(|token| (Wrapping::Json, token));
    }
    if !begins_as_a_token(text) {
        return None;
    }
    let has = |letters: &[u8]| text.bytes().any(|byte| letters.contains(&byte));
    let (wrapping, letters): (_, fn(char) -> Option<char>) = if has(b"\n\r") {
        (Wrapping::Lines, |letter| (!letter.is_whitespace()).then_some(letter))
    } else if has(b" ") {
        (Wrapping::SpacesForPlus, |letter| Some(if letter == ' ' { '+' } else { letter }))
    } else if has(b"-_") {
        (Wrapping::UrlSafe, |letter| {
            Some(match letter {
                '-' => '+',
                '_' => '/',
                _ => letter,
            })
        })
    } else {
        return None;
    };
    Some((wrapping, mapped(text, letters)))
}

/// A text with another letter for each of its own, or none. Once for all kinds, where String::replace would be a copy of
/// itself for each.
#[inline(never)]
fn mapped(text: &str, letters: fn(char) -> Option<char>) -> String {
    text.chars().filter_map(letters).collect()
}

const QUOTES: [char; 9] = ['"', '\'', '`', '\u{ab}', '\u{bb}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}'];

/// The text that was URL-encoded. A `%` at the end of a text that was cut has less than its two digits.
fn url_decoded(text: &str) -> Option<String> {
    let whole = match text.rfind('%') {
        Some(at) if text.len() - at < 3 => &text[..at],
        Some(_) => text,
        None => return None,
    };
    percent::decode(whole.as_bytes())
}

fn behind_bearer(text: &str) -> Option<&str> {
    let (word, rest) = text.split_at_checked("Bearer ".len())?;
    word.eq_ignore_ascii_case("Bearer ").then_some(rest)
}

/// The first string of a JSON text that begins as a token does. JSON in a string of JSON has `\"` for its quotes,
/// and some writers put `\/` for a slash.
fn in_json(text: &str) -> Option<String> {
    let mut strings = text.split('"');
    let token = strings.find(|string| begins_as_a_token(behind_bearer(string).unwrap_or(string)))?;
    Some(mapped(token, |letter| (letter != '\\').then_some(letter)))
}

fn begins_as_a_token(text: &str) -> bool {
    text.starts_with(access_token::PREFIX) || text.starts_with(access_token2::PREFIX)
}

/// Whether a text without any wrapping is the beginning of a token. Of base64 the whole groups of four count.
fn is_cut(text: &str) -> bool {
    let bytes_of = |text: &str| {
        let whole = text.get(..text.len() / 4 * 4).unwrap_or_default();
        Base64Decoder::new().decode(whole).ok().map(<[u8]>::to_vec)
    };
    if let Some(text) = text.strip_prefix(access_token2::PREFIX) {
        return bytes_of(text).is_some_and(|stream| deflate::is_cut(&stream));
    }
    text.strip_prefix(access_token::PREFIX).is_some_and(|text| AccessToken::is_cut(text, bytes_of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Issuer, Role, User, Version};
    use std::time::Duration;

    fn tokens() -> Vec<String> {
        let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b").unwrap();
        let token = |version| {
            // With every character that an encoding changes; no 006 token ends in =.
            let letters = if version == Version::V006 { "+/" } else { "+/=" };
            let made = |tries: usize| {
                let (room, life) = ("r".repeat(1 + tries % 9), Duration::from_secs(60));
                issuer.rtc(version, &room, User::Uid(42), Role::Publisher, life).unwrap().to_string()
            };
            let has_all = |token: &String| letters.chars().all(|letter| token.contains(letter));
            (0..10_000).map(made).find(has_all).expect("a token with those letters")
        };
        [Version::V006, Version::V007].map(token).into()
    }

    #[test]
    fn a_token_has_nothing_around_it_and_neither_has_what_is_none() {
        for text in tokens().iter().map(String::as_str).chain([
            "007 is a film",
            "007",
            "\"007\"",
            "006abc",
            "",
            "abc",
            "\"abc\"",
            "{}",
            "Bearer x",
            "%41",
            " ",
            "%",
        ]) {
            assert_eq!(around(text), [], "{text}");
        }
    }

    #[test]
    fn each_wrapping_is_recognised_alone_and_around_another() {
        for token in &tokens() {
            let encoded = token.replace('+', "%2B").replace('/', "%2f").replace('=', "%3D");
            for (text, expected) in [
                (format!(" {token}\r\n"), vec![Wrapping::WhiteSpace]),
                (format!("\"{token}\""), vec![Wrapping::Quotes]),
                (format!("{token}'"), vec![Wrapping::Quotes]),
                (format!("\u{201c}{token}\u{201d}"), vec![Wrapping::Quotes]),
                (format!("bearer {token}"), vec![Wrapping::Bearer]),
                (format!("{{\"rtcToken\":\"{token}\"}}"), vec![Wrapping::Json]),
                (format!("{{\"uid\": 7, \"token\": \"{}\"}}", token.replace('/', "\\/")), vec![Wrapping::Json]),
                (format!("{{\"body\":\"{{\\\"token\\\":\\\"{token}\\\"}}\"}}"), vec![Wrapping::Json]),
                (encoded.clone(), vec![Wrapping::UrlEncoding]),
                (token.replace('+', " "), vec![Wrapping::SpacesForPlus]),
                (token.replace('+', "-").replace('/', "_"), vec![Wrapping::UrlSafe]),
                (token.replace('+', "\n+"), vec![Wrapping::Lines]),
                (
                    format!("\"Bearer {encoded}\"\n"),
                    vec![Wrapping::WhiteSpace, Wrapping::UrlEncoding, Wrapping::Quotes, Wrapping::Bearer],
                ),
            ] {
                assert_eq!(around(&text), expected, "{text}");
            }
        }
    }

    #[test]
    fn a_token_is_cut_wherever_it_ends_early() {
        for token in &tokens() {
            // The first that shows more than the version: a 007 token's zlib header, a 006 token's App ID.
            let first = if token.starts_with("007") { 7 } else { 35 };
            assert_eq!(around(&token[..first - 1]), []);
            for len in first..token.len() {
                assert_eq!(around(&token[..len]), [Wrapping::Cut], "{}", &token[..len]);
            }
            assert_eq!(around(&format!("\"{}\"", &token[..60])), [Wrapping::Quotes, Wrapping::Cut]);
        }
    }

    #[test]
    fn a_token_that_was_changed_is_not_called_cut() {
        for token in &tokens() {
            let changed = format!("{}AAAA", &token[..token.len() - 4]);
            assert_eq!(around(&changed), [], "{changed}");
            assert_eq!(around(&format!("{token}AAAA")), [], "{token}");
        }
    }

    #[test]
    fn layers_without_end_are_given_up() {
        let text = format!("{}{}", "%2525".repeat(5000), tokens()[0]);
        assert_eq!(around(&text), []);
        assert_eq!(around(&"\"".repeat(MAX_PARSED_LEN)), []);
    }
}

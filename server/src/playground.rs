//! PLAYGROUND: a page at `/` that makes and inspects tokens in a browser, and `POST /inspect` behind it, so
//! that the page needs no decoder of its own.

use std::borrow::Cow;

use agora_token::{Error, Field, Issuer, Question, Response, ServiceType, TokenInfo, rules};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::Method;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::question::{self, Wrong};
use crate::time;

const PAGE: &str = include_str!("playground.html");
/// The endpoint in OpenAPI: docs/openapi.yaml as JSON.
const OPENAPI: &str = include_str!("openapi.json");
/// The longest answer of `POST /inspect`, in bytes. A small token can unpack to far more than its request is long.
const MAX_ANSWER: usize = 64 * 1024;
const TOO_MUCH: &str = "the token holds more than is shown here: read it with agora-token inspect";
/// What stands in the page for the classes of its body.
const MODE: &str = "{{mode}}";

/// The page, and what it takes to answer its questions.
pub struct Playground {
    issuer: Issuer,
    html: String,
    /// The page's Content-Security-Policy.
    policy: String,
}

/// The routes that are there only with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Page,
    Inspect,
    OpenApi,
}

impl Route {
    /// The route of a path, which as everywhere may have a slash at its end.
    pub fn of(path: &str) -> Option<Route> {
        match path {
            "/" => Some(Route::Page),
            "/inspect" | "/inspect/" => Some(Route::Inspect),
            "/openapi.json" => Some(Route::OpenApi),
            _ => None,
        }
    }

    /// The route as the log and the metrics name it.
    pub fn name(self) -> &'static str {
        match self {
            Route::Page => "page",
            Route::Inspect => "inspect",
            Route::OpenApi => "openapi",
        }
    }

    /// The methods, as the Allow header lists them.
    pub fn methods(self) -> &'static str {
        match self {
            Route::Page | Route::OpenApi => "GET, HEAD",
            Route::Inspect => "POST",
        }
    }
}

impl Playground {
    /// The page of a server with this issuer, which may have sample credentials (`demo`) or be open to everybody.
    pub fn new(issuer: Issuer, demo: bool, open: bool) -> Playground {
        let mode = match (demo, open) {
            (true, true) => "demo open",
            (true, false) => "demo",
            (false, true) => "open",
            (false, false) => "",
        };
        Playground { issuer, html: PAGE.replace(MODE, mode), policy: content_security_policy(PAGE) }
    }

    /// Answers a request for one of its routes, of a method that it takes. `answer` makes a response in the endpoint's
    /// form from a status and the text of an error.
    pub fn answer(
        &self,
        route: Route,
        method: &Method,
        body: &[u8],
        answer: impl Fn(u16, &str) -> Response,
    ) -> Response {
        match route {
            Route::Page => self.page(method, answer(200, "")),
            Route::OpenApi => {
                let mut response = answer(200, "");
                response.body = if method == Method::HEAD { String::new() } else { OPENAPI.to_owned() };
                response
            }
            Route::Inspect => match self.inspect(body) {
                Ok(body) => {
                    let mut response = answer(200, "");
                    response.body = body;
                    response
                }
                Err(Withheld { status, text }) => answer(status, &text),
            },
        }
    }

    fn page(&self, method: &Method, mut response: Response) -> Response {
        response.headers = vec![
            ("Content-Type", "text/html; charset=utf-8".into()),
            ("Cache-Control", "no-store".into()),
            ("Content-Security-Policy", self.policy.clone().into()),
            ("X-Content-Type-Options", "nosniff".into()),
            ("Referrer-Policy", "no-referrer".into()),
        ];
        response.body = if method == Method::HEAD { String::new() } else { self.html.clone() };
        response
    }

    /// What is in a token, and whether it is good, as JSON.
    fn inspect(&self, body: &[u8]) -> Result<String, Withheld> {
        let fields = Fields::of(body)?;
        let request = Request::of(&fields)?;
        let failed = |error: Error| Withheld { status: 500, text: error.message().to_owned() };
        let now = time::now().map_err(failed)?;
        let verdict = self.issuer.explain(request.token, request.question()?, Some(now)).map_err(failed)?;
        let words = json!({"sdk_error": verdict.sdk_error_name(), "cut": verdict.why_cut()});
        let verdict = verdict.to_json();
        let inspection = TokenInfo::parse(request.token).map_or_else(|_| "null".to_owned(), |info| info.to_json());
        let answer = format!(r#"{{"now":{now},"inspection":{inspection},"verdict":{verdict},"words":{words}}}"#);
        if answer.len() > MAX_ANSWER {
            return Err(Withheld { status: 413, text: TOO_MUCH.to_owned() });
        }
        Ok(answer)
    }
}

/// Why a request is not answered.
struct Withheld {
    status: u16,
    text: String,
}

fn mistake(text: impl Into<String>) -> Withheld {
    Withheld { status: 400, text: text.into() }
}

/// The members of a request's body; null and "" are as good as absent.
struct Fields(Map<String, Value>);

impl Fields {
    fn of(body: &[u8]) -> Result<Fields, Withheld> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => Ok(Fields(members)),
            Err(error) if !body.is_empty() => {
                Err(mistake(format!("the body is not valid JSON (line {}, column {})", error.line(), error.column())))
            }
            _ => Err(mistake("the body must be a JSON object")),
        }
    }

    fn text(&self, name: &str) -> Result<Option<&str>, Withheld> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(&**text).filter(|text| !text.is_empty())),
            Some(_) => Err(mistake(format!(r#""{name}" must be a string"#))),
        }
    }

    /// A uid, account or user id; numeric uids may be numbers, as in the other POST routes.
    fn user(&self, name: &str) -> Result<Option<Cow<'_, str>>, Withheld> {
        match self.0.get(name) {
            Some(Value::Number(number)) => match number.as_u64().and_then(|uid| u32::try_from(uid).ok()) {
                Some(uid) => Ok(Some(uid.to_string().into())),
                None => Err(mistake(format!(r#""{name}" must be a string, or a whole number from 0 to {}"#, u32::MAX))),
            },
            _ => Ok(self.text(name)?.map(Cow::Borrowed)),
        }
    }
}

/// What `POST /inspect` takes: a token, and where it is to be good for a use, that use.
struct Request<'a> {
    token: &'a str,
    service: Option<&'a str>,
    /// The channel, or the room's uuid.
    channel: Option<&'a str>,
    /// The uid or account, the user id, or the user's uuid.
    uid: Option<Cow<'a, str>>,
    privilege: Option<&'a str>,
}

impl<'a> Request<'a> {
    fn of(fields: &'a Fields) -> Result<Request<'a>, Withheld> {
        Ok(Request {
            // What is around it came with the paste.
            token: fields.text("token")?.map(str::trim).ok_or_else(|| mistake("token is required"))?,
            service: fields.text("service")?,
            channel: fields.text("channel")?,
            uid: fields.user("uid")?,
            privilege: fields.text("privilege")?,
        })
    }

    /// The use that is asked about; `None` where only the token is given.
    fn question(&self) -> Result<Option<Question<'_>>, Withheld> {
        let Request { service, channel, privilege, .. } = *self;
        let uid = self.uid.as_deref();
        if [service, channel, uid, privilege].iter().all(Option::is_none) {
            return Ok(None);
        }
        let service = service.map_or(Ok(ServiceType::Rtc), question::service).map_err(mistake)?;
        let user = uid.map(|uid| match rules::uid(uid) {
            Some(0) if service.has(&[Field::Account]) => "",
            _ => uid,
        });
        let names = [(Field::CHANNELS, channel), (Field::USERS, user)];
        let asked = question::ask(service, &names, privilege);
        let problem = |wrong| match wrong {
            Wrong::Misplaced(at, whose) => format!("{} does not go with {whose}", NAMES[at]),
            Wrong::Missing(at) => format!("{} is required", NAMES[at]),
            Wrong::Privilege(problem) => problem,
        };
        // As every other route, it says one thing at a time.
        asked.map(Some).map_err(|wrong| mistake(wrong.into_iter().map(problem).next().unwrap_or_default()))
    }
}

/// What the names of a question are called.
const NAMES: [&str; 2] = ["channel", "uid"];

/// Lets a page run its own script and style, ask its own server, and nothing else.
fn content_security_policy(page: &str) -> String {
    format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; connect-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        hash(element(page, "script")),
        hash(element(page, "style")),
    )
}

/// The content of a page's one element of this name.
fn element<'a>(page: &'a str, name: &str) -> &'a str {
    let after = page.split_once(&format!("<{name}>")).map_or("", |(_, after)| after);
    after.split_once(&format!("</{name}>")).map_or("", |(content, _)| content)
}

fn hash(source: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(source)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of an attribute, in the order of the page.
    fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
        let start = format!(" {name}=\"");
        let values = html.split(start.as_str()).skip(1);
        values.map(|rest| rest.split_once('"').unwrap().0).collect()
    }

    #[test]
    fn the_page_has_one_script_and_one_style_and_neither_anywhere_else() {
        for name in ["script", "style"] {
            assert_eq!(PAGE.matches(&format!("<{name}")).count(), 1, "{name}");
            assert!(!element(PAGE, name).is_empty(), "{name}");
        }
        let markup = PAGE.replace(element(PAGE, "script"), "").replace(element(PAGE, "style"), "");
        for forbidden in [" style=", " onclick", " onload", " onerror", "javascript:", " src=", "@import", "url("] {
            assert!(!markup.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn the_page_writes_nothing_as_html_and_keeps_nothing() {
        let sinks = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "srcdoc"];
        for forbidden in sinks.into_iter().chain(["localStorage", "sessionStorage", "document.cookie", "indexedDB"]) {
            assert!(!PAGE.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn the_page_names_no_other_host() {
        let own = PAGE.replace("http://www.w3.org/2000/svg", "");
        assert!(!own.contains("://") && !own.contains("\"//"));
    }

    #[test]
    fn a_policys_hash_is_that_of_the_source() {
        // From the example of CSP Level 2, section 7.17.1.
        assert_eq!(hash("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }

    #[test]
    fn every_use_that_the_page_offers_is_a_question_with_exactly_its_fields() {
        let select = PAGE.split_once("<select id=\"use\"").unwrap().1.split_once("</select>").unwrap().0;
        let (uses, fields) = (attributes(select, "value"), attributes(select, "data-fields"));
        assert!(uses.len() > 8 && uses.len() == fields.len(), "{uses:?} {fields:?}");
        assert_eq!(uses[0], "");
        for (value, fields) in uses.into_iter().zip(fields).skip(1) {
            let (service, privilege) = value.split_once('/').unwrap_or((value, ""));
            let mut body = json!({"token": "x", "service": service, "privilege": privilege});
            for field in fields.split_whitespace() {
                body[field] = "1".into();
            }
            let ask = |body: &Value| {
                let fields = Fields(body.as_object().unwrap().clone());
                let question = Request::of(&fields).and_then(|request| request.question().map(|asked| asked.is_some()));
                question.map_err(|withheld| withheld.text)
            };
            assert_eq!(ask(&body), Ok(true), "{value}");
            for field in ["channel", "uid"].into_iter().filter(|field| !fields.contains(field)) {
                body[field] = "1".into();
                assert!(ask(&body).is_err(), "{value} takes {field} too");
            }
        }
    }
}

//! Responses: the headers that every one has, and their bodies.

use std::borrow::Cow;

use super::plan::Mistake;
use super::route::Route;
use super::{Endpoint, Response, Tokens};
use crate::json::Object;
use crate::policy::Refusal;

/// For how many seconds a browser may keep the answer to a preflight.
const PREFLIGHT_MAX_AGE: &str = "86400";

impl Endpoint {
    /// A response with the headers that every answer has. A host can give its own answers in the
    /// endpoint's form with it: a 401 before there is a policy, a 429.
    pub fn error(&self, status: u16, text: &str, origin: &[u8]) -> Response {
        self.error_with_detail(status, text, None, origin)
    }

    /// [`Endpoint::error`] that also says what would be right.
    pub(super) fn error_with_detail(&self, status: u16, text: &str, detail: Option<&str>, origin: &[u8]) -> Response {
        let body = Object::to_text(|object| {
            object.string("error", text);
            write_detail(object, detail);
        });
        self.response(status, body, origin)
    }

    pub(super) fn response(&self, status: u16, body: String, origin: &[u8]) -> Response {
        let mut headers: Vec<(&'static str, Cow<'static, str>)> = vec![
            ("Cache-Control", "private, no-cache, no-store, must-revalidate".into()),
            ("Expires", "-1".into()),
            ("Pragma", "no-cache".into()),
            ("Content-Type", "application/json; charset=utf-8".into()),
        ];
        let origins = &self.options.allow_origins;
        if self.options.omit_cors_headers {
            // They are the host's.
        } else if origins.is_empty() || origins.iter().any(|allowed| allowed == "*") {
            headers.push(("Access-Control-Allow-Origin", "*".into()));
        } else {
            // The answer depends on who asks, whether it names them or not.
            headers.push(("Vary", "Origin".into()));
            if let Some(allowed) = origins.iter().find(|allowed| allowed.as_bytes() == origin) {
                headers.push(("Access-Control-Allow-Origin", allowed.clone().into()));
            }
        }
        Response { status, headers, body, route: None, given: Vec::new(), refusal: None }
    }

    /// The answer to OPTIONS. A browser asks it without credentials, so no policy applies.
    pub(super) fn preflight(&self, route: Route, origin: &[u8]) -> Response {
        let mut response = self.response(204, String::new(), origin);
        if self.options.omit_cors_headers {
            response.headers.push(("Allow", route.methods().into()));
            return response;
        }
        response.headers.push(("Access-Control-Allow-Methods", route.methods().into()));
        response.headers.push(("Access-Control-Allow-Headers", "Authorization, Content-Type".into()));
        response.headers.push(("Access-Control-Max-Age", PREFLIGHT_MAX_AGE.into()));
        response
    }

    pub(super) fn wrong_method(&self, route: Route, origin: &[u8]) -> Response {
        let mut response = self.error(405, &format!("this route takes {}", route.methods()), origin);
        response.headers.push(("Allow", route.methods().into()));
        response
    }

    pub(super) fn mistake(&self, route: Route, mistake: &Mistake, origin: &[u8]) -> Response {
        let (text, detail) = (&mistake.text, mistake.detail);
        match route {
            Route::TokenGenerate => {
                let body = Object::to_text(|object| {
                    object.number("code", Some(-1));
                    object.string("message", text);
                    object.string("data", "");
                    write_detail(object, detail);
                });
                self.response(400, body, origin)
            }
            Route::GetToken => self.error_with_detail(400, text, detail, origin),
            _ => self.error_with_detail(self.options.client_error_status, text, detail, origin),
        }
    }

    pub(super) fn refused(&self, refusal: Refusal, origin: &[u8]) -> Response {
        let mut response = self.error_with_detail(403, refusal.message(), Some(&instead(refusal)), origin);
        response.refusal = Some(refusal);
        response
    }

    pub(super) fn tokens(&self, route: Route, tokens: Tokens, origin: &[u8]) -> Response {
        let members = |object: &mut Object<'_>| {
            for (name, token) in &tokens.named {
                object.string(name, token);
            }
            if let Some(details) = &tokens.details {
                object.number("expiresAt", Some(details.expires_at));
                object.string("appId", self.issuer.app_id());
                object.string("user", &details.user);
            }
        };
        let body = match route {
            Route::TokenGenerate => Object::to_text(|object| {
                object.number("code", Some(0));
                object.string("message", "Success");
                object.object("data", members);
            }),
            _ => Object::to_text(members),
        };
        let mut response = self.response(200, body, origin);
        response.given = tokens.services;
        response
    }
}

/// What to ask for in place of what a policy does not allow.
fn instead(refusal: Refusal) -> Cow<'static, str> {
    match refusal {
        Refusal::AppToken => "tokens that name a user are allowed".into(),
        Refusal::AiService => "tokens without these two services are allowed".into(),
        Refusal::AnyUser => "name the user: uid 0 stands for any user".into(),
        Refusal::User => "only tokens for the user who asks are allowed".into(),
        Refusal::EveryChannel => "name the channel: * stands for every channel".into(),
        Refusal::Channel => "ask for a channel that this user may enter".into(),
        Refusal::Publish => "ask as a subscriber".into(),
        Refusal::Lifetime { at_most } => format!("at most {at_most} seconds are allowed").into(),
        Refusal::Version => "add version=007 to the query".into(),
    }
}

fn write_detail(object: &mut Object<'_>, detail: Option<&str>) {
    if let Some(detail) = detail {
        object.string("detail", detail);
    }
}

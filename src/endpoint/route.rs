//! The routes: which path is which, and the methods that each takes. This is the one list of them.

use super::target::Target;

/// A route of an [`Endpoint`](crate::Endpoint).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Route {
    /// `GET /rtc/{channel}/{role}/{tokentype}/{uid}`
    Rtc,
    /// `GET /rtm/{uid}`
    Rtm,
    /// `GET /rte/{channel}/{role}/{tokentype}/{uid}[/{rtmuid}]`
    Rte,
    /// `GET /chat/app`
    ChatApp,
    /// `GET /chat/account/{chatid}`
    ChatUser,
    /// `GET /ping`
    Ping,
    /// `POST /getToken`, and `POST /token/getNew`, as Agora's middleware in Go calls it
    GetToken,
    /// `POST /token/generate`
    TokenGenerate,
}

/// Every route as it is asked for, for those who ask for another.
pub(super) const ALL_ROUTES: &str = "GET /rtc/{channel}/{role}/{tokentype}/{uid}, GET /rtm/{uid}, \
    GET /rte/{channel}/{role}/{tokentype}/{uid}[/{rtmuid}], GET /chat/app, GET /chat/account/{chatid}, GET /ping, \
    POST /getToken, POST /token/getNew, POST /token/generate";

impl Route {
    /// The route of a request target; `None` where there is no such route.
    ///
    /// ```
    /// use agora_token::Route;
    ///
    /// assert_eq!(Route::of(b"/rtm/ann?expiry=600"), Some(Route::Rtm));
    /// assert_eq!(Route::of(b"/rtm"), None);
    /// ```
    pub fn of(target: &[u8]) -> Option<Route> {
        Path::of(Target::new(target).segments()).map(Path::route)
    }

    /// The first segment of its path, such as `rtc`: a name for logs and metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Route::Rtc => "rtc",
            Route::Rtm => "rtm",
            Route::Rte => "rte",
            Route::ChatApp | Route::ChatUser => "chat",
            Route::Ping => "ping",
            Route::GetToken => "getToken",
            Route::TokenGenerate => "token",
        }
    }

    /// Whether the request is a POST with a JSON body.
    pub(super) fn is_post(self) -> bool {
        matches!(self, Route::GetToken | Route::TokenGenerate)
    }

    /// The methods of this route, as the Allow header lists them.
    pub(super) fn methods(self) -> &'static str {
        if self.is_post() { "POST, OPTIONS" } else { "GET, HEAD, OPTIONS" }
    }

    /// Whether the route takes the method, OPTIONS aside.
    pub(super) fn takes(self, method: &[u8]) -> bool {
        match self.is_post() {
            true => method == b"POST",
            false => method == b"GET" || method == b"HEAD",
        }
    }
}

/// The path of a route with its segments, not yet decoded.
#[derive(Clone, Copy)]
pub(super) enum Path<'a> {
    Rtc(ChannelPath<'a>),
    Rtm { uid: &'a [u8] },
    Rte { path: ChannelPath<'a>, rtm_uid: &'a [u8] },
    ChatApp,
    ChatUser { chat_id: &'a [u8] },
    Ping,
    GetToken,
    TokenGenerate,
}

/// What the paths of `/rtc` and `/rte` share.
#[derive(Clone, Copy)]
pub(super) struct ChannelPath<'a> {
    pub(super) channel: &'a [u8],
    pub(super) role: &'a [u8],
    pub(super) token_type: &'a [u8],
    pub(super) uid: &'a [u8],
}

impl<'a> Path<'a> {
    /// A last segment that is empty is a trailing slash, unless the route lacks a segment without it.
    pub(super) fn of(segments: &[&'a [u8]]) -> Option<Path<'a>> {
        match *segments {
            [b"ping"] | [b"ping", b""] => Some(Path::Ping),
            [b"rtc", channel, role, token_type, uid] | [b"rtc", channel, role, token_type, uid, b""] => {
                Some(Path::Rtc(ChannelPath { channel, role, token_type, uid }))
            }
            [b"rtm", uid] | [b"rtm", uid, b""] => Some(Path::Rtm { uid }),
            [b"rte", channel, role, token_type, uid] => {
                Some(Path::Rte { path: ChannelPath { channel, role, token_type, uid }, rtm_uid: b"" })
            }
            [b"rte", channel, role, token_type, uid, rtm_uid]
            | [b"rte", channel, role, token_type, uid, rtm_uid, b""] => {
                Some(Path::Rte { path: ChannelPath { channel, role, token_type, uid }, rtm_uid })
            }
            [b"chat", b"app"] | [b"chat", b"app", b""] => Some(Path::ChatApp),
            [b"chat", b"account", chat_id] | [b"chat", b"account", chat_id, b""] => Some(Path::ChatUser { chat_id }),
            [b"getToken"] | [b"getToken", b""] => Some(Path::GetToken),
            [b"token", b"getNew"] | [b"token", b"getNew", b""] => Some(Path::GetToken),
            [b"token", b"generate"] | [b"token", b"generate", b""] => Some(Path::TokenGenerate),
            _ => None,
        }
    }

    pub(super) fn route(self) -> Route {
        match self {
            Path::Rtc(_) => Route::Rtc,
            Path::Rtm { .. } => Route::Rtm,
            Path::Rte { .. } => Route::Rte,
            Path::ChatApp => Route::ChatApp,
            Path::ChatUser { .. } => Route::ChatUser,
            Path::Ping => Route::Ping,
            Path::GetToken => Route::GetToken,
            Path::TokenGenerate => Route::TokenGenerate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_that_is_listed_is_found_and_takes_the_method_listed_for_it() {
        let listed = ALL_ROUTES.split(", ").map(|route| route.split_once(' ').unwrap());
        let routes: Vec<Route> = listed
            .map(|(method, pattern)| {
                let (needed, _) = pattern.split_once('[').unwrap_or((pattern, ""));
                let route = Route::of(needed.as_bytes()).unwrap();
                assert!(route.takes(method.as_bytes()), "{pattern}");
                let is_named = needed.starts_with(&format!("/{}", route.name()));
                assert!(is_named || needed == "/token/getNew", "{pattern}");
                route
            })
            .collect();
        use Route::*;
        // A path that goes on behind a route is none.
        for (_, pattern) in ALL_ROUTES.split(", ").map(|route| route.split_once(' ').unwrap()) {
            for more in ["/x", "//", "/x/y/z", "/1/2/3/4/5/6/7/8/9"] {
                let longer = format!("{}{more}", pattern.replace(['[', ']'], ""));
                assert_eq!(Route::of(longer.as_bytes()), None, "{longer}");
            }
        }
        assert_eq!(routes, [Rtc, Rtm, Rte, ChatApp, ChatUser, Ping, GetToken, GetToken, TokenGenerate]);
    }
}

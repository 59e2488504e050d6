//! The routes: which path is which, and the methods that each takes.

/// Every route, for those who ask for another.
pub(super) const ALL_ROUTES: &str = "GET /rtc/{channel}/{role}/{tokentype}/{uid}, GET /rtm/{uid}, \
    GET /rte/{channel}/{role}/{tokentype}/{uid}[/{rtmuid}], GET /chat/app, GET /chat/account/{chatid}, GET /ping, \
    POST /getToken, POST /token/generate";

/// A route with its path segments, not yet decoded.
#[derive(Clone, Copy)]
pub(super) enum Route<'a> {
    Ping,
    Rtc(ChannelPath<'a>),
    Rtm { uid: &'a [u8] },
    Rte { path: ChannelPath<'a>, rtm_uid: &'a [u8] },
    ChatApp,
    ChatUser { chat_id: &'a [u8] },
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

impl<'a> Route<'a> {
    /// The route of a path. A last segment that is empty is a trailing slash, unless the route lacks a
    /// segment without it.
    pub(super) fn of(segments: &[&'a [u8]]) -> Option<Route<'a>> {
        match *segments {
            [b"ping"] | [b"ping", b""] => Some(Route::Ping),
            [b"rtc", channel, role, token_type, uid] | [b"rtc", channel, role, token_type, uid, b""] => {
                Some(Route::Rtc(ChannelPath { channel, role, token_type, uid }))
            }
            [b"rtm", uid] | [b"rtm", uid, b""] => Some(Route::Rtm { uid }),
            [b"rte", channel, role, token_type, uid] => {
                Some(Route::Rte { path: ChannelPath { channel, role, token_type, uid }, rtm_uid: b"" })
            }
            [b"rte", channel, role, token_type, uid, rtm_uid]
            | [b"rte", channel, role, token_type, uid, rtm_uid, b""] => {
                Some(Route::Rte { path: ChannelPath { channel, role, token_type, uid }, rtm_uid })
            }
            [b"chat", b"app"] | [b"chat", b"app", b""] => Some(Route::ChatApp),
            [b"chat", b"account", chat_id] | [b"chat", b"account", chat_id, b""] => Some(Route::ChatUser { chat_id }),
            [b"getToken"] | [b"getToken", b""] => Some(Route::GetToken),
            [b"token", b"generate"] | [b"token", b"generate", b""] => Some(Route::TokenGenerate),
            _ => None,
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

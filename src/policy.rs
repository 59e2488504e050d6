//! Who may be given which token.

use crate::issuer::Role;

/// What the sender of a request may be given. Whoever mounts the endpoint authenticates in their own
/// way and passes one of these; every token of the request is held against it before it is signed.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// The one user (uid digits, account or user id) whom tokens may name; `None` is any user.
    pub user: Option<&'a str>,
    /// The channels that tokens may open: names, or prefixes that end in `*`. Only a literal `*` allows
    /// the token for every channel.
    pub channels: &'a [&'a str],
    /// Any channel by its name, whatever `channels` lists; the token for every channel is not among them.
    pub allow_any_channel: bool,
    /// The highest role.
    pub max_role: Role,
    /// The longest lifetime in seconds; 0 is no limit.
    pub max_expires_in: u32,
    /// Tokens that name no user and act for the whole app: Chat app, Education app, FPA.
    pub allow_app_tokens: bool,
}

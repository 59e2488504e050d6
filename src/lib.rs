//! Builds, reads and checks Agora access tokens, versions 006 ("AccessToken") and 007 ("AccessToken2").
//!
//! - [`Issuer`] holds an app's App ID and App Certificate. Its one-call builders make the usual tokens:
//!   [`Issuer::rtc`], [`Issuer::rtm`], [`Issuer::chat_user`] and so on.
//! - [`TokenBuilder`] makes every other token: several services, a lifetime for each privilege, RTM2
//!   permissions, a fixed time and salt.
//! - [`TokenInfo`] reads any token, without the certificate.
//! - [`Issuer::verify`] and [`Issuer::check`] say whether a token is good, and otherwise which thing does
//!   not match. [`Issuer::explain`] says it for people: what is in the token, what was asked, and what to do.
//! - [`Endpoint`] is the token server without the sockets, and [`Policy`] says who may be given which
//!   token.
//!
//! ```
//! use std::time::Duration;
//! use agora_token::{Error, Issuer, Privilege, Role, User, Version};
//!
//! # fn main() -> Result<(), Error> {
//! let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")?;
//! let token = issuer.rtc(Version::V007, "room", User::Uid(42), Role::Publisher, Duration::from_secs(3600))?;
//!
//! let join = Privilege::RTC_JOIN_CHANNEL;
//! assert!(issuer.check_rtc(&token, "room", User::Uid(42), join, None).is_ok());
//! assert_eq!(issuer.check_rtc(&token, "room", User::Uid(43), join, None), Err(Error::WrongUser));
//! # Ok(())
//! # }
//! ```
//!
//! # Which version
//!
//! Take 007. Agora still honours 006 tokens, and old SDKs need them, but the signature of a 006 RTC token
//! covers channel and user one behind the other without a separator: who holds the token for user
//! `23` in `room1` can turn it into a good one for `3` in `room12`. A [`Policy`] that limits the user or the
//! channels therefore gives no 006 tokens.
//!
//! # C
//!
//! The package builds a static and a shared library too. Their header, `include/agora_token.h`, is a
//! manual of its own. They are the feature `capi`, which is on by default. A program in Rust needs none of it:
//!
//! ```toml
//! agora-token = { version = "0.1", default-features = false }
//! ```
#![deny(unsafe_code)]
#![warn(missing_docs, clippy::undocumented_unsafe_blocks)]

mod access_token;
mod access_token2;
mod builder;
mod credentials;
mod deflate;
mod endpoint;
mod error;
mod explain;
#[cfg(feature = "capi")]
#[allow(unsafe_code)]
mod ffi;
#[allow(unsafe_code)]
mod host;
mod inspect;
mod issuer;
mod json;
mod parts;
mod percent;
mod policy;
mod question;
mod role;
pub mod rules;
mod salt;
mod service;
mod setters;
mod token;
mod user;
mod verify;
mod wire;
mod wrapping;

pub use builder::TokenBuilder;
pub use endpoint::{Endpoint, EndpointOptions, MAX_BODY, MAX_TARGET, Request, Response, Route};
pub use error::Error;
pub use explain::{Explanation, MAX_EXPLANATION_LEN, Unreadable};
pub use inspect::{Crcs, MAX_PARSED_LEN, TokenInfo};
pub use issuer::Issuer;
pub use policy::{Policy, Refusal};
pub use question::Question;
pub use role::Role;
pub use service::{Field, NO_ROLE, Permissions, Privilege, RTM2_PERMISSIONS, RTM2_RESOURCES, Service, ServiceType};
pub use token::{MAX_TOKEN_LEN, Token, Version};
pub use user::User;
pub use verify::Good;
pub use wire::MAX_ITEMS;

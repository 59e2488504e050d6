//! Builds, reads and checks Agora access tokens.
#![deny(unsafe_code)]
#![warn(missing_docs)]

mod access_token;
mod access_token2;
mod credentials;
mod deflate;
mod endpoint;
mod error;
#[allow(unsafe_code)]
mod ffi;
mod inspect;
mod issuer;
mod policy;
pub mod rules;
mod salt;
mod service;
mod verify;
mod wire;

pub use endpoint::{Endpoint, EndpointOptions, MAX_BODY, MAX_TARGET, Request, Response};
pub use error::Error;
pub use inspect::{Crcs, MAX_PARSED_LEN, TokenInfo};
pub use issuer::{Issuer, MAX_TOKEN_LEN, Role, Token, TokenBuilder, Version};
pub use policy::Policy;
pub use service::{
    Field, NO_ROLE, Permissions, Privilege, RTM2_PERMISSIONS, RTM2_RESOURCES, Service, ServiceType, User,
};
pub use verify::{Good, Question};

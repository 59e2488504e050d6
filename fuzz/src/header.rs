//! `include/agora_token.h` in Rust: `build.rs` translates its constants and functions, and lists the statuses that it
//! documents. The structs are here; a wrong one would be BAD_STRUCT_SIZE.
#![allow(non_camel_case_types, dead_code)]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::c_char;

pub type agora_token_status = i32;

macro_rules! handles {
    ($($name:ident)*) => {
        $(#[repr(C)]
        pub struct $name([u8; 0]);)*
    };
}
handles!(agora_token_issuer agora_token_builder agora_token_info agora_token_endpoint agora_token_response);

#[derive(Clone, Copy)]
#[repr(C)]
pub struct agora_token_str {
    pub data: *const c_char,
    pub len: usize,
}

#[repr(C)]
pub struct agora_token_endpoint_options {
    pub size: usize,
    pub version: u32,
    pub client_error_status: u32,
    pub allow_origins: *const agora_token_str,
    pub allow_origin_count: usize,
    pub omit_cors_headers: u32,
}

#[repr(C)]
pub struct agora_token_policy {
    pub size: usize,
    pub user: agora_token_str,
    pub channels: *const agora_token_str,
    pub channel_count: usize,
    pub max_role: u32,
    pub max_expires_in: u32,
    pub allow_app_tokens: u32,
    pub allow_any_channel: u32,
    pub allow_any_user: u32,
    pub reserved: u32,
    pub allow_ai_services: u32,
}

#[repr(C)]
pub struct agora_token_request {
    pub size: usize,
    pub method: agora_token_str,
    pub target: agora_token_str,
    pub origin: agora_token_str,
    pub body: agora_token_str,
    pub policy: *const agora_token_policy,
}

include!(concat!(env!("OUT_DIR"), "/header.rs"));

thread_local! {
    /// The functions that have returned OK to this thread.
    static SUCCEEDED: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// The functions with a status that have never returned OK to this thread.
pub fn never_succeeded() -> Vec<&'static str> {
    let functions = STATUSES.iter().map(|(name, _)| *name);
    SUCCEEDED.with_borrow(|succeeded| functions.filter(|name| !succeeded.contains(name)).collect())
}

/// Asserts that the header documents a status for a function.
pub fn assert_documented(function: &str, status: agora_token_status) {
    let (name, statuses) = STATUSES.iter().find(|(name, _)| *name == function).unwrap();
    if status == AGORA_TOKEN_OK {
        SUCCEEDED.with_borrow_mut(|succeeded| succeeded.insert(name));
    }
    assert!(statuses.contains(&status), "the header does not document status {status} for {function}");
}

//! The C ABI: one file per handle, thin, with no logic of its own.
//!
//! `build.rs` has cbindgen write `include/agora_token.h` from these files, in the order of the modules
//! below and of the functions in them; the documentation here is that of the header.
//!
//! A pointer to a handle or to one value is an `Option<&T>`, an `Option<&mut T>` or an `Option<Box<T>>`. For C these
//! are pointers that may be NULL; the C caller guarantees that what is not NULL is good ("Pointers" in the header).
//! A pointer with a length is raw, and `input` and `output` alone read or write through it.
//! Every exported function runs inside `boundary`.
#![allow(non_camel_case_types)]
// The caller's duties are in the header, once for all functions; C has no types to bundle arguments in.
#![allow(clippy::missing_safety_doc, clippy::too_many_arguments)]

mod boundary;
mod input;
mod output;

mod version;

mod status;

mod issuer;

mod builder;

mod info;

mod check;

mod endpoint;

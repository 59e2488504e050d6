//! The C ABI.
pub(crate) mod fork;

//! Whether a call returned a status that `include/agora_token.h` documents for it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::abi::{AGORA_TOKEN_OK, STATUSES, agora_token_status};

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

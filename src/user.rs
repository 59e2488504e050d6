//! A [`User`] of an RTC channel, and the text of it that tokens hold.

use std::borrow::Cow;

use crate::error::Error;
use crate::rules;

/// A user of a channel: a numeric uid or a user account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum User<'a> {
    /// A numeric uid; 0 is any user ([`User::ANY`]).
    Uid(u32),
    /// A user account (a string uid).
    Account(&'a str),
}

impl<'a> User<'a> {
    /// Any user: whoever holds the token may join under any uid.
    pub const ANY: User<'static> = User::Uid(0);

    /// The user whom a text names: digits are a numeric uid, everything else is a user account.
    ///
    /// # Errors
    /// [`Error::BadAccount`] for digits that are [no uid](rules::uid), and for a text that is
    /// [no account](rules::check_account).
    pub fn from_text(text: &'a str) -> Result<User<'a>, Error> {
        if rules::is_digits(text) {
            return rules::uid(text).map(User::Uid).ok_or(Error::BadAccount);
        }
        rules::check_account(text).map(|()| User::Account(text))
    }

    /// The user as tokens write it: digits or an account, and "" for any user.
    ///
    /// ```
    /// use agora_token::User;
    ///
    /// assert_eq!(User::Uid(42).text(), "42");
    /// assert_eq!(User::ANY.text(), "");
    /// ```
    pub fn text(self) -> Cow<'a, str> {
        match self {
            User::Account(account) => Cow::Borrowed(account),
            User::Uid(_) => Cow::Owned(UserText::new(self).as_str().to_owned()),
        }
    }
}

/// [`User::text`] on the stack. That uid 0 is "" is said here.
pub(crate) struct UserText<'a> {
    account: &'a str,
    digits: [u8; 10],
    start: usize,
}

impl<'a> UserText<'a> {
    pub(crate) fn new(user: User<'a>) -> Self {
        let mut text = UserText { account: "", digits: [0; 10], start: 10 };
        match user {
            User::Account(account) => text.account = account,
            User::Uid(mut uid) => {
                while uid > 0 {
                    text.start -= 1;
                    text.digits[text.start] = b'0' + (uid % 10) as u8;
                    uid /= 10;
                }
            }
        }
        text
    }

    pub(crate) fn as_str(&self) -> &str {
        let digits = &self.digits[self.start..];
        if digits.is_empty() { self.account } else { std::str::from_utf8(digits).unwrap_or_default() }
    }
}

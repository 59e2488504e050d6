//! The App ID and the App Certificate: validated once, zeroized on drop, never printed.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::Error;

/// The length of an App ID and of an App Certificate, in bytes.
pub(crate) const HEX_LEN: usize = 32;

/// The length of a signature, in bytes.
pub(crate) const SIGNATURE_LEN: usize = 32;

/// HMAC-SHA256, whose state is wiped on drop.
pub(crate) type HmacSha256 = Hmac<Sha256>;

/// An HMAC-SHA256 with this key.
pub(crate) fn hmac(key: &[u8]) -> HmacSha256 {
    // HMAC takes keys of any length, so this cannot fail.
    HmacSha256::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes a key of any length"))
}

/// A token's signature. It has no `==`, whose time would tell a forger how many bytes are right.
pub(crate) struct Signature<'a>(&'a [u8]);

impl<'a> Signature<'a> {
    /// `None` where the length is not a signature's.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        (bytes.len() == SIGNATURE_LEN).then_some(Signature(bytes))
    }

    /// Whether this is the signature of what `mac` was fed, in constant time.
    pub(crate) fn is_of(&self, mac: HmacSha256) -> bool {
        mac.verify_slice(self.0).is_ok()
    }
}

/// An App ID: 32 hexadecimal characters of either case. It is public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AppId([u8; HEX_LEN]);

impl AppId {
    pub(crate) fn new(text: &str) -> Result<Self, Error> {
        hex_text(text.as_bytes()).map(AppId).ok_or(Error::BadAppId)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// An App Certificate: 32 hexadecimal characters of either case, and the secret of the whole app.
pub(crate) struct AppCertificate(Zeroizing<[u8; HEX_LEN]>);

impl AppCertificate {
    pub(crate) fn new(text: &str) -> Result<Self, Error> {
        hex_text(text.as_bytes()).map(|text| AppCertificate(Zeroizing::new(text))).ok_or(Error::BadAppCertificate)
    }
}

impl fmt::Debug for AppCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppCertificate(hidden)")
    }
}

/// The text as bytes where it is 32 hexadecimal characters. The formats use them as text, undecoded.
fn hex_text(text: &[u8]) -> Option<[u8; HEX_LEN]> {
    let text: [u8; HEX_LEN] = text.try_into().ok()?;
    text.iter().all(u8::is_ascii_hexdigit).then_some(text)
}

/// An app's pair, with what can be computed from it once.
pub(crate) struct Credentials {
    pub(crate) app_id: AppId,
    certificate: AppCertificate,
    keyed: HmacSha256,
}

impl Credentials {
    pub(crate) fn new(app_id: &str, app_certificate: &str) -> Result<Self, Error> {
        let app_id = AppId::new(app_id)?;
        let certificate = AppCertificate::new(app_certificate)?;
        let keyed = hmac(&*certificate.0);
        Ok(Credentials { app_id, certificate, keyed })
    }

    /// An HMAC keyed with the certificate, which signs 006 tokens.
    pub(crate) fn keyed(&self) -> HmacSha256 {
        self.keyed.clone()
    }

    /// An HMAC keyed for one 007 token: the certificate, signed with the time, signed with the salt.
    pub(crate) fn keyed_for(&self, issued_at: u32, salt: u32) -> HmacSha256 {
        let by_time = sign(&issued_at.to_le_bytes(), &*self.certificate.0);
        let key = sign(&salt.to_le_bytes(), &*by_time);
        hmac(&*key)
    }
}

fn sign(key: &[u8], data: &[u8]) -> Zeroizing<[u8; SIGNATURE_LEN]> {
    let mut mac = hmac(key);
    mac.update(data);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("app_id", &self.app_id.as_str()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Signature;

    /// `holds` is ambiguous, and so does not compile, for a type that has `==`.
    trait HasNoEq<Which> {
        fn holds() {}
    }
    impl<T: ?Sized> HasNoEq<()> for T {}
    impl<T: ?Sized + PartialEq> HasNoEq<u8> for T {}

    #[test]
    fn a_signature_has_no_operator_that_stops_at_the_first_difference() {
        <Signature<'_> as HasNoEq<_>>::holds();
    }
}

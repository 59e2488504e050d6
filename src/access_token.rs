//! The 006 format ("AccessToken").
//!
//! A 006 token names its channel and user only by their CRCs, so its signature can be checked only by
//! somebody who knows both. It does not name its service either.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::Mac;

use crate::credentials::{AppId, Credentials, HEX_LEN, HmacSha256, SIGNATURE_LEN, Signature};
use crate::error::Error;
use crate::wire::{Base64Decoder, Reader, Writer};

/// What every 006 token starts with.
pub(crate) const PREFIX: &str = "006";

/// The fixed bytes of the content, up to the message: signature, CRCs, and the message's length.
const HEAD_LEN: usize = 2 + SIGNATURE_LEN + 4 + 4 + 2;

/// The part of the content that is signed as it stands.
pub(crate) struct Message<'a> {
    pub(crate) salt: u32,
    pub(crate) ts: u32,
    /// Privileges with their Unix times; 0 does not expire.
    pub(crate) privileges: &'a [(u16, u32)],
}

/// The length of a 006 token with this many privileges.
pub(crate) const fn token_len(privilege_count: usize) -> usize {
    PREFIX.len() + HEX_LEN + (HEAD_LEN + message_len(privilege_count)).div_ceil(3) * 4
}

const fn message_len(privilege_count: usize) -> usize {
    4 + 4 + 2 + 6 * privilege_count
}

/// Signs a token and writes its text to the front of `out`, which holds at least [`token_len`] bytes.
/// Returns the text's length.
pub(crate) fn build(
    credentials: &Credentials,
    channel: &str,
    user: &str,
    message: &Message<'_>,
    out: &mut [u8],
) -> Result<usize, Error> {
    let len = HEAD_LEN + message_len(message.privileges.len());
    let mut small = [0; 128];
    let mut large = Vec::new();
    let content = match small.get_mut(..len) {
        Some(content) => content,
        None => {
            large.resize(len, 0);
            &mut large[..]
        }
    };
    let (head, body) = content.split_at_mut(HEAD_LEN);

    let mut writer = Writer::new(body);
    writer.u32(message.salt)?;
    writer.u32(message.ts)?;
    writer.privileges(message.privileges)?;

    let mut writer = Writer::new(head);
    writer.string(&mac(credentials, channel, user, body).finalize().into_bytes())?;
    writer.u32(crc32(channel.as_bytes()))?;
    writer.u32(crc32(user.as_bytes()))?;
    writer.length(body.len())?;

    let (front, text) = out.split_at_mut(PREFIX.len() + HEX_LEN);
    front[..PREFIX.len()].copy_from_slice(PREFIX.as_bytes());
    front[PREFIX.len()..].copy_from_slice(credentials.app_id.as_bytes());
    let text_len = STANDARD.encode_slice(content, text).map_err(|_| Error::BufferTooSmall)?;
    Ok(front.len() + text_len)
}

/// The CRC-32 of zlib, Ethernet and PNG, a byte at a time: names are short.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = crc_table();
    !bytes.iter().fold(!0, |crc, byte| TABLE[usize::from(crc as u8 ^ byte)] ^ crc >> 8)
}

/// What each value of a byte does to the CRC. With one table the library is 15 KB smaller than with the sixteen of
/// crates that are made for long inputs.
const fn crc_table() -> [u32; 256] {
    const POLYNOMIAL: u32 = 0xEDB8_8320;
    let mut table = [0; 256];
    let mut index = 0;
    while index < table.len() {
        let mut crc = index as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
}

fn mac(credentials: &Credentials, channel: &str, user: &str, message: &[u8]) -> HmacSha256 {
    let mut mac = credentials.keyed();
    for part in [credentials.app_id.as_bytes(), channel.as_bytes(), user.as_bytes(), message] {
        mac.update(part);
    }
    mac
}

/// What a 006 token holds, borrowed from its content.
pub(crate) struct AccessToken<'a> {
    pub(crate) app_id: AppId,
    pub(crate) channel_crc: u32,
    pub(crate) user_crc: u32,
    pub(crate) salt: u32,
    pub(crate) ts: u32,
    pub(crate) privileges: Vec<(u16, u32)>,
    signature: Signature<'a>,
    message: &'a [u8],
}

impl<'a> AccessToken<'a> {
    /// Reads what follows [`PREFIX`].
    pub(crate) fn parse(text: &str, content: &'a mut Base64Decoder) -> Result<AccessToken<'a>, Error> {
        let (app_id, text) = text.split_at_checked(HEX_LEN).ok_or(Error::MalformedToken)?;
        let app_id = AppId::new(app_id).map_err(|_| Error::MalformedToken)?;

        let mut reader = Reader::new(content.decode(text)?);
        let signature = Signature::new(reader.string()?).ok_or(Error::MalformedToken)?;
        let channel_crc = reader.u32()?;
        let user_crc = reader.u32()?;
        let message = reader.string()?;
        reader.end()?;

        let mut reader = Reader::new(message);
        let salt = reader.u32()?;
        let ts = reader.u32()?;
        let privileges = reader.privileges()?;
        reader.end()?;
        Ok(AccessToken { app_id, channel_crc, user_crc, salt, ts, privileges, signature, message })
    }

    /// Whether what follows [`PREFIX`] is the beginning of a token. `bytes_of` decodes the base64 that is there.
    pub(crate) fn is_cut(text: &str, bytes_of: impl FnOnce(&str) -> Option<Vec<u8>>) -> bool {
        let Some((app_id, text)) = text.split_at_checked(HEX_LEN) else { return false };
        let Some(content) = bytes_of(text).filter(|_| AppId::new(app_id).is_ok()) else { return false };
        let message_len = content.get(HEAD_LEN - 2..HEAD_LEN).map(|len| u16::from_le_bytes([len[0], len[1]]));
        message_len.is_none_or(|len| content.len() < HEAD_LEN + usize::from(len))
    }

    /// Whether the token is for this channel, as far as its CRC tells.
    pub(crate) fn may_be_channel(&self, channel: &str) -> bool {
        self.channel_crc == crc32(channel.as_bytes())
    }

    /// Whether the token is for this user, as far as its CRC tells.
    pub(crate) fn may_be_user(&self, user: &str) -> bool {
        self.user_crc == crc32(user.as_bytes())
    }

    /// Whether the token was signed with these credentials for this channel and user, in constant time.
    pub(crate) fn is_signed(&self, credentials: &Credentials, channel: &str, user: &str) -> bool {
        self.signature.is_of(mac(credentials, channel, user, self.message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check value that catalogues of CRCs give for this one.
    #[test]
    fn the_crc_is_that_of_zlib() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn the_crc_of_any_byte_differs_from_every_others() {
        let crcs: std::collections::BTreeSet<u32> = (0..=255).map(|byte| crc32(&[byte])).collect();
        assert_eq!(crcs.len(), 256);
    }
}

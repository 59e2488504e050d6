//! Percent-encoding, as URLs have it.

/// Percent-decodes; `None` where a `%` is not followed by two hexadecimal digits or the result is not
/// UTF-8. A `+` is a plus: only HTML forms write spaces so.
pub(crate) fn decode(text: &[u8]) -> Option<String> {
    let mut bytes = text.iter();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(&byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => hex_digit(*bytes.next()?)? << 4 | hex_digit(*bytes.next()?)?,
            _ => byte,
        });
    }
    String::from_utf8(decoded).ok()
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding_is_decoded_strictly() {
        assert_eq!(decode(b"a%20b%2F%c3%a9+").as_deref(), Some("a b/\u{e9}+"));
        for broken in [&b"%"[..], b"%4", b"%ZZ", b"%+1", b"a%2", b"%ff", b"\xff"] {
            assert_eq!(decode(broken), None, "{broken:?}");
        }
    }
}

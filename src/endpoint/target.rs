//! The request target: its path segments and its query.

use crate::percent;

/// How many segments of a path are looked at: one more than any route has.
const MAX_SEGMENTS: usize = 8;

/// A request target, split but not yet decoded.
pub(super) struct Target<'a> {
    segments: [&'a [u8]; MAX_SEGMENTS],
    count: usize,
    pub(super) query: Query<'a>,
}

impl<'a> Target<'a> {
    pub(super) fn new(target: &'a [u8]) -> Self {
        let (path, query) = split_at_byte(target, b'?');
        let mut target = Target { segments: [b""; MAX_SEGMENTS], count: 0, query: Query(query) };
        let segments = path.strip_prefix(b"/").map(|path| path.split(|&byte| byte == b'/'));
        for (place, segment) in target.segments.iter_mut().zip(segments.into_iter().flatten()) {
            *place = segment;
            target.count += 1;
        }
        target
    }

    /// What stands between the slashes of the path, or of a longer one the first; empty where it does not start with one.
    pub(super) fn segments(&self) -> &[&'a [u8]] {
        &self.segments[..self.count]
    }
}

/// The query of a target, without its `?`.
#[derive(Clone, Copy)]
pub(super) struct Query<'a>(&'a [u8]);

/// A query parameter that was given twice or cannot be decoded.
pub(super) struct BadParameter;

impl Query<'_> {
    /// The decoded value of a parameter; `None` where it is absent or empty.
    pub(super) fn parameter(self, name: &str) -> Result<Option<String>, BadParameter> {
        let mut values = self
            .0
            .split(|&byte| byte == b'&')
            .map(|pair| split_at_byte(pair, b'='))
            .filter(|(key, _)| *key == name.as_bytes())
            .map(|(_, value)| value);
        match (values.next(), values.next()) {
            (None | Some(b""), None) => Ok(None),
            (Some(value), None) => percent::decode(value).map(Some).ok_or(BadParameter),
            (_, Some(_)) => Err(BadParameter),
        }
    }
}

/// Splits at the first such byte, which is in neither half.
fn split_at_byte(text: &[u8], byte: u8) -> (&[u8], &[u8]) {
    match text.iter().position(|&other| other == byte) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, b""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_has_at_most_one_value() {
        let value = |target: &str| Target::new(target.as_bytes()).query.parameter("expiry").map_err(|_| "bad");
        assert_eq!(value("/rtm/1"), Ok(None));
        assert_eq!(value("/rtm/1?expiry"), Ok(None));
        assert_eq!(value("/rtm/1?expiry=&x=1"), Ok(None));
        assert_eq!(value("/rtm/1?x=1&expiry=%36%30&Expiry=2"), Ok(Some("60".to_owned())));
        assert_eq!(value("/rtm/1?expiry=60&expiry=60"), Err("bad"));
        assert_eq!(value("/rtm/1?expiry=&expiry=60"), Err("bad"));
        assert_eq!(value("/rtm/1?expiry=%"), Err("bad"));
    }
}

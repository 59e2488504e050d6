//! JSON text, written as it goes: no tree of it is ever in memory, which for a hostile token would be many
//! times its size.

use std::borrow::Cow;
use std::fmt::{Display, Write};

/// An object that is being written.
pub(crate) struct Object<'a> {
    out: &'a mut String,
    is_empty: bool,
}

impl Object<'_> {
    /// Writes an object of the members that `members` gives it.
    pub(crate) fn write(out: &mut String, members: impl FnOnce(&mut Object<'_>)) {
        out.push('{');
        members(&mut Object { out, is_empty: true });
        out.push('}');
    }

    /// The text of an object.
    pub(crate) fn to_text(members: impl FnOnce(&mut Object<'_>)) -> String {
        let mut text = String::new();
        Object::write(&mut text, members);
        text
    }

    fn name(&mut self, name: &str) -> &mut String {
        separate(self.out, &mut self.is_empty);
        write_string(self.out, name);
        self.out.push(':');
        self.out
    }

    pub(crate) fn string(&mut self, name: &str, text: &str) {
        write_string(self.name(name), text);
    }

    /// A number, or `null`.
    pub(crate) fn number(&mut self, name: &str, number: Option<impl Display>) {
        let out = self.name(name);
        match number {
            // Writing to a String cannot fail.
            Some(number) => drop(write!(out, "{number}")),
            None => out.push_str("null"),
        }
    }

    pub(crate) fn boolean(&mut self, name: &str, value: bool) {
        self.name(name).push_str(if value { "true" } else { "false" });
    }

    /// A string, or `null`.
    pub(crate) fn optional_string(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.string(name, text),
            None => self.name(name).push_str("null"),
        }
    }

    pub(crate) fn object(&mut self, name: &str, members: impl FnOnce(&mut Object<'_>)) {
        Object::write(self.name(name), members);
    }

    /// A list, each item of which `write` writes.
    pub(crate) fn list<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut String, T),
    ) {
        let out = self.name(name);
        let mut is_empty = true;
        out.push('[');
        for item in items {
            separate(out, &mut is_empty);
            write(out, item);
        }
        out.push(']');
    }
}

fn separate(out: &mut String, is_empty: &mut bool) {
    if !std::mem::replace(is_empty, false) {
        out.push(',');
    }
}

pub(crate) fn write_string(out: &mut String, text: &str) {
    out.push_str(&escape_controls(&serde_json::Value::from(text).to_string()));
}

/// JSON text in which nothing is left that a terminal obeys or that turns the direction of a line: U+007F to U+009F and
/// the bidirectional controls are written as `\u` escapes, which read back as the same text.
fn escape_controls(json: &str) -> Cow<'_, str> {
    // All of them are from U+007F on. Looking at every byte, and not only up to the first such, takes many at a time.
    let is_plain = json.bytes().fold(true, |is_plain, byte| is_plain & (byte < 0x7f));
    if is_plain || !json.contains(is_control) {
        return Cow::Borrowed(json);
    }
    let mut text = String::with_capacity(json.len() + 8);
    for character in json.chars() {
        match is_control(character) {
            // Such characters stand in strings alone, and none takes more than four digits. Writing to a String cannot
            // fail.
            true => drop(write!(text, "\\u{:04x}", u32::from(character))),
            false => text.push(character),
        }
    }
    Cow::Owned(text)
}

fn is_control(character: char) -> bool {
    matches!(
        character,
        '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_or_hides_is_an_escape_and_reads_back() {
        let ranges = [0..0x20, 0x7f..0xa0, 0x61c..0x61d, 0x200e..0x2010, 0x202a..0x202f, 0x2066..0x206a];
        let controls: Vec<u32> = ranges.into_iter().flatten().collect();
        for character in (0..=0xffff).filter_map(char::from_u32) {
            let mut text = String::new();
            write_string(&mut text, &character.to_string());
            let is_escaped = controls.contains(&u32::from(character)) || "\"\\".contains(character);
            assert_eq!(text.contains('\\'), is_escaped, "{text}");
            assert!(!is_escaped || text.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{text:?}");
            assert_eq!(serde_json::from_str::<String>(&text).unwrap(), character.to_string());
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = Object::to_text(|object| {
            object.string("a \"text\"", "\u{1}\\\u{fffd}");
            object.number("number", Some(u64::MAX));
            object.number("no number", None::<u8>);
            object.optional_string("no text", None);
            object.object("object", |_| {});
            object.list("list", ["x", "y"], write_string);
        });
        let expected = serde_json::json!({
            "a \"text\"": "\u{1}\\\u{fffd}", "number": u64::MAX, "no number": null, "no text": null, "object": {},
            "list": ["x", "y"],
        });
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), expected);
    }
}

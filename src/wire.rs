//! The byte packing of both formats: little-endian integers, strings and maps with a `u16` count, and the base64
//! that a token is read from.
//!
//! [`Writer`] fills a slice whose size the caller has worked out; [`Reader`] walks untrusted bytes.
//! Neither can go past its end: a full slice is [`Error::TokenTooLarge`], a short read
//! [`Error::MalformedToken`].

use base64::engine::general_purpose::STANDARD;
use base64::{DecodeSliceError, Engine as _};

use crate::error::Error;

/// How many items the lists of a token can hold, all counted together: services, privileges, and of RTM2
/// resources, permissions and names. A token of Agora's has a few, and 32,000 of them fit into 364 bytes of text:
/// whoever reads a stranger's token pays for each.
pub const MAX_ITEMS: u16 = 1024;

/// What is left of [`MAX_ITEMS`] while a token is written or read.
#[derive(Clone)]
struct Items(u16);

impl Items {
    fn take(&mut self, count: u16) -> Result<(), Error> {
        self.0 = self.0.checked_sub(count).ok_or(Error::TokenTooLarge)?;
        Ok(())
    }
}

/// Fills a byte slice from its front.
pub(crate) struct Writer<'a> {
    buf: &'a mut [u8],
    len: usize,
    items: Items,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(buf: &'a mut [u8]) -> Self {
        Writer { buf, len: 0, items: Items(MAX_ITEMS) }
    }

    /// How many bytes have been written.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let end = self.len + bytes.len();
        let free = self.buf.get_mut(self.len..end).ok_or(Error::TokenTooLarge)?;
        free.copy_from_slice(bytes);
        self.len = end;
        Ok(())
    }

    pub(crate) fn u16(&mut self, value: u16) -> Result<(), Error> {
        self.bytes(&value.to_le_bytes())
    }

    pub(crate) fn i16(&mut self, value: i16) -> Result<(), Error> {
        self.bytes(&value.to_le_bytes())
    }

    pub(crate) fn u32(&mut self, value: u32) -> Result<(), Error> {
        self.bytes(&value.to_le_bytes())
    }

    /// The number of items that follow.
    pub(crate) fn count(&mut self, count: usize) -> Result<(), Error> {
        let count = u16::try_from(count).map_err(|_| Error::TokenTooLarge)?;
        self.items.take(count)?;
        self.u16(count)
    }

    /// The number of bytes that follow. More than a `u16` can say is an error, never a wrap.
    pub(crate) fn length(&mut self, len: usize) -> Result<(), Error> {
        self.u16(u16::try_from(len).map_err(|_| Error::StringTooLong)?)
    }

    /// A string with its length in front.
    pub(crate) fn string(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.length(bytes.len())?;
        self.bytes(bytes)
    }

    /// A map of privileges to their times.
    pub(crate) fn privileges(&mut self, privileges: &[(u16, u32)]) -> Result<(), Error> {
        self.count(privileges.len())?;
        for &(privilege, time) in privileges {
            self.u16(privilege)?;
            self.u32(time)?;
        }
        Ok(())
    }
}

/// Decodes a token's base64 and holds its bytes: on the stack, unless they are many.
pub(crate) struct Base64Decoder {
    few: [u8; 256],
    many: Vec<u8>,
}

impl Base64Decoder {
    pub(crate) fn new() -> Self {
        Base64Decoder { few: [0; 256], many: Vec::new() }
    }

    /// The bytes of `text`, until the next call.
    pub(crate) fn decode(&mut self, text: &str) -> Result<&[u8], Error> {
        match STANDARD.decode_slice(text, &mut self.few) {
            Ok(len) => Ok(&self.few[..len]),
            Err(DecodeSliceError::OutputSliceTooSmall) => {
                self.many = STANDARD.decode(text).map_err(|_| Error::MalformedToken)?;
                Ok(&self.many)
            }
            Err(DecodeSliceError::DecodeError(_)) => Err(Error::MalformedToken),
        }
    }
}

/// Walks untrusted bytes from their front.
#[derive(Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    items: Items,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes, items: Items(MAX_ITEMS) }
    }

    /// What has not been read yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Succeeds only where every byte has been read.
    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(Error::MalformedToken) }
    }

    pub(crate) fn bytes(&mut self, len: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(Error::MalformedToken)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(Error::MalformedToken)?;
        self.rest = rest;
        Ok(*taken)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Error> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(crate) fn i16(&mut self) -> Result<i16, Error> {
        Ok(i16::from_le_bytes(self.array()?))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Error> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// The number of items that follow.
    pub(crate) fn count(&mut self) -> Result<u16, Error> {
        let count = self.u16()?;
        self.items.take(count)?;
        Ok(count)
    }

    pub(crate) fn string(&mut self) -> Result<&'a [u8], Error> {
        let len = self.u16()?;
        self.bytes(len.into())
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Error> {
        std::str::from_utf8(self.string()?).map_err(|_| Error::MalformedToken)
    }

    /// A map of privileges to their times, in the order they stand. Official builders sort them and
    /// some others don't; a privilege that stands twice has no one meaning and is refused.
    pub(crate) fn privileges(&mut self) -> Result<Vec<(u16, u32)>, Error> {
        let count = self.count()?;
        // The bytes are taken before anything is allocated, so a count can't claim more than is there.
        let mut pairs = Reader::new(self.bytes(usize::from(count) * 6)?);
        let privileges = (0..count).map(|_| Ok((pairs.u16()?, pairs.u32()?))).collect::<Result<Vec<_>, Error>>()?;
        if has_duplicate(&privileges) { Err(Error::MalformedToken) } else { Ok(privileges) }
    }
}

fn has_duplicate(privileges: &[(u16, u32)]) -> bool {
    if privileges.is_sorted_by(|a, b| a.0 < b.0) {
        return false;
    }
    sorted(privileges).windows(2).any(|pair| pair[0].0 == pair[1].0)
}

/// Privileges in ascending order. They are sorted as numbers: a sort of pairs would be 8 KB more.
pub(crate) fn sorted(privileges: &[(u16, u32)]) -> Vec<(u16, u32)> {
    let mut keys: Vec<u64> =
        privileges.iter().map(|&(privilege, time)| u64::from(privilege) << 32 | u64::from(time)).collect();
    keys.sort_unstable();
    keys.into_iter().map(|key| ((key >> 32) as u16, key as u32)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    enum Item {
        U16(u16),
        I16(i16),
        U32(u32),
        Bytes(Vec<u8>),
        Text(String),
        Privileges(Vec<(u16, u32)>),
    }

    impl Item {
        fn write(&self, out: &mut Writer<'_>) -> Result<(), Error> {
            match self {
                Item::U16(number) => out.u16(*number),
                Item::I16(number) => out.i16(*number),
                Item::U32(number) => out.u32(*number),
                Item::Bytes(bytes) => out.string(bytes),
                Item::Text(text) => out.string(text.as_bytes()),
                Item::Privileges(privileges) => out.privileges(privileges),
            }
        }

        /// Reads an item of the same kind.
        fn read(&self, input: &mut Reader<'_>) -> Result<Item, Error> {
            Ok(match self {
                Item::U16(_) => Item::U16(input.u16()?),
                Item::I16(_) => Item::I16(input.i16()?),
                Item::U32(_) => Item::U32(input.u32()?),
                Item::Bytes(_) => Item::Bytes(input.string()?.to_vec()),
                Item::Text(_) => Item::Text(input.text()?.to_owned()),
                Item::Privileges(_) => Item::Privileges(input.privileges()?),
            })
        }

        /// What the format says that it takes.
        fn len(&self) -> usize {
            match self {
                Item::U16(_) | Item::I16(_) => 2,
                Item::U32(_) => 4,
                Item::Bytes(bytes) => 2 + bytes.len(),
                Item::Text(text) => 2 + text.len(),
                Item::Privileges(privileges) => 2 + 6 * privileges.len(),
            }
        }
    }

    fn items() -> impl Strategy<Value = Vec<Item>> {
        let item = prop_oneof![
            any::<u16>().prop_map(Item::U16),
            any::<i16>().prop_map(Item::I16),
            any::<u32>().prop_map(Item::U32),
            vec(any::<u8>(), 0..40).prop_map(Item::Bytes),
            any::<String>().prop_map(Item::Text),
            btree_map(any::<u16>(), any::<u32>(), 0..6).prop_map(|map| Item::Privileges(map.into_iter().collect())),
        ];
        vec(item, 1..8)
    }

    fn written(items: &[Item], size: usize) -> Result<Vec<u8>, Error> {
        let mut out = vec![0; size];
        let mut writer = Writer::new(&mut out);
        items.iter().try_for_each(|item| item.write(&mut writer))?;
        assert_eq!(writer.len(), size);
        Ok(out)
    }

    fn read(items: &[Item], bytes: &[u8]) -> Result<Vec<Item>, Error> {
        let mut reader = Reader::new(bytes);
        let read = items.iter().map(|item| item.read(&mut reader)).collect::<Result<Vec<_>, Error>>()?;
        reader.end().map(|()| read)
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_and_takes_the_bytes_that_the_format_says(items in items()) {
            let len = items.iter().map(Item::len).sum();
            let bytes = written(&items, len).unwrap();
            prop_assert_eq!(read(&items, &bytes).unwrap(), items);
        }

        #[test]
        fn what_is_cut_or_has_bytes_behind_it_is_malformed(items in items(), cut in any::<prop::sample::Index>()) {
            let mut bytes = written(&items, items.iter().map(Item::len).sum()).unwrap();
            prop_assert_eq!(read(&items, &bytes[..cut.index(bytes.len())]), Err(Error::MalformedToken));
            bytes.push(0);
            prop_assert_eq!(read(&items, &bytes), Err(Error::MalformedToken));
        }

        #[test]
        fn a_slice_that_is_too_small_is_never_written_past_its_end(items in items(), cut in any::<prop::sample::Index>()) {
            let len = items.iter().map(Item::len).sum();
            prop_assert_eq!(written(&items, cut.index(len)), Err(Error::TokenTooLarge));
        }

        #[test]
        fn any_bytes_are_read_as_the_format_says_or_refused(items in items(), bytes in vec(any::<u8>(), 0..80)) {
            match read(&items, &bytes) {
                Ok(read) => prop_assert_eq!(written(&read, bytes.len()).unwrap(), bytes),
                Err(error) => prop_assert!([Error::MalformedToken, Error::TokenTooLarge].contains(&error)),
            }
        }

        #[test]
        fn privileges_may_stand_in_any_order_but_none_twice(pairs in vec((0..12u16, any::<u32>()), 0..8)) {
            let bytes = written(&[Item::Privileges(pairs.clone())], 2 + 6 * pairs.len()).unwrap();
            let numbers: BTreeSet<u16> = pairs.iter().map(|&(number, _)| number).collect();
            let expected = if numbers.len() == pairs.len() { Ok(pairs) } else { Err(Error::MalformedToken) };
            prop_assert_eq!(Reader::new(&bytes).privileges(), expected);
        }

        #[test]
        fn lists_of_more_items_than_the_limit_are_neither_written_nor_read(counts in vec(0..600u16, 1..6)) {
            let fits = counts.iter().map(|&count| usize::from(count)).sum::<usize>() <= usize::from(MAX_ITEMS);
            let expected = if fits { Ok(()) } else { Err(Error::TokenTooLarge) };
            let mut out = [0; 12];
            let mut writer = Writer::new(&mut out);
            prop_assert_eq!(counts.iter().try_for_each(|&count| writer.count(count.into())), expected);
            let bytes = counts.iter().flat_map(|count| count.to_le_bytes()).collect::<Vec<_>>();
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(counts.iter().try_for_each(|_| reader.count().map(drop)), expected);
        }

        #[test]
        fn a_string_is_as_long_as_its_length_can_say_or_refused(len in 65_500..65_600usize) {
            let mut out = vec![0; 70_000];
            let result = Writer::new(&mut out).string(&vec![b'a'; len]);
            prop_assert_eq!(result, if len <= 65_535 { Ok(()) } else { Err(Error::StringTooLong) });
        }
    }
}

//! The byte packing of both formats: little-endian integers, and strings and maps with a `u16` count.
//!
//! [`Writer`] fills a slice whose size the caller has worked out; [`Reader`] walks untrusted bytes.
//! Neither can go past its end: a full slice is [`Error::TokenTooLarge`], a short read
//! [`Error::MalformedToken`].

use crate::error::Error;

/// Fills a byte slice from its front.
pub(crate) struct Writer<'a> {
    buf: &'a mut [u8],
    len: usize,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(buf: &'a mut [u8]) -> Self {
        Writer { buf, len: 0 }
    }

    /// How many bytes have been written.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let end = self.len + bytes.len();
        let room = self.buf.get_mut(self.len..end).ok_or(Error::TokenTooLarge)?;
        room.copy_from_slice(bytes);
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
        self.u16(u16::try_from(count).map_err(|_| Error::StringTooLong)?)
    }

    /// A string with its length in front. Longer than a `u16` can say is an error, never a wrap.
    pub(crate) fn string(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.count(bytes.len())?;
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

/// Walks untrusted bytes from their front.
#[derive(Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes }
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
        let count = self.u16()?;
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
    let mut numbers: Vec<u16> = privileges.iter().map(|&(privilege, _)| privilege).collect();
    numbers.sort_unstable();
    numbers.windows(2).any(|pair| pair[0] == pair[1])
}

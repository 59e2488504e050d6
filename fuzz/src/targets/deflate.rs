//! The library's own zlib streams against flate2 and C zlib.
//!
//! What the library writes, both read back as it was given, and it is never longer than the content stored: 11 bytes
//! more, and 5 for each block of 65,535 bytes after the first. What the library reads of any stream is what C zlib
//! reads; it refuses what C zlib refuses, and two things more: bytes behind the stream, which nobody would have signed,
//! and a content above 131,072 bytes. It calls each beginning of a good stream cut, and nothing that C zlib reads.

use std::io::Read;

use agora_token::Error;
use arbitrary::{Result, Unstructured};

use crate::deflate::{MAX_CONTENT, compress, inflate, is_cut, max_compressed_len, space_for};
use crate::zlib::{self, Settings};

pub fn deflate(input: &[u8]) {
    let [kind, input @ ..] = input else { return };
    match kind % 5 {
        WRITE => write_any(&mut Unstructured::new(input)).unwrap_or_default(),
        READ => read(input),
        BODY => read(&with_frame(input)),
        ZLIB => read_from_zlib(&mut Unstructured::new(input)).unwrap_or_default(),
        _ => write(input, 0),
    }
}

/// The first byte of an input that is a recipe for a content to write.
const WRITE: u8 = 0;
/// The first byte of an input that is a stream to read.
pub const READ: u8 = 1;
/// The first byte of an input that is a stream without zlib's header and checksum.
const BODY: u8 = 2;
/// The first byte of an input that is a recipe for a stream of C zlib.
const ZLIB: u8 = 3;
/// The first byte of an input that is a content to write.
pub const CONTENT: u8 = 4;

fn write_any(input: &mut Unstructured<'_>) -> Result<()> {
    let content = content(input)?;
    let noise = input.int_in_range(0..=content.len())?;
    write(&content, noise);
    Ok(())
}

/// A content of runs, of repetitions near and far, whole and not quite, and of bytes as they come.
fn content(input: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    while !input.is_empty() {
        let len = usize::from(input.arbitrary::<u16>()?) >> input.int_in_range(0..=15u32)?;
        match input.int_in_range(0..=2)? {
            0 => content.resize(content.len() + len, input.arbitrary()?),
            1 => content.extend(input.bytes(len.min(input.len()))?),
            _ if content.is_empty() => {}
            _ => {
                let from = content.len() - input.int_in_range(1..=content.len().min(0xffff))?;
                content.extend((from..from + len).map_while(|at| content.get(at).copied()).collect::<Vec<_>>());
                if input.arbitrary()? {
                    *content.last_mut().unwrap() ^= 1;
                }
            }
        }
        if content.len() > MAX_CONTENT {
            content.truncate(MAX_CONTENT);
            break;
        }
    }
    Ok(content)
}

/// Asserts that the stream of a content is short enough, and that everyone reads the content in it.
pub fn write(content: &[u8], noise: usize) {
    let mut stream = vec![0; space_for(content.len())];
    let len = compress(content, noise, &mut stream);
    stream.truncate(len);

    let stored = 11 + content.len() + 5 * (content.len().saturating_sub(1) / 65_535);
    assert_eq!(max_compressed_len(content.len()), stored);
    assert!(stream.len() <= stored, "{} bytes for {}", stream.len(), content.len());

    assert!(inflate(&stream).as_deref() == Ok(content), "the library reads something else");
    let mut by_flate2 = Vec::new();
    let mut reader = flate2::read::ZlibDecoder::new(&stream[..]);
    reader.read_to_end(&mut by_flate2).unwrap();
    assert_eq!(reader.total_in(), stream.len() as u64);
    assert!(by_flate2 == content, "flate2 reads something else");
    let by_zlib = zlib::inflate(&stream, 15, content.len() + 1);
    assert!(by_zlib.is_whole && by_zlib.taken == stream.len());
    assert!(by_zlib.content == content, "C zlib reads something else");
}

/// Asserts that the library reads a stream as C zlib does.
pub fn read(stream: &[u8]) {
    let theirs = zlib::inflate(stream, 15, MAX_CONTENT + 1);
    let is_too_large = theirs.content.len() > MAX_CONTENT;
    let is_good = theirs.is_whole && theirs.taken == stream.len() && !is_too_large;
    if is_cut(stream) {
        assert!(!theirs.is_whole && inflate(stream) == Err(Error::MalformedToken), "it is called cut, and is read");
    } else if is_good {
        for len in [2, stream.len() / 2, stream.len() - 1].map(|len| len.max(2)) {
            assert!(is_cut(&stream[..len]), "{len} bytes of {} are not called cut", stream.len());
        }
    }
    match inflate(stream) {
        Ok(content) => {
            assert!(theirs.is_whole && theirs.taken == stream.len(), "C zlib refuses it");
            assert!(theirs.content == content, "C zlib reads something else");
        }
        Err(Error::TokenTooLarge) => assert!(is_too_large, "C zlib reads {} bytes", theirs.content.len()),
        Err(error) => {
            assert_eq!(error, Error::MalformedToken);
            let has_more = theirs.taken < stream.len();
            assert!(!theirs.is_whole || has_more || is_too_large, "C zlib reads {} bytes", theirs.content.len());
        }
    }
}

/// A deflate stream with zlib's header and, where it can be read, the checksum of its content: what is wrong with it
/// is then not that.
fn with_frame(body: &[u8]) -> Vec<u8> {
    let inflated = zlib::inflate(body, -15, MAX_CONTENT + 1);
    let sum = simd_adler32::adler32(&&inflated.content[..]);
    [&[0x78, 0x9c], &body[..inflated.taken], &sum.to_be_bytes()].concat()
}

/// A stream that C zlib wrote in any of its ways, whole or with changed bytes.
fn read_from_zlib(input: &mut Unstructured<'_>) -> Result<()> {
    let settings = Settings {
        level: input.int_in_range(0..=9)?,
        window_bits: input.int_in_range(9..=15)?,
        mem_level: input.int_in_range(1..=9)?,
        strategy: input.int_in_range(0..=4)?,
    };
    let flush = input.int_in_range(0..=3)?;
    let cut: usize = input.arbitrary()?;
    let changes: [(u16, u8); 2] = input.arbitrary()?;
    let content = content(input)?;
    let (front, back) = content.split_at(cut % (content.len() + 1));
    let mut stream = zlib::deflate(&[front, back], flush, settings);
    read(&stream);
    for (at, change) in changes {
        let at = usize::from(at) % stream.len();
        stream[at] ^= change;
    }
    read(&stream);
    Ok(())
}

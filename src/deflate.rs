//! zlib in and out, bounded.
//!
//! A token's content is some 150 bytes, and a general compressor takes many times longer to set its
//! tables up than to compress so little. So small contents go through an encoder of our own: one
//! block with DEFLATE's fixed Huffman code (RFC 1951, 3.2.6), matches found through a small table on
//! the stack. Larger contents go to flate2. Neither is ever longer than the content stored as it is.

use flate2::{Compress, Compression, FlushCompress, Status};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_HAS_MORE_INPUT, TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use crate::error::Error;

/// The largest content, in bytes, that is compressed or inflated.
pub(crate) const MAX_CONTENT: usize = 128 * 1024;

/// Contents up to this size take the encoder for small ones. Above it, a Huffman code made for the
/// content begins to save more than its table costs.
const SMALL: usize = 512;

/// The two bytes in front of a zlib stream: DEFLATE with a 32 KiB window, no dictionary.
const HEADER: [u8; 2] = [0x78, 0x9c];

/// How far the bit writer may touch bytes behind those it needs.
const SLACK: usize = 8;

/// The length of `len` bytes as a zlib stream of stored blocks: what no stream made here exceeds.
pub(crate) const fn max_compressed_len(len: usize) -> usize {
    let blocks = if len == 0 { 1 } else { len.div_ceil(0xffff) };
    HEADER.len() + blocks * 5 + len + 4
}

/// How many bytes [`compress`] asks for.
pub(crate) const fn space_for(len: usize) -> usize {
    max_compressed_len(len) + SLACK
}

/// Writes `content` as a zlib stream to the front of `out` and returns the stream's length. `out`
/// holds at least [`space_for`] the content. The first `noise` bytes are as good as random, and a small
/// content is not searched for repetitions there.
pub(crate) fn compress(content: &[u8], noise: usize, out: &mut [u8]) -> usize {
    debug_assert!(out.len() >= space_for(content.len()));
    let limit = max_compressed_len(content.len());
    let compressed =
        if content.len() <= SMALL { compress_small(content, noise, out) } else { compress_large(content, out) };
    match compressed {
        Some(len) if len <= limit => len,
        _ => store(content, out),
    }
}

fn compress_large(content: &[u8], out: &mut [u8]) -> Option<usize> {
    let mut compressor = Compress::new(Compression::default(), true);
    match compressor.compress(content, out, FlushCompress::Finish) {
        Ok(Status::StreamEnd) => usize::try_from(compressor.total_out()).ok(),
        _ => None,
    }
}

fn store(content: &[u8], out: &mut [u8]) -> usize {
    let mut at = 0;
    let mut put = |bytes: &[u8]| {
        out[at..at + bytes.len()].copy_from_slice(bytes);
        at += bytes.len();
    };
    put(&HEADER);
    let mut blocks = content.chunks(0xffff).peekable();
    loop {
        let block = blocks.next().unwrap_or_default();
        let len = block.len() as u16;
        put(&[u8::from(blocks.peek().is_none())]);
        put(&len.to_le_bytes());
        put(&(!len).to_le_bytes());
        put(block);
        if blocks.peek().is_none() {
            break;
        }
    }
    put(&checksum(content));
    at
}

/// A run of bits as the stream holds it: the first bit is the lowest.
#[derive(Clone, Copy)]
struct Code {
    bits: u16,
    len: u8,
}

const fn reversed(code: u16, len: u8) -> u16 {
    code.reverse_bits() >> (16 - len)
}

/// The fixed Huffman code of a literal byte, a length symbol, or the end of the block (RFC 1951, 3.2.6).
const fn symbol_code(symbol: u16) -> Code {
    let (code, len) = match symbol {
        0..144 => (0x30 + symbol, 8),
        144..256 => (0x190 + symbol - 144, 9),
        256..280 => (symbol - 256, 7),
        _ => (0xc0 + symbol - 280, 8),
    };
    Code { bits: reversed(code, len), len }
}

const END_OF_BLOCK: Code = symbol_code(256);

static LITERALS: [Code; 256] = {
    let mut codes = [Code { bits: 0, len: 0 }; 256];
    let mut byte = 0;
    while byte < 256 {
        codes[byte] = symbol_code(byte as u16);
        byte += 1;
    }
    codes
};

const MIN_MATCH: usize = 3;
const MAX_MATCH: usize = 258;

/// The code of each match length, its extra bits included; the lengths start at [`MIN_MATCH`].
static LENGTHS: [Code; MAX_MATCH - MIN_MATCH + 1] = {
    let mut codes = [Code { bits: 0, len: 0 }; MAX_MATCH - MIN_MATCH + 1];
    let mut at = 0;
    while at < codes.len() {
        // From the ninth symbol on, four symbols share each number of extra bits; 258 has its own.
        let extra = if at < 8 || at == codes.len() - 1 { 0 } else { at.ilog2() - 2 };
        let symbol = if at == codes.len() - 1 { 285 } else { 257 + 4 * extra as u16 + (at >> extra) as u16 };
        let code = symbol_code(symbol);
        let extra_bits = (at & ((1 << extra) - 1)) as u16;
        codes[at] = Code { bits: code.bits | (extra_bits << code.len), len: code.len + extra as u8 };
        at += 1;
    }
    codes
};

/// The code of a match distance with its extra bits, for the distances of a small content.
fn distance_code(distance: usize) -> (u32, u32) {
    let at = distance as u32 - 1;
    // From the fifth symbol on, two symbols share each number of extra bits.
    let extra = if at < 4 { 0 } else { at.ilog2() - 1 };
    let symbol = 2 * extra + (at >> extra);
    let extra_bits = at & ((1 << extra) - 1);
    (u32::from(reversed(symbol as u16, 5)) | extra_bits << 5, 5 + extra)
}

/// Packs bits into a slice, lowest first.
struct BitWriter<'a> {
    out: &'a mut [u8],
    at: usize,
    bits: u64,
    len: u32,
}

impl BitWriter<'_> {
    /// Appends a run of at most 32 bits; `None` where the slice is full.
    #[inline(always)]
    fn push(&mut self, bits: u32, len: u32) -> Option<()> {
        if self.len > 32 {
            self.flush()?;
        }
        self.bits |= u64::from(bits) << self.len;
        self.len += len;
        Some(())
    }

    fn push_code(&mut self, code: Code) -> Option<()> {
        self.push(code.bits.into(), code.len.into())
    }

    /// Moves whole bytes to the slice; `None` where it is full.
    fn flush(&mut self) -> Option<()> {
        self.out.get_mut(self.at..)?.first_chunk_mut::<8>()?.copy_from_slice(&self.bits.to_le_bytes());
        self.at += (self.len / 8) as usize;
        // All 64 bits may be whole bytes, and then none is left.
        self.bits = self.bits.checked_shr(self.len & !7).unwrap_or(0);
        self.len &= 7;
        Some(())
    }
}

/// How many places the match table remembers; a power of two.
const TABLE: usize = 512;

/// The table's slot for the first three of four bytes.
fn slot(four: u32) -> usize {
    ((four << 8).wrapping_mul(0x9e37_79b1) >> (32 - TABLE.ilog2())) as usize
}

/// The four bytes at a place; `None` where fewer are left.
fn four_at(content: &[u8], at: usize) -> Option<u32> {
    content.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

/// One final block of fixed codes; `None` where it does not fit `out`.
fn compress_small(content: &[u8], noise: usize, out: &mut [u8]) -> Option<usize> {
    let mut table = [0u16; TABLE];
    let (header, body) = out.split_at_mut_checked(HEADER.len())?;
    header.copy_from_slice(&HEADER);
    let mut writer = BitWriter { out: body, at: 0, bits: 0, len: 0 };
    writer.push(0b011, 3)?;

    let mut at = noise;
    for &byte in &content[..noise] {
        writer.push_code(LITERALS[usize::from(byte)])?;
    }
    // A match is looked for while four bytes are left; the last three can only end one.
    while let Some(four) = four_at(content, at) {
        // The table is full of zeros at first, and 0 is also a place: what counts is the comparison.
        let earlier = usize::from(std::mem::replace(&mut table[slot(four)], at as u16));
        let repeats = earlier < at && four_at(content, earlier).is_some_and(|other| (other ^ four) << 8 == 0);
        if !repeats {
            writer.push_code(LITERALS[usize::from(content[at])])?;
            at += 1;
            continue;
        }
        let len = match_len(content, earlier, at);
        writer.push_code(LENGTHS[len - MIN_MATCH])?;
        let (bits, bits_len) = distance_code(at - earlier);
        writer.push(bits, bits_len)?;
        for inside in at + 1..at + len {
            if let Some(four) = four_at(content, inside) {
                table[slot(four)] = inside as u16;
            }
        }
        at += len;
    }
    for &byte in &content[at..] {
        writer.push_code(LITERALS[usize::from(byte)])?;
    }
    writer.push_code(END_OF_BLOCK)?;
    writer.flush()?;

    let end = writer.at + usize::from(writer.len > 0);
    body.get_mut(end..end + 4)?.copy_from_slice(&checksum(content));
    Some(HEADER.len() + end + 4)
}

/// zlib's checksum, as the stream ends with it.
fn checksum(content: &[u8]) -> [u8; 4] {
    simd_adler32::adler32(&content).to_be_bytes()
}

/// How many bytes from `at` on repeat those from `earlier` on.
fn match_len(content: &[u8], earlier: usize, at: usize) -> usize {
    let ahead = &content[at..];
    content[earlier..].iter().zip(ahead).take(MAX_MATCH).take_while(|(a, b)| a == b).count()
}

/// Takes bits from a slice, lowest first. Past the end it reads zeros, which the caller notices by
/// [`BitReader::consumed`].
struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
    bits: u64,
    len: u32,
}

impl BitReader<'_> {
    /// Makes at least 32 bits ready.
    fn refill(&mut self) {
        while self.len <= 32 {
            let four = match four_at(self.bytes, self.at) {
                Some(four) => four,
                None => {
                    let mut last = [0; 4];
                    let rest = self.bytes.get(self.at..).unwrap_or_default();
                    last[..rest.len()].copy_from_slice(rest);
                    u32::from_le_bytes(last)
                }
            };
            self.bits |= u64::from(four) << self.len;
            self.at += 4;
            self.len += 32;
        }
    }

    fn peek(&self, len: u32) -> u32 {
        (self.bits & ((1 << len) - 1)) as u32
    }

    fn skip(&mut self, len: u32) {
        self.bits >>= len;
        self.len -= len;
    }

    fn take(&mut self, len: u32) -> u32 {
        let bits = self.peek(len);
        self.skip(len);
        bits
    }

    /// How many bytes have been taken, the last one perhaps in part.
    fn consumed(&self) -> usize {
        self.at - (self.len / 8) as usize
    }
}

/// The longest fixed code, in bits.
const MAX_CODE_LEN: u32 = 9;

/// What the next nine bits of a stream begin with: a symbol, and the length of its code.
static SYMBOLS: [(u16, u8); 1 << MAX_CODE_LEN] = {
    let mut symbols = [(0, 0); 1 << MAX_CODE_LEN];
    let mut symbol = 0;
    while symbol < 288 {
        let code = symbol_code(symbol);
        let mut bits = code.bits as usize;
        while bits < symbols.len() {
            symbols[bits] = (symbol, code.len);
            bits += 1 << code.len;
        }
        symbol += 1;
    }
    symbols
};

/// The content of a stream of one final block with fixed codes, as [`compress_small`] writes it and
/// zlib often does. `None` for every other stream, good or bad: miniz_oxide judges those.
fn inflate_small(stream: &[u8]) -> Option<Vec<u8>> {
    const LENGTH_SYMBOLS: u16 = 257;
    let body = stream.strip_prefix(&HEADER)?;
    let (body, sum) = body.split_last_chunk::<4>()?;
    let mut reader = BitReader { bytes: body, at: 0, bits: 0, len: 0 };
    let mut content = Vec::with_capacity(2 * stream.len());
    reader.refill();
    if reader.take(3) != 0b011 {
        return None;
    }
    while content.len() <= SMALL && reader.consumed() <= body.len() {
        reader.refill();
        let (symbol, len) = SYMBOLS[reader.peek(MAX_CODE_LEN) as usize];
        reader.skip(len.into());
        match symbol {
            0..256 => content.push(symbol as u8),
            256 => {
                let is_whole = reader.consumed() == body.len() && checksum(&content) == *sum;
                return is_whole.then_some(content);
            }
            LENGTH_SYMBOLS..=285 => {
                let len = take_length(&mut reader, u32::from(symbol - LENGTH_SYMBOLS));
                reader.refill();
                let distance = take_distance(&mut reader)?;
                let from = content.len().checked_sub(distance)?;
                for at in from..from + len {
                    content.push(content[at]);
                }
            }
            _ => return None,
        }
    }
    None
}

/// The match length that a length symbol and its extra bits stand for; the inverse of [`LENGTHS`].
fn take_length(reader: &mut BitReader<'_>, symbol: u32) -> usize {
    let beyond_min = match symbol {
        0..8 => symbol,
        28 => (MAX_MATCH - MIN_MATCH) as u32,
        _ => {
            let extra = symbol / 4 - 1;
            ((4 + symbol % 4) << extra) + reader.take(extra)
        }
    };
    MIN_MATCH + beyond_min as usize
}

/// The distance that the next bits stand for; the inverse of [`distance_code`].
fn take_distance(reader: &mut BitReader<'_>) -> Option<usize> {
    let symbol = u32::from(reversed(reader.take(5) as u16, 5));
    let beyond_min = match symbol {
        0..4 => symbol,
        4..30 => {
            let extra = symbol / 2 - 1;
            ((2 + symbol % 2) << extra) + reader.take(extra)
        }
        _ => return None,
    };
    Some(1 + beyond_min as usize)
}

/// Inflates a zlib stream that ends where `stream` ends. Content past [`MAX_CONTENT`] is refused in
/// memory that the limit bounds.
pub(crate) fn inflate(stream: &[u8]) -> Result<Vec<u8>, Error> {
    match inflate_small(stream) {
        Some(content) => Ok(content),
        None => inflate_any(stream),
    }
}

/// [`inflate`] by miniz_oxide.
fn inflate_any(stream: &[u8]) -> Result<Vec<u8>, Error> {
    let mut content = vec![0; MAX_CONTENT + 1];
    match inflate_into(&mut content, stream, 0) {
        // Bytes behind the stream are not signed.
        (TINFLStatus::Done, read, len) if read == stream.len() && len <= MAX_CONTENT => {
            content.truncate(len);
            content.shrink_to_fit();
            Ok(content)
        }
        (TINFLStatus::HasMoreOutput, ..) | (TINFLStatus::Done, _, MAX_CONTENT..) => Err(Error::TokenTooLarge),
        _ => Err(Error::MalformedToken),
    }
}

/// Whether a stream is good as far as it goes, and goes on. Without its header it is none.
pub(crate) fn is_cut(stream: &[u8]) -> bool {
    let mut content = vec![0; MAX_CONTENT + 1];
    stream.len() >= HEADER.len()
        && inflate_into(&mut content, stream, TINFL_FLAG_HAS_MORE_INPUT).0 == TINFLStatus::NeedsMoreInput
}

/// Inflates in one piece: how it ended, the bytes read and the bytes written. miniz_oxide refuses a match that reaches
/// in front of the content only where its output does not wrap around, which flate2 has no switch for.
// Apart, so that it does not weigh on the small decoder's path, and once: a decoder takes 7 KB.
#[inline(never)]
fn inflate_into(content: &mut [u8], stream: &[u8], more: u32) -> (TINFLStatus, usize, usize) {
    let flags = TINFL_FLAG_PARSE_ZLIB_HEADER | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF | more;
    decompress(&mut DecompressorOxide::new(), stream, content, 0, flags)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compressed(content: &[u8]) -> Vec<u8> {
        let mut out = vec![0; space_for(content.len())];
        let len = compress(content, 0, &mut out);
        out.truncate(len);
        out
    }

    /// Contents that stress the encoder: none, one byte, runs, periods, noise, high bytes, limits.
    fn contents() -> Vec<Vec<u8>> {
        let mut state = 1u32;
        let mut noise = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let mut contents =
            vec![vec![], vec![0], vec![255; 3], vec![0; 257], vec![7; 258], vec![7; 259], vec![9; SMALL]];
        for len in (0..SMALL + 40).step_by(7).chain([65_534, 65_535, 65_536, 70_000, MAX_CONTENT]) {
            contents.push((0..len).map(|_| noise()).collect());
            contents.push((0..len).map(|_| noise() | 0x90).collect());
            contents.push((0..len).map(|_| noise() & 3).collect());
            for period in [1, 2, 3, 6, 100, 300] {
                contents.push((0..len).map(|at| (at % period * 37) as u8).collect());
            }
        }
        contents
    }

    #[test]
    fn what_is_compressed_inflates_to_the_same_bytes() {
        for content in contents() {
            assert_eq!(inflate(&compressed(&content)).unwrap(), content);
        }
    }

    #[test]
    fn the_small_decoder_agrees_with_flate2_or_leaves_the_stream_to_it() {
        let mut decoded = 0;
        for content in contents() {
            for level in [0, 1, 6, 9] {
                let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), Compression::new(level));
                std::io::Write::write_all(&mut encoder, &content).unwrap();
                for stream in [encoder.finish().unwrap(), compressed(&content)] {
                    assert_eq!(inflate_any(&stream).unwrap(), content);
                    if let Some(decoded_content) = inflate_small(&stream) {
                        assert_eq!(decoded_content, content);
                        decoded += 1;
                    }
                }
            }
        }
        assert!(decoded > 500, "{decoded}");
    }

    #[test]
    fn the_small_decoder_takes_no_changed_stream_that_flate2_refuses() {
        let stream = compressed(b"a content with a content in it, and a content again");
        for bit in 0..8 * stream.len() {
            let mut changed = stream.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(inflate_small(&changed).ok_or(()), inflate_any(&changed).map_err(drop), "bit {bit}");
        }
    }

    #[test]
    fn no_stream_is_longer_than_the_content_stored() {
        for content in contents() {
            assert!(compressed(&content).len() <= max_compressed_len(content.len()));
        }
    }

    #[test]
    fn the_small_encoder_covers_every_match_length_and_distance() {
        for len in MIN_MATCH..=MAX_MATCH {
            for gap in [0, 1, 2, 5, 9, 100, 200] {
                let run: Vec<u8> = (0..len).map(|at| (at * at % 251) as u8).collect();
                let content = [run.clone(), vec![255; gap], run].concat();
                let mut out = vec![0; 2 * space_for(content.len())];
                let end = compress_small(&content, 0, &mut out).unwrap();
                assert_eq!(inflate(&out[..end]).unwrap(), content);
            }
        }
    }

    #[test]
    fn a_full_output_is_noticed_and_the_content_is_stored() {
        let content: Vec<u8> = (0..200).map(|at| 200 + at as u8 % 50).rev().collect();
        for space in 0..space_for(content.len()) {
            let mut out = vec![0; space];
            if let Some(len) = compress_small(&content, 0, &mut out) {
                assert!(len <= space);
            }
        }
    }

    #[test]
    fn bytes_behind_the_stream_are_refused() {
        let mut stream = compressed(b"content");
        stream.push(0);
        assert_eq!(inflate(&stream), Err(Error::MalformedToken));
    }

    #[test]
    fn a_match_that_reaches_in_front_of_the_content_is_refused() {
        // One literal, then a match of three bytes at a distance of two, of five, or of 1,025.
        for (distance, is_good) in [(1, true), (2, false), (5, false), (1025, false)] {
            let mut out = vec![0; 64];
            let mut writer = BitWriter { out: &mut out, at: 0, bits: 0, len: 0 };
            writer.push(0b011, 3).unwrap();
            writer.push_code(LITERALS[usize::from(b'a')]).unwrap();
            writer.push_code(LENGTHS[0]).unwrap();
            let (bits, len) = distance_code(distance);
            writer.push(bits, len).unwrap();
            writer.push_code(END_OF_BLOCK).unwrap();
            writer.flush().unwrap();
            let end = writer.at + usize::from(writer.len > 0);
            let contents = [b"aaaa".as_slice(), &[b'a', 0, 0, 0]];
            for content in contents {
                let stream = [&HEADER, &out[..end], &checksum(content)].concat();
                let expected =
                    if is_good && content == b"aaaa" { Ok(content.to_vec()) } else { Err(Error::MalformedToken) };
                assert_eq!(inflate(&stream), expected, "distance {distance}");
            }
        }
    }

    #[test]
    fn a_cut_or_changed_stream_is_refused() {
        let stream = compressed(&[b"a content with a content in it".as_slice(), &[0; 50]].concat());
        for len in 0..stream.len() {
            assert_eq!(inflate(&stream[..len]), Err(Error::MalformedToken), "cut to {len} bytes");
        }
        let last = stream.len() - 1;
        let mut changed = stream;
        changed[last] ^= 1;
        assert_eq!(inflate(&changed), Err(Error::MalformedToken));
    }

    #[test]
    fn content_at_the_limit_is_inflated_and_past_it_refused() {
        assert_eq!(inflate(&compressed(&vec![1; MAX_CONTENT])).unwrap().len(), MAX_CONTENT);
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
        std::io::Write::write_all(&mut encoder, &vec![1; MAX_CONTENT + 1]).unwrap();
        assert_eq!(inflate(&encoder.finish().unwrap()), Err(Error::TokenTooLarge));
    }
}

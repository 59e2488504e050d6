//! zlib in and out, bounded.
//!
//! A token's content is some 150 bytes, and a general compressor takes many times longer to set its
//! tables up than to compress so little. So small contents go through an encoder of our own: one
//! block with DEFLATE's fixed Huffman code (RFC 1951, 3.2.6), matches found through a small table on
//! the stack. Larger contents go to flate2. Neither is ever longer than the content stored as it is.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

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

/// The room that [`compress`] asks for.
pub(crate) const fn room_for(len: usize) -> usize {
    max_compressed_len(len) + SLACK
}

/// Writes `content` as a zlib stream to the front of `out` and returns the stream's length. `out`
/// holds at least [`room_for`] the content.
pub(crate) fn compress(content: &[u8], out: &mut [u8]) -> usize {
    debug_assert!(out.len() >= room_for(content.len()));
    let limit = max_compressed_len(content.len());
    let compressed = if content.len() <= SMALL { compress_small(content, out) } else { compress_large(content, out) };
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
    put(&adler32(content).to_be_bytes());
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
fn distance_code(distance: usize) -> (u64, u32) {
    let at = distance as u32 - 1;
    // From the fifth symbol on, two symbols share each number of extra bits.
    let extra = if at < 4 { 0 } else { at.ilog2() - 1 };
    let symbol = 2 * extra + (at >> extra);
    let extra_bits = at & ((1 << extra) - 1);
    (u64::from(reversed(symbol as u16, 5)) | u64::from(extra_bits) << 5, 5 + extra)
}

/// Packs bits into a slice, lowest first.
struct BitWriter<'a> {
    out: &'a mut [u8],
    at: usize,
    bits: u64,
    len: u32,
}

impl BitWriter<'_> {
    /// Appends a code; at most 32 bits may be appended between two calls of [`BitWriter::flush`].
    fn push(&mut self, bits: u64, len: u32) {
        self.bits |= bits << self.len;
        self.len += len;
    }

    /// Moves whole bytes to the slice; `None` where it is full.
    fn flush(&mut self) -> Option<()> {
        self.out.get_mut(self.at..)?.first_chunk_mut::<8>()?.copy_from_slice(&self.bits.to_le_bytes());
        self.at += (self.len / 8) as usize;
        self.bits >>= self.len & !7;
        self.len &= 7;
        Some(())
    }
}

/// How many places the match table remembers; a power of two.
const TABLE: usize = 512;

/// The table's slot for the three bytes at the front of `bytes`.
fn slot(bytes: [u8; 4]) -> usize {
    let three = u32::from_le_bytes(bytes) << 8;
    (three.wrapping_mul(0x9e37_79b1) >> (32 - TABLE.ilog2())) as usize
}

/// One final block of fixed codes; `None` where it does not fit `out`.
fn compress_small(content: &[u8], out: &mut [u8]) -> Option<usize> {
    let mut table = [0u16; TABLE];
    let (header, body) = out.split_at_mut_checked(HEADER.len())?;
    header.copy_from_slice(&HEADER);
    let mut writer = BitWriter { out: body, at: 0, bits: 0, len: 0 };
    writer.push(0b011, 3);

    let mut at = 0;
    // A match is looked for while four bytes are left; the last three can only end one.
    while let Some(&four) = content.get(at..).and_then(|rest| rest.first_chunk::<4>()) {
        let entry = &mut table[slot(four)];
        // The table is full of zeros at first, and 0 is also a place: what counts is the comparison.
        let earlier = usize::from(std::mem::replace(entry, at as u16));
        let len = if earlier < at { match_len(content, earlier, at) } else { 0 };
        if len < MIN_MATCH {
            let code = LITERALS[usize::from(content[at])];
            writer.push(code.bits.into(), code.len.into());
            at += 1;
        } else {
            let code = LENGTHS[len - MIN_MATCH];
            writer.push(code.bits.into(), code.len.into());
            let (bits, bits_len) = distance_code(at - earlier);
            writer.push(bits, bits_len);
            for inside in at + 1..at + len {
                if let Some(&four) = content.get(inside..).and_then(|rest| rest.first_chunk::<4>()) {
                    table[slot(four)] = inside as u16;
                }
            }
            at += len;
        }
        writer.flush()?;
    }
    for &byte in &content[at..] {
        let code = LITERALS[usize::from(byte)];
        writer.push(code.bits.into(), code.len.into());
    }
    writer.push(END_OF_BLOCK.bits.into(), END_OF_BLOCK.len.into());
    writer.flush()?;

    let end = writer.at + usize::from(writer.len > 0);
    body.get_mut(end..end + 4)?.copy_from_slice(&adler32(content).to_be_bytes());
    Some(HEADER.len() + end + 4)
}

/// How many bytes from `at` on repeat those from `earlier` on.
fn match_len(content: &[u8], earlier: usize, at: usize) -> usize {
    let ahead = &content[at..];
    content[earlier..].iter().zip(ahead).take(MAX_MATCH).take_while(|(a, b)| a == b).count()
}

/// zlib's checksum (RFC 1950, section 9).
fn adler32(bytes: &[u8]) -> u32 {
    const MODULUS: u32 = 65_521;
    // 32 bytes at a time lets the compiler use vector instructions, and keeps the sums inside a u32.
    let (mut a, mut b) = (1u32, 0u32);
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
        let weighted: u32 = block.iter().zip((1..=32u32).rev()).map(|(&byte, weight)| u32::from(byte) * weight).sum();
        b = (b + 32 * a + weighted) % MODULUS;
        a = (a + sum) % MODULUS;
    }
    for &byte in rest {
        a += u32::from(byte);
        b += a;
    }
    (b % MODULUS) << 16 | (a % MODULUS)
}

/// Inflates a zlib stream that ends where `stream` ends. Content past [`MAX_CONTENT`] is refused in
/// memory that the limit bounds.
pub(crate) fn inflate(stream: &[u8]) -> Result<Vec<u8>, Error> {
    let mut inflater = Decompress::new(true);
    let mut content = Vec::with_capacity((4 * stream.len()).clamp(256, MAX_CONTENT + 1));
    loop {
        let before = (inflater.total_in(), inflater.total_out());
        let status = inflater
            .decompress_vec(&stream[before.0 as usize..], &mut content, FlushDecompress::None)
            .map_err(|_| Error::MalformedToken)?;
        if content.len() > MAX_CONTENT {
            return Err(Error::TokenTooLarge);
        }
        match status {
            Status::StreamEnd if inflater.total_in() == stream.len() as u64 => return Ok(content),
            // Bytes behind the stream are not signed.
            Status::StreamEnd => return Err(Error::MalformedToken),
            _ if content.len() == content.capacity() => {
                content.reserve_exact(content.len().min(MAX_CONTENT + 1 - content.len()));
            }
            // With room left and nothing done, the stream was cut.
            _ if before == (inflater.total_in(), inflater.total_out()) => return Err(Error::MalformedToken),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compressed(content: &[u8]) -> Vec<u8> {
        let mut out = vec![0; room_for(content.len())];
        let len = compress(content, &mut out);
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
                let mut out = vec![0; 2 * room_for(content.len())];
                let end = compress_small(&content, &mut out).unwrap();
                assert_eq!(inflate(&out[..end]).unwrap(), content);
            }
        }
    }

    #[test]
    fn a_full_output_is_noticed_and_the_content_is_stored() {
        let content: Vec<u8> = (0..200).map(|at| 200 + at as u8 % 50).rev().collect();
        for room in 0..room_for(content.len()) {
            let mut out = vec![0; room];
            if let Some(len) = compress_small(&content, &mut out) {
                assert!(len <= room);
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

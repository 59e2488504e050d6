//! C zlib, to compare with.

use std::ffi::{c_int, c_void};

use libz_sys as z;

/// Where C zlib's reader stopped.
pub struct Inflated {
    pub content: Vec<u8>,
    /// How many bytes of the stream it took.
    pub taken: usize,
    /// Whether it saw the end of the stream, the right checksum included.
    pub is_whole: bool,
}

/// How C zlib is to write.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// 0 to 9.
    pub level: c_int,
    /// 9 to 15; negative for a stream without zlib's header and checksum.
    pub window_bits: c_int,
    /// 1 to 9.
    pub mem_level: c_int,
    /// 0 to 4: default, filtered, Huffman codes alone, runs alone, fixed codes.
    pub strategy: c_int,
}

impl Settings {
    pub const DEFAULT: Settings = Settings { level: 6, window_bits: 15, mem_level: 8, strategy: 0 };
}

unsafe extern "C" fn allocate(_: *mut c_void, count: z::uInt, size: z::uInt) -> *mut c_void {
    // SAFETY: calloc takes any numbers.
    unsafe { libc::calloc(count as usize, size as usize) }
}

unsafe extern "C" fn free(_: *mut c_void, memory: *mut c_void) {
    // SAFETY: zlib frees what `allocate` gave it, once.
    unsafe { libc::free(memory) }
}

fn between(input: &[u8], output: &mut [u8]) -> z::z_stream {
    z::z_stream {
        // zlib does not write to its input.
        next_in: input.as_ptr().cast_mut(),
        avail_in: input.len().try_into().unwrap(),
        total_in: 0,
        next_out: output.as_mut_ptr(),
        avail_out: output.len().try_into().unwrap(),
        total_out: 0,
        msg: std::ptr::null_mut(),
        state: std::ptr::null_mut(),
        zalloc: allocate,
        zfree: free,
        opaque: std::ptr::null_mut(),
        data_type: 0,
        adler: 0,
        reserved: 0,
    }
}

const STRUCT_SIZE: c_int = size_of::<z::z_stream>() as c_int;

/// Inflates up to `limit` bytes. `window_bits` is 15, or -15 for a stream without zlib's header and checksum.
pub fn inflate(stream: &[u8], window_bits: c_int, limit: usize) -> Inflated {
    let mut content = vec![0; limit];
    let mut state = between(stream, &mut content);
    // SAFETY: `state` points to `stream` and `content`, which outlive it, and is ended once.
    let result = unsafe {
        assert_eq!(z::inflateInit2_(&mut state, window_bits, z::zlibVersion(), STRUCT_SIZE), z::Z_OK);
        let result = z::inflate(&mut state, z::Z_FINISH);
        z::inflateEnd(&mut state);
        result
    };
    content.truncate(state.total_out as usize);
    Inflated { content, taken: state.total_in as usize, is_whole: result == z::Z_STREAM_END }
}

/// Compresses `parts`, each behind the other with a flush of the given kind (`Z_NO_FLUSH` and so on) between them.
pub fn deflate(parts: &[&[u8]], flush: c_int, settings: Settings) -> Vec<u8> {
    let len: usize = parts.iter().map(|part| part.len()).sum();
    let mut stream = vec![0; 2 * len + 64 * (parts.len() + 4)];
    let mut state = between(&[], &mut stream);
    let Settings { level, window_bits, mem_level, strategy } = settings;
    // SAFETY: `state` points to `stream` and to one part after the other, all of which outlive it; it is ended once.
    unsafe {
        let version = z::zlibVersion();
        let started =
            z::deflateInit2_(&mut state, level, z::Z_DEFLATED, window_bits, mem_level, strategy, version, STRUCT_SIZE);
        assert_eq!(started, z::Z_OK, "{settings:?}");
        for part in parts {
            state.next_in = part.as_ptr().cast_mut();
            state.avail_in = part.len().try_into().unwrap();
            let result = z::deflate(&mut state, flush);
            // Z_BUF_ERROR: a flush with nothing to do.
            assert!(result == z::Z_OK || result == z::Z_BUF_ERROR, "{result}");
            assert_eq!(state.avail_in, 0);
        }
        assert_eq!(z::deflate(&mut state, z::Z_FINISH), z::Z_STREAM_END);
        z::deflateEnd(&mut state);
    }
    stream.truncate(state.total_out as usize);
    stream
}

//! Properties that hold for any input, on inputs that are made rather than found: the library's zlib streams against
//! flate2 and C zlib, and every target near its seeds.

use std::sync::LazyLock;

use agora_token_fuzz::zlib::{self, Settings};
use agora_token_fuzz::{Body, TARGETS, read, seeds, write};
use proptest::prelude::*;
use proptest::sample::Index;

/// Sizes on both sides of every bound: of a match, of the small encoder, of a window, of a stored block, of a content.
fn len() -> impl Strategy<Value = usize> {
    let bounds = prop::sample::select(vec![0usize, 3, 258, 259, 512, 1024, 32_768, 65_535, 131_070, 131_072]);
    let around = (bounds, 0..3usize).prop_map(|(bound, above)| (bound + above).saturating_sub(1));
    prop_oneof![4 => 0..700usize, 1 => around.prop_map(|len| len.min(131_072))]
}

/// Contents that stress an encoder: noise, few letters, high bytes, and repetitions with a byte changed here and there.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let kinds = (len(), any::<u64>(), 0..5u8, 1..400usize, prop::collection::vec(any::<(Index, u8)>(), 0..8));
    kinds.prop_map(|(len, seed, kind, period, changes)| {
        let mut state = seed | 1;
        let mut noise = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        };
        let mut content: Vec<u8> = match kind {
            0 => (0..len).map(|_| noise()).collect(),
            1 => (0..len).map(|_| noise() | 0x90).collect(),
            2 => (0..len).map(|_| noise() & 3).collect(),
            3 => vec![noise(); len],
            _ => {
                let one: Vec<u8> = (0..period).map(|_| noise()).collect();
                one.into_iter().cycle().take(len).collect()
            }
        };
        for (at, byte) in changes {
            if !content.is_empty() {
                let at = at.index(content.len());
                content[at] = byte;
            }
        }
        content
    })
}

fn settings() -> impl Strategy<Value = Settings> {
    (0..=9i32, 9..=15i32, 1..=9i32, 0..=4i32).prop_map(|(level, window_bits, mem_level, strategy)| Settings {
        level,
        window_bits,
        mem_level,
        strategy,
    })
}

/// The seeds of every target, with its body.
static SEEDS: LazyLock<Vec<(Body, Vec<u8>)>> = LazyLock::new(|| {
    TARGETS.into_iter().flat_map(|(name, body)| seeds::of(name).into_iter().map(move |seed| (body, seed))).collect()
});

proptest! {
    #[test]
    fn flate2_and_c_zlib_read_what_the_library_writes((content, noise) in (content(), any::<Index>())) {
        write(&content, noise.index(content.len() + 1));
    }

    #[test]
    fn the_library_reads_what_c_zlib_writes_and_refuses_what_it_refuses(
        content in content(),
        settings in settings(),
        cut in any::<Index>(),
        flush in 0..4i32,
        changes in prop::collection::vec(any::<(Index, u8)>(), 0..4),
    ) {
        let (front, back) = content.split_at(cut.index(content.len() + 1));
        let mut stream = zlib::deflate(&[front, back], flush, settings);
        read(&stream);
        for (at, byte) in changes {
            let at = at.index(stream.len());
            stream[at] = byte;
        }
        read(&stream);
    }

    #[test]
    fn every_target_keeps_its_promises_near_its_seeds(
        seed in any::<Index>(),
        changes in prop::collection::vec(any::<(Index, u8)>(), 0..4),
        end in prop::option::of(any::<Index>()),
    ) {
        let (body, seed) = &SEEDS[seed.index(SEEDS.len())];
        let mut input = seed.clone();
        input.truncate(end.map_or(seed.len(), |end| end.index(seed.len() + 1)));
        for (at, byte) in changes {
            if !input.is_empty() {
                let at = at.index(input.len());
                input[at] = byte;
            }
        }
        body(&input);
    }
}

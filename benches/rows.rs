//! The rows of the table that `make bench` ends with, as lines of a name, a tab and a number: nanoseconds for
//! a call, a count for the others.
//!
//! Calls that are compared with each other are measured in turn, some thousand of each per round, and the
//! least of all rounds counts: what else the machine does delays a round, never speeds one up.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use agora_token_bench::c::Issuer;
use agora_token_bench::{floor_006, floor_007};

const ROUNDS: usize = 200;
const CALLS: u32 = 2_000;

fn nanoseconds_per_call(call: &mut dyn FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..CALLS {
        call();
    }
    start.elapsed().as_nanos() as f64 / f64::from(CALLS)
}

fn print_calls(issuer: Issuer) {
    let (mut out_006, mut out_007) = ([0; 1024], [0; 1024]);
    let (token_006, token_007) = (issuer.token(6), issuer.token(7));
    let mut calls: [(&str, &mut dyn FnMut()); 7] = [
        ("floor 007", &mut || {
            black_box(floor_007());
        }),
        ("floor 006", &mut || {
            black_box(floor_006());
        }),
        ("Rust build 007", &mut || {
            black_box(issuer.build(7, &mut out_007));
        }),
        ("Rust build 006", &mut || {
            black_box(issuer.build(6, &mut out_006));
        }),
        ("Rust verify 007", &mut || issuer.verify(black_box(&token_007))),
        ("Rust check 007", &mut || issuer.check(black_box(&token_007))),
        ("Rust check 006", &mut || issuer.check(black_box(&token_006))),
    ];
    let mut least = [f64::INFINITY; 7];
    for _ in 0..ROUNDS {
        for (least, (_, call)) in least.iter_mut().zip(&mut calls) {
            *least = least.min(nanoseconds_per_call(call));
        }
    }
    for (least, (name, _)) in least.iter().zip(&calls) {
        println!("{name}\t{least:.1}");
    }
}

/// Heap allocations of a token on a thread that has made one.
fn print_allocations(issuer: Issuer) {
    let mut out = [0; 1024];
    for (name, version) in [("allocations 007", 7), ("allocations 006", 6)] {
        issuer.build(version, &mut out);
        let counted = allocation_counter::measure(|| {
            for _ in 0..CALLS {
                issuer.build(version, &mut out);
            }
        });
        println!("{name}\t{}", counted.count_total as f64 / f64::from(CALLS));
    }
}

/// How long `count` threads take for `tokens` 007 tokens each, from the first one's start to the last one's end.
fn time_of_threads(issuer: Issuer, count: usize, tokens: usize) -> Duration {
    let barrier = Barrier::new(count);
    let work = || {
        let mut out = [0; 1024];
        issuer.build(7, &mut out);
        barrier.wait();
        let start = Instant::now();
        for _ in 0..tokens {
            black_box(issuer.build(7, &mut out));
        }
        (start, Instant::now())
    };
    let spans: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let start = spans.iter().map(|span| span.0).min().unwrap();
    let end = spans.iter().map(|span| span.1).max().unwrap();
    end - start
}

/// The rate of eight threads on one issuer as a multiple of one thread's.
fn print_threads(issuer: Issuer) {
    const THREADS: usize = 8;
    const TOKENS: usize = 10_000;
    let (mut one, mut eight) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS / 4 {
        one = one.min(time_of_threads(issuer, 1, TOKENS));
        eight = eight.min(time_of_threads(issuer, THREADS, TOKENS));
    }
    println!("cores\t{}", thread::available_parallelism().unwrap());
    println!("eight threads\t{:.3}", one.as_secs_f64() * THREADS as f64 / eight.as_secs_f64());
}

fn main() {
    let issuer = Issuer::new();
    print_calls(issuer);
    print_allocations(issuer);
    print_threads(issuer);
}

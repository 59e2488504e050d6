//! What a token costs, through the C ABI, clock and salt included, beside the HMACs that the formats
//! demand: the floor, measured in the same run.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use agora_token::{Issuer, Privilege, Service, TokenBuilder, TokenInfo, User, Version};
use criterion::{Criterion, Throughput};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const APP_ID: &str = "970CA35de60c44645bbae8a215061b33";
const CERTIFICATE: &str = "5CFd2fd1755d40ecb72977518be15d3b";
const CHANNEL: &str = "0123456789abcdef0123456789abcdef";

/// The functions of the C ABI that are measured, as a C program calls them.
mod c {
    use std::ffi::c_char;

    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct Str {
        data: *const c_char,
        len: usize,
    }

    impl Str {
        pub fn new(text: &'static str) -> Str {
            Str { data: text.as_ptr().cast(), len: text.len() }
        }
    }

    #[repr(C)]
    pub struct Issuer {
        _opaque: [u8; 0],
    }

    unsafe extern "C" {
        fn agora_token_issuer_new(app_id: Str, app_certificate: Str, out: *mut *mut Issuer) -> i32;
        fn agora_token_rtc_uid(
            issuer: *const Issuer,
            version: u32,
            channel: Str,
            uid: u32,
            role: u32,
            expires_in: u32,
            out: *mut c_char,
            capacity: usize,
            out_len: *mut usize,
        ) -> i32;
        fn agora_token_verify(issuer: *const Issuer, token: Str, now: u64) -> i32;
        fn agora_token_check_rtc_uid(
            issuer: *const Issuer,
            token: Str,
            channel: Str,
            uid: u32,
            privilege: u32,
            now: u64,
        ) -> i32;
    }

    /// An issuer that lives as long as the program.
    pub fn issuer(app_id: &'static str, certificate: &'static str) -> *const Issuer {
        let mut issuer = std::ptr::null_mut();
        // SAFETY: both strings are static, and `issuer` is a pointer of this frame.
        let status = unsafe { agora_token_issuer_new(Str::new(app_id), Str::new(certificate), &mut issuer) };
        assert_eq!(status, 0);
        issuer
    }

    /// Builds a token of a publisher with uid 42 for an hour and returns its length.
    pub fn rtc_uid(issuer: *const Issuer, version: u32, channel: Str, out: &mut [u8; 1024]) -> usize {
        let mut len = 0;
        // SAFETY: the issuer is of `issuer` and lives on, the channel is static, and the output has the
        // capacity that is passed.
        let status = unsafe {
            agora_token_rtc_uid(issuer, version, channel, 42, 1, 3600, out.as_mut_ptr().cast(), out.len(), &mut len)
        };
        assert_eq!(status, 0);
        len
    }

    pub fn verify(issuer: *const Issuer, token: Str) {
        // SAFETY: the issuer is of `issuer` and lives on, and the token is static.
        assert_eq!(unsafe { agora_token_verify(issuer, token, 0) }, 0);
    }

    /// Checks that uid 42 may join.
    pub fn check(issuer: *const Issuer, token: Str, channel: Str) {
        // SAFETY: the issuer is of `issuer` and lives on, and both strings are static.
        assert_eq!(unsafe { agora_token_check_rtc_uid(issuer, token, channel, 42, 1, 0) }, 0);
    }
}

fn hmac(key: &[u8], data: &[u8]) -> [u8; 32] {
    Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(data).finalize().into_bytes().into()
}

/// The HMACs that a format demands for an RTC token of a publisher in [`CHANNEL`].
fn floor(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("floor");
    // The signed bytes of such a token: App ID, times, salt, one service with four privileges.
    let signing_info = [7; 2 + 32 + 4 + 4 + 4 + 2 + 2 + 2 + 24 + 2 + 32 + 2 + 2];
    group.bench_function("007", |bencher| {
        bencher.iter(|| {
            let by_time = hmac(&black_box(1u32).to_le_bytes(), black_box(CERTIFICATE.as_bytes()));
            let key = hmac(&black_box(2u32).to_le_bytes(), &by_time);
            hmac(&key, black_box(&signing_info))
        });
    });
    // App ID, channel, uid, and the message: salt, ts, four privileges.
    let signed = [7; 32 + 32 + 2 + 4 + 4 + 2 + 24];
    group.bench_function("006", |bencher| {
        bencher.iter(|| hmac(black_box(CERTIFICATE.as_bytes()), black_box(&signed)));
    });
    group.finish();
}

fn one_calls(criterion: &mut Criterion) {
    let issuer = c::issuer(APP_ID, CERTIFICATE);
    let channel = c::Str::new(CHANNEL);
    for (name, version) in [("006", 6), ("007", 7)] {
        let mut out = [0; 1024];
        criterion.bench_function(&format!("build/{name}"), |bencher| {
            bencher.iter(|| c::rtc_uid(issuer, version, black_box(channel), &mut out));
        });
        let len = c::rtc_uid(issuer, version, channel, &mut out);
        let token: &'static str = String::from_utf8(out[..len].to_vec()).unwrap().leak();
        let token_str = c::Str::new(token);
        if version == 7 {
            criterion.bench_function("verify/007", |bencher| bencher.iter(|| c::verify(issuer, black_box(token_str))));
        }
        criterion.bench_function(&format!("check/{name}"), |bencher| {
            bencher.iter(|| c::check(issuer, black_box(token_str), channel));
        });
        criterion.bench_function(&format!("parse/{name}"), |bencher| {
            bencher.iter(|| TokenInfo::parse(black_box(token)).unwrap());
        });
    }
}

/// A token of four services, which goes through the builder.
fn four_services(issuer: &Issuer) -> TokenBuilder {
    let mut builder = issuer.builder(Version::V007);
    builder.add(Service::rtc(CHANNEL, User::Uid(42)).grant(Privilege::RTC_JOIN_CHANNEL, 0)).unwrap();
    builder.add(Service::rtm("42").grant(Privilege::RTM_LOGIN, 0)).unwrap();
    builder.add(Service::chat("42").grant(Privilege::CHAT_USER, 0)).unwrap();
    builder.add(Service::apaas("classroom", "42", 1).grant(Privilege::APAAS_ROOM_USER, 0)).unwrap();
    builder
}

fn builder(criterion: &mut Criterion) {
    let issuer = Issuer::new(APP_ID, CERTIFICATE).unwrap();
    let builder = four_services(&issuer);
    criterion.bench_function("build/007 of four services", |bencher| bencher.iter(|| builder.build().unwrap()));
    let token = builder.build().unwrap();
    criterion.bench_function("verify/007 of four services", |bencher| {
        bencher.iter(|| issuer.verify(black_box(&token), None).unwrap());
    });
    criterion.bench_function("parse/007 of four services", |bencher| {
        bencher.iter(|| TokenInfo::parse(black_box(&token)).unwrap());
    });
}

fn thousand_users(criterion: &mut Criterion) {
    let issuer = Issuer::new(APP_ID, CERTIFICATE).unwrap();
    let hour = Duration::from_secs(3600);
    let mut group = criterion.benchmark_group("a thousand users");
    group.throughput(Throughput::Elements(1000));
    for (name, version) in [("006", Version::V006), ("007", Version::V007)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for uid in 1..=1000 {
                    let user = User::Uid(uid);
                    black_box(issuer.rtc(version, CHANNEL, user, agora_token::Role::Publisher, hour).unwrap());
                }
            });
        });
    }
    group.finish();
}

/// The median of a benchmark of this run, in nanoseconds.
fn median(results: &Path, name: &str) -> Option<f64> {
    let file = std::fs::read_to_string(results.join(name).join("new/estimates.json")).ok()?;
    serde_json::from_str::<serde_json::Value>(&file).ok()?["median"]["point_estimate"].as_f64()
}

/// The table of what is measured against its floor and its target.
fn print_table(results: &Path) {
    let rows = [
        ("007 RTC token", "build/007", "007", 2.0),
        ("006 RTC token", "build/006", "006", 2.0),
        ("007 verify", "verify/007", "007", 3.0),
        ("007 check", "check/007", "007", 3.0),
        ("006 check", "check/006", "006", 3.0),
    ];
    println!("{:<16} {:>10} {:>12} {:>8} {:>8}", "work", "time", "its HMACs", "ratio", "target");
    for (work, name, version, target) in rows {
        if let (Some(time), Some(floor)) = (median(results, name), median(results, &format!("floor/{version}"))) {
            println!("{work:<16} {time:>7.0} ns {floor:>9.0} ns {:>7.2}x {target:>7.1}x", time / floor);
        }
    }
    println!("Times of the official builders, and how they were taken: benches/peers.md");
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    floor(&mut criterion);
    one_calls(&mut criterion);
    builder(&mut criterion);
    thousand_users(&mut criterion);
    criterion.final_summary();
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "../target".into());
    print_table(&Path::new(&target).join("criterion"));
}

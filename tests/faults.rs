//! A clock and a random source that fail: an error, never a guessed time or a weak salt.
//!
//! What this process defines itself here goes before the C library's, so that the library and Rust's
//! standard library ask it. Where times have 32 bits there are other functions.
#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

mod support;

use std::cell::Cell;
use std::ffi::{c_int, c_long};
use std::mem::transmute;
use std::time::Duration;

use agora_token::{Endpoint, EndpointOptions, Error, Issuer, Privilege, Request, Service, User, Version};
use libc::{clockid_t, size_t, timespec};
use support::{APP_ID, CERTIFICATE, by_hand, every_one_call, issuer};

thread_local! {
    /// The Unix time that this thread is told, where it is not the real one.
    static TIME: Cell<Option<i64>> = const { Cell::new(None) };
    /// What the random source answers this thread instead of random bytes.
    static RANDOM: Cell<Option<Random>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
enum Random {
    Fails(c_int),
    /// A signal comes before the first of these bytes.
    IsInterrupted(u8),
    /// So many bytes at a time, each of them this one.
    Gives(usize, u8),
}

// SAFETY: it does what the C library's function of this name does, through the same system call.
#[unsafe(no_mangle)]
unsafe extern "C" fn clock_gettime(clock: clockid_t, time: *mut timespec) -> c_int {
    match TIME.get() {
        Some(seconds) if clock == libc::CLOCK_REALTIME => {
            // SAFETY: the caller's promise is the same.
            unsafe { time.write(timespec { tv_sec: seconds, tv_nsec: 0 }) };
            0
        }
        // SAFETY: the caller's promise is the same.
        _ => unsafe { libc::syscall(libc::SYS_clock_gettime, clock, time) as c_int },
    }
}

type Syscall = unsafe extern "C" fn(c_long, c_long, c_long, c_long, c_long, c_long, c_long) -> c_long;

// SAFETY: it does what the C library's function of this name does, which also takes six arguments whatever the call has.
#[unsafe(no_mangle)]
unsafe extern "C" fn syscall(
    number: c_long,
    a: c_long,
    b: c_long,
    c: c_long,
    d: c_long,
    e: c_long,
    f: c_long,
) -> c_long {
    // What a thread that ends asks is passed on.
    let random = if number == libc::SYS_getrandom { RANDOM.try_with(Cell::get).ok().flatten() } else { None };
    match random {
        Some(Random::Fails(error)) => {
            // SAFETY: the place of this thread's error number is always there.
            unsafe { *libc::__errno_location() = error };
            -1
        }
        Some(Random::IsInterrupted(byte)) => {
            RANDOM.set(Some(Random::Gives(4, byte)));
            // SAFETY: the place of this thread's error number is always there.
            unsafe { *libc::__errno_location() = libc::EINTR };
            -1
        }
        Some(Random::Gives(most, byte)) => {
            let count = (b as size_t).min(most);
            // SAFETY: the caller has room for as many bytes as it asks for.
            unsafe { (a as *mut u8).write_bytes(byte, count) };
            count as c_long
        }
        None => {
            // SAFETY: the name ends with a NUL, and the C library has a function of it and of this kind.
            let real: Syscall = unsafe { transmute(libc::dlsym(libc::RTLD_NEXT, c"syscall".as_ptr())) };
            // SAFETY: the caller's promise is the same.
            unsafe { real(number, a, b, c, d, e, f) }
        }
    }
}

fn at<T>(time: i64, work: impl FnOnce() -> T) -> T {
    TIME.set(Some(time));
    let result = work();
    TIME.set(None);
    result
}

fn with<T>(random: Random, work: impl FnOnce() -> T) -> T {
    RANDOM.set(Some(random));
    let result = work();
    RANDOM.set(None);
    result
}

/// The last second that a token can be issued in.
const END: i64 = u32::MAX as i64;
const NO_TIMES: [i64; 5] = [i64::MIN, -86_400, -1, END + 1, i64::MAX];

#[test]
fn no_token_is_built_before_1970_or_after_february_2106() {
    let issuer = issuer();
    for time in NO_TIMES {
        for token in at(time, || every_one_call(&issuer)) {
            assert_eq!(token.map(drop), Err(Error::ClockFailed), "{time}");
        }
        for version in [Version::V006, Version::V007] {
            let mut builder = issuer.builder(version);
            builder.add(Service::rtm("ann").grant(Privilege::RTM_LOGIN, 60)).unwrap();
            assert_eq!(at(time, || builder.build()), Err(Error::ClockFailed), "{time}");
        }
    }
}

#[test]
fn a_token_is_built_in_the_first_and_in_the_last_second_of_its_clock() {
    let second = Duration::from_secs(1);
    for time in [0, END] {
        let token = at(time, || issuer().rtm(Version::V007, "ann", second)).unwrap();
        let info = agora_token::TokenInfo::parse(&token).unwrap();
        // The sum is past 32 bits, and not wrapped.
        assert_eq!((info.issued_at.map(i64::from), info.expires_at), (Some(time), time as u64 + 1));
        assert_eq!(at(time, || issuer().verify(&token, None)).map(|good| good.expires_at), Ok(time as u64 + 1));
        assert_eq!(at(time + 1, || issuer().verify(&token, None)), Err(Error::Expired));
    }
    // A 006 token holds the end of its life, which must fit.
    assert_eq!(at(END, || issuer().rtm(Version::V006, "ann", second).map(drop)), Err(Error::BadExpiry));
}

#[test]
fn a_token_can_be_read_whatever_the_clock_says_and_is_checked_only_with_a_clock() {
    let token = by_hand::token(1, &by_hand::service(1, &["room", "7"]));
    let join = Privilege::RTC_JOIN_CHANNEL;
    let check = |now| issuer().check_rtc(&token, "room", User::Uid(7), join, now).map(drop);
    for (time, expected) in [(-1, Error::ClockFailed), (i64::MIN, Error::ClockFailed), (END + 1, Error::Expired)] {
        at(time, || {
            assert!(agora_token::TokenInfo::parse(&token).is_ok());
            assert_eq!(check(None), Err(expected), "{time}");
            assert_eq!(issuer().verify(&token, None).map(drop), Err(expected), "{time}");
            // Who says the time needs no clock.
            assert_eq!(check(Some(by_hand::ISSUED_AT.into())), Ok(()), "{time}");
        });
    }
}

#[test]
fn an_endpoint_without_a_clock_answers_with_an_error_and_no_token() {
    let endpoint = Endpoint::new(&issuer(), EndpointOptions::default()).unwrap();
    let targets = ["/rtc/room/publisher/uid/1", "/rte/room/publisher/uid/1?version=007", "/rtm/ann", "/chat/app"];
    for target in targets.map(str::as_bytes) {
        let response = at(-1, || endpoint.handle(&Request::new(b"GET", target)));
        assert_eq!(response.status, 500);
        assert_eq!(response.body, format!(r#"{{"error":"{}"}}"#, Error::ClockFailed));
    }
}

#[test]
fn no_issuer_is_made_where_the_random_source_fails() {
    for error in [libc::EIO, libc::EAGAIN, libc::EFAULT, libc::EPERM, libc::ENOSYS] {
        let issuer = with(Random::Fails(error), || Issuer::new(APP_ID, CERTIFICATE));
        assert_eq!(issuer.map(drop), Err(Error::RandomFailed), "{error}");
    }
    assert!(Issuer::new(APP_ID, CERTIFICATE).is_ok());
}

#[test]
fn a_random_source_that_is_interrupted_or_gives_a_byte_at_a_time_fills_the_salt() {
    let salt = |random| {
        let token = with(random, issuer).rtm(Version::V007, "ann", Duration::from_secs(1)).unwrap();
        agora_token::TokenInfo::parse(&token).unwrap().salt
    };
    assert_eq!(salt(Random::Gives(1, 0xa5)), 0xa5a5_a5a5);
    assert_eq!(salt(Random::IsInterrupted(0x5a)), 0x5a5a_5a5a);
    // One that gives nothing at all is no source.
    assert_eq!(with(Random::Gives(0, 0), || Issuer::new(APP_ID, CERTIFICATE)).map(drop), Err(Error::RandomFailed));
}

#[test]
fn an_issuer_with_a_salt_needs_the_random_source_no_more() {
    let issuer = issuer();
    for token in with(Random::Fails(libc::EIO), || every_one_call(&issuer)) {
        token.unwrap();
    }
}

#[test]
fn a_forked_child_that_gets_no_random_bytes_makes_no_token() {
    let issuer = issuer();
    // SAFETY: the child only tries to make tokens and leaves by _exit.
    let child = unsafe { libc::fork() };
    assert!(child >= 0);
    if child == 0 {
        let tokens = with(Random::Fails(libc::EIO), || every_one_call(&issuer));
        let failed = tokens.iter().all(|token| matches!(token, Err(Error::RandomFailed)));
        // It has not given up for good: the source may come back.
        let comes_back = every_one_call(&issuer).iter().all(Result::is_ok);
        // SAFETY: _exit only ends the process.
        unsafe { libc::_exit(if failed && comes_back { 0 } else { 1 }) };
    }
    let mut status = 0;
    // SAFETY: `child` is this process's own, and `status` an integer of this frame.
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    assert_eq!(status, 0);
    assert!(every_one_call(&issuer).iter().all(Result::is_ok));
}

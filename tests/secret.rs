//! What the library gives back to the allocator holds neither the certificate nor a key made from it.
//!
//! The allocator of this process keeps every block that is freed, as it was, until the test has looked
//! into it. Growing a block frees the old one.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use agora_token::{
    Endpoint, EndpointOptions, Error, Issuer, Policy, Privilege, Question, Request, Service, ServiceType, Token,
    TokenBuilder, TokenInfo, User, Version,
};
use sha2::block_api::compress256;
use support::{APP_ID, CERTIFICATE, by_hand, every_one_call, issuer};

/// Keeps the blocks that are freed while `ON`, and hands out only zeros, so that no block shows what an earlier
/// one held.
struct Keeping;

#[global_allocator]
static ALLOCATOR: Keeping = Keeping;

const ROOM: usize = 1 << 18;
static ON: AtomicBool = AtomicBool::new(false);
static COUNT: AtomicUsize = AtomicUsize::new(0);
/// Address, size and alignment of each block that is kept.
static KEPT: [[AtomicUsize; 3]; ROOM] = [const { [const { AtomicUsize::new(0) }; 3] }; ROOM];

// SAFETY: the blocks are the system allocator's. One that is kept is freed later, by `look`, and once.
unsafe impl GlobalAlloc for Keeping {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is the same.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if ON.load(Ordering::SeqCst) {
            let index = COUNT.fetch_add(1, Ordering::SeqCst);
            // A test that frees more cannot say what was in them.
            let Some(kept) = KEPT.get(index) else { std::process::abort() };
            let block = [block.expose_provenance(), layout.size(), layout.align()];
            kept.iter().zip(block).for_each(|(place, value)| place.store(value, Ordering::SeqCst));
        } else {
            // SAFETY: the caller's promise is the same.
            unsafe { System.dealloc(block, layout) }
        }
    }
}

/// When a 007 token was issued, and its salt: what its keys are made of, beside the certificate.
type Stamp = (u32, u32);

/// The stamp of each 007 token here that does not take the clock's time and a salt of its own.
const ISSUED_AT: u32 = by_hand::ISSUED_AT;
const SALT: u32 = by_hand::SALT;

/// So many bytes of a secret in a row are a find.
const PART: usize = 8;

/// What must not be found, by name, where a token of this stamp was signed.
fn secrets((issued_at, salt): Stamp) -> BTreeMap<&'static str, Vec<u8>> {
    let certificate = CERTIFICATE.as_bytes();
    let undecoded = certificate.as_chunks::<2>().0.iter().map(|pair| std::str::from_utf8(pair).unwrap());
    let by_time = Hmac::new(&issued_at.to_le_bytes(), certificate);
    let key = Hmac::new(&salt.to_le_bytes(), &by_time.outer);
    let keyed = |key: &[u8], pad| {
        let mut state = START;
        compress256(&mut state, &[block(key, pad)]);
        state.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>()
    };
    BTreeMap::from([
        ("the certificate", certificate.to_vec()),
        ("the certificate in bytes", undecoded.map(|digits| u8::from_str_radix(digits, 16).unwrap()).collect()),
        ("the certificate's inner block", block(certificate, 0x36)[..32].to_vec()),
        ("the certificate's outer block", block(certificate, 0x5c)[..32].to_vec()),
        ("the certificate's inner state, which signs 006", keyed(certificate, 0x36)),
        ("the certificate's outer state, which signs 006", keyed(certificate, 0x5c)),
        ("the hash that the key by time is made of", by_time.inner),
        ("the hash that the signing key is made of", key.inner),
        ("the signing key's inner block", block(&key.outer, 0x36)[..32].to_vec()),
        ("the signing key's outer block", block(&key.outer, 0x5c)[..32].to_vec()),
        ("the signing key's inner state", keyed(&key.outer, 0x36)),
        ("the signing key's outer state", keyed(&key.outer, 0x5c)),
        ("the signing key", key.outer),
        ("the key by time", by_time.outer),
    ])
}

const START: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// HMAC's block of a key.
fn block(key: &[u8], pad: u8) -> [u8; 64] {
    let mut block = [pad; 64];
    block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
    block
}

/// An HMAC-SHA256, with the hash within.
struct Hmac {
    inner: Vec<u8>,
    outer: Vec<u8>,
}

impl Hmac {
    fn new(key: &[u8], data: &[u8]) -> Hmac {
        use sha2::{Digest, Sha256};
        let hash =
            |pad, data: &[u8]| Sha256::new().chain_update(block(key, pad)).chain_update(data).finalize().to_vec();
        let inner = hash(0x36, data);
        Hmac { outer: hash(0x5c, &inner), inner }
    }
}

/// Every part of every secret.
struct Parts {
    names: HashMap<[u8; PART], &'static str>,
    /// Which two bytes a part starts with: most of what is looked through ends here.
    starts: Vec<bool>,
}

impl Parts {
    /// The secrets of these stamps as bytes in their order, and as the words that SHA-256 computes with.
    fn new(stamps: &[Stamp]) -> Parts {
        let mut parts = Parts { names: HashMap::new(), starts: vec![false; 1 << 16] };
        for (name, secret) in stamps.iter().copied().flat_map(secrets) {
            let mut words = secret.clone();
            words.as_chunks_mut::<4>().0.iter_mut().for_each(|word| word.reverse());
            for part in secret.windows(PART).chain(words.windows(PART)) {
                parts.names.insert(part.try_into().unwrap(), name);
                parts.starts[Parts::start(part)] = true;
            }
        }
        parts
    }

    fn start(part: &[u8]) -> usize {
        u16::from_ne_bytes([part[0], part[1]]).into()
    }

    /// The names of the secrets that a block holds a part of.
    fn find(&self, block: &[u8]) -> BTreeSet<&'static str> {
        let candidates = block.windows(PART).filter(|part| self.starts[Parts::start(part)]);
        candidates.filter_map(|part| self.names.get(part).copied()).collect()
    }
}

/// Whether a text shows a part of the certificate, as text or as a list of bytes.
fn shows_the_certificate(said: &str) -> bool {
    CERTIFICATE.as_bytes().windows(PART).any(|part| {
        let list = format!("{part:?}");
        said.contains(std::str::from_utf8(part).unwrap()) || said.contains(list.trim_matches(['[', ']']))
    })
}

/// What was freed while a test ran.
#[derive(Debug, Default)]
struct Freed {
    blocks: usize,
    bytes: usize,
    /// The names of the secrets in them, each with the number of blocks.
    found: BTreeMap<&'static str, usize>,
}

/// One test at a time, from its start to its end: the allocator is everybody's, and what a test frees of its own would
/// be found by another.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `work` and looks into all that was freed meanwhile, for the secrets of the tests' own stamp and of the stamps
/// that `work` gives. The test must be `alone`.
fn watch(work: impl FnOnce() -> Vec<Stamp>) -> Freed {
    ON.store(true, Ordering::SeqCst);
    let result = catch_unwind(AssertUnwindSafe(work));
    ON.store(false, Ordering::SeqCst);
    let stamps = result.as_deref().unwrap_or_default();
    let freed = look(&Parts::new(&[&[(ISSUED_AT, SALT)], stamps].concat()));
    result.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    freed
}

/// Looks into the blocks that are kept, and frees them.
fn look(parts: &Parts) -> Freed {
    let mut freed = Freed::default();
    for kept in &KEPT[..COUNT.swap(0, Ordering::SeqCst)] {
        let [address, size, align] = kept.each_ref().map(|place| place.swap(0, Ordering::SeqCst));
        let block = std::ptr::with_exposed_provenance_mut::<u8>(address);
        // SAFETY: the block was given up by its owner and not freed, and all of its bytes were zero at first.
        let bytes = unsafe { slice::from_raw_parts(block, size) };
        parts.find(bytes).into_iter().for_each(|name| *freed.found.entry(name).or_default() += 1);
        freed.blocks += 1;
        freed.bytes += size;
        // SAFETY: the block came from the system allocator with this layout, and nobody knows of it any more.
        unsafe { System.dealloc(block, Layout::from_size_align(size, align).unwrap()) };
    }
    freed
}

#[track_caller]
fn assert_clean(what: &str, work: impl FnOnce()) {
    assert_clean_of(what, || {
        work();
        Vec::new()
    });
}

/// `assert_clean` where tokens of other stamps are signed, which `work` gives.
#[track_caller]
fn assert_clean_of(what: &str, work: impl FnOnce() -> Vec<Stamp>) {
    let freed = watch(work);
    assert_eq!(freed.found, BTreeMap::new(), "{what}");
    assert!(freed.blocks > 0, "{what} freed nothing: there was nothing to look into");
    // For the table of `make proof`.
    println!("freed: {} blocks, {} bytes: {what}", freed.blocks, freed.bytes);
}

#[test]
fn each_secret_is_seen_in_a_block_that_is_freed_without_a_wipe() {
    let _alone = alone();
    for (stamp, stamps) in [((ISSUED_AT, SALT), vec![]), ((1, 2), vec![(3, 4), (1, 2)])] {
        for (name, secret) in secrets(stamp) {
            let freed_in = |work: &mut dyn FnMut()| {
                watch(|| {
                    work();
                    stamps.clone()
                })
            };
            for (from, to) in [(0, secret.len()), (secret.len() - PART, secret.len())] {
                let freed = freed_in(&mut || drop([&b"xyz"[..], &secret[from..to]].concat()));
                assert_eq!(freed.found, BTreeMap::from([(name, 1)]), "{freed:?}");
            }
            // A block that moves leaves its bytes behind, though no drop ever sees them.
            let mut grown = secret.clone();
            grown.shrink_to_fit();
            let freed = freed_in(&mut || grown.reserve_exact(1 << 16));
            assert_eq!(freed.found.get(name), Some(&1), "{freed:?}");
        }
    }
}

#[test]
fn an_issuer_that_is_dropped_was_wiped() {
    let _alone = alone();
    assert_clean("an issuer", || drop(issuer()));
    assert_clean("an issuer and its clones", || {
        let issuers = vec![issuer(); 10];
        assert!(!shows_the_certificate(&format!("{issuers:?}")));
    });
    assert_clean("an issuer of another thread", || {
        let issuer = issuer();
        std::thread::spawn(move || drop(issuer)).join().unwrap();
    });
}

#[test]
fn an_issuer_that_a_panic_takes_down_was_wiped() {
    let _alone = alone();
    assert_clean("an issuer in a panic", || {
        let result = catch_unwind(|| {
            let builder = builder_of_many(&issuer());
            assert!(builder.build().is_err(), "this panic is part of the test");
        });
        result.unwrap_err();
    });
}

#[test]
fn a_panic_does_not_show_the_certificate() {
    let _alone = alone();
    let refused = |builder: TokenBuilder| Err::<Issuer, _>(builder);
    // What unwrap says when it panics is the Debug output of what it holds.
    let panics: [&dyn Fn(); 6] = [
        &|| _ = Issuer::new(APP_ID, CERTIFICATE).unwrap_err(),
        &|| _ = Issuer::new(APP_ID, &format!("{CERTIFICATE}0")).unwrap(),
        &|| _ = Issuer::new("x", CERTIFICATE).unwrap(),
        &|| _ = refused(builder_of_many(&issuer())).unwrap(),
        &|| _ = Endpoint::new(&issuer(), EndpointOptions::default()).unwrap_err(),
        &|| _ = issuer().check_rtm(CERTIFICATE, "ann", None).unwrap(),
    ];
    for panic in panics {
        let said = *catch_unwind(AssertUnwindSafe(panic)).unwrap_err().downcast::<String>().unwrap();
        assert!(said.starts_with("called `Result::unwrap"), "{said}");
        assert!(!shows_the_certificate(&said), "{said}");
    }
}

#[test]
fn the_certificate_is_seen_in_a_text_in_either_form() {
    let _alone = alone();
    for shown in [CERTIFICATE.to_owned(), CERTIFICATE[3..20].to_owned(), format!("{:?}", CERTIFICATE.as_bytes())] {
        assert!(shows_the_certificate(&format!("Issuer({shown})")), "{shown}");
    }
    assert!(!shows_the_certificate(&format!("Issuer({APP_ID}, {:?})", APP_ID.as_bytes())));
}

#[test]
fn credentials_that_are_refused_leave_nothing() {
    let _alone = alone();
    let bad = [
        (APP_ID, format!("{CERTIFICATE}0")),
        (APP_ID, CERTIFICATE[1..].to_owned()),
        (APP_ID, format!("{}x", &CERTIFICATE[..31])),
        ("x", CERTIFICATE.to_owned()),
    ];
    let mut errors = Vec::new();
    let shown = || bad.iter().map(|(app_id, certificate)| Issuer::new(app_id, certificate).unwrap_err());
    assert_clean("refused credentials", || errors.extend(shown().map(|error| format!("{error} {error:?}"))));
    assert!(errors.iter().all(|error| !error.contains(&CERTIFICATE[1..8])), "{errors:?}");
}

#[test]
fn the_one_call_builders_leave_nothing() {
    let _alone = alone();
    assert_clean_of("the one-call builders", || {
        let tokens: Vec<Token> = every_one_call(&issuer()).into_iter().map(Result::unwrap).collect();
        let stamps: Vec<Stamp> = tokens.iter().filter_map(|token| stamp(token)).collect();
        assert_eq!(stamps.len(), tokens.iter().filter(|token| token.starts_with("007")).count());
        stamps
    });
}

/// The stamp of a 007 token.
fn stamp(token: &str) -> Option<Stamp> {
    let info = TokenInfo::parse(token).ok()?;
    Some((info.issued_at?, info.salt))
}

fn builder(issuer: &Issuer, version: Version) -> TokenBuilder {
    let mut builder = issuer.builder(version);
    builder.issued_at(ISSUED_AT).salt(SALT);
    builder
}

/// A builder whose content does not fit the stack.
fn builder_of_many(issuer: &Issuer) -> TokenBuilder {
    let mut builder = builder(issuer, Version::V007);
    for number in 0..40 {
        let room = format!("room {number}");
        builder.add(Service::rtc(&room, User::ANY).grant(Privilege::RTC_JOIN_CHANNEL, 60)).unwrap();
    }
    builder
}

/// A builder whose message does not fit the stack.
fn builder_006_of_many(issuer: &Issuer) -> TokenBuilder {
    let mut builder = builder(issuer, Version::V006);
    builder.add(Service::rtm("ann")).unwrap();
    for number in 0..40 {
        builder.grant(Privilege(number), 60).unwrap();
    }
    builder
}

#[test]
fn the_builder_leaves_nothing() {
    let _alone = alone();
    assert_clean("the builder", || {
        let issuer = issuer();
        let mut small = builder(&issuer, Version::V007);
        small.add(Service::rtm2("ann").permit(0, 1, &["room"])).unwrap();
        for builder in [small, builder_of_many(&issuer), builder_006_of_many(&issuer)] {
            assert!(builder.build().unwrap().len() > 100);
            let shown = format!("{:?}", builder.clone());
            assert!(shown.contains(APP_ID) && !shows_the_certificate(&shown), "{shown}");
        }
        assert_eq!(builder(&issuer, Version::V007).build(), Err(Error::NoService));
    });
}

#[test]
fn reading_and_checking_leave_nothing() {
    let _alone = alone();
    let issuer = issuer();
    let tokens = [
        builder_of_many(&issuer).build().unwrap(),
        builder_006_of_many(&issuer).build().unwrap(),
        by_hand::token(1, &by_hand::service(1, &["room", "ann"])),
    ];
    let now = Some(u64::from(ISSUED_AT) + 1);
    let other = Issuer::new(APP_ID, &CERTIFICATE.replace('5', "6")).unwrap();
    assert_clean("reading and checking", || {
        for token in &tokens {
            for issuer in [&issuer, &other] {
                for cut in [token.len(), token.len() - 4, 40, 10, 3, 0] {
                    let token = &token[..cut];
                    let _ = TokenInfo::parse(token).map(|info| (info.to_json(), format!("{info:?}")));
                    let _ = issuer.verify(token, now);
                    let _ = issuer.check_rtm(token, "ann", now);
                    for service in ServiceType::ALL {
                        for (channel, user) in [("room", "ann"), ("room 7", ""), ("", "ann"), ("other", "other")] {
                            let question = Question::new(service, Privilege(1)).channel(channel).user(user);
                            let _ = issuer.check(token, question, now);
                        }
                    }
                }
            }
        }
    });
    assert!(issuer.verify(&tokens[0], now).is_ok() && other.verify(&tokens[0], now) == Err(Error::BadSignature));
}

#[test]
fn the_endpoint_leaves_nothing() {
    let _alone = alone();
    let policy = Policy::NOBODY.user(Some("ann")).channels(&["room"]);
    let requests = [
        ("GET", "/rtc/room/publisher/uid/1", ""),
        ("GET", "/rte/room/publisher/userAccount/ann?version=007", ""),
        ("GET", "/rtm/ann?expiry=60", ""),
        ("GET", "/chat/app", ""),
        ("GET", "/nothing", ""),
        ("GET", "/rtc/%ZZ/publisher/uid/1", ""),
        ("POST", "/getToken", r#"{"tokenType":"rtc","channel":"room","role":"publisher","uid":"ann"}"#),
        ("POST", "/getToken", r#"{"tokenType":"rtc","#),
        ("POST", "/token/generate", r#"{"channelName":"room","uid":"ann","serviceRtc":{"enable":true,"role":1}}"#),
        ("OPTIONS", "/getToken", ""),
    ];
    assert_clean_of("the endpoint", || {
        let endpoint = Endpoint::new(&issuer(), EndpointOptions::default()).unwrap();
        let mut stamps = Vec::new();
        for (method, target, body) in requests {
            for policy in [None, Some(&policy)] {
                let [method, target, body] = [method, target, body].map(str::as_bytes);
                let response = endpoint.handle(&Request::new(method, target).body(body).policy(policy));
                assert!(!shows_the_certificate(&format!("{response:?}")));
                stamps.extend(response.body.split('"').filter_map(stamp));
            }
        }
        assert!(!shows_the_certificate(&format!("{endpoint:?}")));
        assert!(stamps.len() > 5, "{stamps:?}");
        stamps
    });
}

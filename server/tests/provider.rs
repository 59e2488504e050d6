//! Sessions of an OpenID provider: its keys, which rotate, and what it or a stranger can do wrong.

mod support;

use std::fs;
use std::io::BufReader;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::provider::{Pair, Provider, Reply};
use support::{Answer, CREDENTIALS, Server, program, refusal, send};

const LISTEN: &str = "/rtc/room-1/audience/uid/42";
const FOR_ANOTHER: &str = "/rtc/room-1/audience/uid/43";

fn ask(server: &Server, target: &str, token: &str) -> Answer {
    server.ask("GET", target, &[("Authorization", &format!("Bearer {token}"))], b"")
}

/// A server with the keys of a provider, which it asks for by its name.
fn of_issuer(provider: &Provider, variables: &[(&str, &str)]) -> Server {
    Server::start(&[&[("JWT_ISSUER", &*provider.issuer()), ("JWT_AUDIENCE", "app")], variables].concat())
}

/// A provider with one key, named "1", and a server that has it.
fn one_key() -> (Pair, Provider, Server) {
    let pair = Pair::of("p256");
    let provider = Provider::with_keys(&[pair.published(json!({"kid": "1"}))]);
    let server = of_issuer(&provider, &[]);
    (pair, provider, server)
}

/// The claims of a provider's token.
fn claims(provider: &Provider) -> Value {
    json!({"iss": provider.issuer(), "aud": "app"})
}

/// Why a server with these settings does not start: its exit code, and what it says.
fn problem(variables: &[(&str, &str)]) -> (i32, String) {
    let directory = tempfile::tempdir().unwrap();
    let (code, stderr) = refusal(directory.path(), &[&CREDENTIALS, variables].concat(), &[]);
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    (code, stderr.trim_end().strip_prefix("agora-token: ").unwrap().to_owned())
}

/// Why a server does not start whose provider has these keys.
fn problem_of(keys: &Value) -> String {
    let provider = Provider::start();
    provider.reply("/keys", Reply::Document(json!({"keys": keys}).to_string(), ""));
    let url = provider.url("/keys");
    let (code, problem) = problem(&[("JWT_JWKS_URL", &url), ("JWT_ISSUER", "x"), ("JWT_AUDIENCE", "app")]);
    assert_eq!(code, 1, "{problem}");
    problem.strip_prefix(&format!("the server cannot verify session tokens: {url} ")).unwrap_or(&problem).to_owned()
}

#[test]
fn a_users_token_is_verified_with_the_key_that_it_names() {
    let pairs = [("rsa", Pair::of("rsa")), ("p256", Pair::of("p256")), ("ed25519", Pair::of("ed25519"))];
    let provider = Provider::with_keys(&pairs.each_ref().map(|(name, pair)| pair.published(json!({"kid": name}))));
    let by_url = provider.url("/keys");
    let by_issuer = of_issuer(&provider, &[]);
    let by_url = of_issuer(&provider, &[("JWT_JWKS_URL", &by_url)]);
    for server in [by_issuer, by_url] {
        for (name, pair) in &pairs {
            let token = pair.sign(name, claims(&provider));
            assert_eq!(ask(&server, LISTEN, &token).status, 200, "{name}");
            assert_eq!(ask(&server, FOR_ANOTHER, &token).status, 403, "{name}");
            // Another's name does not change a key's algorithm.
            for (other, _) in pairs.iter().filter(|(other, _)| other != name) {
                assert_eq!(ask(&server, LISTEN, &pair.sign(other, claims(&provider))).status, 401, "{name} as {other}");
            }
            for wrong in
                [json!({"iss": "https://else", "aud": "app"}), json!({"iss": provider.issuer(), "aud": "other"})]
            {
                assert_eq!(ask(&server, LISTEN, &pair.sign(name, wrong)).status, 401);
            }
        }
    }
}

#[test]
fn keys_come_from_a_file_which_is_read_again_on_sighup() {
    let (old, new) = (Pair::of("p256"), Pair::of("p256-other"));
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("keys.json");
    let write = |keys: Value| fs::write(&path, json!({"keys": keys}).to_string()).unwrap();
    write(json!([old.published(json!({"kid": "old"}))]));
    let server = Server::start(&[("JWT_JWKS_FILE", path.to_str().unwrap())]);
    let status = |pair: &Pair, kid| ask(&server, LISTEN, &pair.sign(kid, json!({}))).status;
    assert_eq!((status(&old, "old"), status(&new, "new")), (200, 401));
    write(json!([new.published(json!({"kid": "new"}))]));
    server.signal("HUP");
    let start = Instant::now();
    while status(&new, "new") != 200 {
        assert!(start.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(status(&old, "old"), 401);
    write(json!([]));
    server.signal("HUP");
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(status(&new, "new"), 200);
    let stderr = server.stop().stderr;
    let kept =
        "certificate and keys stay as they were: JWT_JWKS_FILE has no key that session tokens can be verified with";
    assert!(stderr.contains(kept), "{stderr}");
}

#[test]
fn a_server_that_cannot_verify_does_not_start() {
    let provider = Provider::start();
    let (url, issuer) = (provider.url("/keys"), provider.issuer());
    let start = |reply: Reply| {
        provider.reply("/keys", reply);
        let (code, problem) = problem(&[("JWT_JWKS_URL", &url), ("JWT_ISSUER", &issuer), ("JWT_AUDIENCE", "app")]);
        assert_eq!(code, 1, "{problem}");
        problem.strip_prefix("the server cannot verify session tokens: ").unwrap().to_owned()
    };
    assert_eq!(start(Reply::Status(404)), format!("{url} answers with status 404"));
    assert_eq!(start(Reply::Document("<html>".to_owned(), "")), format!("{url} is not JSON"));
    let no_list = format!("{url} has no list of keys: it must be {{\"keys\":[…]}}");
    assert_eq!(start(Reply::Document("{}".to_owned(), "")), no_list);
    assert_eq!(start(Reply::Large(100_000_000)), format!("{url} is larger than 256 KB"));
    let (code, said) = problem(&[("JWT_JWKS_URL", "http://127.0.0.1:1/keys"), ("JWT_ISSUER", &issuer)]);
    assert!(said.contains("http://127.0.0.1:1/keys gives no answer: "), "{said}");
    assert_eq!(code, 1);
}

#[test]
fn an_answer_that_never_ends_is_given_up_in_time() {
    for reply in [Reply::Endless, Reply::Silent] {
        let provider = Provider::start();
        provider.reply("/keys", reply);
        let start = Instant::now();
        let (code, said) = problem(&[("JWT_JWKS_URL", &provider.url("/keys")), ("JWT_ISSUER", "x")]);
        assert_eq!(code, 1);
        assert!(said.contains("timeout"), "{said}");
        assert!(start.elapsed() < Duration::from_secs(30), "{said}");
    }
}

#[test]
fn a_redirect_stays_on_the_server_that_was_asked() {
    let pair = Pair::of("p256");
    let (provider, elsewhere) = (Provider::with_keys(&[]), Provider::with_keys(&[pair.published(json!({"kid": "1"}))]));
    let document = json!({"keys": [pair.published(json!({"kid": "1"}))]}).to_string();
    provider.reply("/moved", Reply::Document(document, ""));
    for to in ["/moved".to_owned(), provider.url("/moved")] {
        provider.reply("/keys", Reply::Redirect(to));
        let server = of_issuer(&provider, &[]);
        assert_eq!(ask(&server, LISTEN, &pair.sign("1", claims(&provider))).status, 200);
    }
    let port = elsewhere.address.port();
    for to in [elsewhere.url("/keys"), format!("//127.0.0.1:{port}/keys"), format!("http://localhost:{port}/keys")] {
        provider.reply("/keys", Reply::Redirect(to));
        let (code, said) = problem(&[("JWT_ISSUER", &provider.issuer()), ("JWT_AUDIENCE", "app")]);
        assert_eq!(code, 1);
        assert!(said.contains("redirects to another server"), "{said}");
    }
    assert_eq!(elsewhere.asked().len(), 0);
    provider.reply("/keys", Reply::Redirect("/keys".to_owned()));
    let (_, said) = problem(&[("JWT_ISSUER", &provider.issuer()), ("JWT_AUDIENCE", "app")]);
    assert!(said.ends_with("/keys is the fourth redirect in a row"), "{said}");
}

#[test]
fn keys_are_fetched_over_https_or_from_this_machine() {
    let must = "must be an https URL, such as https://id.example.com/keys (http is for this machine alone)";
    for url in [
        "http://id.example.com/keys",
        "ftp://127.0.0.1/keys",
        "/etc/keys",
        "file:///etc/keys",
        "https://",
        "x",
        "http://127.0.0.1.example.com/keys",
        "https://user:password@id.example.com/keys",
        "http://localhost.example/keys",
    ] {
        let said = problem(&[("JWT_JWKS_URL", url), ("JWT_ISSUER", "x")]);
        assert_eq!(said, (2, format!("JWT_JWKS_URL {must}")), "{url}");
        let said = problem(&[("JWT_ISSUER", url)]);
        assert_eq!(said, (2, format!("JWT_ISSUER {must}, where no other setting names the keys")), "{url}");
    }
    // What discovery names is held to the same.
    let provider = Provider::start();
    let document = json!({"issuer": provider.issuer(), "jwks_uri": "http://id.example.com/keys"});
    provider.reply("/.well-known/openid-configuration", Reply::Document(document.to_string(), ""));
    let (code, said) = problem(&[("JWT_ISSUER", &provider.issuer())]);
    assert_eq!(code, 1);
    assert!(said.ends_with(&format!("names a jwks_uri that {must}")), "{said}");
}

#[test]
fn an_https_provider_needs_a_certificate_of_who_is_trusted_and_of_its_own_name() {
    let pair = Pair::of("p256");
    let provider = Provider::with_tls();
    let document = json!({"keys": [pair.published(json!({"kid": "1"}))]});
    provider.reply("/keys", Reply::Document(document.to_string(), ""));
    let (port, folder) = (provider.address.port(), format!("{}/tests/keys", env!("CARGO_MANIFEST_DIR")));
    let (url, authority) = (format!("https://localhost:{port}/keys"), format!("{folder}/tls-authority.pem"));
    fn settings(url: &str) -> [(&str, &str); 3] {
        [("JWT_JWKS_URL", url), ("JWT_ISSUER", "x"), ("JWT_AUDIENCE", "app")]
    }
    fn trusting<'a>(url: &'a str, authority: &'a str) -> Vec<(&'a str, &'a str)> {
        [&settings(url)[..], &[("SSL_CERT_FILE", authority)]].concat()
    }
    let server = Server::start(&trusting(&url, &authority));
    assert_eq!(ask(&server, LISTEN, &pair.sign("1", json!({"iss": "x", "aud": "app"}))).status, 200);
    let (code, said) = problem(&settings(&url));
    assert!(code == 1 && said.contains("invalid peer certificate"), "{said}");
    // It is for localhost, and not for this address.
    let other_name = format!("https://127.0.0.1:{port}/keys");
    let (code, said) = problem(&trusting(&other_name, &authority));
    assert!(code == 1 && said.contains("invalid peer certificate"), "{said}");
    // A redirect does not leave TLS.
    provider.reply("/keys", Reply::Redirect(format!("http://localhost:{port}/keys")));
    let (code, said) = problem(&trusting(&url, &authority));
    assert!(code == 1 && said.contains("redirects to another server"), "{said}");
}

#[test]
fn settings_that_do_not_go_together_refuse_to_start() {
    let alone = "JWT_JWKS_URL needs JWT_ISSUER: what stands in the claim iss of the provider's tokens, since one URL can \
                 have the keys of many issuers";
    assert_eq!(problem(&[("JWT_JWKS_URL", "https://id.example/keys")]), (2, alone.to_owned()));
    let both = "JWT_JWKS_URL and JWT_JWKS_FILE are both set: leave one of them out";
    assert_eq!(problem(&[("JWT_JWKS_URL", "https://id.example/keys"), ("JWT_JWKS_FILE", "x")]), (2, both.to_owned()));
    let empty = "JWT_JWKS_URL is set but empty: give it a value, or leave it out";
    assert_eq!(problem(&[("JWT_JWKS_URL", ""), ("JWT_ISSUER", "https://id.example")]), (2, empty.to_owned()));
    let no_roots = problem(&[("JWT_ISSUER", "https://id.example"), ("SSL_CERT_FILE", "/dev/null")]);
    let no_certificate = "SSL_CERT_FILE names a file without a certificate: it must be PEM (BEGIN CERTIFICATE)";
    assert_eq!(no_roots, (2, no_certificate.to_owned()));
}

#[test]
fn an_issuer_is_compared_to_the_last_slash() {
    let pair = Pair::of("p256");
    let provider = Provider::with_keys(&[pair.published(json!({"kid": "1"}))]);
    let with_slash = format!("{}/", provider.issuer());
    let (code, said) = problem(&[("JWT_ISSUER", &with_slash)]);
    let expected = format!(
        "the server cannot verify session tokens: the provider calls itself {:?}, which its tokens say too: set JWT_ISSUER \
         to exactly that",
        provider.issuer()
    );
    assert_eq!((code, said), (1, expected));
    // However long its name is, the log is not filled with it.
    let document = json!({"issuer": "\u{1b}\u{e9}".repeat(20_000), "jwks_uri": provider.url("/keys")});
    provider.reply("/.well-known/openid-configuration", Reply::Document(document.to_string(), ""));
    let (code, said) = problem(&[("JWT_ISSUER", &with_slash)]);
    assert!(
        code == 1 && said.contains("the provider calls itself \"\\u{1b}é") && said.contains("…\", which"),
        "{said}"
    );
    assert!(said.len() < 2_000, "{}", said.len());
    // Where the provider's own name has a slash, its discovery is asked without a second one.
    let document = json!({"issuer": with_slash, "jwks_uri": provider.url("/keys")});
    provider.reply("/.well-known/openid-configuration", Reply::Document(document.to_string(), ""));
    let server = Server::start(&[("JWT_ISSUER", &with_slash), ("JWT_AUDIENCE", "app")]);
    let status = |issuer: &str| ask(&server, LISTEN, &pair.sign("1", json!({"iss": issuer, "aud": "app"}))).status;
    assert_eq!((status(&with_slash), status(&provider.issuer())), (200, 401));
}

#[test]
fn keys_that_session_tokens_must_not_be_verified_with_are_ignored_and_said() {
    let pair = Pair::of("p256");
    let rsa = Pair::of("rsa");
    let weak_rsa = json!({"kty": "RSA", "e": "AQAB", "n": "x".repeat(170) + "E"});
    let weak_point = json!({"kty": "OKP", "crv": "Ed25519", "x": "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"});
    let bad = [
        (json!(1), "is not an object"),
        (json!({}), "has a kty other than RSA, EC and OKP"),
        (pair.published(json!({"d": "AQ"})), "is a private key, which is nobody's to publish"),
        (rsa.published(json!({"use": "enc"})), "is not for signatures"),
        (rsa.published(json!({"key_ops": ["encrypt"]})), "is not for signatures"),
        (rsa.published(json!({"alg": "HS256"})), "is for another algorithm than RS256, ES256 and EdDSA"),
        (rsa.published(json!({"alg": "none"})), "is for another algorithm than RS256, ES256 and EdDSA"),
        (pair.published(json!({"alg": "RS256"})), "is for another algorithm than RS256, ES256 and EdDSA"),
        (pair.published(json!({"crv": "P-384", "alg": null})), "is of another curve than P-256 and Ed25519"),
        (pair.published(json!({"x": "AQ"})), "is no point of P-256"),
        (rsa.published(json!({"n": null})), "cannot be read"),
        (rsa.published(json!({"e": "AQ"})), "is no RSA key of 2048 to 4096 bits"),
        (json!({"kty": "oct", "k": "AAAA", "alg": "HS256"}), "is a secret, which is nobody's to publish"),
        (weak_point, "is weak: an Ed25519 point of small order"),
        (weak_rsa, "is weak: an RSA key of 1024 bits"),
    ];
    for (key, reason) in &bad {
        let expected = format!("has no key that session tokens can be verified with (key 1 is ignored: it {reason})");
        assert_eq!(problem_of(&json!([key])), expected, "{key}");
    }
    // Beside a good one they change nothing.
    let mut keys: Vec<Value> = bad.iter().map(|(key, _)| key.clone()).collect();
    keys.push(pair.published(json!({"kid": "good", "alg": null})));
    keys.push(Pair::of("p256-other").published(json!({"kid": "good"})));
    let provider = Provider::with_keys(&keys);
    let server = of_issuer(&provider, &[]);
    assert_eq!(ask(&server, LISTEN, &pair.sign("good", claims(&provider))).status, 200);
    let second = Pair::of("p256-other").sign("good", claims(&provider));
    assert_eq!(ask(&server, LISTEN, &second).status, 401);
    let stderr = server.stop().stderr;
    for (index, (_, reason)) in bad.iter().enumerate() {
        let line = format!("of the provider's keys key {} is ignored: it {reason}", index + 1);
        assert!(stderr.contains(&line), "{line}\n{stderr}");
    }
    assert!(stderr.contains("key 17 is ignored: it has the kid of a key before it"), "{stderr}");
}

#[test]
fn a_set_of_ten_thousand_keys_is_refused() {
    assert_eq!(problem_of(&json!(vec![json!({"kty": "EC"}); 10_000])), "has 10000 keys, more than 100");
    let said = problem_of(&json!(vec![Pair::of("rsa").published(json!({})); 10_000]));
    assert_eq!(said, "is larger than 256 KB");
}

#[test]
fn a_forged_token_is_refused_whatever_its_header_says_and_nothing_is_asked_for_it() {
    let rsa = Pair::of("rsa");
    let provider = Provider::with_keys(&[rsa.published(json!({"kid": "1"}))]);
    let elsewhere = Provider::with_keys(&[Pair::of("p256").published(json!({"kid": "1"}))]);
    let server = of_issuer(&provider, &[]);
    let good = rsa.sign("1", claims(&provider));
    assert_eq!(ask(&server, LISTEN, &good).status, 200);
    let payload = good.split('.').nth(1).unwrap();
    let b64 = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text);
    let none = |alg: &str| format!("{}.{payload}.", b64(&json!({"alg": alg, "kid": "1"}).to_string()));
    let jwk = rsa.published(json!({}));
    let public = fs::read(format!("{}/tests/keys/rsa.pub.pem", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut forged = vec![none("none"), none("None"), none("NONE"), none("")];
    for secret in [public.as_slice(), jwk["n"].as_str().unwrap().as_bytes(), b""] {
        let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
        header.kid = Some("1".to_owned());
        let all = json!({"sub": "42", "exp": 9_999_999_999_u64, "agora.channels": ["room-1"], "aud": "app",
            "iss": provider.issuer()});
        let key = jsonwebtoken::EncodingKey::from_secret(secret);
        forged.push(jsonwebtoken::encode(&header, &all, &key).unwrap());
    }
    let stranger = Pair::of("p256");
    let strangers_key = stranger.published(json!({"kid": "1"}));
    for header in [
        json!({"kid": "1", "jku": elsewhere.url("/keys")}),
        json!({"kid": "1", "x5u": elsewhere.url("/keys")}),
        json!({"kid": "1", "jwk": strangers_key}),
    ] {
        forged.push(stranger.sign_with(&header, claims(&provider)));
        // A good token stays good with them: they are not looked at.
        assert_eq!(ask(&server, LISTEN, &rsa.sign_with(&header, claims(&provider))).status, 200, "{header}");
    }
    for token in &forged {
        assert_eq!(ask(&server, LISTEN, token).status, 401, "{token}");
    }
    assert_eq!(elsewhere.asked().len(), 0);
    assert_eq!(provider.fetches().len(), 1);
}

#[test]
fn a_kid_is_a_name_and_neither_a_path_nor_an_address() {
    let pair = Pair::of("p256");
    let provider =
        Provider::with_keys(&[pair.published(json!({"kid": "1"})), Pair::of("rsa").published(json!({"kid": "2"}))]);
    let server = of_issuer(&provider, &[]);
    let elsewhere = Provider::with_keys(&[pair.published(json!({"kid": "1"}))]);
    let url = elsewhere.url("/keys");
    std::thread::scope(|scope| {
        for kid in [
            "../../../../dev/null",
            "/dev/zero",
            "file:///etc/passwd",
            &url,
            "1\0",
            "1/../1",
            "' OR 1=1",
            "",
            " 1",
            "١",
        ] {
            let (pair, server, provider) = (&pair, &server, &provider);
            scope.spawn(move || {
                let answer = ask(server, LISTEN, &pair.sign(kid, claims(provider)));
                let reason = "the session token names no key that is known here (kid)";
                assert_eq!((answer.status, &*answer.error()), (401, reason), "{kid:?}");
            });
        }
    });
    assert_eq!(elsewhere.asked().len(), 0);
    assert!(provider.asked().iter().all(|(path, _)| ["/keys", "/.well-known/openid-configuration"].contains(&&**path)));
}

#[test]
fn a_token_that_names_no_key_waits_for_none_where_there_are_several() {
    let pairs = [Pair::of("p256"), Pair::of("rsa")];
    let provider =
        Provider::with_keys(&[pairs[0].published(json!({"kid": "1"})), pairs[1].published(json!({"kid": "2"}))]);
    let server = of_issuer(&provider, &[]);
    for pair in &pairs {
        let answer = ask(&server, LISTEN, &pair.sign_with(&json!({}), claims(&provider)));
        let reason = "the session token names no key (kid), and there are several";
        assert_eq!((answer.status, &*answer.error()), (401, reason));
    }
    // One that waits is answered behind a fetch.
    assert_eq!(provider.fetches().len(), 1);
}

#[test]
fn where_strangers_have_all_places_to_wait_a_user_with_a_new_key_is_told_to_come_again() {
    const PLACES: usize = 64;
    let (old, provider, server) = one_key();
    let new = Pair::of("p256-other");
    provider.publish(&[old.published(json!({"kid": "1"})), new.published(json!({"kid": "2"}))]);
    let user = new.sign("2", claims(&provider));
    let (answered, answers) = mpsc::channel();
    std::thread::scope(|scope| {
        for number in 0..PLACES + 8 {
            let (server, answered) = (&server, answered.clone());
            let stranger = old.sign(&format!("unknown-{number}"), claims(&provider));
            scope.spawn(move || answered.send(ask(server, LISTEN, &stranger)).unwrap());
        }
        // One that is not let wait means that others have all places, until the keys were fetched.
        assert_eq!(answers.recv().unwrap().status, 503);
        let answer = ask(&server, LISTEN, &user);
        assert_eq!((answer.status, &*answer.headers["retry-after"]), (503, "10"), "{answer:?}");
        assert!(answer.error().contains("cannot be asked for it now"), "{answer:?}");
        // A key that is known is not concerned.
        assert_eq!(ask(&server, LISTEN, &old.sign("1", claims(&provider))).status, 200);
    });
    drop(answered);
    let statuses: Vec<u16> = answers.into_iter().map(|answer| answer.status).collect();
    let count = |status| statuses.iter().filter(|other| **other == status).count();
    // One of the 503 was taken out above.
    assert_eq!((count(401), count(503)), (PLACES, 7), "{statuses:?}");
    assert_eq!(ask(&server, LISTEN, &user).status, 200);
}

#[test]
fn a_key_that_is_new_is_fetched_for_the_first_token_that_names_it() {
    let (old, provider, server) = one_key();
    let new = Pair::of("p256-other");
    provider.publish(&[new.published(json!({"kid": "2"}))]);
    assert_eq!(ask(&server, LISTEN, &new.sign("2", claims(&provider))).status, 200);
    assert_eq!(ask(&server, LISTEN, &old.sign("1", claims(&provider))).status, 401);
    let fetches = provider.fetches();
    assert!(fetches.windows(2).all(|pair| pair[1] - pair[0] >= Duration::from_secs(10)), "{fetches:?}");
}

#[test]
fn while_keys_rotate_under_load_no_good_token_is_refused() {
    let (first, provider, server) = one_key();
    let second = Pair::of("p256-other");
    let (rotated, done, asked) = (AtomicBool::new(false), AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let (pair, kid) = if rotated.load(Ordering::SeqCst) { (&second, "2") } else { (&first, "1") };
                    assert_eq!(ask(&server, LISTEN, &pair.sign(kid, claims(&provider))).status, 200);
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(Duration::from_secs(1));
        // The old key stays for the tokens that are under way, as providers have it.
        provider.publish(&[first.published(json!({"kid": "1"})), second.published(json!({"kid": "2"}))]);
        rotated.store(true, Ordering::SeqCst);
        std::thread::sleep(Duration::from_secs(12));
        done.store(true, Ordering::Relaxed);
    });
    assert!(asked.load(Ordering::Relaxed) > 100);
    assert_eq!(provider.fetches().len(), 2);
}

#[test]
fn a_thousand_unknown_kids_a_second_make_one_fetch_in_ten_seconds_and_keep_nobody_out() {
    let (pair, provider, server) = one_key();
    let known = pair.sign("1", claims(&provider));
    let done = AtomicBool::new(false);
    let refused = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (server, provider, done, refused) = (&server, &provider, &done, &refused);
            scope.spawn(move || {
                let pair = Pair::of("p256");
                for number in 0.. {
                    if done.load(Ordering::Relaxed) {
                        return;
                    }
                    let token = pair.sign(&format!("{thread}-{number}"), claims(provider));
                    let mut stream = server.connect();
                    support::send(&mut stream, "GET", LISTEN, &[("Authorization", &format!("Bearer {token}"))], b"");
                    // 64 of them wait for the next fetch, and whoever sent them does not wait for that.
                    stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
                    let mut status = [0; 12];
                    if std::io::Read::read_exact(&mut stream, &mut status).is_ok() {
                        // Or 401, where it waited.
                        assert!([b"HTTP/1.1 503", b"HTTP/1.1 401"].contains(&&status));
                        refused.fetch_add(1, Ordering::Relaxed);
                    }
                    std::thread::sleep(Duration::from_millis(2));
                }
            });
        }
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(25) {
            assert_eq!(ask(&server, LISTEN, &known).status, 200);
            std::thread::sleep(Duration::from_millis(10));
        }
        done.store(true, Ordering::Relaxed);
    });
    let fetches = provider.fetches();
    assert!((2..=4).contains(&fetches.len()), "{fetches:?}");
    assert!(fetches.windows(2).all(|pair| pair[1] - pair[0] >= Duration::from_secs(10)), "{fetches:?}");
    assert!(refused.load(Ordering::Relaxed) > 1_000, "{refused:?}");
}

#[test]
fn an_outage_of_the_provider_keeps_the_last_good_keys_and_is_said() {
    let pair = Pair::of("p256");
    let provider = Provider::with_keys(&[]);
    let keys = |headers| {
        let document = json!({"keys": [pair.published(json!({"kid": "1"}))]}).to_string();
        provider.reply("/keys", Reply::Document(document, headers));
    };
    keys("Cache-Control: public, max-age=10\r\n");
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let server = of_issuer(&provider, &[("METRICS_ADDR", &port)]);
    let good = pair.sign("1", claims(&provider));
    let metrics = || server.at(&port).connect();
    let metric = |line: &str| {
        let mut stream = metrics();
        support::send(&mut stream, "GET", "/metrics", &[("Connection", "close")], b"");
        Answer::read(&mut std::io::BufReader::new(stream), "GET").body.lines().any(|other| other == line)
    };
    assert!(metric(r#"agora_token_key_fetches_total{result="ok"} 1"#) && metric("agora_token_keys 1"));
    provider.reply("/keys", Reply::Status(500));
    let start = Instant::now();
    while !metric(r#"agora_token_key_fetches_total{result="failed"} 1"#) {
        assert!(start.elapsed() < Duration::from_secs(40));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(ask(&server, LISTEN, &good).status, 200);
    assert!(metric("agora_token_keys 1"));
    // It is back with another key, which a SIGHUP brings.
    let new = Pair::of("p256-other");
    provider.publish(&[new.published(json!({"kid": "2"}))]);
    server.signal("HUP");
    let start = Instant::now();
    while !metric(r#"agora_token_key_fetches_total{result="ok"} 2"#) {
        assert!(start.elapsed() < Duration::from_secs(40));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(ask(&server, LISTEN, &new.sign("2", claims(&provider))).status, 200);
    assert_eq!(ask(&server, LISTEN, &good).status, 401);
    let stderr = server.stop().stderr;
    let said =
        format!("the provider's keys stay as they were, since they cannot be fetched: {}", provider.url("/keys"));
    assert!(stderr.contains(&format!("{said} answers with status 500")), "{stderr}");
}

#[test]
fn a_key_that_was_removed_is_refused_when_its_lifetime_is_over() {
    let (old, new) = (Pair::of("p256"), Pair::of("p256-other"));
    let provider = Provider::with_keys(&[]);
    let publish = |key: Value| {
        let document = json!({"keys": [key]}).to_string();
        provider.reply("/keys", Reply::Document(document, "Cache-Control: max-age=11\r\n"));
    };
    publish(old.published(json!({"kid": "1"})));
    let server = of_issuer(&provider, &[]);
    let token = old.sign("1", claims(&provider));
    assert_eq!(ask(&server, LISTEN, &token).status, 200);
    publish(new.published(json!({"kid": "2"})));
    let start = Instant::now();
    while provider.fetches().len() < 2 {
        assert!(start.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(start.elapsed() > Duration::from_secs(9), "{:?}", start.elapsed());
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(ask(&server, LISTEN, &token).status, 401);
    assert_eq!(ask(&server, LISTEN, &new.sign("2", claims(&provider))).status, 200);
}

#[test]
fn a_token_that_waits_for_keys_does_not_hold_up_a_stop() {
    let (pair, provider, server) = one_key();
    provider.reply("/keys", Reply::Silent);
    let mut stream = server.connect();
    let authorization = format!("Bearer {}", pair.sign("unknown", claims(&provider)));
    send(&mut stream, "GET", LISTEN, &[("Authorization", &authorization)], b"");
    // Until it waits; where the machine is slower than that, the stop comes first and finds it all the same.
    std::thread::sleep(Duration::from_millis(500));
    let ended = server.stop();
    // Another replica may have the key by then.
    assert_eq!(Answer::read(&mut BufReader::new(stream), "GET").status, 503);
    assert!(!ended.stderr.contains("cut"), "{}", ended.stderr);
}

#[test]
fn a_provider_that_has_withdrawn_all_keys_is_believed() {
    let pair = Pair::of("p256");
    let provider = Provider::with_keys(&[pair.published(json!({"kid": "1"}))]);
    let server = of_issuer(&provider, &[]);
    let token = pair.sign("1", claims(&provider));
    let wait_for = |status| {
        let start = Instant::now();
        server.signal("HUP");
        while ask(&server, LISTEN, &token).status != status {
            assert!(start.elapsed() < Duration::from_secs(40));
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    assert_eq!(ask(&server, LISTEN, &token).status, 200);
    // It goes on with an algorithm that is not verified here.
    provider.publish(&[json!({"kty": "RSA", "kid": "2", "alg": "PS256"})]);
    wait_for(401);
    provider.publish(&[pair.published(json!({"kid": "1"}))]);
    wait_for(200);
    let stderr = server.stop().stderr;
    let said = format!("no session token is good now: {} has no key that session tokens", provider.url("/keys"));
    assert!(stderr.contains(&said), "{stderr}");
}

#[test]
fn a_server_that_waits_for_its_first_keys_can_be_stopped() {
    let provider = Provider::with_keys(&[]);
    provider.reply("/keys", Reply::Silent);
    let directory = tempfile::tempdir().unwrap();
    let issuer = provider.issuer();
    let variables = [&CREDENTIALS[..], &[("JWT_ISSUER", &*issuer), ("JWT_AUDIENCE", "app")]].concat();
    let child = program(directory.path(), &variables, &["serve"]).spawn().unwrap();
    let start = Instant::now();
    while provider.fetches().is_empty() {
        assert!(start.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(5));
    }
    let sent = Command::new("kill").args(["-s", "TERM", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    // Where the fetch is waited for instead, it fails, and the program with it.
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

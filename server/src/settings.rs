//! The settings of the server, read from the environment.

use std::net::Ipv6Addr;

use agora_token::{EndpointOptions, Error, Issuer, Version};
use zeroize::Zeroizing;

use crate::access::Access;
use crate::environment::{Environment, Problems};
use crate::log::Log;
use crate::rate::RateLimit;
use crate::reader::Reader;
use crate::signer::{CertificateFile, Page, Signers};

/// The pair of Agora's own samples: everybody has it, and it opens no real project.
const DEMO_APP_ID: &str = "970CA35de60c44645bbae8a215061b33";
const DEMO_APP_CERTIFICATE: &str = "5CFd2fd1755d40ecb72977518be15d3b";

/// Every interface, as the article's server does: phones on the same network reach it.
const DEFAULT_HOST: &str = "0.0.0.0";
const DEFAULT_PORT: u16 = 8080;
const DEFAULT_MAX_CONNECTIONS: usize = 16_384;

/// What the server needs to run.
pub struct Settings {
    pub signers: Signers,
    pub host: String,
    pub port: u16,
    pub demo: bool,
    pub access: Access,
    pub rate_limit: Option<RateLimit>,
    /// How many proxies in front of the server write X-Forwarded-For.
    pub proxy_hops: usize,
    pub max_connections: usize,
    /// Where the metrics are, as host:port.
    pub metrics_address: Option<String>,
    pub log: Log,
}

impl Settings {
    /// Reads every setting, so that one start shows all that is wrong.
    pub fn read(environment: &Environment, demo: bool) -> Result<Settings, Problems> {
        let mut reader = Reader::new(environment);
        reader.near_misses();
        let issuer = if demo { reader.demo_issuer() } else { reader.issuer() };
        let mut options = EndpointOptions::default();
        options.version = reader.choice("TOKEN_VERSION", &[("006", Version::V006), ("007", Version::V007)]);
        options.client_error_status = reader.choice("CLIENT_ERROR_STATUS", &[("500", 500), ("400", 400)]);
        options.allow_origins = reader.origins();
        let (host, port) = reader.address();
        let access = Access::read(&mut reader);
        let rate_limit = RateLimit::read(&mut reader);
        let proxy_hops = reader.guarded_number("TRUST_PROXY_HOPS", 0, "a number of proxies, such as 1").unwrap_or(0);
        let max_connections = reader
            .guarded_number("MAX_CONNECTIONS", 1, "a number of connections, such as 16384")
            .unwrap_or(DEFAULT_MAX_CONNECTIONS);
        let metrics_address = reader.metrics_address();
        // The first is the default.
        let switch = if demo { [("1", true), ("0", false)] } else { [("0", false), ("1", true)] };
        let has_page = reader.choice("PLAYGROUND", &switch);
        let log = reader.choice("LOG_FORMAT", &[("none", Log::None), ("json", Log::Json)]);
        let Some(issuer) = issuer.filter(|_| reader.problems.is_empty()) else { return Err(reader.problems) };
        let page = has_page.then(|| Page { demo, open: access.is_open() });
        let file = reader.text("APP_CERTIFICATE_FILE").zip(reader.text("APP_ID"));
        let file = file.map(|(path, app_id)| CertificateFile { app_id, path });
        let signers = Signers::new(issuer, options, page, file).map_err(|error| vec![error.to_string()])?;
        Ok(Settings {
            signers,
            host,
            port,
            demo,
            access,
            rate_limit,
            proxy_hops,
            max_connections,
            metrics_address,
            log,
        })
    }
}

/// The issuer of Agora's own samples.
pub fn demo_issuer() -> Result<Issuer, Error> {
    Issuer::new(DEMO_APP_ID, DEMO_APP_CERTIFICATE)
}

/// The credentials alone, for the commands that sign or check one token.
pub fn issuer(environment: &Environment) -> Result<Issuer, Problems> {
    let mut reader = Reader::new(environment);
    reader.issuer().ok_or(reader.problems)
}

/// Where the server listens, for the command that asks it how it is.
pub fn address(environment: &Environment) -> Result<(String, u16), Problems> {
    let mut reader = Reader::new(environment);
    let address = reader.address();
    if reader.problems.is_empty() { Ok(address) } else { Err(reader.problems) }
}

/// The settings that are read here.
impl Reader<'_> {
    /// The values of HOST and PORT.
    fn address(&mut self) -> (String, u16) {
        (self.text("HOST").unwrap_or_else(|| DEFAULT_HOST.to_owned()), self.port())
    }

    fn port(&mut self) -> u16 {
        let Some(text) = self.text("PORT") else { return DEFAULT_PORT };
        let port = text.parse().ok();
        port.or_else(|| self.problem("PORT must be a number from 0 to 65535, such as 8080; 0 is any free port"))
            .unwrap_or(DEFAULT_PORT)
    }

    fn metrics_address(&mut self) -> Option<String> {
        let address = self.text("METRICS_ADDR")?;
        let has_port = address.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        if has_port { Some(address) } else { self.problem("METRICS_ADDR must be host:port, such as 127.0.0.1:9090") }
    }

    /// The origins of CORS_ALLOW_ORIGIN; none is every origin.
    fn origins(&mut self) -> Vec<String> {
        let list = self.guard("CORS_ALLOW_ORIGIN").unwrap_or_default();
        if list.is_empty() {
            return Vec::new();
        }
        let read = |text: &str| if text == "*" { Some(text.to_owned()) } else { origin(text) };
        list.split(',').map(|text| read(text.trim())).collect::<Option<_>>().unwrap_or_else(|| {
            self.problem::<()>(
                "CORS_ALLOW_ORIGIN must be origins as browsers send them, without a path or a slash at the end, such as \
                 https://example.com,https://app.example.com:8443, or *",
            );
            Vec::new()
        })
    }

    fn issuer(&mut self) -> Option<Issuer> {
        let app_id = self.text("APP_ID");
        if app_id.is_none() {
            self.problems.push(
                "APP_ID is not set: put your project's App ID, 32 hexadecimal characters of Agora's console, into the \
                 environment or .env (to try the server without a project: agora-token serve --demo)"
                    .to_owned(),
            );
        }
        let certificate = self.certificate()?;
        match Issuer::new(&app_id?, &certificate) {
            Ok(issuer) => Some(issuer),
            Err(error) => {
                let name = match error {
                    Error::BadAppId => "APP_ID is wrong: ",
                    Error::BadAppCertificate => "APP_CERTIFICATE is wrong: ",
                    _ => "",
                };
                self.problem(format!("{name}{error}"))
            }
        }
    }

    fn certificate(&mut self) -> Option<Zeroizing<String>> {
        match (self.text("APP_CERTIFICATE"), self.text("APP_CERTIFICATE_FILE")) {
            (Some(certificate), None) => Some(Zeroizing::new(certificate)),
            (None, Some(file)) => self.file("APP_CERTIFICATE_FILE", &file),
            (Some(_), Some(_)) => {
                self.problem("APP_CERTIFICATE and APP_CERTIFICATE_FILE are both set: leave one of them out")
            }
            (None, None) => self.problem(
                "APP_CERTIFICATE is not set: put your project's App Certificate, 32 hexadecimal characters of Agora's \
                 console, into the environment or .env, or name a file that holds it in APP_CERTIFICATE_FILE",
            ),
        }
    }

    fn demo_issuer(&mut self) -> Option<Issuer> {
        for name in ["APP_ID", "APP_CERTIFICATE", "APP_CERTIFICATE_FILE"] {
            if self.text(name).is_some() {
                return self.problem(format!("--demo does not go with {name}: leave out one of the two"));
            }
        }
        demo_issuer().map_or_else(|error| self.problem(error.message()), Some)
    }
}

/// An origin as browsers send it: the scheme and the host in small letters, and no port that is the scheme's own.
fn origin(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let (scheme, rest) = (scheme.to_ascii_lowercase(), rest.to_ascii_lowercase());
    // The colons of an IPv6 address are within brackets.
    let (host, port) = match rest.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')) {
        Some((host, port)) => (host, Some(port.parse::<u16>().ok().filter(|_| !port.starts_with('+'))?)),
        None => (&*rest, None),
    };
    let is_address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .is_some_and(|host| host.parse::<Ipv6Addr>().is_ok());
    let is_name = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    let is_scheme =
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if !is_scheme || !(is_name || is_address) {
        return None;
    }
    let own_port = match &*scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    };
    let port = port.filter(|port| Some(*port) != own_port).map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{scheme}://{host}{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::NAMES;

    const CREDENTIALS: [(&str, &str); 2] = [("APP_ID", DEMO_APP_ID), ("APP_CERTIFICATE", DEMO_APP_CERTIFICATE)];

    fn read(variables: &[(&str, &str)]) -> Result<Settings, Problems> {
        Settings::read(&Environment::of(variables), false)
    }

    /// The problems of these variables beside good credentials.
    fn problems(variables: &[(&str, &str)]) -> Problems {
        read(&[&CREDENTIALS, variables].concat()).map(drop).unwrap_err()
    }

    #[test]
    fn with_credentials_alone_every_setting_has_its_default() {
        let settings = read(&CREDENTIALS).unwrap();
        assert_eq!((&*settings.host, settings.port, settings.demo), ("0.0.0.0", 8080, false));
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_would_be_right() {
        assert_eq!(problems(&[("TOKEN_VERSION", "8")]), ["TOKEN_VERSION must be 006 or 007"]);
        assert_eq!(problems(&[("CLIENT_ERROR_STATUS", "404")]), ["CLIENT_ERROR_STATUS must be 500 or 400"]);
        for port in ["http", "65536", "-1", "80 "] {
            let expected = "PORT must be a number from 0 to 65535, such as 8080; 0 is any free port";
            assert_eq!(problems(&[("PORT", port)]), [expected]);
        }
        for address in ["9090", "localhost", "localhost:", "127.0.0.1:65536"] {
            let expected = "METRICS_ADDR must be host:port, such as 127.0.0.1:9090";
            assert_eq!(problems(&[("METRICS_ADDR", address)]), [expected]);
        }
        for name in ["JWT_ALLOW_ANY_CHANNEL", "JWT_DEFAULT_ROLE", "REQUIRE_AUTH"] {
            let secret = "a secret of the app, of 32 bytes or more";
            let expected = format!("{name} is set but empty: give it a value, or leave it out");
            assert_eq!(problems(&[("JWT_SECRET", secret), (name, "")]), [expected]);
        }
    }

    #[test]
    fn what_is_nearly_a_setting_is_refused_with_the_one_that_was_meant() {
        for (name, meant) in [
            ("API_KEY", "API_KEYS"),
            ("api_keys", "API_KEYS"),
            ("APIKEYS", "API_KEYS"),
            ("Api-Keys", "API_KEYS"),
            ("API_KEY_FILE", "API_KEYS_FILE"),
            ("APP_CERTIFICATES", "APP_CERTIFICATE"),
            ("APPID", "APP_ID"),
            ("CORS_ALLOWED_ORIGINS", "CORS_ALLOW_ORIGIN"),
            ("JWT_ISUER", "JWT_ISSUER"),
            ("JWT_SECRETS", "JWT_SECRET"),
            ("MAX_EXPIRE", "MAX_EXPIRY"),
            ("port", "PORT"),
            ("RATE_LIMITS", "RATE_LIMIT"),
            ("RATELIMIT", "RATE_LIMIT"),
            ("REQUIRES_AUTH", "REQUIRE_AUTH"),
            ("TRUSTED_PROXY_HOPS", "TRUST_PROXY_HOPS"),
        ] {
            assert_eq!(problems(&[(name, "x")]), [format!(".env has {name}, which is no setting: {meant} is")]);
        }
    }

    #[test]
    fn an_env_that_others_share_starts() {
        for name in [
            "API_TOKEN",
            "API_URL",
            "API_VERSION",
            "APP_ENV",
            "APP_KEY",
            "APP_NAME",
            "APP_PORT",
            "APP_SECRET",
            "APP_URL",
            "AWS_REGION",
            "COMPOSE_PROJECT_NAME",
            "DATABASE_URL",
            "DB_HOST",
            "DB_MAX_CONNECTIONS",
            "DB_PORT",
            "DEBUG",
            "GITHUB_TOKEN",
            "HOSTNAME",
            "JWT_ALGORITHM",
            "JWT_EXPIRES_IN",
            "JWT_KEY",
            "JWT_PRIVATE_KEY",
            "LOG_FILE",
            "LOG_LEVEL",
            "MAX_AGE",
            "METRICS_PORT",
            "NODE_ENV",
            "PATH",
            "PORTAL",
            "POST",
            "PROXY_HOST",
            "PUBLIC_KEY",
            "RATE_LIMIT_WINDOW",
            "REDIS_URL",
            "REMOTE_HOST",
            "RUST_LOG",
            "SECRET_KEY",
            "TIMEZONE",
            "TOKEN_SECRET",
            "TZ",
            "VERSION",
            "X",
        ] {
            let variables = [&CREDENTIALS[..], &[(name, "x")]].concat();
            assert!(read(&variables).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_list_of_settings_is_that_of_the_example() {
        let example = include_str!("../../.env.example");
        let is_name =
            |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        let mut names: Vec<&str> = example
            .lines()
            .filter_map(|line| line.trim_start_matches('#').split_once('=').map(|(name, _)| name))
            .filter(is_name)
            .collect();
        names.sort_unstable();
        assert_eq!(names, NAMES);
    }

    #[test]
    fn an_origin_is_compared_as_browsers_send_it() {
        for (text, sent) in [
            ("https://example.com", "https://example.com"),
            ("HTTPS://App.Example.COM", "https://app.example.com"),
            ("https://example.com:443", "https://example.com"),
            ("http://example.com:80", "http://example.com"),
            ("https://example.com:80", "https://example.com:80"),
            ("https://example.com:8443", "https://example.com:8443"),
            ("http://localhost:03000", "http://localhost:3000"),
            ("http://[::1]", "http://[::1]"),
            ("http://[2001:DB8::1]:8080", "http://[2001:db8::1]:8080"),
            ("capacitor://localhost", "capacitor://localhost"),
            ("chrome-extension://abcdefgh", "chrome-extension://abcdefgh"),
        ] {
            assert_eq!(origin(text).as_deref(), Some(sent), "{text}");
        }
        for text in [
            "",
            "example.com",
            "https://",
            "://example.com",
            "https://example.com/",
            "https://example.com/app",
            "https://example.com:",
            "https://example.com:x",
            "https://example.com:+1",
            "https://example.com:65536",
            "https://a:b:1",
            "https://user@example.com",
            "https://*.example.com",
            "https://a b.example",
            "https://[::1",
            "https://[x]",
            "https://münchen.example",
        ] {
            assert_eq!(origin(text), None, "{text}");
            let problem = problems(&[("CORS_ALLOW_ORIGIN", &format!("https://a.example,{text}"))]).concat();
            assert!(
                problem.starts_with("CORS_ALLOW_ORIGIN must be origins as browsers send them"),
                "{text}: {problem}"
            );
        }
    }

    #[test]
    fn every_wrong_setting_is_named_at_once() {
        assert_eq!(problems(&[("TOKEN_VERSION", "8"), ("PORT", "x")]).len(), 2);
        assert_eq!(read(&[]).map(drop).unwrap_err().len(), 2);
    }

    #[test]
    fn a_wrong_credential_is_named_and_not_shown() {
        let almost = &DEMO_APP_CERTIFICATE[1..];
        let problems = read(&[("APP_ID", DEMO_APP_ID), ("APP_CERTIFICATE", almost)]).map(drop).unwrap_err();
        assert_eq!(problems, ["APP_CERTIFICATE is wrong: the App Certificate must be 32 hexadecimal characters"]);
        let problems = read(&[("APP_ID", almost), ("APP_CERTIFICATE", DEMO_APP_CERTIFICATE)]).map(drop).unwrap_err();
        assert_eq!(problems, ["APP_ID is wrong: the App ID must be 32 hexadecimal characters"]);
    }

    #[test]
    fn the_certificate_comes_from_one_place() {
        let both = "APP_CERTIFICATE and APP_CERTIFICATE_FILE are both set: leave one of them out";
        assert_eq!(problems(&[("APP_CERTIFICATE_FILE", "x")]), [both]);
    }

    #[test]
    fn demo_does_not_hide_credentials() {
        let problems = Settings::read(&Environment::of(&CREDENTIALS), true).map(drop).unwrap_err();
        assert_eq!(problems, ["--demo does not go with APP_ID: leave out one of the two"]);
    }
}

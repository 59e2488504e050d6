//! The settings of the server, read from the environment.

use std::fs;
use std::str::FromStr;

use agora_token::{Endpoint, EndpointOptions, Error, Issuer, Version};
use zeroize::Zeroizing;

use crate::access::Access;
use crate::environment::{Environment, Problems};
use crate::log::Log;
use crate::playground::Playground;
use crate::rate::RateLimit;

/// The pair of Agora's own samples: everybody has it, and it opens no real project.
const DEMO_APP_ID: &str = "970CA35de60c44645bbae8a215061b33";
const DEMO_APP_CERTIFICATE: &str = "5CFd2fd1755d40ecb72977518be15d3b";

/// Every interface, as the article's server does: phones on the same network reach it.
const DEFAULT_HOST: &str = "0.0.0.0";
const DEFAULT_PORT: u16 = 8080;
const DEFAULT_MAX_CONNECTIONS: usize = 16_384;

/// What the server needs to run.
pub struct Settings {
    pub endpoint: Endpoint,
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
    /// The page at `/`, where it is on.
    pub playground: Option<Playground>,
    pub log: Log,
}

impl Settings {
    /// Reads every setting, so that one start shows all that is wrong.
    pub fn read(environment: &Environment, demo: bool) -> Result<Settings, Problems> {
        let mut reader = Reader { environment, problems: Vec::new() };
        let issuer = if demo { reader.demo_issuer() } else { reader.issuer() };
        let options = EndpointOptions {
            version: reader.choice("TOKEN_VERSION", &[("006", Version::V006), ("007", Version::V007)]),
            client_error_status: reader.choice("CLIENT_ERROR_STATUS", &[("500", 500), ("400", 400)]),
            allow_origins: reader.origins(),
            ..EndpointOptions::default()
        };
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
        let endpoint = Endpoint::new(&issuer, options).map_err(|error| vec![error.to_string()])?;
        let playground = has_page.then(|| Playground::new(issuer, demo, access.is_open()));
        Ok(Settings {
            endpoint,
            host,
            port,
            demo,
            access,
            rate_limit,
            proxy_hops,
            max_connections,
            metrics_address,
            playground,
            log,
        })
    }
}

/// The credentials alone, for the commands that sign or check one token.
pub fn issuer(environment: &Environment) -> Result<Issuer, Problems> {
    let mut reader = Reader { environment, problems: Vec::new() };
    reader.issuer().ok_or(reader.problems)
}

/// Where the server listens, for the command that asks it how it is.
pub fn address(environment: &Environment) -> Result<(String, u16), Problems> {
    let mut reader = Reader { environment, problems: Vec::new() };
    let address = reader.address();
    if reader.problems.is_empty() { Ok(address) } else { Err(reader.problems) }
}

/// Reads settings and collects what is wrong with them.
pub struct Reader<'a> {
    environment: &'a Environment,
    problems: Problems,
}

impl Reader<'_> {
    /// Notes a problem, and gives `None`: no value.
    pub fn problem<T>(&mut self, problem: impl Into<String>) -> Option<T> {
        self.problems.push(problem.into());
        None
    }

    /// The value of a setting.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.environment.get(name).unwrap_or_else(|problem| self.problem(problem))
    }

    /// The value of a setting that guards the server. Set but empty it is a mistake, or a variable that was
    /// lost on its way would leave the server open.
    pub fn guard(&mut self, name: &str) -> Option<String> {
        match self.environment.get_even_empty(name) {
            Ok(Some(value)) if value.is_empty() => {
                self.problem(format!("{name} is set but empty: give it a value, or leave it out"))
            }
            Ok(value) => value,
            Err(problem) => self.problem(problem),
        }
    }

    /// Whether a setting is there, be it empty.
    pub fn is_set(&self, name: &str) -> bool {
        !matches!(self.environment.get_even_empty(name), Ok(None))
    }

    /// A number that guards the server.
    pub fn guarded_number<T: FromStr + PartialOrd>(&mut self, name: &str, least: T, what: &str) -> Option<T> {
        let number = self.guard(name)?.parse().ok().filter(|number| *number >= least);
        number.or_else(|| self.problem(format!("{name} must be {what}")))
    }

    /// One of a few values; the first is the default.
    pub fn choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> T {
        let text = self.text(name);
        self.choose(name, text, choices)
    }

    /// [`Reader::choice`] for a setting that guards the server.
    pub fn guarded_choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> T {
        let text = self.guard(name);
        self.choose(name, text, choices)
    }

    fn choose<T: Copy>(&mut self, name: &str, text: Option<String>, choices: &[(&str, T)]) -> T {
        let chosen = text.as_ref().map(|text| choices.iter().find(|(value, _)| value == text));
        match chosen {
            None => choices[0].1,
            Some(Some((_, choice))) => *choice,
            Some(None) => {
                let values: Vec<&str> = choices.iter().map(|(value, _)| *value).collect();
                self.problems.push(format!("{name} must be {}", values.join(" or ")));
                choices[0].1
            }
        }
    }

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
        let origins: Vec<String> = list.split(',').map(|origin| origin.trim().to_owned()).collect();
        if list.is_empty() {
            return Vec::new();
        }
        if !origins.iter().all(|origin| origin == "*" || is_origin(origin)) {
            self.problem::<()>(
                "CORS_ALLOW_ORIGIN must be origins as browsers send them, without a path, such as \
                 https://example.com,https://app.example.com:8443, or *",
            );
        }
        origins
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

    /// The text of a file without the newline at its end.
    pub fn file(&mut self, name: &str, path: &str) -> Option<Zeroizing<String>> {
        match fs::read_to_string(path).map(Zeroizing::new) {
            Ok(text) => Some(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned())),
            Err(error) => self.problem(format!("{name} names a file that cannot be read: {error}")),
        }
    }

    fn demo_issuer(&mut self) -> Option<Issuer> {
        for name in ["APP_ID", "APP_CERTIFICATE", "APP_CERTIFICATE_FILE"] {
            if self.text(name).is_some() {
                return self.problem(format!("--demo does not go with {name}: leave out one of the two"));
            }
        }
        match Issuer::new(DEMO_APP_ID, DEMO_APP_CERTIFICATE) {
            Ok(issuer) => Some(issuer),
            Err(error) => self.problem(error.message()),
        }
    }
}

/// Whether a text is a scheme and a host, with or without a port.
fn is_origin(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, host)| {
        let in_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
        !scheme.is_empty() && !host.is_empty() && host.bytes().all(in_host)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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

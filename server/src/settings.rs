//! The settings of the server, read from the environment.

use std::fs;

use agora_token::{Endpoint, EndpointOptions, Error, Issuer, Version};

use crate::environment::{Environment, Problems};

/// The pair of Agora's own samples: everybody has it, and it opens no real project.
const DEMO_APP_ID: &str = "970CA35de60c44645bbae8a215061b33";
const DEMO_APP_CERTIFICATE: &str = "5CFd2fd1755d40ecb72977518be15d3b";

/// Every interface, as the article's server does: phones on the same network reach it.
const DEFAULT_HOST: &str = "0.0.0.0";
const DEFAULT_PORT: u16 = 8080;

/// What the server needs to run.
#[derive(Debug)]
pub struct Settings {
    pub endpoint: Endpoint,
    pub host: String,
    pub port: u16,
    pub demo: bool,
}

impl Settings {
    /// Reads every setting, so that one start shows all that is wrong.
    pub fn read(environment: &Environment, demo: bool) -> Result<Settings, Problems> {
        let mut reader = Reader { environment, problems: Vec::new() };
        let issuer = if demo { reader.demo_issuer() } else { reader.issuer() };
        let options = EndpointOptions {
            version: reader.choice("TOKEN_VERSION", &[("006", Version::V006), ("007", Version::V007)]),
            client_error_status: reader.choice("CLIENT_ERROR_STATUS", &[("500", 500), ("400", 400)]),
            ..EndpointOptions::default()
        };
        let host = reader.text("HOST").unwrap_or_else(|| DEFAULT_HOST.to_owned());
        let port = reader.port();
        let endpoint = issuer.and_then(|issuer| match Endpoint::new(&issuer, options) {
            Ok(endpoint) => Some(endpoint),
            Err(error) => reader.problem(error.message()),
        });
        match endpoint {
            Some(endpoint) if reader.problems.is_empty() => Ok(Settings { endpoint, host, port, demo }),
            _ => Err(reader.problems),
        }
    }
}

/// Reads settings and collects what is wrong with them.
struct Reader<'a> {
    environment: &'a Environment,
    problems: Problems,
}

impl Reader<'_> {
    fn problem<T>(&mut self, problem: impl Into<String>) -> Option<T> {
        self.problems.push(problem.into());
        None
    }

    fn text(&mut self, name: &str) -> Option<String> {
        self.environment.get(name).unwrap_or_else(|problem| self.problem(problem))
    }

    /// One of a few values; the first is the default.
    fn choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> T {
        let text = self.text(name);
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

    fn port(&mut self) -> u16 {
        let Some(text) = self.text("PORT") else { return DEFAULT_PORT };
        let port = text.parse().ok();
        port.or_else(|| self.problem("PORT must be a number from 0 to 65535, such as 8080; 0 is any free port"))
            .unwrap_or(DEFAULT_PORT)
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

    fn certificate(&mut self) -> Option<String> {
        match (self.text("APP_CERTIFICATE"), self.text("APP_CERTIFICATE_FILE")) {
            (Some(certificate), None) => Some(certificate),
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
    fn file(&mut self, name: &str, path: &str) -> Option<String> {
        match fs::read_to_string(path) {
            Ok(text) => Some(text.trim_end_matches(['\r', '\n']).to_owned()),
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

#[cfg(test)]
mod tests {
    use super::*;

    const CREDENTIALS: [(&str, &str); 2] = [("APP_ID", DEMO_APP_ID), ("APP_CERTIFICATE", DEMO_APP_CERTIFICATE)];

    fn read(variables: &[(&str, &str)]) -> Result<Settings, Problems> {
        Settings::read(&Environment::of(variables), false)
    }

    /// The problems of these variables beside good credentials.
    fn problems(variables: &[(&str, &str)]) -> Problems {
        read(&[&CREDENTIALS, variables].concat()).unwrap_err()
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
    }

    #[test]
    fn every_wrong_setting_is_named_at_once() {
        assert_eq!(problems(&[("TOKEN_VERSION", "8"), ("PORT", "x")]).len(), 2);
        assert_eq!(read(&[]).unwrap_err().len(), 2);
    }

    #[test]
    fn a_wrong_credential_is_named_and_not_shown() {
        let almost = &DEMO_APP_CERTIFICATE[1..];
        let problems = read(&[("APP_ID", DEMO_APP_ID), ("APP_CERTIFICATE", almost)]).unwrap_err();
        assert_eq!(problems, ["APP_CERTIFICATE is wrong: the App Certificate must be 32 hexadecimal characters"]);
        let problems = read(&[("APP_ID", almost), ("APP_CERTIFICATE", DEMO_APP_CERTIFICATE)]).unwrap_err();
        assert_eq!(problems, ["APP_ID is wrong: the App ID must be 32 hexadecimal characters"]);
    }

    #[test]
    fn the_certificate_comes_from_one_place() {
        let both = "APP_CERTIFICATE and APP_CERTIFICATE_FILE are both set: leave one of them out";
        assert_eq!(problems(&[("APP_CERTIFICATE_FILE", "x")]), [both]);
    }

    #[test]
    fn demo_does_not_hide_credentials() {
        let problems = Settings::read(&Environment::of(&CREDENTIALS), true).unwrap_err();
        assert_eq!(problems, ["--demo does not go with APP_ID: leave out one of the two"]);
    }
}

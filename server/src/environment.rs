//! The environment and the file `.env`, from which settings come.

use std::collections::HashMap;
use std::env::{self, VarError};
use std::fs;
use std::io::ErrorKind;

/// What is wrong with the settings: a line for each problem. None shows a value, which may be a secret
/// that was put in the wrong place.
pub type Problems = Vec<String>;

const DOT_ENV: &str = ".env";

/// Variables by their names; those of the process go before those of `.env`.
pub struct Environment {
    process: fn(&str) -> Result<String, VarError>,
    file: HashMap<String, String>,
}

impl Environment {
    /// The environment of this process and `.env` in the current directory, where there is one.
    pub fn load() -> Result<Environment, Problems> {
        let file = match fs::read_to_string(DOT_ENV) {
            Ok(text) => parse(&text).map_err(|problem| vec![problem])?,
            Err(error) if error.kind() == ErrorKind::NotFound => HashMap::new(),
            Err(error) => return Err(vec![format!("{DOT_ENV} cannot be read: {error}")]),
        };
        Ok(Environment { process: |name| env::var(name), file })
    }

    /// The names of the variables of `.env`, in order.
    pub fn names_in_file(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.file.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// The value of a variable. One that is set but empty counts as not set, so that a line of `.env` can
    /// be left blank.
    pub fn get(&self, name: &str) -> Result<Option<String>, String> {
        Ok(self.get_even_empty(name)?.filter(|value| !value.is_empty()))
    }

    /// The value of a variable, which may be empty.
    pub fn get_even_empty(&self, name: &str) -> Result<Option<String>, String> {
        match (self.process)(name) {
            Ok(value) => Ok(Some(value)),
            Err(VarError::NotPresent) => Ok(self.file.get(name).cloned()),
            Err(VarError::NotUnicode(_)) => Err(format!("{name} is not UTF-8")),
        }
    }
}

fn parse(text: &str) -> Result<HashMap<String, String>, String> {
    if let Some(index) = text.lines().position(is_substituted) {
        return Err(format!("{DOT_ENV}, line {}, has a $: put the value into single quotes", index + 1));
    }
    dotenvy::from_read_iter(text.as_bytes()).collect::<Result<_, _>>().map_err(|error| match error {
        dotenvy::Error::LineParse(part, _) => {
            // The error holds a part of the line, which may be a secret: the line's number is shown instead.
            let number = text.lines().position(|line| line.contains(&part)).map_or(0, |index| index + 1);
            format!("{DOT_ENV}, line {number}, is not NAME=value: put a value with spaces or # into double quotes")
        }
        _ => format!("{DOT_ENV} cannot be read: it must be lines of NAME=value"),
    })
}

/// Whether a line has a `$` outside of single quotes: it would be taken for a variable, and a key would be cut with
/// no warning.
fn is_substituted(line: &str) -> bool {
    let mut quote = None;
    !line.trim_start().starts_with('#')
        && line.chars().any(|character| {
            match (character, quote) {
                ('\'' | '"', None) => quote = Some(character),
                (_, Some(opened)) if character == opened => quote = None,
                _ => {}
            }
            character == '$' && quote != Some('\'')
        })
}

#[cfg(test)]
impl Environment {
    /// An environment of these variables alone.
    pub fn of(variables: &[(&str, &str)]) -> Environment {
        let file = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Environment { process: |_| Err(VarError::NotPresent), file }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_quotes_and_export_are_read() {
        let file = parse("# a comment\nAPP_ID=a\nexport HOST=\"::\" # here too\n\nPORT='80'\n").unwrap();
        assert_eq!((&*file["APP_ID"], &*file["HOST"], &*file["PORT"]), ("a", "::", "80"));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named_by_its_number_and_not_shown() {
        let problem = parse("APP_ID=a\nAPP_CERTIFICATE=secret secret\n").unwrap_err();
        assert_eq!(problem, ".env, line 2, is not NAME=value: put a value with spaces or # into double quotes");
    }

    #[test]
    fn a_dollar_is_kept_in_single_quotes_and_refused_elsewhere() {
        assert_eq!(parse("API_KEYS='abcdefgh12345678$kT9'").unwrap()["API_KEYS"], "abcdefgh12345678$kT9");
        for line in [
            "API_KEYS=abcdefgh12345678$kT9",
            "API_KEYS=\"abcdefgh12345678$kT9\"",
            "API_KEYS=abcdefgh12345678$kT9 # it's",
            "API_KEYS=\"it's 12345678$kT9\"",
            "API_KEYS='abcdefgh'12345678$kT9",
        ] {
            let problem = ".env, line 2, has a $: put the value into single quotes";
            assert_eq!(parse(&format!("# 5$\n{line}")).unwrap_err(), problem);
        }
    }

    #[test]
    fn an_empty_variable_is_not_set() {
        assert_eq!(Environment::of(&[("PORT", "")]).get("PORT"), Ok(None));
    }

    #[test]
    fn the_process_goes_before_the_file() {
        let file = HashMap::from([("PORT".to_owned(), "1".to_owned()), ("HOST".to_owned(), "::".to_owned())]);
        let process = |name: &str| if name == "PORT" { Ok("2".to_owned()) } else { Err(VarError::NotPresent) };
        let environment = Environment { process, file };
        assert_eq!(environment.get("PORT").unwrap().as_deref(), Some("2"));
        assert_eq!(environment.get("HOST").unwrap().as_deref(), Some("::"));
    }
}

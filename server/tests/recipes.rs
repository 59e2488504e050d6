//! The pages of docs/providers: their settings start a server, which takes a session token with the claims of the page.

mod support;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use support::provider::{Pair, Provider, Reply};
use support::{Answer, CREDENTIALS, Server, refusal};

/// Settings of a page, and the claims that they are for.
struct Recipe {
    page: String,
    settings: Vec<(String, String)>,
    claims: Value,
}

/// Every recipe of every page.
fn recipes() -> Vec<Recipe> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/providers");
    let mut recipes = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let (page, text) =
            (path.file_stem().unwrap().to_str().unwrap(), filled_in(&fs::read_to_string(&path).unwrap()));
        let (settings, claims) = (blocks(&text, "text"), blocks(&text, "json"));
        assert!(!settings.is_empty() && settings.len() == claims.len(), "{page}");
        recipes.extend(settings.iter().zip(claims).map(|(settings, claims)| Recipe {
            page: page.to_owned(),
            settings: settings.lines().map(|line| line.split_once('=').unwrap()).map(owned).collect(),
            claims: serde_json::from_str(claims).unwrap_or_else(|error| panic!("{page}: {error}")),
        }));
    }
    recipes
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// The blocks of code in this language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let start = format!("\n```{language}\n");
    text.split(&start).skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

/// A page with something in the place of each word in capitals of its settings and claims: POOL_ID becomes pool-id.
fn filled_in(text: &str) -> String {
    let is_of_word = |character: char| character.is_ascii_uppercase() || character == '_';
    let mut filled = String::new();
    for line in text.lines() {
        let (name, mut rest) = match line.split_once('=').filter(|(name, _)| name.starts_with("JWT_")) {
            Some((name, value)) => (format!("{name}="), value),
            None => (String::new(), line),
        };
        filled.push_str(&name);
        while let Some(start) = rest.find(is_of_word) {
            let length = rest[start..].find(|character| !is_of_word(character)).unwrap_or(rest.len() - start);
            let word = &rest[start..start + length];
            filled.push_str(&rest[..start]);
            let is_whole = word.len() >= 4 && word.contains(|character: char| character.is_ascii_uppercase());
            filled.push_str(&if is_whole { word.to_lowercase().replace('_', "-") } else { word.to_owned() });
            rest = &rest[start + length..];
        }
        filled.push_str(rest);
        filled.push('\n');
    }
    filled
}

impl Recipe {
    fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(other, _)| other == name).map(|(_, value)| &**value)
    }

    fn settings(&self) -> Vec<(&str, &str)> {
        self.settings.iter().map(|(name, value)| (&**name, &**value)).collect()
    }

    /// The claims with these in place of those of the page; null takes one out.
    fn with(&self, more: Value) -> Value {
        let mut claims = self.claims.clone();
        // The claim of the tests' own tokens, which no provider makes.
        claims["agora.channels"] = Value::Null;
        for (name, value) in more.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims
    }

    /// The name of the user as a path has it.
    fn user(&self) -> String {
        self.claims["sub"].as_str().unwrap().replace('|', "%7C")
    }
}

fn ask(server: &Server, target: &str, token: &str) -> Answer {
    server.ask("GET", target, &[("Authorization", &format!("Bearer {token}"))], b"")
}

#[test]
fn every_provider_has_its_recipe() {
    let mut pages: Vec<String> = recipes().into_iter().map(|recipe| recipe.page).collect();
    pages.sort();
    assert_eq!(pages, ["auth0", "clerk", "cognito", "cognito", "firebase", "keycloak", "supabase"]);
}

#[test]
fn the_settings_of_a_recipe_have_the_server_ask_that_provider_for_its_keys() {
    for recipe in recipes() {
        let issuer = recipe.setting("JWT_ISSUER").unwrap();
        let discovery = format!("{}/.well-known/openid-configuration", issuer.strip_suffix('/').unwrap_or(issuer));
        let asked = recipe.setting("JWT_JWKS_URL").unwrap_or(&discovery);
        // Nothing leaves this machine: nobody listens where the proxy is to be.
        let variables = [&CREDENTIALS[..], &[("HTTPS_PROXY", "http://127.0.0.1:1")], &recipe.settings()].concat();
        let directory = tempfile::tempdir().unwrap();
        let (code, stderr) = refusal(directory.path(), &variables, &[]);
        let expected = format!("agora-token: the server cannot verify session tokens: {asked} gives no answer: ");
        assert!(code == 1 && stderr.starts_with(&expected), "{}: {stderr}", recipe.page);
    }
}

#[test]
fn a_token_with_the_claims_of_a_recipe_is_good_for_its_user_its_channels_and_its_role_alone() {
    let pair = Pair::of("rsa");
    for recipe in recipes() {
        let provider = Provider::start();
        let keys = json!({"keys": [pair.published(json!({"kid": "1"}))]});
        provider.reply("/keys", Reply::Document(keys.to_string(), ""));
        let url = provider.url("/keys");
        let server = Server::start(&[recipe.settings(), vec![("JWT_JWKS_URL", &url)]].concat());
        let (page, user) = (&recipe.page, recipe.user());
        let status = |target: &str, more: Value| {
            let answer = ask(&server, target, &pair.sign("1", recipe.with(more)));
            (answer.status, answer.body)
        };
        let listen = |channel: &str, user: &str| format!("/rtc/{channel}/audience/userAccount/{user}");
        for channel in ["room-1", "team-7"] {
            let (status, body) = status(&listen(channel, &user), json!({}));
            assert_eq!(status, 200, "{page}: {body}");
        }
        assert_eq!(status(&listen("room-2", &user), json!({})).0, 403, "{page}");
        assert_eq!(status(&listen("room-1", "somebody-else"), json!({})).0, 403, "{page}");
        let publishes = recipe.claims.to_string().contains(r#""publisher""#);
        let publish = format!("/rtc/room-1/publisher/userAccount/{user}");
        assert_eq!(status(&publish, json!({})).0, if publishes { 200 } else { 403 }, "{page}");

        assert_eq!(status(&listen("room-1", &user), json!({"iss": "https://another.example"})).0, 401, "{page}");
        if recipe.setting("JWT_AUDIENCE").is_some() {
            assert_eq!(status(&listen("room-1", &user), json!({"aud": "another"})).0, 401, "{page}");
        }
        for required in recipe.setting("JWT_REQUIRED_CLAIMS").into_iter().flat_map(|list| list.split(',')) {
            let name = required.split_once('=').unwrap().0;
            for other in [json!(null), json!("another")] {
                let mut more = json!({});
                more[name] = other;
                assert_eq!(status(&listen("room-1", &user), more).0, 403, "{page}: {name}");
            }
        }
        let stderr = server.stop().stderr;
        assert!(!stderr.contains("good whichever app"), "{page} takes the tokens of every app: {stderr}");
    }
}

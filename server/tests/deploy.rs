//! What the files for deploying set: a server that is deployed with them is never open by accident.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use agora_token::{Privilege, User};
use serde_json::Value;
use support::{APP_ID, Answer, CERTIFICATE, Server, refusal};

/// Keys as the platforms make them: 64 hexadecimal digits on Heroku, 256 bits in base64 on Render.
const HEROKU_KEY: &str = "8c1b4f0e5a7d92366b0c3ddfa1e84f5720a9b6cd43e17f88d5026c9b1aef7340";
const RENDER_KEY: &str = "q8vN1+c5Zk0/3mXwT7bJ2yLhRs6uPdEa9gVfCiKoQxE=";

type Settings = Vec<(String, String)>;

/// What a deploy file gives the program.
struct Deployment {
    name: &'static str,
    settings: Settings,
    key: &'static str,
    directory: tempfile::TempDir,
}

impl Deployment {
    fn new(name: &'static str, key: &'static str, settings: Settings) -> Deployment {
        Deployment { name, settings, key, directory: tempfile::tempdir().unwrap() }
    }

    fn all() -> [Deployment; 5] {
        [docker(), heroku(), render(), systemd(), kubernetes()]
    }

    fn settings(&self) -> Vec<(&str, &str)> {
        self.settings.iter().map(|(name, value)| (&**name, &**value)).collect()
    }

    fn without(mut self, names: &[&str]) -> Deployment {
        let before = self.settings.len();
        self.settings.retain(|(name, _)| !names.contains(&&**name));
        assert_ne!(self.settings.len(), before, "{} sets none of {names:?}", self.name);
        self
    }

    fn start(&self) -> Server {
        Server::start_in(self.directory.path(), &self.settings(), &[])
    }
}

/// What is asked for where a file makes no value of its own.
fn answer_to(name: &str) -> String {
    match name {
        "APP_ID" => APP_ID,
        "APP_CERTIFICATE" => CERTIFICATE,
        _ => panic!("who deploys is asked for {name}"),
    }
    .to_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// `NAME=value NAME=value` without quotes, as ENV of a Dockerfile and Environment= of a unit have it.
fn assignments(line: &str) -> Settings {
    assert!(!line.contains(['"', '\'', '\\']), "quotes are not read here: {line}");
    let pairs = line.split_whitespace().map(|pair| pair.split_once('=').unwrap());
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The image, run with what the `docker run` of docs/deploying.md gives it.
fn docker() -> Deployment {
    let dockerfile = read("Dockerfile");
    let (_, last_stage) = dockerfile.rsplit_once("\nFROM ").unwrap();
    let variables = last_stage.lines().filter_map(|line| line.strip_prefix("ENV "));
    let mut settings: Settings = variables.flat_map(assignments).collect();
    for (name, value) in [("APP_ID", APP_ID), ("APP_CERTIFICATE", CERTIFICATE), ("API_KEYS", HEROKU_KEY)] {
        settings.push((name.to_owned(), value.to_owned()));
    }
    Deployment::new("Dockerfile", HEROKU_KEY, settings)
}

fn heroku() -> Deployment {
    let build: Value = serde_yaml_ng::from_str(&read("heroku.yml")).unwrap();
    assert_eq!(build["build"]["docker"]["web"], "Dockerfile");
    let app: Value = serde_json::from_str(&read("app.json")).unwrap();
    assert_eq!(app["stack"], "container");
    let value_of = |name: &String, setting: &Value| match (setting.get("value"), setting.get("generator")) {
        (Some(value), None) => value.as_str().unwrap().to_owned(),
        (None, Some(generator)) if generator == "secret" => HEROKU_KEY.to_owned(),
        (None, None) if setting.get("required").is_none() => answer_to(name),
        _ => panic!("{name}: {setting}"),
    };
    let settings = app["env"].as_object().unwrap().iter();
    Deployment::new("app.json", HEROKU_KEY, settings.map(|(name, s)| (name.clone(), value_of(name, s))).collect())
}

fn render() -> Deployment {
    let blueprint: Value = serde_yaml_ng::from_str(&read("render.yaml")).unwrap();
    let [service] = &blueprint["services"].as_array().unwrap()[..] else { panic!("{blueprint}") };
    assert_eq!((&service["type"], &service["runtime"]), (&"web".into(), &"docker".into()));
    let pair = |setting: &Value| {
        let name = setting["key"].as_str().unwrap();
        let value = match (setting.get("value"), setting.get("generateValue"), setting.get("sync")) {
            (Some(value), None, None) => value.as_str().unwrap().to_owned(),
            (None, Some(Value::Bool(true)), None) => RENDER_KEY.to_owned(),
            (None, None, Some(Value::Bool(false))) => answer_to(name),
            _ => panic!("{setting}"),
        };
        (name.to_owned(), value)
    };
    let settings = service["envVars"].as_array().unwrap().iter().map(pair).collect();
    let deployment = Deployment::new("render.yaml", RENDER_KEY, settings);
    let health = deployment.start().get(service["healthCheckPath"].as_str().unwrap());
    assert_eq!(health.status, 200);
    deployment
}

/// The unit, with a folder in place of /etc/agora-token and of the one where systemd puts credentials.
fn systemd() -> Deployment {
    let unit = read("packaging/systemd/agora-token.service");
    let values = |name: &str| -> Vec<&str> {
        unit.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('=')).collect()
    };
    let mut deployment = Deployment::new("agora-token.service", HEROKU_KEY, Vec::new());
    let folder = deployment.directory.path().to_str().unwrap().to_owned();
    let in_folder = |value: &str| value.replace("/etc/agora-token", &folder).replace("%d", &folder);

    // Without a "-" in front of it, systemd demands the file.
    assert_eq!(values("EnvironmentFile"), ["/etc/agora-token/settings.env"]);
    let mut settings: Settings = values("Environment").into_iter().flat_map(assignments).collect();
    settings.extend(
        read("packaging/systemd/settings.env").lines().filter(|line| !line.starts_with('#')).flat_map(assignments),
    );
    for (name, value) in settings {
        let value = if value.is_empty() { answer_to(&name) } else { in_folder(&value) };
        deployment.settings.push((name, value));
    }
    assert_eq!(values("LoadCredential"), ["app-certificate:/etc/agora-token/app-certificate"]);
    fs::write(in_folder("%d/app-certificate"), format!("{CERTIFICATE}\n")).unwrap();
    fs::write(in_folder("/etc/agora-token/api-keys"), format!("{HEROKU_KEY}\n")).unwrap();
    deployment
}

/// The container of the Deployment, with a folder in place of each one where the Secret's files are.
fn kubernetes() -> Deployment {
    let manifest: Value = serde_yaml_ng::from_str(&read("packaging/kubernetes/deployment.yaml")).unwrap();
    let pod = &manifest["spec"]["template"]["spec"];
    let [container] = &pod["containers"].as_array().unwrap()[..] else { panic!("{pod}") };
    // The image's own command, with nothing but these variables.
    assert_eq!(
        (&container["command"], &container["args"], &container["envFrom"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );

    let mut deployment = Deployment::new("deployment.yaml", HEROKU_KEY, Vec::new());
    let [mount] = &container["volumeMounts"].as_array().unwrap()[..] else { panic!("{container}") };
    let [volume] = &pod["volumes"].as_array().unwrap()[..] else { panic!("{pod}") };
    assert_eq!(mount["name"], volume["name"]);
    for item in volume["secret"]["items"].as_array().unwrap() {
        let content = secret(item["key"].as_str().unwrap());
        fs::write(deployment.directory.path().join(item["path"].as_str().unwrap()), format!("{content}\n")).unwrap();
    }
    let folder = deployment.directory.path().to_str().unwrap().to_owned();
    for variable in container["env"].as_array().unwrap() {
        let value = match (variable.get("value"), variable.get("valueFrom")) {
            (Some(value), None) => value.as_str().unwrap().replace(mount["mountPath"].as_str().unwrap(), &folder),
            (None, Some(from)) => secret(from["secretKeyRef"]["key"].as_str().unwrap()).to_owned(),
            _ => panic!("{variable}"),
        };
        deployment.settings.push((variable["name"].as_str().unwrap().to_owned(), value));
    }
    let server = deployment.start();
    for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
        assert_eq!(server.get(container[probe]["httpGet"]["path"].as_str().unwrap()).status, 200, "{probe}");
    }
    deployment
}

/// What docs/deploying.md has in the Secret.
fn secret(key: &str) -> &'static str {
    match key {
        "app-id" => APP_ID,
        "app-certificate" => CERTIFICATE,
        "api-keys" => HEROKU_KEY,
        _ => panic!("the Secret has no {key}"),
    }
}

const TARGET: &str = "/rtc/room/publisher/uid/42";

#[test]
fn a_deployed_server_refuses_a_stranger_and_gives_a_token_for_a_key() {
    for deployment in Deployment::all() {
        let server = deployment.start();
        assert_eq!(server.get(TARGET).status, 401, "{}", deployment.name);
        let wrong = server.ask("GET", TARGET, &[("Authorization", "Bearer 0123456789abcdef")], b"");
        assert_eq!(wrong.status, 401, "{}", deployment.name);

        let answer = ask(&server, &deployment, TARGET);
        assert_eq!(answer.status, 200, "{}: {}", deployment.name, answer.body);
        let token = answer.json()["rtcToken"].as_str().unwrap().to_owned();
        support::issuer().check_rtc(&token, "room", User::Uid(42), Privilege::RTC_JOIN_CHANNEL, None).unwrap();
    }
}

#[test]
fn a_deployed_server_answers_a_mistake_with_400() {
    for deployment in Deployment::all() {
        let answer = ask(&deployment.start(), &deployment, "/rtc/room/publisher/uid/notanumber");
        assert_eq!((answer.status, &*answer.error()), (400, "uid is invalid"), "{}", deployment.name);
    }
}

#[test]
fn a_deployed_server_gives_no_token_for_more_than_a_day() {
    for deployment in Deployment::all() {
        let server = deployment.start();
        assert_eq!(ask(&server, &deployment, &format!("{TARGET}?expiry=86400")).status, 200, "{}", deployment.name);
        assert_eq!(ask(&server, &deployment, &format!("{TARGET}?expiry=86401")).status, 403, "{}", deployment.name);
    }
}

#[test]
fn without_what_says_who_may_ask_nothing_that_is_deployed_starts() {
    for deployment in Deployment::all() {
        let name = deployment.name;
        let deployment = deployment.without(&["API_KEYS", "API_KEYS_FILE"]);
        // An open server would run, and the test wait for its end.
        assert!(deployment.settings().contains(&("REQUIRE_AUTH", "1")), "{name} does not set REQUIRE_AUTH=1");
        let (code, stderr) = refusal(deployment.directory.path(), &deployment.settings(), &[]);
        assert_eq!((code, stderr.lines().count()), (2, 1), "{name}: {stderr}");
        assert!(
            stderr.starts_with("agora-token: REQUIRE_AUTH=1 keeps an open server from starting"),
            "{name}: {stderr}"
        );
    }
}

#[test]
fn without_credentials_nothing_that_is_deployed_starts() {
    for deployment in Deployment::all() {
        let name = deployment.name;
        let deployment = deployment.without(&["APP_ID"]).without(&["APP_CERTIFICATE", "APP_CERTIFICATE_FILE"]);
        let (code, stderr) = refusal(deployment.directory.path(), &deployment.settings(), &[]);
        assert_eq!((code, stderr.lines().count()), (2, 2), "{name}: {stderr}");
    }
}

#[test]
fn on_kubernetes_the_image_runs_as_its_own_user_and_is_reached_at_its_own_port() {
    let manifest: Value = serde_yaml_ng::from_str(&read("packaging/kubernetes/deployment.yaml")).unwrap();
    let pod = &manifest["spec"]["template"]["spec"];
    let dockerfile = read("Dockerfile");
    let said = |name: &str| dockerfile.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    let user = &pod["securityContext"];
    assert_eq!(format!("{}:{}", user["runAsUser"], user["runAsGroup"]), said("USER "));
    assert_eq!(pod["containers"][0]["ports"][0]["containerPort"].to_string(), said("EXPOSE "));
}

#[test]
fn on_kubernetes_a_new_certificate_of_the_secret_is_taken_on_sighup() {
    let deployment = kubernetes();
    let (_, file) = deployment.settings.iter().find(|(name, _)| name == "APP_CERTIFICATE_FILE").unwrap();
    let server = deployment.start();
    let new = CERTIFICATE.chars().rev().collect::<String>();
    fs::write(file, &new).unwrap();
    server.signal("HUP");

    let issuer = agora_token::Issuer::new(APP_ID, &new).unwrap();
    let is_new = || {
        let answer = ask(&server, &deployment, TARGET).json();
        let token = answer["rtcToken"].as_str().unwrap();
        issuer.check_rtc(token, "room", User::Uid(42), Privilege::RTC_JOIN_CHANNEL, None).is_ok()
    };
    assert!((0..1000).any(|_| is_new() || {
        std::thread::sleep(std::time::Duration::from_millis(20));
        false
    }));
}

fn ask(server: &Server, deployment: &Deployment, target: &str) -> Answer {
    server.ask("GET", target, &[("Authorization", &format!("Bearer {}", deployment.key))], b"")
}

//! The command line beside `serve`: what it prints, where, and with which exit code.

mod support;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use agora_token::{Error, Field, Privilege, Role, Service, ServiceType, Token, TokenInfo, User, Version};
use serde_json::Value;
use support::{APP_ID, CERTIFICATE, CREDENTIALS, issuer, program};

/// Signed for RTC("room", "42") and for a service 99, issued in 2023 for an hour.
const WITH_UNKNOWN_SERVICE: &str = "007eJxTYNjfduMBi/Iuvbzti667Hg+6uSf5/bn7P85tDXp1SekAm6CAAoOluYGzo7FpSqqZQbKJiZmJaVJSYqpFopGhqYGZYZKxMcPH4FQBPgYGdgYGBiYGRjAEARaGovz8XCYGE6NkuBgjQwUAnMMfiA==";

const OTHER_CERTIFICATE: &str = "0123456789abcdef0123456789abcdef";

/// What a run of the program left.
#[derive(Debug)]
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Ran {
    /// Takes what a run left. Whatever it was, it must not show the certificate.
    #[track_caller]
    fn of(Output { status, stdout, stderr }: Output) -> Ran {
        let ran = Ran {
            code: status.code().unwrap(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        };
        assert!(!ran.stdout.contains(CERTIFICATE) && !ran.stderr.contains(CERTIFICATE), "{ran:?}");
        ran
    }

    /// Standard output of a run that succeeded and complained about nothing.
    #[track_caller]
    fn said(self) -> String {
        assert_eq!((self.code, &*self.stderr), (0, ""), "{self:?}");
        self.stdout
    }

    /// Standard error of a run that printed nothing else and ended with this code.
    #[track_caller]
    fn refused(self, code: i32) -> String {
        assert_eq!((self.code, &*self.stdout), (code, ""), "{self:?}");
        self.stderr
    }

    /// Standard output of a check that found a token not good.
    #[track_caller]
    fn not_good(self) -> String {
        assert_eq!((self.code, &*self.stderr), (1, ""), "{self:?}");
        assert!(self.stdout.starts_with("not good: "), "{self:?}");
        self.stdout
    }
}

fn run_with(variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let directory = tempfile::tempdir().unwrap();
    Ran::of(program(directory.path(), variables, arguments).output().unwrap())
}

fn run(arguments: &[&str]) -> Ran {
    run_with(&CREDENTIALS, arguments)
}

/// The program with these words, such as `rtc --channel room`.
fn run_words(words: &str) -> Ran {
    run(&words.split_whitespace().collect::<Vec<_>>())
}

fn run_on(stdin: &[u8], arguments: &[&str]) -> Ran {
    let directory = tempfile::tempdir().unwrap();
    let mut child = program(directory.path(), &CREDENTIALS, arguments).stdin(Stdio::piped()).spawn().unwrap();
    // A program that refuses early does not read to the end.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    Ran::of(child.wait_with_output().unwrap())
}

/// `check` of a token with these words.
fn check(token: &str, words: &str) -> Ran {
    let arguments: Vec<&str> = ["check", token].into_iter().chain(words.split_whitespace()).collect();
    run(&arguments)
}

fn now() -> u32 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as u32
}

/// A 007 token of one service, issued so many seconds ago.
fn token(service: Service<'_>, seconds_ago: u32, expires_in: u32) -> String {
    let mut builder = issuer().builder(Version::V007);
    builder.issued_at(now() - seconds_ago).expires_in(expires_in);
    builder.add(service).unwrap();
    builder.build().unwrap()
}

fn room_of_42() -> Service<'static> {
    Service::rtc("room", User::Uid(42)).grant(Privilege::RTC_JOIN_CHANNEL, 0)
}

fn parse(token: &str) -> TokenInfo {
    TokenInfo::parse(token).unwrap()
}

/// A token without what differs from one to the next: salt and time.
fn lasting(token: &str) -> TokenInfo {
    let mut info = parse(token);
    let issued_at = info.issued_at.map(u64::from).unwrap_or(info.expires_at - 86_400);
    info.salt = 0;
    info.expires_at -= issued_at;
    info.issued_at = None;
    if info.crcs.is_some() {
        for (_, time) in info.services[0].privileges.to_mut() {
            *time -= issued_at as u32;
        }
    }
    info
}

/// Every kind of token: the words that print it, the same by the library, and the words that check it.
fn kinds() -> Vec<(&'static str, Token, &'static str)> {
    let issuer = issuer();
    let hour = Duration::from_secs(3600);
    let (ann, publisher, subscriber) = (User::Account("ann"), Role::Publisher, Role::Subscriber);
    vec![
        (
            "rtc --channel room --uid 42 --role publisher",
            issuer.rtc(Version::V007, "room", User::Uid(42), publisher, hour).unwrap(),
            "--channel room --uid 42 --privilege publish-audio",
        ),
        (
            "rtc --channel room --account ann",
            issuer.rtc(Version::V007, "room", ann, subscriber, hour).unwrap(),
            "--channel room --account ann",
        ),
        (
            "rtc --channel * --uid 0 --role audience --expires 90m",
            issuer.rtc(Version::V007, "*", User::ANY, subscriber, Duration::from_secs(5400)).unwrap(),
            "--channel elsewhere --uid 7 --privilege join",
        ),
        (
            "rtc --channel room --uid 42 --role publisher --version 006",
            issuer.rtc(Version::V006, "room", User::Uid(42), publisher, hour).unwrap(),
            "--channel room --uid 42 --privilege publish-data",
        ),
        ("rtm --user-id ann", issuer.rtm(Version::V007, "ann", hour).unwrap(), "--service rtm --user-id ann"),
        (
            "rtm --user-id ann --version 006",
            issuer.rtm(Version::V006, "ann", hour).unwrap(),
            "--service rtm --user-id ann --privilege login",
        ),
        (
            "rtc-rtm --channel room --account ann --role publisher",
            issuer.rtc_rtm("room", "ann", publisher, hour).unwrap(),
            "--service RTM --user-id ann",
        ),
        ("chat --user-id ann", issuer.chat_user("ann", hour).unwrap(), "--service chat --user-id ann"),
        ("chat --app", issuer.chat_app(hour).unwrap(), "--service chat --app"),
        (
            "education --room maths --user ann --role 2",
            issuer.education_room_user("maths", "ann", 2, hour).unwrap(),
            "--service education --room maths --user ann",
        ),
        (
            "education --room maths --user ann --role -7",
            issuer.education_room_user("maths", "ann", -7, hour).unwrap(),
            "--service apaas --room maths --user ann --privilege room-user",
        ),
        ("education --user ann", issuer.education_user("ann", hour).unwrap(), "--service education --user ann"),
        ("education --app", issuer.education_app(hour).unwrap(), "--service education --app"),
        ("fpa", issuer.fpa().unwrap(), "--service fpa"),
        (
            "convoai --channel room --account ann --role publisher",
            issuer.convoai("room", "ann", publisher, hour).unwrap(),
            "--service convoai",
        ),
        ("stt --channel room --account ann", issuer.stt("room", "ann", subscriber, hour).unwrap(), "--service stt"),
    ]
}

#[test]
fn every_kind_of_token_is_what_the_library_makes_and_stands_alone_on_standard_output() {
    for (words, by_library, _) in kinds() {
        let printed = run_words(words).said();
        let token = printed.strip_suffix('\n').unwrap();
        assert_eq!(lasting(token), lasting(&by_library), "{words}");
    }
}

#[test]
fn every_kind_of_token_is_found_good_for_its_use() {
    for (words, _, question) in kinds() {
        let token = run_words(words).said();
        let answer = check(token.trim_end(), question).said();
        assert!(answer.starts_with("good until 20") && answer.lines().count() == 1, "{words}: {answer}");
    }
}

#[test]
fn every_kind_of_token_is_inspected_as_the_library_reads_it() {
    let directory = tempfile::tempdir().unwrap();
    for (words, token, _) in kinds() {
        // Reading needs no credentials.
        let json = Ran::of(program(directory.path(), &[], &["inspect", "--json", &token]).output().unwrap()).said();
        assert_eq!(json, parse(&token).to_json() + "\n", "{words}");
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["app_id"], APP_ID);
        let table = Ran::of(program(directory.path(), &[], &["inspect", &token]).output().unwrap()).said();
        for service in &parse(&token).services {
            assert!(table.contains(&format!("\n{} (service {})\n", service.kind.name(), service.kind.number())));
            for &(number, _) in service.privileges.iter() {
                let name = service.kind.privilege_name(Privilege(number)).unwrap();
                // A field may have the name of a privilege, such as "user".
                let is_shown = |line: &str| line.starts_with(&format!("  {name}  ")) && line.contains(" UTC, in ");
                assert!(table.lines().any(is_shown), "{words}: {table}");
            }
        }
    }
}

/// The words that ask what a row of tests/explain.json asks; `None` for the signature alone, which no words ask.
fn words_of(row: &Value) -> Option<Vec<String>> {
    let service = ServiceType::from_number(row["service"].as_u64().unwrap().try_into().unwrap())?;
    let text = |key: &str| row[key].as_str().unwrap().to_owned();
    let mut words = vec!["--service".to_owned(), service.name().to_owned(), "--privilege".to_owned()];
    words.push(row["privilege"].to_string());
    for field in service.fields() {
        let (option, value) = match field {
            Field::Channel => ("--channel", text("channel")),
            Field::Account if text("user").is_empty() => ("--uid", "0".to_owned()),
            Field::Account => ("--account", text("user")),
            Field::UserId => ("--user-id", text("user")),
            other => panic!("{other:?}"),
        };
        words.extend([option.to_owned(), value]);
    }
    Some(words)
}

#[test]
fn every_row_of_the_explanations_is_printed_to_the_letter() {
    let mut count = 0;
    for row in support::explanations() {
        let Some(words) = words_of(&row) else { continue };
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        // Behind -- an empty token and one that begins with a hyphen are tokens too.
        let arguments = [&["check", "--json"], &words[..], &["--", row["token"].as_str().unwrap()]].concat();
        let ran = run(&arguments);
        let mut said: Value = serde_json::from_str(&ran.stdout).unwrap();
        let good = row["expected"]["good"] == true;
        assert_eq!((ran.code, &*ran.stderr), (i32::from(!good), ""), "{}", row["name"]);
        said["now"] = row["expected"]["now"].clone();
        assert_eq!(said, row["expected"], "{}", row["name"]);
        count += 1;
    }
    assert!(count > 40, "{count}");
}

#[test]
fn each_official_token_of_convoai_and_stt_is_inspected() {
    let file: Value = serde_json::from_str(include_str!("../../tests/vectors/official.json")).unwrap();
    let mut count = 0;
    for vector in file["vectors"].as_array().unwrap() {
        let services = vector["services"].as_array().cloned().unwrap_or_default();
        let types: Vec<u64> = services.iter().filter_map(|service| service["type"].as_u64()).collect();
        if vector["version"] != "007" || !types.iter().any(|number| [9, 10].contains(number)) {
            continue;
        }
        let table = run(&["inspect", vector["token"].as_str().unwrap()]).said();
        let headings: Vec<&str> = table.lines().filter(|line| line.contains(" (service ")).collect();
        let expected: Vec<String> = types
            .iter()
            .map(|&number| (ServiceType::from_number(number.try_into().unwrap()).unwrap().name(), number))
            .map(|(name, number)| format!("{name} (service {number})"))
            .collect();
        assert_eq!(headings, expected, "{}", vector["name"]);
        assert!(table.contains(vector["app_id"].as_str().unwrap()) && !table.contains("unknown"), "{table}");
        count += 1;
    }
    assert_eq!(count, 24);
}

/// A table without the distances of its times from now.
fn timeless(table: &str) -> String {
    let cut = |line: &str| line.split(" UTC, ").next().unwrap_or_default().to_owned() + "\n";
    table.lines().map(cut).collect()
}

#[test]
fn the_json_of_a_token_has_nothing_in_it_that_a_terminal_obeys() {
    let name = "a\u{7f}b\u{9b}31mc\u{202e}d\u{2066}e\u{200f}f\u{61c}g\u{1b}";
    let service = Service::rtc(name, User::Account(name)).grant(Privilege::RTC_JOIN_CHANNEL, 60);
    let json = run(&["inspect", "--json", &token(service, 0, 60)]).said();
    assert!(json.trim_end().bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{json:?}");
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["services"][0]["channel"], name);
}

#[test]
fn a_007_token_is_shown_with_everything_in_it() {
    let mut builder = issuer().builder(Version::V007);
    builder.issued_at(1_700_000_000).expires_in(3600).salt(7);
    builder.add(room_of_42().grant(Privilege(77), 60)).unwrap();
    builder.add(Service::streaming("*", User::ANY).grant(Privilege::STREAMING_PUBLISH_RAW, 7200)).unwrap();
    builder.add(Service::apaas("maths", "ann", 2)).unwrap();
    builder.add(Service::rtm2("ann").permit(0, 0, &["a", "b"]).permit(4, 1, &["c"]).permit(9, 5, &[])).unwrap();
    let table = run(&["inspect", &builder.build().unwrap()]).said();
    let expected = "\
version                 007 (AccessToken2)
app                     970CA35de60c44645bbae8a215061b33
issued                  2023-11-14 22:13:20
expires                 2023-11-14 23:13:20
salt                    7
signature               not looked at: agora-token check does

RTC (service 1)
  channel               \"room\"
  user                  \"42\"
  join channel          2023-11-14 23:13:20
  privilege 77          2023-11-14 22:14:20

Streaming (service 3)
  channel               every channel (*)
  user                  any user: whoever holds the token may join under any uid
  publish raw stream    2023-11-15 00:13:20

APaaS (service 7)
  room                  \"maths\"
  user                  \"ann\"
  role                  2

RTM2 (service 8)
  user id               \"ann\"
  may read              message channels: \"a\", \"b\"
  may write             users: \"c\"
  may permission 5      resource 9: 
";
    assert_eq!(timeless(&table), expected);
    assert!(table.contains("publish raw stream    2023-11-15 00:13:20 UTC, expired "), "{table}");
    assert!(table.contains(" ago; the token ends before\n"), "{table}");
}

#[test]
fn a_006_token_is_shown_with_its_checksums_explained() {
    let mut builder = issuer().builder(Version::V006);
    builder.issued_at(1_700_000_000).salt(7);
    builder.add(room_of_42()).unwrap();
    let table = run(&["inspect", &builder.build().unwrap()]).said();
    let expected = "\
version                 006 (AccessToken)
app                     970CA35de60c44645bbae8a215061b33
issued                  a 006 token does not say
expires                 2023-11-15 22:13:20
salt                    7
signature               not looked at: agora-token check does

RTC (service 1)
  channel               with the CRC-32 0x729f519b
  user                  with the CRC-32 0x3224b088
  join channel          has no end of its own

A 006 token holds only checksums of its channel and user. To learn whether they are those of
names you know: agora-token check --channel … --uid …
";
    assert_eq!(timeless(&table), expected);

    let any = issuer().rtc(Version::V006, "room", User::ANY, Role::Subscriber, Duration::from_secs(60)).unwrap();
    assert!(run(&["inspect", &any]).said().contains("\n  user                  any user: whoever holds"));
    let rtm = issuer().rtm(Version::V006, "ann", Duration::from_secs(60)).unwrap();
    assert!(run(&["inspect", &rtm]).said().contains("\n  user id               with the CRC-32 0xe7207273\n"));
}

#[test]
fn a_service_that_is_not_known_is_named_by_its_number() {
    let table = run(&["inspect", WITH_UNKNOWN_SERVICE]).said();
    let unknown = "\nservice 99\n  unknown               neither it nor what follows it can be read by this version";
    assert!(table.contains("\n  channel               \"room\"\n") && table.contains(unknown), "{table}");
}

#[test]
fn what_agora_cuts_after_24_hours_is_said() {
    let long = token(room_of_42(), 0, 3 * 86_400);
    let table = run(&["inspect", &long]).said();
    let cut = table.lines().find(|line| line.starts_with("cut  ")).unwrap();
    assert!(cut.contains(" UTC, in ") && cut.ends_with(": Agora honours at most 24 hours"), "{table}");
    let join = table.lines().find(|line| line.starts_with("  join channel")).unwrap();
    assert!(join.ends_with("; cut with the token"), "{table}");

    let answer = check(&long, "--channel room --uid 42").said();
    let mut lines = answer.lines();
    assert!(lines.next().unwrap().starts_with("good until "), "{answer}");
    assert!(lines.next().unwrap().starts_with("Agora cuts it at "), "{answer}");

    let Ran { code, stdout, stderr } = run_words("rtc --channel room --uid 42 --expires 3d");
    assert_eq!((code, stdout.lines().count()), (0, 1));
    assert_eq!(stderr, "agora-token: Agora takes this token for expired after 24 hours, whatever it says\n");
}

#[test]
fn a_token_that_agora_has_cut_is_not_good() {
    let answer = check(&token(room_of_42(), 2 * 86_400, 3 * 86_400), "--channel room --uid 42").not_good();
    assert!(answer.starts_with("not good: Agora has cut the token: it honours at most 24 hours"), "{answer}");
    let has = |label: &str, distance: &str| {
        answer.lines().any(|line| line.starts_with(label) && line.ends_with(&format!(" UTC, {distance}")))
    };
    assert!(has("  Agora cut it    20", "1 d ago") && answer.contains("\n  the token says  20"), "{answer}");
    assert!(answer.contains("error 109 (token expired)"), "{answer}");
}

#[test]
fn a_token_from_the_future_points_to_the_clocks() {
    let mut builder = issuer().builder(Version::V007);
    builder.issued_at(now() + 3030).add(room_of_42()).unwrap();
    let table = run(&["inspect", &builder.build().unwrap()]).said();
    assert!(table.contains(" UTC, in 50 min: the clock here or where it was issued is wrong\n"), "{table}");
}

#[test]
fn names_in_a_token_cannot_command_the_terminal() {
    let hostile = token(Service::rtc("\u{1b}[2J\u{202e}", User::Account("a\u{7}\n ")), 0, 60);
    let table = run(&["inspect", &hostile]).said();
    assert!(table.contains(r#"channel               "\u{1b}[2J\u{202e}""#), "{table}");
    assert!(table.contains(r#"user                  "a\u{7}\n ""#), "{table}");
    let answer = check(&hostile, "--channel room --uid 1").not_good();
    assert!(answer.contains(r#""\u{1b}[2J\u{202e}""#), "{answer}");
}

#[test]
fn each_thing_that_does_not_match_is_named_with_what_to_do() {
    let issuer = issuer();
    let hour = Duration::from_secs(3600);
    let rtc = |version, role| issuer.rtc(version, "room", User::Uid(42), role, hour).unwrap().to_string();
    let (new, old) = (rtc(Version::V007, Role::Subscriber), rtc(Version::V006, Role::Subscriber));
    let other_app = agora_token::Issuer::new(OTHER_CERTIFICATE, CERTIFICATE).unwrap();
    let other_certificate = agora_token::Issuer::new(APP_ID, OTHER_CERTIFICATE).unwrap();
    let by = |issuer: &agora_token::Issuer, version| {
        issuer.rtc(version, "room", User::Uid(42), Role::Subscriber, hour).unwrap().to_string()
    };
    let short_join = room_of_42().grant(Privilege::RTC_JOIN_CHANNEL, 60);
    let cases = [
        (&new[1..], "--channel room --uid 42", "the text is not a token", "110", "look at both ends"),
        (&new[..50], "--channel room --uid 42", "the text is a token, but cut short", "110", "to its last character"),
        ("003abc", "--channel room --uid 42", "the token is neither a 006 nor a 007 token", "110", ""),
        (
            &by(&other_app, Version::V007),
            "--channel room --uid 42",
            "the token is for another App ID",
            "110",
            "asked for     970CA35de60c44645bbae8a215061b33\n",
        ),
        (
            &by(&other_app, Version::V006),
            "--channel room --uid 42",
            "the token is for another App ID",
            "110",
            "in the token  0123456789abcdef0123456789abcdef",
        ),
        (
            &by(&other_certificate, Version::V007),
            "--channel room --uid 42",
            "the signature does not match",
            "110",
            "the current App Certificate",
        ),
        (
            &by(&other_certificate, Version::V006),
            "--channel room --uid 42",
            "the signature does not match",
            "110",
            "the current App Certificate",
        ),
        (&token(room_of_42(), 7200, 3600), "--channel room --uid 42", "the token has expired", "109", "it ended  20"),
        (
            &token(short_join, 120, 3600),
            "--channel room --uid 42",
            "the token's privilege (RTC: join channel) has expired",
            "109",
            "it ended  20",
        ),
        (
            &new,
            "--channel Room --uid 42",
            "the token is for another channel",
            "110",
            "in the token  \"room\"\n  asked for     \"Room\"\nWhat to do: issue it for the channel",
        ),
        (
            &old,
            "--channel Room --uid 42",
            "the token is for another channel",
            "110",
            "a 006 token holds only the checksum",
        ),
        (
            &new,
            "--channel room --uid 43",
            "the token is for another user",
            "110",
            "in the token  \"42\"\n  asked for     \"43\"\nWhat to do: issue it for the user",
        ),
        (&new, "--channel room --account ann", "the token is for another user", "110", "asked for     \"ann\""),
        (&new, "--channel room --uid 0", "the token is for another user", "110", "asked for     a token for any user"),
        (
            &old,
            "--channel room --uid 43",
            "the token is for another user",
            "110",
            "a 006 token holds only the checksum",
        ),
        (
            &new,
            "--channel room --uid 42 --privilege publish-audio",
            "the token does not grant",
            "",
            "in the token  RTC: join channel\n  asked for     RTC: publish audio\n",
        ),
        (
            &old,
            "--channel room --uid 42 --privilege publish-audio",
            "the token does not grant",
            "",
            "in the token  RTC: join channel\n",
        ),
        (&new, "--channel room --uid 42 --privilege 77", "the token does not grant", "", "RTC: privilege 77"),
        (&new, "--service rtm --user-id 42", "the token does not grant", "", "asked for     RTM: login"),
        (&old, "--service chat --user-id 42", "this token version cannot do that", "", "issue a 007 token"),
    ];
    for (token, question, problem, code, advice) in cases {
        let answer = check(token, question).not_good();
        assert!(answer.starts_with(&format!("not good: {problem}")), "{question}: {answer}");
        assert!(answer.contains(advice), "{question}: {answer}");
        assert_eq!(answer.contains("The RTC SDK reports this as error "), !code.is_empty(), "{question}: {answer}");
        assert!(answer.contains(&format!("error {code}")) || code.is_empty(), "{question}: {answer}");
    }
}

#[test]
fn a_question_that_does_not_fit_the_service_is_refused_and_not_half_answered() {
    let token = issuer().chat_user("ann", Duration::from_secs(60)).unwrap();
    for (question, problems) in [
        ("", &["RTC needs --channel", "RTC needs --uid or --account"][..]),
        ("--channel room", &["RTC needs --uid or --account"]),
        ("--uid 42", &["RTC needs --channel"]),
        (
            "--channel room --user-id ann",
            &["--user-id does not go with RTC: choose the service with --service", "RTC needs --uid or --account"],
        ),
        (
            "--service rtm --uid 42",
            &["--uid or --account does not go with RTM: choose the service with --service", "RTM needs --user-id"],
        ),
        ("--service education --room maths", &["APaaS needs --user"]),
        ("--service rtm --app", &["--app does not go with RTM, but with --service chat and education"]),
        ("--service fpa --channel room", &["--channel does not go with FPA: choose the service with --service"]),
        (
            "--channel room --uid 42 --privilege publish",
            &["--privilege must be one of RTC's: join-channel, publish-audio, publish-video, publish-data, \
             administrate-channel, RTM-login; or a number"],
        ),
    ] {
        let stderr = check(&token, question).refused(2);
        let expected: String = problems.iter().map(|problem| format!("agora-token: {problem}\n")).collect();
        assert_eq!(stderr, expected, "{question}");
    }
    for question in ["--channel room --uid 42 --account ann", "--service chat --app --user-id ann"] {
        assert!(check(&token, question).refused(2).contains("cannot be used with"), "{question}");
    }
    let empty = run(&["check", &token, "--channel", "room", "--account", ""]).refused(2);
    assert!(empty.starts_with("error: a value is required for '--account <ACCOUNT>'"), "{empty}");
    let unknown = check(&token, "--service video").refused(2);
    assert!(
        unknown.contains("the service must be rtc, rtm, streaming, fpa, chat, fcdn, education, rtm2, convoai or stt"),
        "{unknown}"
    );
}

#[test]
fn what_cannot_go_into_a_token_is_refused_by_the_option_that_holds_it() {
    let long = "a".repeat(65);
    for (arguments, expected) in [
        (
            &["rtc", "--channel", "a/b", "--uid", "1"][..],
            "'a/b' for '--channel <CHANNEL>': the channel must be 1 to 64",
        ),
        (&["rtc", "--channel", "", "--uid", "1"], "--channel <CHANNEL>"),
        (&["rtc", "--channel", "a", "--uid", "ann"], "'--uid <UID>': the uid must be a number"),
        (&["rtc", "--channel", "a", "--uid", "+1"], "for a name use --account"),
        (&["rtc", "--channel", "a", "--uid", "4294967296"], "a number from 0 to 4294967295"),
        (&["rtc", "--channel", "a", "--account", "a\nb"], "'--account <ACCOUNT>': the user account must be 1 to 255"),
        (&["rtc", "--channel", "a"], "<--uid <UID>|--account <ACCOUNT>>"),
        (&["rtc", "--channel", "a", "--uid", "1", "--account", "b"], "cannot be used with"),
        (&["rtc", "--channel", "a", "--uid", "1", "--role", "host"], "[possible values: publisher, subscriber]"),
        (&["rtc", "--channel", "a", "--uid", "1", "--version", "7"], "[possible values: 006, 007]"),
        (&["rtm", "--user-id", &long], "'--user-id <USER_ID>': the user account must be"),
        (&["rtc-rtm", "--channel", "a", "--account", &long], "'--account <ACCOUNT>': the user account must be"),
        (&["chat"], "--user-id <USER_ID>"),
        (&["chat", "--app", "--user-id", "ann"], "cannot be used with"),
        (&["education", "--room", "maths"], "--role <ROLE>"),
        (&["education", "--user", "ann", "--role", "2"], "--room <ROOM>"),
        (&["education", "--room", "maths", "--user", "ann", "--role", "32768"], "32768 is not in -32768..=32767"),
        (&["education", "--app", "--user", "ann"], "cannot be used with"),
        (&["fpa", "--expires", "1h"], "unexpected argument '--expires'"),
        (&["token"], "unrecognized subcommand 'token'"),
    ] {
        let stderr = run(arguments).refused(2);
        assert!(stderr.starts_with("error: ") && stderr.contains(expected), "{arguments:?}: {stderr}");
    }
}

#[test]
fn lifetimes_are_read_as_people_write_them() {
    for (text, seconds) in [("1", 1), ("3600", 3600), ("90m", 5400), ("1h", 3600), ("1h 30m", 5400), ("1d", 86_400)] {
        let token = run(&["rtm", "--user-id", "ann", "--expires", text]).said();
        assert_eq!(lasting(token.trim_end()).expires_at, seconds, "{text}");
    }
}

#[test]
fn a_wrong_lifetime_is_refused_with_what_would_be_right() {
    let syntax = "write seconds, or numbers with the units s, m, h and d: such as 3600, 90m, 1h 30m or 1d";
    let absolute = Error::ExpiryLooksAbsolute.message();
    let seconds = Error::BadExpiry.message();
    for (text, expected) in [
        ("soon", syntax),
        ("1x", syntax),
        ("90M", syntax),
        ("99999999999999999999", syntax),
        ("0", seconds),
        ("500ms", seconds),
        ("1800000000", absolute),
        ("1800000000000", absolute),
    ] {
        let stderr = run(&["rtc", "--channel", "room", "--uid", "42", "--expires", text]).refused(2);
        assert!(stderr.contains(&format!("'{text}' for '--expires <LIFETIME>': {expected}\n")), "{stderr}");
    }
}

#[test]
fn a_token_from_standard_input_loses_the_whitespace_around_it_and_nothing_else() {
    let token = issuer().rtc(Version::V007, "room", User::Uid(42), Role::Subscriber, Duration::from_secs(60)).unwrap();
    for text in [format!("{token}"), format!("{token}\n"), format!(" \t{token}\r\n\n")] {
        for arguments in [&["inspect", "--json"][..], &["inspect", "--json", "-"]] {
            assert_eq!(run_on(text.as_bytes(), arguments).said(), parse(&token).to_json() + "\n");
        }
        let question = ["check", "--channel", "room", "--uid", "42"];
        assert!(run_on(text.as_bytes(), &question).said().starts_with("good until "));
    }
    let (front, back) = token.split_at(20);
    for (text, what) in [
        (format!("{front}\n{back}"), "the text is a token, but broken into lines: join its lines"),
        (format!("\"{token}\""), "the text is a token, but in quotes: take what stands between"),
        (format!("{token}!{token}"), "the text is not a token"),
    ] {
        let stderr = run_on(text.as_bytes(), &["inspect"]).refused(1);
        assert!(stderr.starts_with(&format!("agora-token: {what}")), "{stderr}");
    }
    // One from the command line was written by somebody and is not touched.
    run(&["inspect", &format!("{token}\n")]).refused(1);
}

#[test]
fn an_input_that_is_no_token_is_refused_and_not_shown() {
    let empty = "agora-token: no token was given: standard input is empty\n";
    assert_eq!(run_on(b"", &["inspect"]).refused(2), empty);
    assert_eq!(run_on(b" \n", &["inspect", "-"]).refused(2), empty);
    assert!(run_on(b"007\xff", &["inspect"]).refused(1).starts_with("agora-token: the text is not a token"));
    // A secret in the wrong place.
    for (stdin, what) in [
        (CERTIFICATE.to_owned(), "the text is no token: it has the form of an App ID or App Certificate"),
        (format!("APP_CERTIFICATE={CERTIFICATE}"), "the text is not a token"),
    ] {
        assert!(run_on(stdin.as_bytes(), &["inspect"]).refused(1).contains(what));
        assert!(check(&stdin, "--channel room --uid 42").not_good().contains(what));
    }
}

#[test]
fn an_input_without_end_is_not_kept() {
    let endless = vec![b' '; agora_token::MAX_PARSED_LEN + 5000];
    let expected = "agora-token: the token is larger than the library's limit: pass one token alone: those of Agora's own \
                    builders have some hundred characters\n";
    assert_eq!(run_on(&endless, &["inspect"]).refused(1), expected);
    let stderr = run_on(&vec![b'0'; agora_token::MAX_PARSED_LEN + 1], &["inspect"]).refused(1);
    assert_eq!(stderr, expected);
}

#[test]
fn without_credentials_the_commands_that_need_them_say_what_to_set() {
    let token = issuer().fpa().unwrap();
    for arguments in [&["fpa"][..], &["check", &token, "--service", "fpa"]] {
        let stderr = run_with(&[], arguments).refused(2);
        let lines: Vec<&str> = stderr.lines().collect();
        assert_eq!(lines.len(), 2, "{stderr}");
        assert!(lines[0].starts_with("agora-token: APP_ID is not set: put "), "{stderr}");
        assert!(lines[1].starts_with("agora-token: APP_CERTIFICATE is not set: put "), "{stderr}");
        assert_eq!(run_with(&CREDENTIALS[1..], arguments).refused(2).lines().count(), 1);
        assert_eq!(run_with(&CREDENTIALS[..1], arguments).refused(2).lines().count(), 1);
    }
    let swapped = [("APP_ID", &CERTIFICATE[1..]), ("APP_CERTIFICATE", APP_ID)];
    let stderr = run_with(&swapped, &["fpa"]).refused(2);
    assert_eq!(stderr, "agora-token: APP_ID is wrong: the App ID must be 32 hexadecimal characters\n");
    assert!(!stderr.contains(&CERTIFICATE[1..]), "{stderr}");
}

#[test]
fn credentials_are_never_taken_from_an_argument() {
    for option in ["--app-certificate", "--certificate", "--app-id"] {
        let stderr = run_with(&[], &["fpa", &format!("{option}={CERTIFICATE}")]).refused(2);
        assert!(stderr.starts_with(&format!("error: unexpected argument '{option}' found")), "{stderr}");
    }
}

#[test]
fn credentials_come_from_dot_env_or_a_file_too() {
    let directory = tempfile::tempdir().unwrap();
    let sign = |directory: &Path, variables: &[(&str, &str)]| {
        let token = Ran::of(program(directory, variables, &["fpa"]).output().unwrap()).said();
        issuer().verify(token.trim_end(), None).unwrap();
    };
    fs::write(directory.path().join("certificate"), format!("{CERTIFICATE}\n")).unwrap();
    sign(directory.path(), &[("APP_ID", APP_ID), ("APP_CERTIFICATE_FILE", "certificate")]);
    fs::write(directory.path().join(".env"), format!("APP_ID={APP_ID}\nAPP_CERTIFICATE={CERTIFICATE}\n")).unwrap();
    sign(directory.path(), &[]);
}

/// Command lines that print something and succeed.
fn talkative() -> [Vec<String>; 5] {
    let token = token(room_of_42(), 0, 60);
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    [
        words(&["fpa"]),
        words(&["inspect", &token]),
        words(&["inspect", "--json", &token]),
        words(&["check", &token, "--channel", "room", "--uid", "42"]),
        words(&["check", "--help"]),
    ]
}

fn in_directory(directory: &Path, arguments: &[String]) -> Command {
    program(directory, &CREDENTIALS, &arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_not_a_panic() {
    let directory = tempfile::tempdir().unwrap();
    let full = || File::options().write(true).open("/dev/full").unwrap();
    for arguments in talkative() {
        let ran = Ran::of(in_directory(directory.path(), &arguments).stdout(full()).output().unwrap());
        let stderr = ran.refused(1);
        assert!(stderr.starts_with("agora-token: ") && stderr.contains("could not be written"), "{stderr}");
        assert!(stderr.lines().count() == 1 && stderr.contains("No space left"), "{stderr}");
        // Where nothing can be said at all, the exit code says it.
        let status = in_directory(directory.path(), &arguments).stdout(full()).stderr(full()).status().unwrap();
        assert_eq!(status.code(), Some(1), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_went_away_is_an_error_and_not_a_panic() {
    let directory = tempfile::tempdir().unwrap();
    for arguments in talkative() {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let stderr = Ran::of(in_directory(directory.path(), &arguments).stdout(writer).output().unwrap()).refused(1);
        assert!(stderr.starts_with("agora-token: ") && stderr.contains("could not be written"), "{stderr}");
    }
}

#[cfg(unix)]
#[test]
fn a_standard_output_that_was_closed_is_as_dev_null() {
    let directory = tempfile::tempdir().unwrap();
    for arguments in talkative() {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", r#"exec "$0" "$@" >&-"#, env!("CARGO_BIN_EXE_agora-token")]).args(&arguments);
        let ran = Ran::of(shell.env_clear().envs(CREDENTIALS).current_dir(directory.path()).output().unwrap());
        assert_eq!(ran.said(), "", "{arguments:?}");
    }
}

#[test]
fn colour_is_for_terminals_and_not_for_those_who_refuse_it() {
    let token = token(room_of_42(), 0, 60);
    let escape = '\u{1b}';
    for arguments in [&["inspect", &token][..], &["check", &token, "--channel", "room", "--uid", "42"]] {
        let with = |variables: &[(&str, &str)]| run_with(&[&CREDENTIALS, variables].concat(), arguments).said();
        // The tests' standard output is a pipe; CLICOLOR_FORCE treats it as a terminal.
        assert!(!with(&[("TERM", "xterm")]).contains(escape));
        assert!(with(&[("CLICOLOR_FORCE", "1")]).contains(escape));
        assert!(!with(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).contains(escape));
    }
    let json = run_with(&[("CLICOLOR_FORCE", "1")], &["inspect", "--json", &token]).said();
    assert_eq!(json, parse(&token).to_json() + "\n");
    assert_eq!(run_with(&[&CREDENTIALS[..], &[("CLICOLOR_FORCE", "1")]].concat(), &["fpa"]).said().find(escape), None);
}

#[test]
fn every_command_has_help_with_examples_that_work() {
    let token = token(room_of_42(), 0, 60);
    for command in ["rtc", "rtm", "rtc-rtm", "chat", "education", "fpa", "inspect", "check"] {
        let help = run(&[command, "--help"]).said();
        let (_, examples) = help.split_once("\nExample").unwrap_or_else(|| panic!("{command} has no examples"));
        let examples = examples.lines().filter_map(|line| line.strip_prefix("  agora-token "));
        // Some end with a remark, some read from another command or a file.
        let examples = examples.map(|line| line.split("     ").next().unwrap_or_default());
        let mut count = 0;
        for example in examples {
            count += 1;
            let words = example.split(['|', '<']).next().unwrap_or_default().replace("007eJx…", &token);
            let arguments: Vec<&str> = words.split_whitespace().collect();
            let ran = run_on(token.as_bytes(), &arguments);
            // The token is good for one of the questions alone; each of them is a question.
            let codes = if command == "check" { 0..=1 } else { 0..=0 };
            assert!(codes.contains(&ran.code) && ran.stderr.is_empty(), "{example}: {ran:?}");
        }
        assert!(count > 0, "{command}");
    }
}

//! `agora-token inspect`: what is inside a token.

use std::fmt::{Display, Write};
use std::process::ExitCode;

use agora_token::{
    Crcs, Field, NO_ROLE, Privilege, RTM2_PERMISSIONS, RTM2_RESOURCES, Service, ServiceType, TokenInfo, Version, rules,
};
use clap::Args;

use super::output::{BAD, GOOD, HEADING, NOTE, paint};
use super::{input, output};
use crate::failure::Failure;
use crate::time;

/// Show what is inside a token
///
/// It needs no credentials, and says nothing about the signature: `agora-token check` does.
#[derive(Args)]
#[command(after_help = "Examples:
  agora-token inspect 007eJx…
  agora-token rtc --channel room --uid 42 | agora-token inspect
  agora-token inspect --json < token.txt")]
pub struct Inspect {
    #[command(flatten)]
    token: input::Token,
    /// Print JSON, for programs
    #[arg(long)]
    json: bool,
}

impl Inspect {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let token = self.token.read()?;
        let info = TokenInfo::read(&token).map_err(|why| Failure::other(why.to_string()))?;
        if self.json {
            output::print(&(info.to_json() + "\n"))?;
        } else {
            output::print_painted(&Table::of(&info, input::now()?).text)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Where the values begin.
const COLUMN: usize = 24;

/// A token as lines of a label and a value.
struct Table<'a> {
    info: &'a TokenInfo,
    now: u64,
    text: String,
}

impl Table<'_> {
    fn of(info: &TokenInfo, now: u64) -> Table<'_> {
        let mut table = Table { info, now, text: String::new() };
        table.token();
        for service in &info.services {
            table.service(service);
        }
        if let Some(number) = info.unknown_service {
            table.heading(format_args!("service {number}"));
            table.line("  ", "unknown", "neither it nor what follows it can be read by this version of agora-token");
        }
        if info.crcs.is_some() {
            table.push(
                "\nA 006 token holds only checksums of its channel and user. To learn whether they are those of\n",
            );
            table.push("names you know: agora-token check --channel … --uid …\n");
        }
        table
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn heading(&mut self, text: impl Display) {
        self.push(&format!("\n{}\n", paint(HEADING, text)));
    }

    fn line(&mut self, indent: &str, label: &str, value: impl Display) {
        let width = COLUMN - indent.len();
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{indent}{label:<width$}{value}");
    }

    fn token(&mut self) {
        let info = self.info;
        let version = match info.version {
            Version::V006 => "006 (AccessToken)",
            Version::V007 => "007 (AccessToken2)",
        };
        self.line("", "version", version);
        self.line("", "app", &info.app_id);
        self.line("", "issued", self.issued());
        self.line("", "expires", self.end(info.expires_at));
        if let Some(cut_at) = info.cut_at() {
            let hours = rules::MAX_HONOURED_SECONDS / 3600;
            let moment = time::moment(cut_at, self.now);
            self.line("", "cut", paint(NOTE, format_args!("{moment}: Agora honours at most {hours} hours")));
        }
        self.line("", "salt", info.salt);
        self.line("", "signature", "not looked at: agora-token check does");
    }

    fn issued(&self) -> String {
        match self.info.issued_at.map(u64::from) {
            None => "a 006 token does not say".to_owned(),
            Some(at) if at > self.now => {
                let moment = time::moment(at, self.now);
                paint(NOTE, format_args!("{moment}: the clock here or where it was issued is wrong"))
            }
            Some(at) => time::moment(at, self.now),
        }
    }

    /// When something ends or has ended.
    fn end(&self, at: u64) -> String {
        let date = time::date(at);
        let distance = time::distance(at, self.now);
        if self.now < at {
            format!("{date}, {}", paint(GOOD, distance))
        } else {
            format!("{date}, {}", paint(BAD, format_args!("expired {distance}")))
        }
    }

    fn service(&mut self, service: &Service<'_>) {
        self.heading(format_args!("{} (service {})", service.kind.name(), service.kind.number()));
        match self.info.crcs {
            Some(crcs) => self.crcs(service.kind, crcs),
            None => self.fields(service),
        }
        for &(number, time) in service.privileges.iter() {
            let name = service.kind.privilege_name(Privilege(number));
            let name = name.map_or_else(|| format!("privilege {number}"), str::to_owned);
            self.line("  ", &name, self.privilege(time));
        }
    }

    fn fields(&mut self, service: &Service<'_>) {
        for field in service.kind.fields() {
            match field {
                Field::Channel if service.channel == rules::EVERY_CHANNEL => {
                    self.line("  ", "channel", paint(NOTE, "every channel (*)"));
                }
                Field::Channel => self.line("  ", "channel", quoted(&service.channel)),
                Field::Account if service.is_for_any_user() => self.line("  ", "user", any_user()),
                Field::Account => self.line("  ", "user", quoted(&service.user)),
                Field::UserId => self.line("  ", "user id", quoted(&service.user)),
                Field::RoomUuid => self.line("  ", "room", quoted(&service.channel)),
                Field::UserUuid => self.line("  ", "user", quoted(&service.user)),
                Field::Role if service.role == NO_ROLE => self.line("  ", "role", "none"),
                Field::Role => self.line("  ", "role", service.role),
                Field::Permissions => self.permissions(service),
                // The library may learn of more fields.
                other => self.line("  ", "field", format_args!("{other:?}, which cannot be shown")),
            }
        }
    }

    fn permissions(&mut self, service: &Service<'_>) {
        for (&(resource, permission), names) in &service.permissions {
            let named = |names: &[&str], number: u16, kind: &str| {
                names.get(usize::from(number)).map_or_else(|| format!("{kind} {number}"), |&name| name.to_owned())
            };
            let permission = named(&RTM2_PERMISSIONS, permission, "permission");
            let resource = named(&RTM2_RESOURCES, resource, "resource");
            let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
            self.line("  ", &format!("may {permission}"), format_args!("{resource}: {}", names.join(", ")));
        }
    }

    fn crcs(&mut self, kind: ServiceType, crcs: Crcs) {
        let channel = format!("with the CRC-32 {:#010x}", crcs.channel);
        if kind == ServiceType::Rtm {
            return self.line("  ", "user id", channel);
        }
        self.line("  ", "channel", channel);
        match crcs.user {
            0 => self.line("  ", "user", any_user()),
            crc => self.line("  ", "user", format_args!("with the CRC-32 {crc:#010x}")),
        }
    }

    fn privilege(&self, time: u32) -> String {
        let Some(at) = self.info.privilege_expires_at(time) else {
            return "has no end of its own".to_owned();
        };
        let end = self.end(at);
        if at > self.info.expires_at {
            return format!("{end}; {}", paint(NOTE, "the token ends before"));
        }
        match self.info.cut_at() {
            Some(cut_at) if at > cut_at => format!("{end}; {}", paint(NOTE, "cut with the token")),
            _ => end,
        }
    }
}

/// A name between quotes, so that spaces at its ends show, with control characters escaped: a terminal
/// obeys them, and a token may come from anybody.
fn quoted(name: &str) -> String {
    if name.is_empty() { "none".to_owned() } else { format!("{name:?}") }
}

fn any_user() -> String {
    paint(NOTE, "any user: whoever holds the token may join under any uid")
}

//! The commands that make a token and print it.

use std::process::ExitCode;
use std::time::Duration;

use agora_token::{Error, Issuer, Role, Token, TokenInfo, User, Version, rules};
use clap::{Args, Subcommand, ValueEnum};

use super::{input, output};
use crate::failure::Failure;
use crate::{log, time};

#[derive(Subcommand)]
pub enum Command {
    Rtc(Rtc),
    Rtm(Rtm),
    RtcRtm(RtcRtm),
    Chat(Chat),
    Education(Education),
    Fpa(Fpa),
    #[command(name = "convoai")]
    ConvoAi(ConvoAi),
    Stt(Stt),
}

/// Print a token for voice and video (RTC): one user in one channel
///
/// The credentials come from APP_ID and APP_CERTIFICATE (or APP_CERTIFICATE_FILE) in the environment or in the
/// file .env of the current directory.
#[derive(Args)]
#[command(after_help = "Examples:
  agora-token rtc --channel room --uid 42
  agora-token rtc --channel room --account ann --role publisher --expires 90m
  agora-token rtc --channel room --uid 42 --version 006     for SDKs that predate 007")]
pub struct Rtc {
    /// The channel; * is every channel
    #[arg(long, value_parser = channel)]
    channel: String,
    #[command(flatten)]
    member: Member,
    /// A publisher may join and publish, a subscriber join alone
    #[arg(long, value_enum, default_value_t = RoleName::Subscriber)]
    role: RoleName,
    #[command(flatten)]
    lifetime: Lifetime,
    #[command(flatten)]
    version: VersionOption,
}

/// Print a token for Signaling (RTM): one user
#[derive(Args)]
#[command(after_help = "Example:
  agora-token rtm --user-id ann --expires 1d")]
pub struct Rtm {
    /// The user id
    #[arg(long, value_parser = user_id)]
    user_id: String,
    #[command(flatten)]
    lifetime: Lifetime,
    #[command(flatten)]
    version: VersionOption,
}

/// Print one 007 token for RTC and Signaling under the same account
#[derive(Args)]
#[command(after_help = "Examples:
  agora-token rtc-rtm --channel room --account ann --role publisher
  agora-token rtc-rtm --channel room --account 42     for the numeric uid 42")]
pub struct RtcRtm {
    #[command(flatten)]
    member: AccountMember,
    #[command(flatten)]
    lifetime: Lifetime,
}

/// Print a token for Chat: one user, or the whole app
#[derive(Args)]
#[command(after_help = "Examples:
  agora-token chat --user-id ann
  agora-token chat --app --expires 10m")]
pub struct Chat {
    /// The user id
    #[arg(long, value_parser = user_id, required_unless_present = "app")]
    user_id: Option<String>,
    /// For a backend that calls Chat's REST API; never give this token to a user
    #[arg(long, conflicts_with = "user_id")]
    app: bool,
    #[command(flatten)]
    lifetime: Lifetime,
}

/// Print a token for Flexible Classroom (Education): a user of a room, a user, or the whole app
#[derive(Args)]
#[command(after_help = "Examples:
  agora-token education --room maths --user ann --role 2
  agora-token education --user ann
  agora-token education --app --expires 10m")]
pub struct Education {
    /// The room's uuid
    #[arg(long, value_parser = user_id, requires = "role")]
    room: Option<String>,
    /// The user's uuid
    #[arg(long, value_parser = user_id, required_unless_present = "app")]
    user: Option<String>,
    /// The user's role in the room: 1 teacher, 2 student, 3 assistant, 4 observer, or one of your own
    #[arg(long, requires = "room", allow_negative_numbers = true)]
    role: Option<i16>,
    /// For a backend that calls the REST API; never give this token to a user
    #[arg(long, conflicts_with_all = ["room", "user", "role"])]
    app: bool,
    #[command(flatten)]
    lifetime: Lifetime,
}

/// Print a token for FPA, for 24 hours
#[derive(Args)]
#[command(after_help = "Example:
  agora-token fpa")]
pub struct Fpa {}

/// Print one 007 token for Conversational AI, with RTC and Signaling under the same account
///
/// Being in the token is all that ConvoAI grants: its holder may start agents on the app's bill.
#[derive(Args)]
#[command(after_help = "Example:
  agora-token convoai --channel room --account agent --role publisher")]
pub struct ConvoAi {
    #[command(flatten)]
    member: AccountMember,
    #[command(flatten)]
    lifetime: Lifetime,
}

/// Print one 007 token for speech to text (STT), with RTC and Signaling under the same account
///
/// Being in the token is all that STT grants: its holder may start transcriptions on the app's bill.
#[derive(Args)]
#[command(after_help = "Example:
  agora-token stt --channel room --account listener")]
pub struct Stt {
    #[command(flatten)]
    member: AccountMember,
    #[command(flatten)]
    lifetime: Lifetime,
}

/// Who is in a channel and in Signaling under one account.
#[derive(Args)]
struct AccountMember {
    /// The channel; * is every channel
    #[arg(long, value_parser = channel)]
    channel: String,
    /// The user account, which is the Signaling user id too; for a numeric uid its digits
    #[arg(long, value_parser = user_id)]
    account: String,
    /// A publisher may join and publish, a subscriber join alone
    #[arg(long, value_enum, default_value_t = RoleName::Subscriber)]
    role: RoleName,
}

/// Who joins a channel.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Member {
    /// The numeric uid; 0 is any user
    #[arg(long, value_parser = input::uid)]
    uid: Option<u32>,
    /// The user account
    #[arg(long, value_parser = account)]
    account: Option<String>,
}

impl Member {
    fn user(&self) -> User<'_> {
        match (self.uid, &self.account) {
            (Some(uid), _) => User::Uid(uid),
            (None, account) => User::Account(account.as_deref().unwrap_or_default()),
        }
    }
}

#[derive(Args)]
struct Lifetime {
    /// How long from now: seconds, or numbers with the units s, m, h and d, such as 3600, 90m or 1d. Agora
    /// honours 24 hours at most
    #[arg(long, value_name = "LIFETIME", default_value = "1h", value_parser = time::lifetime)]
    expires: Duration,
}

#[derive(Args)]
struct VersionOption {
    /// The token's version
    #[arg(long, value_enum, default_value_t = VersionName::V007)]
    version: VersionName,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Publisher,
    #[value(alias = "audience")]
    Subscriber,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Role {
        match name {
            RoleName::Publisher => Role::Publisher,
            RoleName::Subscriber => Role::Subscriber,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum VersionName {
    #[value(name = "006")]
    V006,
    #[value(name = "007")]
    V007,
}

impl From<VersionName> for Version {
    fn from(name: VersionName) -> Version {
        match name {
            VersionName::V006 => Version::V006,
            VersionName::V007 => Version::V007,
        }
    }
}

fn channel(text: &str) -> Result<String, Error> {
    rules::check_channel(text).map(|()| text.to_owned())
}

fn account(text: &str) -> Result<String, Error> {
    rules::check_account(text).map(|()| text.to_owned())
}

fn user_id(text: &str) -> Result<String, Error> {
    rules::check_user_id(text).map(|()| text.to_owned())
}

impl Command {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let token = self.sign(&input::issuer()?).map_err(|error| Failure::other(error.message()))?;
        if TokenInfo::parse(&token).is_ok_and(|info| info.cut_at().is_some()) {
            let hours = rules::MAX_HONOURED_SECONDS / 3600;
            log::complain(&format!("Agora takes this token for expired after {hours} hours, whatever it says"));
        }
        output::print(&format!("{token}\n"))?;
        Ok(ExitCode::SUCCESS)
    }

    fn sign(&self, issuer: &Issuer) -> Result<Token, Error> {
        match self {
            Command::Rtc(Rtc { channel, member, role, lifetime, version }) => {
                issuer.rtc(version.version.into(), channel, member.user(), (*role).into(), lifetime.expires)
            }
            Command::Rtm(Rtm { user_id, lifetime, version }) => {
                issuer.rtm(version.version.into(), user_id, lifetime.expires)
            }
            Command::RtcRtm(RtcRtm { member: AccountMember { channel, account, role }, lifetime }) => {
                issuer.rtc_rtm(channel, account, (*role).into(), lifetime.expires)
            }
            Command::Chat(Chat { user_id, app: _, lifetime }) => match user_id {
                Some(user_id) => issuer.chat_user(user_id, lifetime.expires),
                None => issuer.chat_app(lifetime.expires),
            },
            Command::Education(Education { room, user, role, app: _, lifetime }) => match (room, role, user) {
                (Some(room), Some(role), Some(user)) => issuer.education_room_user(room, user, *role, lifetime.expires),
                (_, _, Some(user)) => issuer.education_user(user, lifetime.expires),
                (_, _, None) => issuer.education_app(lifetime.expires),
            },
            Command::Fpa(Fpa {}) => issuer.fpa(),
            Command::ConvoAi(ConvoAi { member: AccountMember { channel, account, role }, lifetime }) => {
                issuer.convoai(channel, account, (*role).into(), lifetime.expires)
            }
            Command::Stt(Stt { member: AccountMember { channel, account, role }, lifetime }) => {
                issuer.stt(channel, account, (*role).into(), lifetime.expires)
            }
        }
    }
}

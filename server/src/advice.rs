//! What to do about a token that is not good.

use agora_token::Error;

/// What to do, where it is known.
pub fn for_error(error: Error) -> Option<&'static str> {
    Some(match error {
        Error::MalformedToken => {
            "look at both ends of the text, and whether +, / and = came through: a token is 006 or 007 and then \
             letters, digits, +, / and = alone"
        }
        Error::WrongApp => "issue it with the App ID that the client uses, or set APP_ID to that of the token",
        Error::BadSignature => {
            "issue it with the current App Certificate of this App ID; where the certificate was renewed, older \
             tokens are void"
        }
        Error::Expired => "issue a new one; if it is new, look at the clock of the machine that issued it",
        Error::WrongChannel => "issue it for the channel of the join call, to the letter: capitals and spaces count",
        Error::WrongUser => {
            "issue it for the user of the call, to the letter: in RTC a token for a uid does not open the channel \
             to another uid"
        }
        Error::NotGranted => {
            "issue a token of this service with this privilege; in RTC the role publisher has those to publish"
        }
        Error::UnsupportedInVersion => "issue a 007 token for this service",
        _ => return None,
    })
}

//! What the commands print: coloured where standard output is a terminal that takes it and NO_COLOR is not
//! set, plain elsewhere.

use std::fmt::Display;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::failure::Failure;

pub const HEADING: Style = Style::new().bold();
pub const GOOD: Style = AnsiColor::Green.on_default();
pub const BAD: Style = AnsiColor::Red.on_default();
pub const NOTE: Style = AnsiColor::Yellow.on_default();

pub fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Prints to standard output as it is. A reader that went away or a disk that is full is a failure: whoever
/// goes by the exit code must not take a part of the text for the whole. That the program was started without
/// a standard output is none: before `main`, Rust's runtime opens /dev/null in its place.
pub fn print(text: &str) -> Result<(), Failure> {
    write(io::stdout().lock(), text)
}

/// [`print`] for a text with colours, which are left out where they are not wanted.
pub fn print_painted(text: &str) -> Result<(), Failure> {
    write(anstream::stdout().lock(), text)
}

fn write(mut stdout: impl Write, text: &str) -> Result<(), Failure> {
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| Failure::other(format!("standard output could not be written: {error}")))
}

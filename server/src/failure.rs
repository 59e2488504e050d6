//! How a command fails: what it says, and its exit code.

use std::process::ExitCode;

use crate::environment::Problems;
use crate::log;

/// The exit code for a command line or a setting that is wrong; 1 is for what fails later.
pub const BAD_SETTING: u8 = 2;

/// Why a command could not do its work: lines for standard error, and the exit code.
pub struct Failure {
    code: u8,
    problems: Problems,
}

impl Failure {
    /// The command line or a setting is wrong.
    pub fn usage(problems: Problems) -> Failure {
        Failure { code: BAD_SETTING, problems }
    }

    /// The command was right, and something else went wrong.
    pub fn other(problem: impl Into<String>) -> Failure {
        Failure { code: 1, problems: vec![problem.into()] }
    }

    pub fn report(self) -> ExitCode {
        for problem in self.problems {
            log::complain(&problem);
        }
        ExitCode::from(self.code)
    }
}

//! A Redis of this machine that a test starts, kills and stops.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

/// A Redis that runs until it is dropped.
pub struct Redis {
    child: Child,
    pub port: u16,
    directory: tempfile::TempDir,
    arguments: Vec<String>,
}

impl Redis {
    pub fn start(arguments: &[&str]) -> Redis {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let directory = tempfile::tempdir().unwrap();
        let arguments: Vec<String> =
            arguments.iter().map(|argument| argument.replace("PORT", &port.to_string())).collect();
        let child = spawn(port, &directory, &arguments);
        let redis = Redis { child, port, directory, arguments };
        redis.wait();
        redis
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Waits until it takes connections.
    fn wait(&self) {
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(start.elapsed() < PATIENCE, "Redis does not listen");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again after [`Redis::kill`], at the same port and with nothing in it.
    pub fn again(&mut self) {
        self.child = spawn(self.port, &self.directory, &self.arguments);
        self.wait();
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// The lines that it answers to a command, until it hangs up.
    pub fn ask(&self, command: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "{command}\r\nQUIT\r\n").unwrap();
        let mut said = String::new();
        BufReader::new(stream).read_to_string(&mut said).unwrap();
        said
    }

    /// The names of all that stays in it. What a server writes to see whether Redis counts is gone after a millisecond.
    pub fn names(&self) -> Vec<String> {
        std::thread::sleep(Duration::from_millis(5));
        BufReader::new(self.ask("KEYS *").as_bytes())
            .lines()
            .map(Result::unwrap)
            .filter(|line| line.contains(':'))
            .collect()
    }
}

fn spawn(port: u16, directory: &tempfile::TempDir, arguments: &[String]) -> Child {
    let mut command = Command::new("redis-server");
    command.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port", &port.to_string(), "--dir"]);
    command.arg(directory.path()).args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
    command
        .spawn()
        .unwrap_or_else(|error| panic!("redis-server, Debian's package of that name, does not start: {error}"))
}

impl Drop for Redis {
    fn drop(&mut self) {
        // It has ended already where the test has killed it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

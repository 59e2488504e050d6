//! The program as a process, and requests to it over a socket.

// Each test uses a part of it.
#![allow(dead_code)]

#[path = "../../../tests/support/contract.rs"]
pub mod contract;
pub mod provider;
pub mod redis;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use agora_token::{Privilege, Question, ServiceType};
use serde_json::Value;

pub const APP_ID: &str = "970CA35de60c44645bbae8a215061b33";
pub const CERTIFICATE: &str = "5CFd2fd1755d40ecb72977518be15d3b";
pub const CREDENTIALS: [(&str, &str); 2] = [("APP_ID", APP_ID), ("APP_CERTIFICATE", CERTIFICATE)];

/// Long enough for a machine that is busy; no test waits for it unless it fails.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn issuer() -> agora_token::Issuer {
    agora_token::Issuer::new(APP_ID, CERTIFICATE).unwrap()
}

/// The rows of tests/explain.json that are explained today as they were at their time.
pub fn explanations() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../../../tests/explain.json")).unwrap();
    let is_the_same_today = |row: &&Value| {
        let text = |key: &str| row[key].as_str().unwrap();
        let number = |key: &str| u16::try_from(row[key].as_u64().unwrap()).unwrap();
        let question = ServiceType::from_number(number("service")).map(|service| {
            Question::new(service, Privilege(number("privilege"))).channel(text("channel")).user(text("user"))
        });
        let today = issuer().explain(text("token"), question, None).unwrap().to_json();
        let mut today: Value = serde_json::from_str(&today).unwrap();
        today["now"] = row["now"].clone();
        today == row["expected"]
    };
    file["rows"].as_array().unwrap().iter().filter(is_the_same_today).cloned().collect()
}

/// `agora-token` with these variables alone, in this directory.
pub fn program(directory: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_agora-token"));
    command.args(arguments).current_dir(directory).env_clear().envs(variables.iter().copied());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What `agora-token serve` says when it does not start: its exit code and standard error.
pub fn refusal(directory: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } =
        program(directory, variables, &[&["serve"], arguments].concat()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&stdout), "");
    (status.code().unwrap(), String::from_utf8(stderr).unwrap())
}

/// `agora-token serve` on a free port, with these variables and arguments.
pub fn server(directory: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Command {
    let variables = [&[("HOST", "127.0.0.1"), ("PORT", "0")], variables].concat();
    program(directory, &variables, &[&["serve"], arguments].concat())
}

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// Where the program was started.
    _directory: Option<tempfile::TempDir>,
}

/// All that a server printed, and how it ended.
pub struct Ended {
    pub status: ExitStatus,
    pub stdout: String,
    /// "" where it went elsewhere.
    pub stderr: String,
}

impl Server {
    /// A server with the sample credentials and these variables beside them.
    pub fn start(variables: &[(&str, &str)]) -> Server {
        let directory = tempfile::tempdir().unwrap();
        let variables = [&CREDENTIALS, variables].concat();
        let mut server = Server::start_in(directory.path(), &variables, &[]);
        server._directory = Some(directory);
        server
    }

    pub fn start_in(directory: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Server {
        Server::spawn(&mut server(directory, variables, arguments))
    }

    /// A server of this command, whose standard output is a pipe.
    pub fn spawn(command: &mut Command) -> Server {
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::with_capacity(1, child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let Some(port) = line.trim_end().strip_prefix("Listening on port: ") else {
            let output = child.wait_with_output().unwrap();
            panic!("the server did not start: {line}{}", String::from_utf8_lossy(&output.stderr));
        };
        let address = SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap()));
        Server { child, address, _directory: None }
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Another address of this server.
    pub fn at(&self, address: &str) -> At {
        At(address.parse().unwrap())
    }

    pub fn connect(&self) -> TcpStream {
        At(self.address).connect()
    }

    /// The answer to one request on a connection of its own.
    pub fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        At(self.address).ask(method, target, headers, body)
    }

    pub fn get(&self, target: &str) -> Answer {
        At(self.address).get(target)
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end of a server that was told to stop: how it ended.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "the server does not stop");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// [`Server::wait_for_end`], and what it printed.
    pub fn wait(mut self) -> Ended {
        let status = self.wait_for_end();
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.child.stdout.as_mut().unwrap().read_to_string(&mut stdout).unwrap();
        if let Some(pipe) = &mut self.child.stderr {
            pipe.read_to_string(&mut stderr).unwrap();
        }
        Ended { status, stdout, stderr }
    }

    pub fn stop(self) -> Ended {
        self.signal("TERM");
        self.wait()
    }
}

/// An address that takes requests.
pub struct At(pub SocketAddr);

impl At {
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.0).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    pub fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = self.connect();
        send(&mut stream, method, target, &[headers, &[("Connection", "close")]].concat(), body);
        Answer::read(&mut BufReader::new(stream), method)
    }

    pub fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &[], b"")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already where the test waited for it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request. A server that refuses it halfway may have closed: the answer tells.
pub fn send(stream: &mut TcpStream, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) {
    let mut request = format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\n");
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    if !body.is_empty() || method == "POST" {
        request.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    request.push_str("\r\n");
    let _ = stream.write_all(&[request.as_bytes(), body].concat());
}

/// An HTTP answer.
#[derive(Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    /// With lowercase names.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Answer {
    /// Reads one answer to a request of this method.
    pub fn read(stream: &mut impl BufRead, method: &str) -> Answer {
        let status_line = line(stream);
        let status = status_line.split(' ').nth(1).unwrap_or_else(|| panic!("no answer: {status_line:?}"));
        let status = status.parse().unwrap();
        let mut headers = BTreeMap::new();
        loop {
            let line = line(stream);
            let Some((name, value)) = line.split_once(": ") else { break };
            assert_eq!(headers.insert(name.to_lowercase(), value.to_owned()), None, "{name} comes twice");
        }
        let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; if method == "HEAD" { 0 } else { length }];
        stream.read_exact(&mut body).unwrap();
        Answer { status, headers, body: String::from_utf8(body).unwrap() }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The text of `{"error":"…"}`, in an answer with the endpoint's headers; beside it may stand what would be right.
    #[track_caller]
    pub fn error(&self) -> String {
        assert_eq!(self.headers["content-type"], "application/json; charset=utf-8");
        assert_eq!(self.headers["cache-control"], "private, no-cache, no-store, must-revalidate");
        assert_eq!(self.headers["access-control-allow-origin"], "*");
        let json = self.json();
        let mut others = json.as_object().unwrap().iter().filter(|(name, _)| *name != "error");
        assert!(others.all(|(name, text)| name == "detail" && text.is_string()), "{json}");
        json["error"].as_str().unwrap().to_owned()
    }
}

fn line(stream: &mut impl BufRead) -> String {
    let mut line = String::new();
    stream.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

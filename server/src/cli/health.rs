//! The command `health`: is the server of this machine up?

use std::io::{Error, ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use crate::environment::Environment;
use crate::failure::Failure;
use crate::settings;

/// Less than what container engines wait by themselves.
const PATIENCE: Duration = Duration::from_secs(3);

/// Ask the token server of this machine whether it is up
///
/// Sends GET /healthz to HOST and PORT, which come from where those of serve do. The exit code is 0 if the server
/// answers that all is well, and 1 otherwise: for the health check of a container, which needs no shell and no curl.
#[derive(Args)]
pub struct Health {}

impl Health {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let environment = Environment::load().map_err(Failure::usage)?;
        let (host, port) = settings::address(&environment).map_err(Failure::usage)?;
        match ask(&host, port) {
            Ok(status) if status == "200" => Ok(ExitCode::SUCCESS),
            Ok(status) => Err(Failure::other(format!("/healthz answers with status {status}"))),
            Err(error) => Err(Failure::other(format!("no answer from {host}, port {port}: {error}"))),
        }
    }
}

/// The status of GET /healthz.
fn ask(host: &str, port: u16) -> Result<String, Error> {
    let address = (host, port).to_socket_addrs()?.next().ok_or(ErrorKind::AddrNotAvailable)?;
    let mut stream = TcpStream::connect_timeout(&reachable(address), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut start = [0; "HTTP/1.1 200".len()];
    stream.read_exact(&mut start)?;
    let status = start.strip_prefix(b"HTTP/1.1 ").ok_or(ErrorKind::InvalidData)?;
    Ok(String::from_utf8_lossy(status).into_owned())
}

/// Every interface is an address to listen on, but not one to connect to everywhere: this machine is.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

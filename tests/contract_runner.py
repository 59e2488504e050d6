"""Runs tests/contract.json against token servers over sockets: the same status, headers and body from each.

    contract_runner.py [SERVER...]       all of them unless named; a server that has not been built is an error

Each server is started here, with its settings in the environment, for every combination of settings that the
contract asks for. What the settings of a thin server cannot say (a policy, a list of origins, CORS left out) is left
to the tests of the languages, which run those cases through the endpoint; the count of it is printed.

Some targets an HTTP server may refuse by itself before the endpoint hears of them, with one of REFUSALS: those beyond
HTTP_LIMIT, where closing the connection is an answer too, and those that are no URI because a % in the path is not
followed by two hexadecimal digits. Each answer of that kind is printed.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agora_token import (
    AgoraTokenError,
    Issuer,
    Service,
    ServiceType,
    TokenInfo,
    Version,
    WrongChannelError,
    WrongUserError,
    parse,
)

ROOT = Path(__file__).parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
EXE = ".exe" if os.name == "nt" else ""

#: The Java package and what it needs.
JARS = [f"{TARGET}/java/*", f"{TARGET}/java/lib/*"]
#: Every server, by its command.
SERVERS = {
    "rust": [f"{TARGET}/release/agora-token{EXE}", "serve"],
    "c": [f"{TARGET}/release/examples/server-c{EXE}"],
    "cpp": [f"{TARGET}/release/examples/server-cpp{EXE}"],
    "python-wsgi": [sys.executable, f"{ROOT}/examples/python/server_wsgi.py"],
    "python-asgi": [sys.executable, f"{ROOT}/examples/python/server_asgi.py"],
    "go": [f"{TARGET}/go-server{EXE}"],
    "java": ["java", "-cp", os.pathsep.join(JARS), f"{ROOT}/examples/java/TokenServer.java"],
    "node": ["node", f"{TARGET}/js/test/examples/server.mjs"],
    "csharp": ["mono", f"{TARGET}/csharp/server.exe"],
}

#: What an HTTP server adds to the headers of the endpoint.
HOST_HEADERS = {"connection", "content-length", "date", "keep-alive", "server"}
#: The options of the contract that a thin server has, by their settings.
SETTINGS = {"version": "TOKEN_VERSION", "client_error_status": "CLIENT_ERROR_STATUS"}
#: Up to this many bytes of a target reach the endpoint in every server.
HTTP_LIMIT = 16 * 1024
REFUSALS = {400, 414, 431}
#: What a server refuses beside that. The JDK's reads the whole target as a URI: a % in the query counts too (400), and
#: // starts the name of a host (404).
MORE_REFUSALS = {"java": {400: "%(?![0-9A-Fa-f]{2})", 404: "^//"}}
#: Seconds after which a server that says nothing has failed.
PATIENCE = 30

Case = dict[str, Any]


class MismatchError(Exception):
    """An answer is not as the contract has it."""


def same(what: str, actual: object, expected: object) -> None:
    """Say where something is not as expected."""
    if actual != expected or type(actual) is not type(expected):
        raise MismatchError(f"{what}: {str(actual)[:300]!r}, not {str(expected)[:300]!r}")


# The contract.


def text(value: Any) -> str:
    """A text, or a list of texts and repetitions to be joined."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(map(text, value))
    return str(value["repeat"] * value["times"])


def body_of(request: Case) -> bytes | None:
    """The bytes of a request's body."""
    if "body_hex" in request:
        return bytes.fromhex(request["body_hex"])
    return text(request["body"]).encode() if "body" in request else None


def can_be_set(case: Case) -> bool:
    """Whether the settings of a thin server can say what a case needs."""
    return "policy" not in case and set(case.get("options", {})) <= set(SETTINGS)


def may_be_refused(target: str) -> bool:
    """Whether an HTTP server may refuse a target before the endpoint hears of it."""
    path = target.partition("?")[0]
    return len(target) > HTTP_LIMIT or re.search("%(?![0-9A-Fa-f]{2})", path) is not None


def settings_of(case: Case) -> tuple[tuple[str, str], ...]:
    """The environment variables that a case needs."""
    return tuple(sorted((SETTINGS[option], str(value)) for option, value in case.get("options", {}).items()))


# A server.


@contextmanager
def running(command: list[str], settings: dict[str, str]) -> Iterator[int]:
    """A server on a free port, which it tells."""
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS.values()}
    process = subprocess.Popen(
        command,
        env={**environment, **settings, "PORT": "0"},
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read_lines, args=(process, lines), daemon=True).start()
    try:
        yield _port(lines, command)
    finally:
        process.kill()
        process.wait()


def _read_lines(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert process.stdout
    for line in process.stdout:
        lines.put(line)
    lines.put("")


def _port(lines: queue.Queue[str], command: list[str]) -> int:
    while line := lines.get(timeout=PATIENCE):
        if found := re.fullmatch(r"Listening on port: (\d+)\s*", line):
            return int(found[1])
    raise SystemExit(f"{command[0]} ended before it listened")


@dataclass
class Answer:
    """What a server said."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def ask(port: int, request: Case) -> Answer:
    """Send a request as it is, on a connection of its own."""
    body = body_of(request)
    headers = {
        "Host": f"127.0.0.1:{port}",
        "Connection": "close",
        **request.get("headers", {}),
    }
    if body is not None or request["method"] in {"POST", "PUT", "PATCH"}:
        headers["Content-Length"] = str(len(body or b""))
    lines = [
        f"{request['method']} {text(request['target'])} HTTP/1.1",
        *(f"{n}: {v}" for n, v in headers.items()),
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        # A server may answer before it has read everything: the answer is what counts.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall("".join(f"{line}\r\n" for line in [*lines, ""]).encode() + (body or b""))
        response = http.client.HTTPResponse(connection, method=request["method"])
        response.begin()
        return Answer(response.status, response.getheaders(), response.read())


# An answer against the contract.


class Contract:
    """The contract, and the checks of an answer against it."""

    def __init__(self, contract: Case) -> None:
        self.headers: dict[str, str] = contract["headers"]
        self.cases: list[Case] = contract["cases"]
        self.credentials = {
            "APP_ID": contract["app_id"],
            "APP_CERTIFICATE": contract["app_certificate"],
        }
        self.issuer = Issuer(contract["app_id"], contract["app_certificate"])

    def check(self, port: int, case: Case, more_refusals: dict[int, str] | None = None) -> str:
        """Hold an answer against a case, and tell who gave it: "endpoint", or the HTTP "server" below."""
        asked_at = int(time.time())
        target = text(case["request"]["target"])
        try:
            answer = ask(port, case["request"])
        except ConnectionError:
            if len(target) > HTTP_LIMIT:
                return "server"
            raise
        try:
            self.check_answer(answer, case, asked_at)
        except (MismatchError, ValueError):
            more = (more_refusals or {}).get(answer.status)
            if (answer.status in REFUSALS and may_be_refused(target)) or (more and re.search(more, target)):
                return "server"
            raise
        return "endpoint"

    def check_answer(self, answer: Answer, case: Case, asked_at: int) -> None:
        """Status, headers, body."""
        expect = case["expect"]
        same("status", answer.status, expect["status"])
        expected = {**self.headers, **expect.get("headers", {})}
        sent = sorted((name.lower(), value) for name, value in answer.headers if name.lower() not in HOST_HEADERS)
        same(
            "headers",
            sent,
            sorted((name.lower(), value) for name, value in expected.items() if value is not None),
        )
        if "body" not in expect:
            same("body", answer.body, b"")
            return
        body = json.loads(answer.body)
        same(
            "body as text",
            answer.body.decode(),
            json.dumps(body, separators=(",", ":"), ensure_ascii=False),
        )
        Tokens(self.issuer, asked_at).check(body, expect["body"])


@dataclass
class Tokens:
    """Checks tokens that were issued at `asked_at` or in the seconds since."""

    issuer: Issuer
    asked_at: int

    def check(self, actual: Any, expected: Any) -> None:
        """Hold a JSON value against its description, with tokens where that has `$token`."""
        if isinstance(expected, dict) and "$token" in expected:
            self.check_token(actual, expected["$token"])
        elif isinstance(expected, dict):
            same("members", list(actual), list(expected))
            for name in expected:
                self.check(actual[name], expected[name])
        else:
            same("body", actual, expected)

    def check_token(self, token: str, expected: Case) -> None:
        """Hold a token against its description."""
        try:
            info = parse(token)
            same("version", f"{info.version:03}", expected["version"])
            same("app id", info.app_id, self.issuer.app_id)
            self.check_lifetime(info, info.expires_at, expected["expires_in"])
            same(
                "services",
                [service.type.value for service in info.services],
                [s["type"] for s in expected["services"]],
            )
            for service, described in zip(info.services, expected["services"]):
                self.check_service(token, info, service, described)
        except AgoraTokenError as error:
            raise MismatchError(f"token {token}: {error}") from error

    def check_service(self, token: str, info: TokenInfo, service: Service, expected: Case) -> None:
        """Hold a service against its description, and the token against the questions that it must answer."""
        channel, user = expected.get("channel", ""), expected.get("user", "")
        if info.version is Version.V007:
            same("channel", service.channel or service.room_uuid or "", channel)
            same(
                "user",
                service.account or service.user_id or service.user_uuid or "",
                user,
            )
            if service.role is not None:
                same("role", service.role, expected.get("role", -1))
        same(
            "privileges",
            [str(p.privilege) for p in service.privileges],
            list(expected["privileges"]),
        )
        for privilege in service.privileges:
            self.check_lifetime(
                info,
                privilege.expires_at,
                expected["privileges"][str(privilege.privilege)],
            )
            question = token, service.type, privilege.privilege
            self.issuer.check(*question, channel=channel, user=user)
            if user:
                self.check_is_wrong(WrongUserError, *question, channel, "somebody else")
            if channel not in {"", "*"}:
                self.check_is_wrong(WrongChannelError, *question, "elsewhere", user)

    def check_is_wrong(
        self,
        error: type[AgoraTokenError],
        token: str,
        service: ServiceType,
        privilege: int,
        channel: str,
        user: str,
    ) -> None:
        """See to it that the token is good for nobody else."""
        try:
            self.issuer.check(token, service, privilege, channel=channel, user=user)
        except error:
            return
        raise MismatchError(f"the token is good for {user!r} in {channel!r} too")

    def check_lifetime(self, info: TokenInfo, expires_at: int | None, expected: int) -> None:
        """Hold an end against a lifetime; a 006 token does not say when it was issued."""
        if expires_at is None:
            raise MismatchError("a privilege never expires")
        if info.issued_at is not None:
            same("lifetime", expires_at - info.issued_at, expected)
        elif not self.asked_at <= expires_at - expected <= time.time():
            raise MismatchError(f"lifetime: {expires_at - self.asked_at}, not {expected}")


def run(name: str, contract: Contract) -> int:
    """Run the contract against one server; how many cases failed."""
    command = SERVERS[name]
    cases = [case for case in contract.cases if can_be_set(case)]
    outcomes: Counter[str] = Counter()
    for settings in dict.fromkeys(map(settings_of, cases)):
        with running(command, {**contract.credentials, **dict(settings)}) as port:
            for case in cases:
                if settings_of(case) == settings:
                    outcomes[outcome(name, contract, port, case)] += 1
    assert sum(outcomes.values()) == len(cases)
    by_server = f" ({outcomes['server']} by the HTTP server itself)" if outcomes["server"] else ""
    print(f"{name}: {len(cases) - outcomes['failed']} passed{by_server}, {outcomes['failed']} failed")
    return outcomes["failed"]


def outcome(name: str, contract: Contract, port: int, case: Case) -> str:
    """Run one case, and tell who answered, or what is wrong."""
    try:
        result = contract.check(port, case, MORE_REFUSALS.get(name))
    except (MismatchError, OSError, ValueError, http.client.HTTPException) as error:
        print(f"{name}: {case['name']}: {type(error).__name__}: {error}")
        return "failed"
    if result == "server":
        print(f"{name}: {case['name']}: refused by the HTTP server itself")
    return result


def is_built(part: str) -> bool:
    """Whether a part of a command, a file or folders of jars, is there."""
    if not part.endswith("*"):
        return Path(part).is_file()
    return all(any(Path(folder).parent.glob("*.jar")) for folder in part.split(os.pathsep))


def main() -> int:
    """Run the contract against the servers of the command line."""
    names = sys.argv[1:] or list(SERVERS)
    if unknown := set(names) - set(SERVERS):
        raise SystemExit(f"no such server: {', '.join(sorted(unknown))}; there are {', '.join(SERVERS)}")
    if missing := [part for name in names for part in SERVERS[name] if os.sep in part and not is_built(part)]:
        raise SystemExit(f"these servers have not been built: {', '.join(missing)}")
    contract = Contract(json.loads((ROOT / "tests/contract.json").read_text("utf-8")))
    failed = sum(run(name, contract) for name in names)
    left = Counter("policy" if "policy" in case else "options" for case in contract.cases if not can_be_set(case))
    print(
        f"left to the tests of the languages: {left['policy']} cases with a policy, "
        f"{left['options']} with options that have no setting (origins, CORS left out)"
    )
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())

"""proof.py AGORA-TOKEN DEX WEB PROVIDER.MJS: users sign in at two real OpenID providers and ask the token server.

Each provider rotates its keys while users ask without a pause, and is then stopped. Prints a row for each.
"""

import base64
import contextlib
import http.client
import http.cookiejar
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPMessage
from typing import IO, Any

Tokens = dict[str, str]

CALLBACK = "http://127.0.0.1/callback"
PATIENCE = 45
SETTINGS = {
    "APP_ID": "970CA35de60c44645bbae8a215061b33",
    "APP_CERTIFICATE": "5CFd2fd1755d40ecb72977518be15d3b",
    "HOST": "127.0.0.1",
    "PORT": "0",
    "JWT_AUDIENCE": "app",
}


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects up to that to the app, which is the answer."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if newurl.startswith(CALLBACK):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Browser:
    """A user's browser: cookies, and no proxy."""

    def __init__(self) -> None:
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
            Redirects(),
        )

    def open(self, url: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """The URL where it ended, and the page."""
        body = urllib.parse.urlencode(form).encode() if form else None
        try:
            with self.opener.open(url, body, timeout=10) as answer:
                return answer.url, answer.read().decode()
        except urllib.error.HTTPError as answer:
            location = answer.headers.get("Location", "")
            if not location.startswith(CALLBACK):
                raise
            return location, ""


def sign_in(metadata: Tokens, interact: Callable[[Browser, str], str] | None = None) -> Tokens:
    """The tokens of a user who signs in with the code flow."""
    browser = Browser()
    query = {
        "client_id": "app",
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "openid email groups" if interact is None else "openid",
        "state": "x",
    }
    url, _ = browser.open(f"{metadata['authorization_endpoint']}?{urllib.parse.urlencode(query)}")
    if interact:
        url = interact(browser, url)
    code = urllib.parse.parse_qs(urllib.parse.urlparse(url).query)["code"][0]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
    }
    request = urllib.request.Request(metadata["token_endpoint"], urllib.parse.urlencode(form).encode())
    request.add_header("Authorization", f"Basic {base64.b64encode(b'app:secret-of-the-app').decode()}")
    with browser.opener.open(request, timeout=10) as answer:
        tokens: Tokens = json.load(answer)
        return tokens


def log_in_and_consent(browser: Browser, url: str) -> str:
    """What a user does on the pages of oidc-provider."""
    url, _ = browser.open(url, {"prompt": "login", "login": "anna", "password": "any"})
    if not url.startswith(CALLBACK):
        url, _ = browser.open(url, {"prompt": "consent"})
    return url


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block, whatever happens in it."""
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(condition: Callable[[], bool], what: str) -> float:
    """Waits until a condition holds."""
    start = time.monotonic()
    while True:
        with contextlib.suppress(OSError):
            if condition():
                return time.monotonic() - start
        if time.monotonic() - start > PATIENCE:
            raise SystemExit(f"after {PATIENCE} s still not: {what}")
        time.sleep(0.1)


class Server:
    """The token server, started with these settings."""

    def __init__(self, process: subprocess.Popen[bytes], log: pathlib.Path) -> None:
        assert process.stdout
        line = process.stdout.readline()
        if not line.startswith(b"Listening on port: "):
            raise SystemExit(f"the server does not start: {log.read_text()}")
        self.process = process
        self.port = int(line.split()[-1])
        self.log = log

    def status(self, token: str, target: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        connection.request("GET", target, headers={"Authorization": f"Bearer {token}"})
        status: int = connection.getresponse().status
        connection.close()
        return status

    def resident(self) -> float:
        """The memory of the process, in MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            line = next(line for line in status if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


def expect(found: object, expected: object, what: str) -> None:
    if found != expected:
        raise SystemExit(f"{what}: {found}, not {expected}")


def kid(token: str) -> str:
    header = token.split(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))["kid"])


class Load:
    """Users who sign in and ask without a pause."""

    def __init__(self, server: Server, sign_in: Callable[[], Tokens], target: str) -> None:
        self.server, self.sign_in, self.target = server, sign_in, target
        self.done = threading.Event()
        self.tokens = sign_in()
        self.kids = {kid(self.tokens["id_token"])}
        self.asked = 0
        self.failed: list[tuple[int, str]] = []
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.ask) for _ in range(4)]
        self.threads.append(threading.Thread(target=self.renew))
        for thread in self.threads:
            thread.start()

    def ask(self) -> None:
        while not self.done.is_set():
            tokens = self.tokens
            status = self.server.status(tokens["id_token"], self.target)
            with self.lock:
                self.asked += 1
                if status != 200:
                    self.failed.append((status, kid(tokens["id_token"])))

    def renew(self) -> None:
        while not self.done.is_set():
            # A sign-in that a rotation interrupts is the provider's affair: the user signs in again.
            with contextlib.suppress(urllib.error.HTTPError):
                self.tokens = self.sign_in()
                self.kids.add(kid(self.tokens["id_token"]))
            time.sleep(0.2)

    def end(self) -> int:
        self.done.set()
        for thread in self.threads:
            thread.join()
        expect(self.failed[:5], [], "good tokens that were refused")
        return self.asked


def metadata_of(issuer: str) -> Tokens:
    found: Tokens = {}

    def ask() -> bool:
        url = f"{issuer}/.well-known/openid-configuration"
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5) as answer:
            found.update(json.load(answer))
        return True

    until(ask, f"{issuer} answers")
    return found


@contextlib.contextmanager
def token_server(program: str, directory: pathlib.Path, settings: dict[str, str]) -> Iterator[Server]:
    log = directory / "log"
    with log.open("wb") as stderr:
        environment = {**SETTINGS, **settings}
        with running(
            [program, "serve"], env=environment, cwd=directory, stdout=subprocess.PIPE, stderr=stderr
        ) as process:
            yield Server(process, log)


def outage(server: Server, provider: subprocess.Popen[bytes], token: str, target: str) -> None:
    """Stops the provider: its tokens stay good, though a fetch has failed."""
    provider.kill()
    provider.wait()
    os.kill(server.process.pid, signal.SIGHUP)
    until(lambda: "stay as they were" in server.log.read_text(), "a fetch fails")
    expect(server.status(token, target), 200, "a good token while the provider is down")


def dex(program: str, binary: str, web: str, directory: pathlib.Path) -> None:
    issuer = f"http://127.0.0.1:{free_port()}/dex"
    with (
        (directory / "dex").open("wb") as log,
        running([binary, issuer, web, "20"], stdout=log, stderr=log) as provider,
    ):
        metadata = metadata_of(issuer)
        settings = {
            "JWT_ISSUER": issuer,
            "JWT_USER_CLAIM": "email",
            "JWT_CHANNELS_CLAIM": "groups",
            "JWT_REQUIRED_CLAIMS": "email_verified=true",
        }
        with token_server(program, directory, settings) as server:
            mine = "/rtc/authors/audience/userAccount/kilgore@kilgore.trout"
            token = sign_in(metadata)["id_token"]
            expect(server.status(token, mine), 200, "a token for oneself")
            expect(server.status(token, mine.replace("kilgore@", "else@")), 403, "a token for another")
            expect(server.status(token, mine.replace("authors", "room")), 403, "a token for another channel")
            load = Load(server, lambda: sign_in(metadata), mine)
            # Dex looks every 30 seconds whether a key is to be replaced.
            took = until(lambda: len(load.kids) > 1, "Dex rotates its keys")
            time.sleep(15)
            asked, kids = load.end(), len(load.kids)
            outage(server, provider, load.tokens["id_token"], mine)
            row = f"{asked} requests while Dex rotated to its key {kids} after {took:.0f} s"
            resident = server.resident()
    found = "for oneself 200, for another 403; none of a good token failed; Dex stopped: they go on"
    print(f"proof: Sessions of Dex | {row} | {found}; resident {resident:.1f} MB")


def oidc_provider(program: str, script: str, directory: pathlib.Path) -> None:
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    with (
        (directory / "oidc-provider").open("wb") as log,
        running(["node", script, str(port)], stdout=log, stderr=log) as provider,
    ):
        metadata = metadata_of(issuer)
        with token_server(program, directory, {"JWT_ISSUER": issuer}) as server:
            mine = "/rtc/room-1/publisher/userAccount/anna"

            def users() -> Tokens:
                return sign_in(metadata, log_in_and_consent)

            tokens = users()
            for token in (tokens["id_token"], tokens["access_token"]):
                expect(server.status(token, mine), 200, "a token for oneself")
                expect(server.status(token, mine.replace("anna", "berta")), 403, "a token for another")
            load = Load(server, users, mine)
            time.sleep(2)
            for _ in range(3):
                urllib.request.urlopen(f"{issuer}/rotate", b"", timeout=5).close()
                time.sleep(3)
            until(lambda: len(load.kids) >= 3, "users have tokens of the new keys")
            time.sleep(10)
            asked, kids = load.end(), len(load.kids)
            removed = load.tokens["id_token"]
            urllib.request.urlopen(f"{issuer}/rotate?drop", b"", timeout=5).close()
            # The refusal itself waits for one more fetch, since the key might be a new one.
            dropped = last_good = time.monotonic()
            while server.status(removed, mine) == 200:
                last_good = time.monotonic()
                time.sleep(0.1)
            refused = last_good - dropped
            if refused > 14:
                raise SystemExit(f"a token of a removed key was good for {refused:.0f} s, and the keys for 12")
            token = users()["id_token"]
            expect(server.status(token, mine), 200, "a token of the last key")
            outage(server, provider, token, mine)
            resident = server.resident()
    row = f"{asked} requests while it rotated through {kids} keys"
    found = (
        f"id and access tokens: for oneself 200, for another 403; none of a good token failed; one of a removed key "
        f"401 from {refused:.0f} s after that (max-age 12); provider stopped: they go on"
    )
    print(f"proof: Sessions of the npm package oidc-provider | {row} | {found}; resident {resident:.1f} MB")


def main(program: str, dex_binary: str, web: str, script: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        try:
            dex(program, dex_binary, web, pathlib.Path(directory))
            oidc_provider(program, script, pathlib.Path(directory))
        except BaseException:
            for log in pathlib.Path(directory).iterdir():
                print(f"== {log.name}", *log.read_text().splitlines()[-20:], sep="\n", file=sys.stderr)
            raise


if __name__ == "__main__":
    main(*sys.argv[1:])

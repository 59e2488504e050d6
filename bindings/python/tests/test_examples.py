"""The examples with a login: each gives tokens to who has logged in, and to nobody else."""

import json
import runpy
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, Optional

import pytest
from conftest import APP_ID, CERTIFICATE
from servers import asgi_server, wsgi_server

from agora_token import Issuer, RtcPrivilege, Version, parse

EXAMPLES = Path(__file__).parents[3] / "examples" / "python"


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("APP_ID", APP_ID)
    monkeypatch.setenv("APP_CERTIFICATE", CERTIFICATE)
    monkeypatch.setenv("SECRET_KEY", "a secret of these tests")
    monkeypatch.setenv("DATABASE", str(tmp_path / "db.sqlite3"))


class Browser:
    """A client with cookies."""

    def __init__(self, port: int, csrf: bool = False) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.csrf = csrf
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, data: Optional[bytes] = None, kind: str = "application/json") -> tuple[int, Any]:
        """Status and JSON of a GET, or of a POST of data."""
        request = urllib.request.Request(self.root + path, data, {"Content-Type": kind})
        try:
            with self.opener.open(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def log_in(self, password: str) -> int:
        """The status of a login, as JSON, or where the host wants a token against CSRF with a form."""
        said = {"name": "ann", "password": password}
        if not self.csrf:
            return self.ask("/login", json.dumps(said).encode())[0]
        form = {**said, "csrfmiddlewaretoken": self.ask("/login")[1]["csrf"]}
        return self.ask("/login", urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded")[0]


def check_login(browser: Browser, issuer: Issuer, uid: int) -> None:
    """Nothing before the login; then tokens of one's own, to publish, in rooms."""
    own = f"/agora/rtc/room-1/publisher/uid/{uid}"
    assert browser.ask(own) == (401, {"error": "log in first"})
    assert browser.log_in("wrong") == 401
    assert browser.ask(own)[0] == 401
    assert browser.log_in("correct horse") == 200
    status, answer = browser.ask(own)
    assert status == 200
    issuer.check_rtc(answer["rtcToken"], "room-1", uid=uid, privilege=RtcPrivilege.PUBLISH_AUDIO)
    assert parse(answer["rtcToken"]).version == Version.V007
    assert browser.ask("/agora/rtc/room-1/publisher/uid/999")[0] == 403
    assert browser.ask(f"/agora/rtc/lobby/publisher/uid/{uid}")[0] == 403
    # What is escaped in a path, and a query, arrive.
    status, answer = browser.ask(f"/agora/rtc/room-%23%20%25/audience/uid/{uid}?expiry=60")
    assert status == 200
    service = parse(answer["rtcToken"]).services[0]
    assert service.channel == "room-# %"
    assert browser.ask("/agora/nowhere")[0] == 404


def test_flask_gives_tokens_to_the_user_of_its_session(issuer: Issuer) -> None:
    app = runpy.run_path(str(EXAMPLES / "flask_login.py"))["app"]
    with wsgi_server(app) as port:
        check_login(Browser(port), issuer, 42)


def test_fastapi_gives_tokens_to_the_user_of_its_session(issuer: Issuer) -> None:
    app = runpy.run_path(str(EXAMPLES / "fastapi_login.py"))["app"]
    with asgi_server(app) as port:
        check_login(Browser(port), issuer, 42)


# Django has one configuration in a process, which is that of another test here.
DJANGO = """
import sys, json
sys.path[:0] = [{examples!r}, {tests!r}]
import django_login
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from servers import wsgi_server
call_command("migrate", verbosity=0)
user = User.objects.create_user("ann", password="correct horse")
with wsgi_server(get_wsgi_application()) as port:
    print(json.dumps([port, user.pk]), flush=True)
    sys.stdin.read()
"""


def test_django_gives_tokens_to_request_user(issuer: Issuer) -> None:
    script = DJANGO.format(examples=str(EXAMPLES), tests=str(Path(__file__).parent))
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        port, uid = json.loads(server.stdout.readline())
        try:
            check_login(Browser(port, csrf=True), issuer, uid)
        finally:
            server.stdin.close()
            server.wait(30)

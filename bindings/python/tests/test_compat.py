"""The official packages' names, called as their own programs call them, against the official tokens."""

import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from typing import Any, Callable

import pytest
from conftest import APP_ID, CERTIFICATE
from test_vectors import OF_006, Vector, each_006

from agora_token import (
    AgoraTokenError,
    BadAccountError,
    BadAppIdError,
    BadChannelError,
    BadExpiryError,
    BadRoleError,
    OutOfRangeError,
    TokenBuilder,
    parse,
)
from agora_token.compat import AgoraTokenWarning, _rules, strict
from agora_token.compat.agora_token_builder import AccessToken as AccessToken006
from agora_token.compat.agora_token_builder import RtcTokenBuilder, RtmTokenBuilder

quiet = pytest.mark.filterwarnings("ignore::agora_token.compat.AgoraTokenWarning")
SOON = int(time.time()) + 3600


@pytest.fixture(autouse=True)
def new_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing has been said yet, and nothing is strict."""
    monkeypatch.setattr(_rules, "_said", set())
    yield
    strict(False)


@pytest.fixture
def build_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Vector], None]:
    """Give every token that is built the time and salt of a vector."""

    def pin(vector: Vector) -> None:
        build = TokenBuilder.build

        def pinned(builder: TokenBuilder) -> str:
            if "issue_ts" in vector:
                builder.issued_at(vector["issue_ts"])
            return build(builder.salt(vector["salt"]))

        monkeypatch.setattr(TokenBuilder, "build", pinned)
        if "ts" in vector:
            monkeypatch.setattr(time, "time", lambda: vector["ts"] - 86400)

    return pin


def call_006(vector: Vector) -> str:
    pair = vector["app_id"], vector["app_certificate"]
    end, kind = vector.get("privilege_expired_ts", 0), vector["kind"]
    if kind == "rtc_uid":
        return RtcTokenBuilder.buildTokenWithUid(*pair, vector["channel_name"], vector["uid"], vector["role"], end)
    if kind == "rtc_account":
        account = vector["user_account"]
        return RtcTokenBuilder.buildTokenWithAccount(*pair, vector["channel_name"], account, vector["role"], end)
    if kind == "rtm":
        return RtmTokenBuilder.buildToken(*pair, vector["user_account"], vector["role"], end)
    token = AccessToken006.AccessToken(*pair, vector["channel_name"], vector.get("uid", vector.get("user_account")))
    for privilege, time_of_end in vector["add_privileges"]:
        token.addPrivilege(privilege, time_of_end)
    return token.build()


@quiet
@each_006
def test_every_official_006_call_writes_the_official_token_to_the_letter(
    vector: Vector, build_as: Callable[[Vector], None]
) -> None:
    build_as(vector)
    assert call_006(vector) == vector["token"]


@each_006
def test_a_006_token_that_was_read_can_be_built_again(vector: Vector) -> None:
    token = AccessToken006.AccessToken("", "", "room")
    assert token.fromString(vector["token"])
    assert (token.salt, token.ts) == (vector["salt"], vector["ts"])
    assert [list(pair) for pair in token.messages.items()] == vector["privileges"]


@pytest.mark.parametrize("text", ["", "006", "007eJx", OF_006[0]["token"][:-9]])
def test_what_is_no_006_token_is_not_read(text: str) -> None:
    assert not AccessToken006.AccessToken().fromString(text)


def test_two_tokens_of_one_second_have_salts_of_their_own() -> None:
    tokens = {RtcTokenBuilder.buildTokenWithUid(APP_ID, CERTIFICATE, "room", 42, 1, SOON) for _ in range(100)}
    assert len(tokens) == 100


def rtc_006(app_id: str = APP_ID, channel: str = "room", uid: Any = 42, role: int = 1, end: int = SOON) -> str:
    return RtcTokenBuilder.buildTokenWithUid(app_id, CERTIFICATE, channel, uid, role, end)


def account_006(account: str) -> str:
    return RtcTokenBuilder.buildTokenWithAccount(APP_ID, CERTIFICATE, "room", account, 2, SOON)


REFUSED: list[tuple[Callable[[], str], type[AgoraTokenError]]] = [
    (lambda: rtc_006(channel="no/slash"), BadChannelError),
    (lambda: rtc_006(uid="anna"), OutOfRangeError),
    (lambda: rtc_006(uid=-1), OutOfRangeError),
    (lambda: rtc_006(role=3), BadRoleError),
    (lambda: rtc_006(end=3600), BadExpiryError),
    (lambda: account_006("a" * 256), BadAccountError),
    (lambda: RtmTokenBuilder.buildToken(APP_ID, CERTIFICATE, "a" * 65, 1, SOON), BadAccountError),
]


@pytest.mark.parametrize(("make", "error"), REFUSED)
def test_what_the_rules_refuse_is_warned_of_once_and_made_and_is_an_error_when_strict(
    make: Callable[[], str], error: type[AgoraTokenError]
) -> None:
    with pytest.warns(AgoraTokenWarning, match=r"strict\(True\)") as told:
        token = make()
    assert parse(token).app_id == APP_ID
    assert [one.filename for one in told] == [__file__]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert parse(make()).app_id == APP_ID
    strict(True)
    with pytest.raises(error):
        make()


def test_an_app_id_that_is_none_gives_no_token_and_a_warning_without_the_certificate() -> None:
    with pytest.warns(AgoraTokenWarning, match="so there is no token") as told:
        assert rtc_006(app_id="my app") == ""
    assert CERTIFICATE not in str(told[0].message)
    strict(True)
    with pytest.raises(BadAppIdError):
        rtc_006(app_id="my app")


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_two_lines_let_the_imports_of_agora_token_builder_stay_as_they_are() -> None:
    assert run(
        "from agora_token.compat import stand_in\n"
        "stand_in('agora_token_builder')\n"
        "from agora_token_builder.RtcTokenBuilder import RtcTokenBuilder as Long, Role_Publisher\n"
        "import agora_token_builder.AccessToken\n"
        "from agora_token_builder import RtcTokenBuilder, RtmTokenBuilder\n"
        "assert Long is RtcTokenBuilder\n"
        f"print(RtcTokenBuilder.buildTokenWithUid('{APP_ID}', '{CERTIFICATE}', 'room', 42, Role_Publisher, {SOON}))"
    ).startswith("006")

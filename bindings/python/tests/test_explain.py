"""Why a token is not good: the explanations, and what the exceptions of failed checks carry of them."""

import json
import pickle
from dataclasses import asdict
from pathlib import Path
from typing import Any, Callable, Optional

import pytest
from conftest import APP_ID, CERTIFICATE

from agora_token import (
    UID_ANY,
    AgoraTokenError,
    BadChannelError,
    BadPrivilegeError,
    BadServiceError,
    BadSignatureError,
    ClosedError,
    ExpiredError,
    Issuer,
    MalformedTokenError,
    NotGrantedError,
    NotUtf8Error,
    OutOfRangeError,
    Role,
    RtcPrivilege,
    ServiceType,
    UnsupportedInVersionError,
    Version,
    WrongAppError,
    WrongChannelError,
    WrongUserError,
    _abi,
    errors,
)

Row = dict[str, Any]

TABLE = json.loads((Path(__file__).parents[3] / "tests/explain.json").read_text("utf-8"))
ROWS: list[Row] = TABLE["rows"]
REFUSED: list[Row] = TABLE["refused"]
ISSUER = Issuer(TABLE["app_id"], TABLE["app_certificate"])

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])


def question(row: Row) -> Row:
    """What a row asks, as arguments of explain and check."""
    asked = {name: row[name] for name in ("channel", "user", "privilege")}
    return {"service": ServiceType(row["service"]), **asked} if row["service"] else asked


def test_there_are_rows() -> None:
    assert len(ROWS) > 30
    assert len(REFUSED) > 5


@each_row
def test_an_explanation_says_what_it_says_in_every_language(row: Row) -> None:
    why = ISSUER.explain(row["token"], now=row["now"], **question(row))
    assert list(asdict(why).items()) == list(row["expected"].items())


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["name"])
def test_a_question_that_cannot_be_asked_is_refused(row: Row) -> None:
    asked = [row["service"] or None, row["privilege"]]
    with pytest.raises(type(errors.error_of(row["status"]))) as raised:
        ISSUER.explain("x", *asked, channel=row["channel"], user=row["user"])
    assert (raised.value.status, raised.value.found, raised.value.asked) == (row["status"], None, None)


@each_row
def test_the_exception_of_a_failed_check_carries_the_two_values(row: Row) -> None:
    expected, asked = row["expected"], question(row)
    if expected["good"]:
        assert raised_by(row, asked) is None
        return
    error = raised_by(row, asked)
    if error is None:
        # Agora has cut it, which a check does not know.
        assert (expected["name"], row["now"] >= expected["cut_at"]) == ("EXPIRED", True)
        return
    assert type(error) is type(errors.error_of(expected["status"]))
    assert (error.found, error.asked) == (expected["found"], expected["asked"])
    assert str(error) == errors.error_of(expected["status"]).message


def raised_by(row: Row, asked: Row) -> Optional[AgoraTokenError]:
    """The exception of the check, or of verify where the row asks about signature and lifetime alone."""
    try:
        if row["service"]:
            ISSUER.check(row["token"], now=row["now"], **asked)
        else:
            ISSUER.verify(row["token"], now=row["now"])
    except AgoraTokenError as error:
        return error
    return None


JOIN = RtcPrivilege.JOIN_CHANNEL

#: Each way to check a token for RTC and its user 42, and one for RTM of ann; the exception and its two values.
FAILING: list[tuple[Callable[[Issuer, str, str], Any], type[AgoraTokenError], Optional[str], Optional[str]]] = [
    (lambda i, rtc, _: i.check_rtc(rtc, "Room", uid=42), WrongChannelError, '"room"', '"Room"'),
    (lambda i, rtc, _: i.check_rtc(rtc, "Room", account="42"), WrongChannelError, '"room"', '"Room"'),
    (lambda i, rtc, _: i.check_rtc(rtc, "room", uid=43), WrongUserError, '"42"', '"43"'),
    (lambda i, rtc, _: i.check_rtc(rtc, "room", uid=UID_ANY), WrongUserError, '"42"', "a token for any user"),
    (lambda i, rtc, _: i.check_rtc(rtc, "room", account=""), WrongUserError, '"42"', "a token for any user"),
    (lambda i, rtc, _: i.check_rtc(rtc, "room", account="0"), WrongUserError, '"42"', '"0"'),
    (
        lambda i, rtc, _: i.check_rtc(rtc, "room", uid=42, privilege=RtcPrivilege.PUBLISH_AUDIO),
        NotGrantedError,
        "RTC: join channel",
        "RTC: publish audio",
    ),
    (lambda i, _, rtm: i.check_rtm(rtm, "bob"), WrongUserError, '"ann"', '"bob"'),
    (lambda i, rtc, _: i.check_rtm(rtc, "ann"), NotGrantedError, "RTC: join channel", "RTM: login"),
    (lambda i, _, rtm: i.check(rtm, ServiceType.STT), NotGrantedError, "RTM: login", "STT"),
    (lambda _, rtc, __: Issuer("0" * 32, CERTIFICATE).verify(rtc), WrongAppError, APP_ID, "0" * 32),
    (lambda _, rtc, __: Issuer(APP_ID, "0" * 32).verify(rtc), BadSignatureError, None, None),
    (lambda i, rtc, _: i.verify(rtc, now=2**32), ExpiredError, None, None),
    (lambda i, rtc, _: i.check_rtc(rtc[:40], "room", uid=42), MalformedTokenError, None, None),
    (lambda i, _, __: i.check_rtc("\ud800", "room", uid=42), MalformedTokenError, None, None),
    (lambda i, rtc, _: i.check(rtc, ServiceType.RTM, 1, channel="room", user="ann"), BadChannelError, None, None),
    (lambda i, rtc, _: i.check(rtc, ServiceType.STT, 1), BadPrivilegeError, None, None),
    (lambda i, rtc, _: i.check(rtc, 11), BadServiceError, None, None),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("check", "kind", "found", "asked"), FAILING)
def test_each_check_says_what_it_found_and_what_was_asked(
    issuer: Issuer, check: Callable[..., Any], kind: type[AgoraTokenError], found: Optional[str], asked: Optional[str]
) -> None:
    rtc = issuer.rtc("room", uid=42, role=Role.SUBSCRIBER, expires_in=60)
    with pytest.raises(kind) as raised:
        check(issuer, rtc, issuer.rtm("ann", expires_in=60))
    error = raised.value
    assert (error.found, error.asked) == (found, asked)
    # They are in no message, which can be logged.
    assert (str(error), error.args) == (errors.error_of(error.status).message, (error.message,))
    twin = pickle.loads(pickle.dumps(error))
    assert (type(twin), twin.found, twin.asked) == (kind, found, asked)


def test_a_check_asks_for_the_reason_once_and_only_where_it_failed(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    explain = _abi.explain

    def counting(*arguments: Any) -> int:
        asked.append(arguments)
        return explain(*arguments)

    monkeypatch.setattr(_abi, "explain", counting)
    # Names that are long, and twice as long in JSON.
    account = '"' * 255
    token = issuer.rtc("room", account=account, role=Role.SUBSCRIBER, expires_in=60)
    issuer.verify(token)
    issuer.check_rtc(token, "room", account=account)
    issuer.check(token, ServiceType.RTC, JOIN, channel="room", user=account)
    assert not asked
    for count, user in enumerate(("ann", "\\" * 255), 1):
        with pytest.raises(WrongUserError) as raised:
            issuer.check_rtc(token, "room", account=user)
        assert raised.value.found is not None
        assert len(json.dumps(raised.value.found)) > 1024
        assert len(asked) == count


def test_a_006_token_tells_no_name(issuer: Issuer) -> None:
    token = issuer.rtc("room", uid=42, role=Role.SUBSCRIBER, expires_in=60, version=Version.V006)
    with pytest.raises(UnsupportedInVersionError) as raised:
        issuer.check(token, ServiceType.CHAT, 1, user="ann")
    assert (raised.value.found, raised.value.asked) == ("a 006 token", "Chat")


def test_an_explanation_takes_the_system_clock_and_cannot_be_changed(issuer: Issuer) -> None:
    why = issuer.explain(issuer.fpa())
    assert (why.good, why.status, why.name, why.reason) == (True, 0, "OK", None)
    assert why.expires_at == why.now + 24 * 3600
    with pytest.raises(AttributeError):
        why.good = False  # type: ignore[misc]
    assert len({why, why}) == 1


def test_an_explanation_of_what_is_no_argument_is_refused(issuer: Issuer) -> None:
    for arguments in ((None,), (b"x",), ("x", "RTC"), ("x", ServiceType.RTC, None), ("x", True)):
        with pytest.raises(TypeError):
            issuer.explain(*arguments)
    for now in (0, 2**64):
        with pytest.raises(OutOfRangeError):
            issuer.explain("x", now=now)
    with pytest.raises(NotUtf8Error):
        issuer.explain("x", ServiceType.RTC, JOIN, channel="\ud800")
    # A token may come from a stranger: then it is no token.
    assert issuer.explain("\ud800").name == "MALFORMED_TOKEN"
    issuer.close()
    with pytest.raises(ClosedError):
        issuer.explain("x")


def test_an_explanation_is_read_from_a_newer_library_that_says_more(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    explain = _abi.explain

    def newer(*arguments: Any) -> int:
        status = explain(*arguments)
        out = arguments[-3]
        out.value = out.value.replace(b"{", b'{"newer":[1],', 1)
        return status

    token = issuer.rtc("room", uid=42, role=Role.SUBSCRIBER, expires_in=60)
    monkeypatch.setattr(_abi, "explain", newer)
    with pytest.raises(WrongUserError) as raised:
        issuer.check_rtc(token, "room", uid=43)
    assert (raised.value.found, raised.value.asked) == ('"42"', '"43"')


@pytest.mark.parametrize("status", [8, 54321])
def test_a_check_says_what_failed_where_the_reason_cannot_be_told(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    token = issuer.rtc("room", uid=42, role=Role.SUBSCRIBER, expires_in=60)
    monkeypatch.setattr(_abi, "explain", lambda *_: status)
    with pytest.raises(WrongUserError) as raised:
        issuer.check_rtc(token, "room", uid=43)
    assert (raised.value.found, raised.value.asked) == (None, None)

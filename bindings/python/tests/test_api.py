"""The package's calls: what they make, and what they refuse."""

import copy
import json
import pickle
import sys
from datetime import timedelta
from importlib.metadata import version
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, Callable

import pytest
from conftest import APP_ID, CERTIFICATE

import agora_token
from agora_token import (
    MAX_ITEMS,
    NO_PRIVILEGE,
    AgoraTokenError,
    BadAccountError,
    BadAppCertificateError,
    BadAppIdError,
    BadChannelError,
    BadExpiryError,
    BadPrivilegeError,
    BadRoleError,
    BadServiceError,
    BadVersionError,
    ChatPrivilege,
    ClosedError,
    Endpoint,
    ExpiredError,
    ExpiryLooksAbsoluteError,
    Issuer,
    MalformedTokenError,
    NoServiceError,
    NotGrantedError,
    NotUtf8Error,
    OutOfRangeError,
    Policy,
    Role,
    RtcPrivilege,
    Rtm2Permission,
    Rtm2Privilege,
    Rtm2Resource,
    RtmPrivilege,
    ServiceType,
    StringTooLongError,
    TokenBuilder,
    TokenTooLargeError,
    UnsupportedInVersionError,
    Version,
    WrongAppError,
    WrongChannelError,
    WrongUserError,
    _abi,
    _native,
    errors,
    parse,
)

MB = 1024 * 1024

#: The record of the C ABI.
RECORD = json.loads((Path(__file__).parents[3] / "abi/agora_token.json").read_text())

#: A surrogate without its pair is a str, but no UTF-8.
SURROGATE = "\ud800"

#: Each one-call builder of the C ABI: the services of its token, and its call with a lifetime and its names.
ONE_CALLS: dict[str, tuple[str, Callable[..., str]]] = {
    "rtc_uid": ("RTC", lambda i, life, channel="c": i.rtc(channel, uid=1, role=Role.PUBLISHER, expires_in=life)),
    "rtc_account": (
        "RTC",
        lambda i, life, channel="c", user="u": i.rtc(channel, account=user, role=Role.SUBSCRIBER, expires_in=life),
    ),
    "rtm": ("RTM", lambda i, life, user="u": i.rtm(user, expires_in=life)),
    "rtc_rtm": (
        "RTC RTM",
        lambda i, life, channel="c", user="u": i.rtc_rtm(channel, user, role=Role.PUBLISHER, expires_in=life),
    ),
    "convoai": (
        "RTC RTM ConvoAI",
        lambda i, life, channel="c", user="u": i.convoai(channel, user, role=Role.PUBLISHER, expires_in=life),
    ),
    "stt": (
        "RTC RTM STT",
        lambda i, life, channel="c", user="u": i.stt(channel, user, role=Role.SUBSCRIBER, expires_in=life),
    ),
    "chat_user": ("Chat", lambda i, life, user="u": i.chat_user(user, expires_in=life)),
    "chat_app": ("Chat", lambda i, life: i.chat_app(expires_in=life)),
    "education_room_user": (
        "APaaS Chat RTM",
        lambda i, life, room="r", user="u": i.education_room_user(room, user, role=-1, expires_in=life),
    ),
    "education_user": ("APaaS", lambda i, life, user="u": i.education_user(user, expires_in=life)),
    "education_app": ("APaaS", lambda i, life: i.education_app(expires_in=life)),
    "fpa": ("FPA", lambda i, _: i.fpa()),
}


def with_each_name(name: str, call: Callable[..., str]) -> dict[str, Callable[[Issuer, Any], object]]:
    """The call with each of its names given."""
    names = [
        parameter.name for parameter in signature(call).parameters.values() if parameter.default is not Parameter.empty
    ]
    return {f"{name} {given}": lambda i, s, given=given: call(i, 60, **{given: s}) for given in names}  # type: ignore[misc]


#: Each call that takes strings, with one of them given.
CALLS: dict[str, Callable[[Issuer, Any], object]] = {
    **{text: given for name, (_, call) in ONE_CALLS.items() for text, given in with_each_name(name, call).items()},
    "verify": lambda i, s: i.verify(s),
    "check": lambda i, s: i.check(s, ServiceType.RTC, RtcPrivilege.JOIN_CHANNEL, channel="c", user="1"),
    "check_rtc": lambda i, s: i.check_rtc(s, "c", uid=1),
    "check_rtm": lambda i, s: i.check_rtm(s, "u"),
    "parse": lambda _, s: parse(s),
    "app id": lambda _, s: Issuer(s, CERTIFICATE),
    "certificate": lambda _, s: Issuer(APP_ID, s),
}

#: Each call of a builder that takes strings; it takes any that the format can carry.
BUILDER_CALLS: dict[str, Callable[[TokenBuilder, Any], object]] = {
    "add_rtc channel": lambda b, s: b.add_rtc(s),
    "add_rtc account": lambda b, s: b.add_rtc("c", s),
    "add_rtm": lambda b, s: b.add_rtm(s),
    "add_streaming channel": lambda b, s: b.add_streaming(s),
    "add_streaming account": lambda b, s: b.add_streaming("c", s),
    "add_chat": lambda b, s: b.add_chat(s),
    "add_fcdn channel": lambda b, s: b.add_fcdn(s),
    "add_fcdn account": lambda b, s: b.add_fcdn("c", s),
    "add_apaas room": lambda b, s: b.add_apaas(s),
    "add_apaas user": lambda b, s: b.add_apaas("", s),
    "add_rtm2": lambda b, s: b.add_rtm2(s),
    "permit": lambda b, s: b.add_rtm2("u").permit(0, 0, [s]),
}

each_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
each_builder_call = pytest.mark.parametrize("call", BUILDER_CALLS.values(), ids=BUILDER_CALLS)

#: What is no lifetime, and how it is refused.
BAD_LIFETIMES: list[tuple[Any, type[Exception]]] = [
    (0, BadExpiryError),
    (-1, BadExpiryError),
    (-(2**70), BadExpiryError),
    (timedelta(0), BadExpiryError),
    (timedelta(seconds=-1), BadExpiryError),
    (timedelta(seconds=1.5), BadExpiryError),
    (timedelta(microseconds=1), BadExpiryError),
    (1_000_000_000, ExpiryLooksAbsoluteError),
    (1_800_000_000, ExpiryLooksAbsoluteError),
    (1_800_000_000_000, ExpiryLooksAbsoluteError),
    (2**32 + 60, ExpiryLooksAbsoluteError),
    (2**70, ExpiryLooksAbsoluteError),
    (timedelta(days=365_000), ExpiryLooksAbsoluteError),
    (True, TypeError),
    (60.0, TypeError),
    ("60", TypeError),
    (None, TypeError),
]


# What the calls make.


def test_each_one_call_token_is_what_it_says(issuer: Issuer) -> None:
    types = {"RTC": 1, "RTM": 2, "FPA": 4, "Chat": 5, "APaaS": 7, "ConvoAI": 9, "STT": 10}
    for name, (services, make) in ONE_CALLS.items():
        token = make(issuer, 60)
        info = parse(token)
        assert info.issued_at is not None
        assert info.expires_at == info.issued_at + (60 if name != "fpa" else 86_400)
        assert info.app_id == issuer.app_id == APP_ID
        assert sorted(service.name for service in info.services) == sorted(services.split())
        assert {service.type for service in info.services} == {types[service] for service in services.split()}
        issuer.verify(token)


def test_each_one_call_builder_of_the_abi_is_tested_here() -> None:
    made = {function["name"] for function in RECORD["functions"] if function["kind"] == "one call"}
    assert {f"agora_token_{name}" for name in ONE_CALLS} == made


def test_a_token_opens_what_was_asked_for_and_nothing_else(issuer: Issuer) -> None:
    token = issuer.rtc("room", uid=42, role=Role.SUBSCRIBER, expires_in=60)
    issuer.check_rtc(token, "room", uid=42)
    issuer.check_rtc(token, "room", account="42")
    issuer.check(token, ServiceType.RTC, RtcPrivilege.JOIN_CHANNEL, channel="room", user="42")
    with pytest.raises(NotGrantedError):
        issuer.check_rtc(token, "room", uid=42, privilege=RtcPrivilege.PUBLISH_AUDIO)
    with pytest.raises(WrongUserError):
        issuer.check_rtc(token, "room", uid=43)
    with pytest.raises(WrongUserError):
        issuer.check_rtc(token, "room", uid=agora_token.UID_ANY)
    with pytest.raises(WrongChannelError):
        issuer.check_rtc(token, "rooms", uid=42)
    with pytest.raises(NotGrantedError):
        issuer.check_rtm(token, "42")
    with pytest.raises(WrongAppError):
        Issuer(APP_ID[::-1], CERTIFICATE).verify(token)
    with pytest.raises(ExpiredError):
        issuer.verify(token, now=parse(token).expires_at)
    issuer.verify(token, now=parse(token).expires_at - 1)


@pytest.mark.parametrize(("make", "kind"), [("convoai", ServiceType.CONVOAI), ("stt", ServiceType.STT)])
def test_a_service_without_privileges_is_checked_by_its_presence_alone(
    issuer: Issuer, make: str, kind: ServiceType
) -> None:
    token = getattr(issuer, make)("room", "ann", role=Role.SUBSCRIBER, expires_in=60)
    issuer.check_rtc(token, "room", account="ann")
    issuer.check_rtm(token, "ann")
    issuer.check(token, kind)
    issuer.check(token, kind, NO_PRIVILEGE, now=parse(token).expires_at - 1)
    with pytest.raises(ExpiredError):
        issuer.check(token, kind, now=parse(token).expires_at)
    with pytest.raises(NotGrantedError):
        issuer.check(token, ServiceType.STT if kind is ServiceType.CONVOAI else ServiceType.CONVOAI)
    with pytest.raises(NotGrantedError):
        issuer.check_rtc(token, "room", account="ann", privilege=RtcPrivilege.PUBLISH_AUDIO)
    for privilege in (1, 65535):
        with pytest.raises(BadPrivilegeError):
            issuer.check(token, kind, privilege)
    with pytest.raises(BadChannelError):
        issuer.check(token, kind, channel="room")
    with pytest.raises(BadAccountError):
        issuer.check(token, kind, user="ann")


def test_a_service_without_privileges_that_was_built_is_read(issuer: Issuer) -> None:
    token = issuer.builder().add_convoai().add_stt().build()
    assert [(service.type, service.name, service.privileges) for service in parse(token).services] == [
        (ServiceType.CONVOAI, "ConvoAI", ()),
        (ServiceType.STT, "STT", ()),
    ]
    for add in (TokenBuilder.add_convoai, TokenBuilder.add_stt):
        with pytest.raises(UnsupportedInVersionError):
            add(issuer.builder(Version.V006))


def test_a_token_holds_so_many_items_and_no_more(issuer: Issuer) -> None:
    builder = issuer.builder().add_rtm2("ann")
    for privilege in range(MAX_ITEMS - 1):
        builder.grant(privilege, 0)
    assert len(parse(builder.build()).services[0].privileges) == MAX_ITEMS - 1
    with pytest.raises(TokenTooLargeError):
        builder.grant(MAX_ITEMS, 0).build()


@pytest.mark.parametrize("version", Version)
def test_a_token_of_either_version_checks(issuer: Issuer, version: Version) -> None:
    issuer.check_rtc(issuer.rtc("room", uid=0, role=Role.PUBLISHER, expires_in=60, version=version), "room", uid=7)
    issuer.check_rtm(issuer.rtm("ann", expires_in=60, version=version), "ann")


def test_a_timedelta_is_a_lifetime(issuer: Issuer) -> None:
    info = parse(issuer.rtm("ann", expires_in=timedelta(days=2, hours=1)))
    assert info.issued_at is not None
    assert info.expires_at - info.issued_at == 49 * 3600
    assert info.cut_at == info.issued_at + 24 * 3600


def test_the_builder_chains(issuer: Issuer) -> None:
    token = (
        issuer.builder()
        .issued_at(1_700_000_000)
        .salt(7)
        .expires_in(timedelta(hours=1))
        .add_rtm2("ann")
        .grant(Rtm2Privilege.LOGIN, 600)
        .permit(Rtm2Resource.MESSAGE_CHANNELS, Rtm2Permission.READ, ["a", "b"])
        .add_chat("ann")
        .grant(ChatPrivilege.USER, timedelta(minutes=5))
        .add_rtm("ann")
        .grant(RtmPrivilege.LOGIN, 0)
        .build()
    )
    info = parse(token)
    assert (info.issued_at, info.salt, info.expires_at) == (1_700_000_000, 7, 1_700_003_600)
    by_type = {service.type: service for service in info.services}
    assert by_type[ServiceType.RTM2].privileges[0].expires_at == 1_700_000_600
    assert by_type[ServiceType.CHAT].privileges[0].expires_at == 1_700_000_300
    assert by_type[ServiceType.RTM].privileges[0].expires_at == 1_700_003_600
    (permission,) = by_type[ServiceType.RTM2].permissions
    assert (permission.resource, permission.permission, permission.names) == (0, 0, ("a", "b"))


def test_a_builder_and_an_endpoint_outlive_their_issuer() -> None:
    with Issuer(APP_ID, CERTIFICATE) as issuer:
        builder = TokenBuilder(issuer).add_rtm("ann").grant(RtmPrivilege.LOGIN, 0)
        endpoint = Endpoint(issuer)
    Issuer(APP_ID, CERTIFICATE).check_rtm(builder.build(), "ann")
    assert endpoint.handle("GET", "/rtm/ann", policy=None).status == 200


def test_a_token_longer_than_a_one_call_token_is_not_cut(issuer: Issuer) -> None:
    names = [f"channel-{number:05}" * 3 for number in range(500)]
    builder = issuer.builder().add_rtm2("ann").permit(Rtm2Resource.MESSAGE_CHANNELS, Rtm2Permission.READ, names)
    token = builder.grant(Rtm2Privilege.LOGIN, 0).build()
    assert len(token) > 1023
    assert parse(token).services[0].permissions[0].names == tuple(names)
    # The buffers for shorter ones are as they were.
    assert len(issuer.rtm("ann", expires_in=60)) < 1023


def test_a_token_info_cannot_be_changed_and_can_be_hashed(issuer: Issuer) -> None:
    info = parse(issuer.fpa())
    with pytest.raises(AttributeError):
        info.app_id = "x"  # type: ignore[misc]
    assert len({info, parse(issuer.fpa())}) == 2


# What they refuse.


@each_call
@pytest.mark.parametrize("text", ["a\0b", "\0", "room\0"])
def test_a_nul_inside_is_refused_and_cuts_nothing(issuer: Issuer, call: Callable[..., object], text: str) -> None:
    with pytest.raises(AgoraTokenError) as raised:
        call(issuer, text)
    assert not isinstance(raised.value, NotUtf8Error)


@each_call
def test_a_lone_surrogate_is_refused(issuer: Issuer, call: Callable[..., object]) -> None:
    # A token may come from a stranger: then it is no token.
    reads = call in [CALLS[name] for name in ("verify", "check", "check_rtc", "check_rtm", "parse")]
    with pytest.raises(MalformedTokenError if reads else NotUtf8Error) as raised:
        call(issuer, f"room{SURROGATE}")
    assert "room" not in repr(raised.value)


@each_call
def test_a_string_of_a_megabyte_is_refused(issuer: Issuer, call: Callable[..., object]) -> None:
    with pytest.raises(AgoraTokenError):
        call(issuer, "a" * MB)


@each_call
@pytest.mark.parametrize("value", [None, b"room", 42, 4.2, True, ["room"], bytearray(b"room"), object()])
def test_what_is_no_str_is_a_type_error(issuer: Issuer, call: Callable[..., object], value: object) -> None:
    with pytest.raises(TypeError):
        call(issuer, value)


@each_builder_call
def test_a_builder_takes_a_nul_as_it_is(issuer: Issuer, call: Callable[..., object]) -> None:
    builder = issuer.builder()
    call(builder, "a\0b")
    # As the one string that was given, however the field is called.
    assert "'a\\x00b'" in repr(parse(builder.build()).services)


@each_builder_call
def test_a_builder_refuses_what_the_format_cannot_carry(issuer: Issuer, call: Callable[..., object]) -> None:
    builder = issuer.builder()
    with pytest.raises(NotUtf8Error):
        call(builder, SURROGATE)
    with pytest.raises(StringTooLongError):
        call(builder, "a" * MB)
    for value in (None, b"a", 42):
        with pytest.raises(TypeError):
            call(builder, value)


def test_one_str_is_no_list_of_them(issuer: Issuer) -> None:
    with pytest.raises(TypeError):
        issuer.builder().add_rtm2("ann").permit(0, 0, "room")
    with pytest.raises(TypeError):
        Endpoint(issuer, allow_origins="https://app.example")
    with pytest.raises(TypeError):
        Endpoint(issuer).handle("GET", "/ping", policy=Policy(user="42", channels="room"))


@pytest.mark.parametrize(("lifetime", "error"), BAD_LIFETIMES, ids=repr)
def test_what_is_no_lifetime_is_refused(issuer: Issuer, lifetime: Any, error: type[Exception]) -> None:
    for name, (_, make) in ONE_CALLS.items():
        if name != "fpa":
            with pytest.raises(error):
                make(issuer, lifetime)


@pytest.mark.parametrize("uid", [-1, 2**32, 2**32 + 42, 2**64])
def test_a_uid_that_does_not_fit_is_refused_and_not_wrapped(issuer: Issuer, uid: int) -> None:
    with pytest.raises(OutOfRangeError):
        issuer.rtc("c", uid=uid, role=Role.PUBLISHER, expires_in=60)
    with pytest.raises(OutOfRangeError):
        issuer.check_rtc(issuer.rtc("c", uid=42, role=Role.PUBLISHER, expires_in=60), "c", uid=uid)


@pytest.mark.parametrize("uid", [True, 42.0, "42", b"42"])
def test_a_uid_is_an_int(issuer: Issuer, uid: Any) -> None:
    with pytest.raises(TypeError):
        issuer.rtc("c", uid=uid, role=Role.PUBLISHER, expires_in=60)


def test_the_highest_uid_is_one(issuer: Issuer) -> None:
    for uid in (2**31, 2**32 - 1):
        token = issuer.rtc("c", uid=uid, role=Role.PUBLISHER, expires_in=60)
        assert parse(token).services[0].account == str(uid)


def test_a_user_is_a_uid_or_an_account(issuer: Issuer) -> None:
    for user in ({}, {"uid": 1, "account": "a"}, {"uid": None, "account": None}):
        with pytest.raises(TypeError, match="either uid= or account="):
            issuer.rtc("c", role=Role.PUBLISHER, expires_in=60, **user)
        with pytest.raises(TypeError, match="either uid= or account="):
            issuer.check_rtc("", "c", **user)


def test_a_role_or_a_version_that_is_none_is_refused(issuer: Issuer) -> None:
    call: Any = issuer.rtc
    for role in (0, 3, 101):
        with pytest.raises(BadRoleError):
            call("c", uid=1, role=role, expires_in=60)
    for version_number in (0, 5, 8):
        with pytest.raises(BadVersionError):
            call("c", uid=1, role=Role.PUBLISHER, expires_in=60, version=version_number)
    for number in (2**32 + 1, 2**32 + 7, -1):
        with pytest.raises(OutOfRangeError):
            call("c", uid=1, role=number, expires_in=60)
        with pytest.raises(OutOfRangeError):
            call("c", uid=1, role=Role.PUBLISHER, expires_in=60, version=number)
    for value in ("007", None, 1.0, True):
        with pytest.raises(TypeError):
            call("c", uid=1, role=value, expires_in=60)
        with pytest.raises(TypeError):
            call("c", uid=1, role=Role.PUBLISHER, expires_in=60, version=value)


def test_numbers_that_do_not_fit_are_refused_and_not_wrapped(issuer: Issuer) -> None:
    token = issuer.fpa()
    for call in (
        lambda: issuer.education_room_user("r", "u", role=32768, expires_in=60),
        lambda: issuer.education_room_user("r", "u", role=-32769, expires_in=60),
        lambda: issuer.builder().salt(2**32),
        lambda: issuer.builder().issued_at(-1),
        lambda: issuer.builder().add_apaas("r", "u", 65536),
        lambda: issuer.builder().add_fpa().grant(2**32 + 1, 60),
        lambda: issuer.verify(token, now=0),
        lambda: issuer.verify(token, now=2**64),
        lambda: issuer.check(token, ServiceType.FPA, 2**32 + 1),
    ):
        with pytest.raises(OutOfRangeError):
            call()


def test_each_rule_has_its_own_error(issuer: Issuer) -> None:
    cases: list[tuple[Callable[[], object], type[AgoraTokenError]]] = [
        (lambda: Issuer("x", CERTIFICATE), BadAppIdError),
        (lambda: Issuer(APP_ID, "x"), BadAppCertificateError),
        (lambda: issuer.rtc("a/b", uid=1, role=Role.PUBLISHER, expires_in=60), BadChannelError),
        (lambda: issuer.rtc("", uid=1, role=Role.PUBLISHER, expires_in=60), BadChannelError),
        (lambda: issuer.rtm("", expires_in=60), BadAccountError),
        (lambda: issuer.builder().build(), NoServiceError),
        (lambda: issuer.builder().grant(1, 60), NoServiceError),
        (lambda: issuer.builder().add_rtm("a").permit(0, 0, ["a"]), BadServiceError),
        (lambda: issuer.builder(Version.V006).add_fpa(), UnsupportedInVersionError),
        (lambda: parse("no token"), MalformedTokenError),
    ]
    for call, error in cases:
        with pytest.raises(error) as raised:
            call()
        assert str(raised.value) == raised.value.message
        assert raised.value.status == error.status


def test_a_builder_that_refused_is_as_it_was(issuer: Issuer) -> None:
    builder = issuer.builder().add_rtm("ann").grant(RtmPrivilege.LOGIN, 60)
    with pytest.raises(OutOfRangeError):
        builder.grant(70_000_000_000, 60)
    with pytest.raises(StringTooLongError):
        builder.add_chat("a" * MB)
    assert [service.type for service in parse(builder.build()).services] == [ServiceType.RTM]


# Closing.


def test_use_after_close_is_an_error(issuer: Issuer) -> None:
    builder, endpoint = issuer.builder().add_fpa(), Endpoint(issuer)
    for thing in (issuer, builder, endpoint):
        thing.close()
        thing.close()
    for text, call in CALLS.items():
        if text not in {"parse", "app id", "certificate"}:
            with pytest.raises(ClosedError):
                call(issuer, "a")
    for builder_call in BUILDER_CALLS.values():
        with pytest.raises(ClosedError):
            builder_call(builder, "a")
    for other in (
        issuer.fpa,
        issuer.builder,
        lambda: Endpoint(issuer),
        lambda: issuer.chat_app(expires_in=60),
        lambda: issuer.education_app(expires_in=60),
        builder.build,
        builder.add_fpa,
        builder.add_convoai,
        builder.add_stt,
        lambda: builder.salt(1),
        lambda: endpoint.handle("GET", "/ping", policy=None),
        lambda: endpoint.error(401, "x"),
    ):
        with pytest.raises(ClosedError):
            other()


def test_a_with_block_closes() -> None:
    with Issuer(APP_ID, CERTIFICATE) as issuer, issuer.builder() as builder, Endpoint(issuer) as endpoint:
        builder.add_fpa()
    for call in (issuer.fpa, builder.build, lambda: endpoint.error(401, "x")):
        with pytest.raises(ClosedError):
            call()


def test_an_issuer_cannot_be_pickled_and_a_copy_is_the_same(issuer: Issuer) -> None:
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(issuer)
    twin = copy.copy(issuer)
    issuer.close()
    twin.verify(twin.fpa())


# Errors.


STATUSES = [status["value"] for status in RECORD["statuses"] if status["value"] != 0]


def test_each_status_of_the_header_has_an_exception() -> None:
    assert len(STATUSES) > 25
    for status in STATUSES:
        error = errors.error_of(status)
        assert (error.status, type(error).__name__ in agora_token.__all__) == (status, True)
        assert error.message


def test_the_package_has_each_group_of_constants_and_each_that_stands_alone() -> None:
    # Users see nothing of the buffers, and the fields of a token are named in parse.
    hidden = {"AGORA_TOKEN_MAX_LEN", "AGORA_TOKEN_MAX_EXPLANATION_LEN"}
    groups = {group["name"]: [constant["name"] for constant in group["constants"]] for group in RECORD["groups"]}
    alone = [name.removeprefix("AGORA_TOKEN_") for name in groups.pop("") if name not in hidden]
    assert len(alone) > 5
    assert len(groups.pop("Field")) > 3
    assert {*alone, *groups} <= set(agora_token.__all__)
    assert all(len(getattr(agora_token, name)) == len(constants) for name, constants in groups.items())


def test_a_status_that_is_not_known_is_the_base_error_with_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    invented = 54321
    with Issuer(APP_ID, CERTIFICATE) as issuer:
        monkeypatch.setattr(_abi, "verify", lambda *_: invented)
        with pytest.raises(AgoraTokenError) as raised:
            issuer.verify("x")
        monkeypatch.setattr(_abi, "rtm", lambda *_: invented)
        with pytest.raises(AgoraTokenError) as raised_by_rtm:
            issuer.rtm("ann", expires_in=60)
    for error in (raised.value, raised_by_rtm.value, pickle.loads(pickle.dumps(raised.value))):
        assert (type(error), error.status) == (AgoraTokenError, invented)
        assert str(error) == f"status {invented}: {_abi.status_message(invented)}"
    assert AgoraTokenError.status == -1


def test_an_error_can_cross_processes() -> None:
    error = pickle.loads(pickle.dumps(errors.error_of(301)))
    assert (type(error), error.status, str(error)) == (ExpiredError, 301, errors.error_of(301).message)


def test_what_is_wrong_with_an_argument_is_a_value_error() -> None:
    assert issubclass(BadChannelError, ValueError)
    assert not issubclass(ExpiredError, ValueError)


@pytest.mark.parametrize("end", ["", "00", SURROGATE, "0\0"])
def test_nothing_shows_the_certificate(issuer: Issuer, end: str) -> None:
    with pytest.raises(AgoraTokenError) as raised:
        Issuer(APP_ID, CERTIFICATE[:-1] + end)
    error: Any = raised.value
    shown = [issuer, error, str(error), error.args, vars(error), error.__cause__, error.__context__]
    assert CERTIFICATE[:-1] not in repr(shown)


def test_what_is_kept_for_later_calls_is_no_certificate_and_of_no_call_that_failed(issuer: Issuer) -> None:
    token = issuer.rtc("room", uid=1, role=Role.PUBLISHER, expires_in=60)
    issuer.check_rtc(token, "room", uid=1)
    Issuer(APP_ID, CERTIFICATE)
    with pytest.raises(AgoraTokenError):
        issuer.check_rtc("x" * MB, "room", uid=1)
    issuer.check_rtc(token, "room", uid=1)
    kept = {text.data for text in _native._texts}
    assert {token.encode(), b"room"} <= kept
    assert not any(CERTIFICATE.encode() in data or len(data) == MB for data in kept)


def test_the_package_and_its_library_are_of_one_version() -> None:
    assert agora_token.library_version() == version("agora-token")


def test_the_package_is_installed_with_its_types_and_library() -> None:
    package = Path(agora_token.__file__).parent
    assert "site-packages" in package.parts
    assert (package / "py.typed").is_file()
    name = {"win32": "agora_token.dll", "darwin": "libagora_token.dylib"}.get(sys.platform, "libagora_token.so")
    assert (package / name).is_file()

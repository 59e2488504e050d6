"""The builder, the parser and the checks, against every token of the official builders."""

import base64
import json
import zlib
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Callable

import pytest
from test_readme import recipes

from agora_token import (
    BadSignatureError,
    ExpiredError,
    Issuer,
    NotGrantedError,
    Role,
    RtmPrivilege,
    ServiceType,
    TokenBuilder,
    Version,
    parse,
)

Vector = dict[str, Any]

VECTORS: list[Vector] = json.loads((Path(__file__).parents[3] / "tests/vectors/official.json").read_text("utf-8"))[
    "vectors"
]
OF_006 = [vector for vector in VECTORS if vector["version"] == "006"]
OF_007 = [vector for vector in VECTORS if vector["version"] == "007"]
ANOTHER_CERTIFICATE = "0123456789abcdef0123456789ABCDEF"

each_006 = pytest.mark.parametrize("vector", OF_006, ids=lambda vector: vector["name"])
each_007 = pytest.mark.parametrize("vector", OF_007, ids=lambda vector: vector["name"])


def issuer_of(vector: Vector) -> Issuer:
    return Issuer(vector["app_id"], vector["app_certificate"])


def user_of(vector: Vector) -> str:
    """The user as a 006 token signs it; uid 0 is any user."""
    if "uid" in vector:
        return str(vector["uid"]) if vector["uid"] else ""
    return str(vector.get("user_account", ""))


def add(builder: TokenBuilder, service: Vector) -> None:
    channel, account, user_id = (service.get(name, "") for name in ("channel_name", "account", "user_id"))
    kind = ServiceType(service["type"])
    if kind is ServiceType.RTC:
        builder.add_rtc(channel, account)
    elif kind is ServiceType.RTM:
        builder.add_rtm(user_id)
    elif kind is ServiceType.STREAMING:
        builder.add_streaming(channel, account)
    elif kind is ServiceType.FPA:
        builder.add_fpa()
    elif kind is ServiceType.CHAT:
        builder.add_chat(user_id)
    elif kind is ServiceType.FCDN:
        builder.add_fcdn(channel, account)
    elif kind is ServiceType.APAAS:
        builder.add_apaas(service["room_uuid"], service["user_uuid"], service["role"])
    elif kind is ServiceType.RTM2:
        builder.add_rtm2(user_id)
    elif kind is ServiceType.CONVOAI:
        builder.add_convoai()
    elif kind is ServiceType.STT:
        builder.add_stt()
    for privilege, expires_in in service["privileges"]:
        builder.grant(privilege, expires_in)
    for permission in service.get("permissions") or ():
        builder.permit(permission["resource_type"], permission["permission_type"], permission["resources"])


def content_of(token: str) -> str:
    """The inflated content of a 007 token, in hexadecimal."""
    return zlib.decompress(base64.b64decode(token[3:])).hex()


def builder_006(vector: Vector) -> TokenBuilder:
    privileges = vector["add_privileges" if "add_privileges" in vector else "privileges"]
    # Below every time in the vector, so that each can be given as seconds from it.
    issued_at = min([time for _, time in privileges if time] + [vector["ts"]]) - 1
    builder = issuer_of(vector).builder(Version.V006)
    builder.issued_at(issued_at).salt(vector["salt"]).expires_in(vector["ts"] - issued_at)
    is_rtm = vector["kind"] == "rtm"
    if is_rtm:
        builder.add_rtm(user_of(vector))
    else:
        builder.add_rtc(vector["channel_name"], user_of(vector))
    for privilege, time in privileges:
        builder.grant(RtmPrivilege.LOGIN if is_rtm else privilege, time - issued_at if time else 0)
    return builder


def builder_007(vector: Vector) -> TokenBuilder:
    builder = issuer_of(vector).builder(Version.V007)
    builder.issued_at(vector["issue_ts"]).salt(vector["salt"]).expires_in(vector["token_expire_in_token"])
    for service in services_to_add(vector):
        add(builder, service)
    return builder


def services_to_add(vector: Vector) -> list[Vector]:
    """The services in the order in which they were added, where the vector tells; it may tell it by their types."""
    by_type = {service["type"]: service for service in vector["services"]}
    added: list[Any] = vector["add_services" if "add_services" in vector else "services"]
    return [by_type[entry] if isinstance(entry, int) else entry for entry in added]


def test_there_are_144_vectors() -> None:
    assert len(OF_006) + len(OF_007) == 144


@each_006
def test_the_builder_writes_every_006_token_to_the_letter(vector: Vector) -> None:
    assert builder_006(vector).build() == vector["token"]


@each_007
def test_the_builder_writes_the_content_of_every_007_token_byte_for_byte(vector: Vector) -> None:
    token = builder_007(vector).build()
    assert content_of(token) == vector["content_hex"]
    # The text may differ, but both texts say the same.
    assert parse(token) == parse(vector["token"])


@each_006
def test_every_006_token_parses_to_the_listed_fields(vector: Vector) -> None:
    info = parse(vector["token"])
    (service,) = info.services
    is_rtm = vector["kind"] == "rtm"
    assert info.version is Version.V006
    assert (info.app_id, info.salt, info.expires_at) == (vector["app_id"], vector["salt"], vector["ts"])
    assert (info.channel_crc, info.user_crc) == (vector["crc_channel_name"], vector["crc_uid"])
    assert (info.issued_at, info.cut_at, info.unknown_service) == (None, None, None)
    assert service.type is (ServiceType.RTM if is_rtm else ServiceType.RTC)
    assert [[1000 if is_rtm else p.privilege, p.expires_at or 0] for p in service.privileges] == vector["privileges"]


@each_007
def test_every_007_token_parses_to_the_listed_fields(vector: Vector) -> None:
    info = parse(vector["token"])
    issued_at = vector["issue_ts"]
    assert info.version is Version.V007
    assert (info.app_id, info.salt, info.issued_at) == (vector["app_id"], vector["salt"], issued_at)
    assert info.expires_at == issued_at + vector["token_expire_in_token"]
    assert (info.channel_crc, info.user_crc, info.unknown_service) == (None, None, None)
    assert [service.type for service in info.services] == [listed["type"] for listed in vector["services"]]
    for service, listed in zip(info.services, vector["services"]):
        assert service.channel == listed.get("channel_name")
        for name in ("account", "user_id", "room_uuid", "user_uuid", "role"):
            assert getattr(service, name) == listed.get(name), name
        ends = [[number, issued_at + time if time else info.expires_at] for number, time in listed["privileges"]]
        assert [[p.privilege, p.expires_at] for p in service.privileges] == ends
        permissions = {(p.resource, p.permission): list(p.names) for p in service.permissions}
        assert permissions == {
            (p["resource_type"], p["permission_type"]): p["resources"] for p in listed.get("permissions", [])
        }


def check_006(issuer: Issuer, vector: Vector) -> None:
    """Ask for the first of its privileges, or for one where it has none."""
    if vector["kind"] == "rtm":
        issuer.check_rtm(vector["token"], user_of(vector), now=1)
    else:
        privilege = vector["privileges"][0][0] if vector["privileges"] else 1
        user = {"account": user_of(vector)} if user_of(vector) else {"uid": 0}
        issuer.check_rtc(vector["token"], vector["channel_name"], privilege=privilege, now=1, **user)


@each_006
def test_every_006_token_is_good_and_is_not_under_another_certificate(vector: Vector) -> None:
    # Without a privilege there is nothing to be good for, but the signature has been checked.
    good: AbstractContextManager[Any] = nullcontext() if vector["privileges"] else pytest.raises(NotGrantedError)
    with good:
        check_006(issuer_of(vector), vector)
    with pytest.raises(BadSignatureError):
        check_006(Issuer(vector["app_id"], ANOTHER_CERTIFICATE), vector)


@each_007
def test_every_007_token_verifies_and_does_not_under_another_certificate(vector: Vector) -> None:
    now = vector["issue_ts"]
    # A lifetime of 0 has ended when it starts.
    alive = nullcontext() if vector["token_expire_in_token"] else pytest.raises(ExpiredError)
    with alive:
        issuer_of(vector).verify(vector["token"], now=now)
    with pytest.raises(BadSignatureError):
        Issuer(vector["app_id"], ANOTHER_CERTIFICATE).verify(vector["token"], now=now)


@each_007
def test_the_presence_of_a_service_without_privileges_is_the_grant(vector: Vector) -> None:
    now = vector["issue_ts"]
    there = {service["type"] for service in vector["services"]}
    for kind in (ServiceType.CONVOAI, ServiceType.STT):
        alive = vector["token_expire_in_token"] > 0
        error = None if kind in there and alive else NotGrantedError if alive else ExpiredError
        with pytest.raises(error) if error else nullcontext():
            issuer_of(vector).check(vector["token"], kind, now=now)


#: The functions that stand in the README for official builders of many arguments.
RECIPES: dict[str, Callable[..., TokenBuilder]] = recipes()
#: How the vectors call the lifetimes to join and to publish audio, video and data.
LIFETIMES_OF_AI = ("join_channel", "pub_audio", "pub_video", "pub_data")
LIFETIMES = tuple(f"{name}_privilege_expire" for name in (*LIFETIMES_OF_AI[:3], "pub_data_stream"))


def recipe_of(vector: Vector) -> TokenBuilder:
    """What README writes for the official builder that made a vector."""
    issuer, kind = issuer_of(vector), vector["kind"]
    if kind == "rtm2_permissions":
        permissions = [(p["resource_type"], p["permission_type"], p["resources"]) for p in vector["permissions"]]
        return RECIPES["rtm2"](issuer, vector["user_id"], vector["expire"], permissions)
    lifetimes = [vector[name] for name in (LIFETIMES_OF_AI if kind in {"convoai", "stt"} else LIFETIMES)]
    if kind in {"rtc_uid_privileges", "rtc_account_privileges"}:
        return RECIPES["rtc"](issuer, vector["channel_name"], user_of(vector), vector["token_expire"], lifetimes)
    is_rtm2 = kind == "rtc_rtm2"
    builder = RECIPES["rtc_and_rtm"](
        issuer,
        vector["channel_name"],
        vector["rtc_account"],
        Role(vector["rtc_role"]),
        vector["rtc_token_expire" if is_rtm2 else "token_expire"],
        lifetimes,
        vector["rtm_user_id"],
        vector["rtm_token_expire" if is_rtm2 else "rtm_expire"],
    )
    return builder if is_rtm2 else builder.add_convoai() if kind == "convoai" else builder.add_stt()


@pytest.mark.parametrize(
    "kind", ["rtc_uid_privileges", "rtc_account_privileges", "rtc_rtm2", "rtm2_permissions", "convoai", "stt"]
)
def test_the_recipes_write_what_the_official_builders_of_many_arguments_do(kind: str) -> None:
    vectors = [vector for vector in OF_007 if vector["kind"] == kind]
    assert len(vectors) >= 2
    for vector in vectors:
        token = recipe_of(vector).issued_at(vector["issue_ts"]).salt(vector["salt"]).build()
        assert content_of(token) == vector["content_hex"], vector["name"]

"""The official packages' names, called as their own programs call them, against the official tokens."""

import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from typing import Any, Callable

import pytest
from conftest import APP_ID, CERTIFICATE
from test_vectors import (
    ANOTHER_CERTIFICATE,
    LIFETIMES,
    LIFETIMES_OF_AI,
    OF_006,
    OF_007,
    Vector,
    content_of,
    each_006,
    each_007,
    services_to_add,
)

from agora_token import (
    AgoraTokenError,
    BadAccountError,
    BadAppIdError,
    BadChannelError,
    BadExpiryError,
    BadRoleError,
    BadServiceError,
    ExpiryLooksAbsoluteError,
    OutOfRangeError,
    TokenBuilder,
    parse,
)
from agora_token.compat import AgoraTokenWarning, _rules, strict
from agora_token.compat.agora_token_builder import AccessToken as AccessToken006
from agora_token.compat.agora_token_builder import RtcTokenBuilder, RtmTokenBuilder
from agora_token.compat.agoraiotools import AccessToken2 as Token
from agora_token.compat.agoraiotools import (
    ApaasTokenBuilder,
    ChatTokenBuilder,
    ConvoAITokenBuilder,
    EducationTokenBuilder,
    FpaTokenBuilder,
    RtcTokenBuilder2,
    RtmTokenBuilder2,
    SttTokenBuilder,
)
from agora_token.compat.agoraiotools.AccessToken2 import Service, ServiceApaas, ServiceRtm2

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


def service_of(listed: Vector) -> Service:
    channel, account, user_id = (listed.get(name, "") for name in ("channel_name", "account", "user_id"))
    kind = listed["type"]
    service: Service
    if kind in {1, 3, 6}:
        service = Token.kServices[kind](channel, account)
    elif kind in {2, 5}:
        service = Token.kServices[kind](user_id)
    elif kind == 7:
        service = ServiceApaas(listed["room_uuid"], listed["user_uuid"], listed["role"])
    elif kind == 8:
        service = ServiceRtm2(user_id, permissions_of(listed))
    else:
        service = Token.kServices[kind]()
    for privilege, life in listed["privileges"]:
        service.add_privilege(privilege, life)
    return service


def permissions_of(listed: Vector) -> ServiceRtm2.Permissions:
    permissions = ServiceRtm2.Permissions()
    for one in listed.get("permissions") or ():
        permissions.add(one["resource_type"], one["permission_type"], one["resources"])
    return permissions


#: The official function of each kind of vector, and the vector's names of what stands after the App Certificate.
CALLS: dict[str, tuple[Callable[..., str], tuple[str, ...]]] = {
    "rtc_uid": (
        RtcTokenBuilder2.build_token_with_uid,
        ("channel_name", "uid", "role", "token_expire", "privilege_expire"),
    ),
    "rtc_account": (
        RtcTokenBuilder2.build_token_with_user_account,
        ("channel_name", "user_account", "role", "token_expire", "privilege_expire"),
    ),
    "rtc_uid_privileges": (
        RtcTokenBuilder2.build_token_with_uid_and_privilege,
        ("channel_name", "uid", "token_expire", *LIFETIMES),
    ),
    "rtc_account_privileges": (
        RtcTokenBuilder2.build_token_with_user_account_and_privilege,
        ("channel_name", "user_account", "token_expire", *LIFETIMES),
    ),
    "rtc_rtm": (
        RtcTokenBuilder2.build_token_with_rtm,
        ("channel_name", "user_account", "role", "token_expire", "privilege_expire"),
    ),
    "rtc_rtm2": (
        RtcTokenBuilder2.build_token_with_rtm2,
        ("channel_name", "rtc_account", "rtc_role", "rtc_token_expire", *LIFETIMES, "rtm_user_id", "rtm_token_expire"),
    ),
    "convoai": (
        ConvoAITokenBuilder.build_token,
        ("channel_name", "rtc_account", "rtc_role", "token_expire", *LIFETIMES_OF_AI, "rtm_user_id", "rtm_expire"),
    ),
    "stt": (
        SttTokenBuilder.build_token,
        ("channel_name", "rtc_account", "rtc_role", "token_expire", *LIFETIMES_OF_AI, "rtm_user_id", "rtm_expire"),
    ),
    "rtm": (RtmTokenBuilder2.build_token, ("user_id", "expire")),
    "fpa": (FpaTokenBuilder.build_token, ()),
    "chat_user": (ChatTokenBuilder.build_user_token, ("user_id", "expire")),
    "chat_app": (ChatTokenBuilder.build_app_token, ("expire",)),
    "education_room_user": (
        EducationTokenBuilder.build_room_user_token,
        ("room_uuid", "user_uuid", "role", "expire"),
    ),
    "education_user": (EducationTokenBuilder.build_user_token, ("user_uuid", "expire")),
    "education_app": (EducationTokenBuilder.build_app_token, ("expire",)),
    "apaas_room_user": (ApaasTokenBuilder.build_room_user_token, ("room_uuid", "user_uuid", "role", "expire")),
    "apaas_user": (ApaasTokenBuilder.build_user_token, ("user_uuid", "expire")),
    "apaas_app": (ApaasTokenBuilder.build_app_token, ("expire",)),
}


def call_007(vector: Vector) -> str:
    pair, kind = (vector["app_id"], vector["app_certificate"]), vector["kind"]
    if kind in CALLS:
        function, names = CALLS[kind]
        return function(*pair, *(vector[name] for name in names))
    if kind == "rtm2_permissions":
        permissions = permissions_of(vector)
        return RtmTokenBuilder2.build_token_with_permissions(*pair, vector["user_id"], permissions, vector["expire"])
    token = Token(*pair, vector["issue_ts"], vector["token_expire_in_token"])
    for service in services_to_add(vector):
        token.add_service(service_of(service))
    return token.build()


@quiet
@each_007
def test_every_official_007_call_writes_the_content_of_the_official_token_byte_for_byte(
    vector: Vector, build_as: Callable[[Vector], None]
) -> None:
    build_as(vector)
    assert content_of(call_007(vector)) == vector["content_hex"]


def test_every_official_function_is_called_for_a_vector() -> None:
    assert set(CALLS) <= {vector["kind"] for vector in OF_007}


@quiet
@each_007
def test_a_007_token_that_was_read_verifies_and_can_be_built_again(
    vector: Vector, build_as: Callable[[Vector], None]
) -> None:
    read = Token("", vector["app_certificate"])
    assert read.from_string(vector["token"])
    assert read.verify_signature(vector["app_certificate"])
    assert not read.verify_signature(ANOTHER_CERTIFICATE)
    assert not read.verify_signature("no certificate")
    assert content_of(read.build()) == vector["content_hex"]
    assert [one.service_type() for one in read.services] == [listed["type"] for listed in vector["services"]]


def test_what_is_no_007_token_is_not_read_and_does_not_verify() -> None:
    token = Token("", CERTIFICATE)
    assert not token.from_string(OF_006[0]["token"])
    with pytest.raises(ValueError, match="token"):
        token.from_string("007eJx")
    assert not token.verify_signature(CERTIFICATE)
    assert token.services == []


def test_the_permissions_of_a_token_that_was_read_can_be_asked_for() -> None:
    vector = next(vector for vector in OF_007 if vector["kind"] == "rtm2_permissions")
    token = Token()
    assert token.from_string(vector["token"])
    (service,) = token.get_services(ServiceRtm2.kServiceType)
    assert isinstance(service, ServiceRtm2)
    assert service.get_user_id() == vector["user_id"]
    assert service.get_permissions().details == permissions_of(vector).details


def test_a_token_without_a_service_is_empty_and_one_of_an_unknown_service_an_error() -> None:
    token = Token(APP_ID, CERTIFICATE)
    assert token.build() == ""
    token.add_service(Service(77))
    with pytest.raises(BadServiceError, match="77"):
        token.build()


def rtc_006(app_id: str = APP_ID, channel: str = "room", uid: Any = 42, role: int = 1, end: int = SOON) -> str:
    return RtcTokenBuilder.buildTokenWithUid(app_id, CERTIFICATE, channel, uid, role, end)


def rtc_007(channel: str = "room", uid: Any = 42, role: int = 1, expire: int = 3600) -> str:
    return RtcTokenBuilder2.build_token_with_uid(APP_ID, CERTIFICATE, channel, uid, role, expire)


def account_006(account: str) -> str:
    return RtcTokenBuilder.buildTokenWithAccount(APP_ID, CERTIFICATE, "room", account, 2, SOON)


REFUSED: list[tuple[Callable[[], str], type[AgoraTokenError]]] = [
    (lambda: rtc_006(channel="no/slash"), BadChannelError),
    (lambda: rtc_006(uid="anna"), OutOfRangeError),
    (lambda: rtc_006(uid=-1), OutOfRangeError),
    (lambda: rtc_006(role=3), BadRoleError),
    (lambda: rtc_006(end=3600), BadExpiryError),
    (lambda: account_006("a" * 256), BadAccountError),
    (lambda: rtc_007(channel=""), BadChannelError),
    (lambda: rtc_007(uid="anna"), OutOfRangeError),
    (lambda: rtc_007(role=101), BadRoleError),
    (lambda: rtc_007(expire=SOON), ExpiryLooksAbsoluteError),
    (lambda: rtc_007(expire=0), BadExpiryError),
    (lambda: RtmTokenBuilder2.build_token(APP_ID, CERTIFICATE, "a" * 65, 60), BadAccountError),
    (lambda: ChatTokenBuilder.build_user_token(APP_ID, CERTIFICATE, "", 60), BadAccountError),
    (lambda: EducationTokenBuilder.build_user_token(APP_ID, CERTIFICATE, "", 60), BadAccountError),
    (lambda: EducationTokenBuilder.build_room_user_token(APP_ID, CERTIFICATE, "", "anna", 1, 60), BadAccountError),
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


@pytest.mark.parametrize("name", ["agoraiotools", "src"])
def test_two_lines_let_the_imports_of_python3_src_stay_as_they_are(name: str) -> None:
    assert run(
        "from agora_token.compat import stand_in\n"
        f"stand_in('{name}')\n"
        f"from {name}.RtcTokenBuilder2 import *\n"
        f"from {name}.AccessToken2 import *\n"
        f"import {name}.RtcTokenBuilder\n"
        f"from {name} import RtcTokenBuilder2\n"
        f"exported = {'RtcTokenBuilder2' if name == 'agoraiotools' else 'RtcTokenBuilder2.RtcTokenBuilder'}\n"
        "assert RtcTokenBuilder is exported and ServiceRtc.kServiceType == 1\n"
        "print(RtcTokenBuilder.build_token_with_uid("
        f"'{APP_ID}', '{CERTIFICATE}', 'room', 42, Role_Publisher, 3600))"
    ).startswith("007")


def test_another_name_is_not_stood_in_for() -> None:
    from agora_token.compat import stand_in

    with pytest.raises(ValueError, match="agoraiotools"):
        stand_in("json")

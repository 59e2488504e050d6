"""The issuer: one call, one token; the checks, and why a token is not good."""

from __future__ import annotations

from contextlib import suppress
from ctypes import byref, c_uint64
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Optional, Union, overload

from . import _abi
from ._explanation import Explanation, explanation_of
from ._library import Str
from ._names import NO_PRIVILEGE, Role, RtcPrivilege, RtmPrivilege, ServiceType, Version
from ._native import (
    EXPLANATION_CAPACITY,
    Owner,
    give_back,
    long_text_out,
    number,
    raise_for,
    seconds,
    text_in,
    text_out,
    time,
)
from .errors import AgoraTokenError, error_of

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._builder import TokenBuilder

#: A lifetime: seconds as an int, or a timedelta of whole seconds.
Lifetime = Union[int, timedelta]


class Issuer(Owner):
    """An app's App ID and App Certificate, and what they sign.

    Both are 32 hexadecimal characters, as Agora's console shows them. One issuer per app is enough; any number of
    threads may share it, and forked children go on with it under salts of their own. The certificate is wiped from
    the library's memory when it is no longer needed, and is in no ``repr``, message or response.

    ::

        issuer = Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")
        token = issuer.rtc("room", uid=42, role=Role.PUBLISHER, expires_in=3600)

    Lifetimes (``expires_in``) are seconds from now, at least 1, as an int or a :class:`~datetime.timedelta`. From
    1,000,000,000 on a number is a Unix time by mistake and refused. Agora honours at most 24 hours: it takes a token
    that lives longer for expired 24 hours after its issuing.

    A channel is 1 to 64 bytes of ``a-z A-Z 0-9``, space and ``!#$%&()+-:;<=.>?@[]^_{}|~,``, or ``*`` alone, which
    is every channel. A user account is 1 to 255 bytes, a user id or uuid 1 to 64, of UTF-8 without control characters.

    Raises:
        BadAppIdError, BadAppCertificateError: It is not 32 hexadecimal characters.
        RandomFailedError: The operating system's random source failed.

    Beyond what is listed for it, each call can raise ``TypeError``, :class:`~agora_token.errors.NotUtf8Error` (a
    lone surrogate in a string other than a token), :class:`~agora_token.errors.ClosedError`,
    :class:`~agora_token.errors.ClockFailedError` and :class:`~agora_token.errors.RandomFailedError`.

    """

    __slots__ = ("_app_id",)

    def __init__(self, app_id: str, app_certificate: str) -> None:
        handle = _abi.IssuerHandle()
        certificate = text_in(app_certificate, "app_certificate")
        raise_for(_abi.issuer_new(text_in(app_id, "app_id"), certificate, byref(handle)))
        self._handle = handle
        self._app_id = app_id

    @property
    def app_id(self) -> str:
        """The App ID."""
        return self._app_id

    def __repr__(self) -> str:
        return f"<Issuer of app {self._app_id}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @overload
    def rtc(
        self, channel: str, *, uid: int, role: Role, expires_in: Lifetime, version: Version = Version.V007
    ) -> str: ...

    @overload
    def rtc(
        self, channel: str, *, account: str, role: Role, expires_in: Lifetime, version: Version = Version.V007
    ) -> str: ...

    def rtc(
        self,
        channel: str,
        *,
        uid: Optional[int] = None,
        account: Optional[str] = None,
        role: Role,
        expires_in: Lifetime,
        version: Version = Version.V007,
    ) -> str:
        """Make an RTC token for one user of a channel.

        Args:
            channel: The channel, or ``*`` for every channel.
            uid: The numeric uid, from 1 to 4294967295, or ``UID_ANY`` (0) for any user.
            account: In its place the user account (a string uid). Agora counts the account "42" and the uid 42 as
                the same user.
            role: What the user may do there.
            expires_in: The lifetime.
            version: 007, or 006 for old clients.

        Raises:
            TypeError: Neither or both of uid and account are given.
            BadChannelError, BadAccountError, BadExpiryError, ExpiryLooksAbsoluteError, BadRoleError,
            BadVersionError: The argument is not as said.
            OutOfRangeError: The uid does not fit 32 bits.

        """
        version_number = version if type(version) is Version else number(version, "version")
        role_number = role if type(role) is Role else number(role, "role")
        if account is None and uid is not None:
            name = text_in(channel, "channel")
            uid_number = number(uid, "uid")
            token = text_out(
                _abi.rtc_uid, self._handle, version_number, name, uid_number, role_number, seconds(expires_in)
            )
            give_back(name)
            return token
        return text_out(
            _abi.rtc_account,
            self._handle,
            version_number,
            text_in(channel, "channel"),
            text_in(_one_of(uid, account), "account"),
            role_number,
            seconds(expires_in),
        )

    def rtm(self, user_id: str, *, expires_in: Lifetime, version: Version = Version.V007) -> str:
        """Make an RTM (Signaling) token for one user id.

        Raises:
            BadAccountError, BadExpiryError, ExpiryLooksAbsoluteError, BadVersionError: The argument is not as said.

        """
        user = text_in(user_id, "user_id")
        return text_out(_abi.rtm, self._handle, number(version, "version"), user, seconds(expires_in))

    def rtc_rtm(self, channel: str, account: str, *, role: Role, expires_in: Lifetime) -> str:
        """Make one 007 token for RTC in a channel and for RTM, both under the same account of 1 to 64 bytes.

        Raises:
            BadChannelError, BadAccountError, BadRoleError, BadExpiryError, ExpiryLooksAbsoluteError: The argument
            is not as said.

        """
        names = text_in(channel, "channel"), text_in(account, "account")
        return text_out(_abi.rtc_rtm, self._handle, *names, number(role, "role"), seconds(expires_in))

    def convoai(self, channel: str, account: str, *, role: Role, expires_in: Lifetime) -> str:
        """Make one 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for ConvoAI.

        An app needs it that starts a voice agent in its channel. Whoever holds it can start agents on the bill of the
        app's owner.

        Raises:
            BadChannelError, BadAccountError, BadRoleError, BadExpiryError, ExpiryLooksAbsoluteError: The argument
            is not as said.

        """
        names = text_in(channel, "channel"), text_in(account, "account")
        return text_out(_abi.convoai, self._handle, *names, number(role, "role"), seconds(expires_in))

    def stt(self, channel: str, account: str, *, role: Role, expires_in: Lifetime) -> str:
        """Make one 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for STT.

        An app needs it that starts the transcription (real-time speech to text) of its channel. Whoever holds it can
        start work on the bill of the app's owner.

        Raises:
            BadChannelError, BadAccountError, BadRoleError, BadExpiryError, ExpiryLooksAbsoluteError: The argument
            is not as said.

        """
        names = text_in(channel, "channel"), text_in(account, "account")
        return text_out(_abi.stt, self._handle, *names, number(role, "role"), seconds(expires_in))

    def chat_user(self, user_id: str, *, expires_in: Lifetime) -> str:
        """Make a 007 token for one Chat user id.

        Raises:
            BadAccountError, BadExpiryError, ExpiryLooksAbsoluteError: The argument is not as said.

        """
        return text_out(_abi.chat_user, self._handle, text_in(user_id, "user_id"), seconds(expires_in))

    def chat_app(self, *, expires_in: Lifetime) -> str:
        """Make a 007 token for the whole Chat app, for a backend that calls Chat's REST API.

        Never give it to a user.

        Raises:
            BadExpiryError, ExpiryLooksAbsoluteError: The lifetime is not as said.

        """
        return text_out(_abi.chat_app, self._handle, seconds(expires_in))

    def education_room_user(self, room_uuid: str, user_uuid: str, *, role: int, expires_in: Lifetime) -> str:
        """Make a 007 token for one user of one Education (Flexible Classroom) room, with that user's RTM and Chat.

        Args:
            room_uuid: The room.
            user_uuid: The user.
            role: The classroom's own: 1 teacher, 2 student, 3 assistant, 4 observer, or another number that your
                classroom defines. It is not a :class:`Role`.
            expires_in: The lifetime.

        Raises:
            BadAccountError, BadExpiryError, ExpiryLooksAbsoluteError: The argument is not as said.
            OutOfRangeError: The role does not fit 16 bits.

        """
        names = text_in(room_uuid, "room_uuid"), text_in(user_uuid, "user_uuid")
        role_number = number(role, "role", 32767, -32768)
        return text_out(_abi.education_room_user, self._handle, *names, role_number, seconds(expires_in))

    def education_user(self, user_uuid: str, *, expires_in: Lifetime) -> str:
        """Make a 007 token for one Education user outside of rooms.

        Raises:
            BadAccountError, BadExpiryError, ExpiryLooksAbsoluteError: The argument is not as said.

        """
        return text_out(_abi.education_user, self._handle, text_in(user_uuid, "user_uuid"), seconds(expires_in))

    def education_app(self, *, expires_in: Lifetime) -> str:
        """Make a 007 token for the whole Education app, for a backend that calls its REST API.

        Never give it to a user.

        Raises:
            BadExpiryError, ExpiryLooksAbsoluteError: The lifetime is not as said.

        """
        return text_out(_abi.education_app, self._handle, seconds(expires_in))

    def fpa(self) -> str:
        """Make a 007 token for FPA. It names no user and lives for 24 hours, as the official builder's does."""
        return text_out(_abi.fpa, self._handle)

    def builder(self, version: Version = Version.V007) -> TokenBuilder:
        """Start any other token: see :class:`TokenBuilder`."""
        from ._builder import TokenBuilder

        return TokenBuilder(self, version)

    def verify(self, token: str, *, now: Optional[int] = None) -> None:
        """Check the signature and the lifetime of a 007 token, and nothing about whom it is for.

        Args:
            token: The token.
            now: The Unix time in seconds to check for; None is the system clock.

        Raises:
            AgoraTokenError: The token is not good. Which of MalformedTokenError, UnknownVersionError,
                TokenTooLargeError, NoServiceError, UnsupportedInVersionError (a 006 token), WrongAppError,
                BadSignatureError and ExpiredError it is says why.

        """
        text, at = text_in(token, "token"), time(now)
        status = _abi.verify(self._handle, text, at)
        if status:
            raise self._not_good(status, text, _NO_SERVICE, _NO_NAME, _NO_NAME, NO_PRIVILEGE, at)

    def check(
        self,
        token: str,
        service: ServiceType,
        privilege: int = NO_PRIVILEGE,
        *,
        channel: str = "",
        user: str = "",
        now: Optional[int] = None,
    ) -> None:
        """Check a token for one privilege of one service.

        Args:
            token: The token.
            service: The service.
            privilege: The privilege, such as ``RtcPrivilege.JOIN_CHANNEL``; ``NO_PRIVILEGE`` for ConvoAI and STT,
                whose presence is the grant.
            channel: The channel, or the room uuid for Education; "" for a service that has none.
            user: The account (decimal digits of a numeric uid), user id or user uuid; "" for a service that has
                none. In RTC, Streaming and FCDN "" asks for a token that is good for any user.
            now: The Unix time in seconds to check for; None is the system clock.

        Raises:
            BadChannelError, BadAccountError: A channel or a user is asked of a service that has none.
            BadServiceError, BadPrivilegeError, OutOfRangeError: The number is none, or a privilege is asked of a
                service that has none.
            AgoraTokenError: The token is not good; beyond those of :meth:`verify` it may be WrongChannelError,
                WrongUserError or NotGrantedError. A 006 token can be checked here for RTC and RTM.

        """
        question = _question(token, service, channel, user, privilege, now)
        status = _abi.check(self._handle, *question)
        if status:
            raise self._not_good(status, *question)

    @overload
    def check_rtc(
        self,
        token: str,
        channel: str,
        *,
        uid: int,
        privilege: int = RtcPrivilege.JOIN_CHANNEL,
        now: Optional[int] = None,
    ) -> None: ...

    @overload
    def check_rtc(
        self,
        token: str,
        channel: str,
        *,
        account: str,
        privilege: int = RtcPrivilege.JOIN_CHANNEL,
        now: Optional[int] = None,
    ) -> None: ...

    def check_rtc(
        self,
        token: str,
        channel: str,
        *,
        uid: Optional[int] = None,
        account: Optional[str] = None,
        privilege: int = RtcPrivilege.JOIN_CHANNEL,
        now: Optional[int] = None,
    ) -> None:
        """Check whether a token lets one user join a channel, or has another RTC privilege.

        Args:
            token: The token.
            channel: The channel.
            uid: The numeric uid; ``UID_ANY`` (0) asks for a token that is good for any user.
            account: In its place the user account; "" asks for a token that is good for any user.
            privilege: The privilege.
            now: The Unix time in seconds to check for; None is the system clock.

        Raises:
            TypeError: Neither or both of uid and account are given.
            AgoraTokenError: As in :meth:`check`.

        """
        text, name = text_in(token, "token"), text_in(channel, "channel")
        right = privilege if type(privilege) is RtcPrivilege else number(privilege, "privilege")
        at = time(now)
        if account is None and uid is not None:
            status = _abi.check_rtc_uid(self._handle, text, name, number(uid, "uid"), right, at)
        else:
            user = text_in(_one_of(uid, account), "account")
            status = _abi.check_rtc_account(self._handle, text, name, user, right, at)
        if status:
            if uid is not None:
                user = text_in(str(uid) if uid else "", "uid")
            raise self._not_good(status, text, ServiceType.RTC, name, user, right, at)
        give_back(text)
        give_back(name)

    def check_rtm(self, token: str, user_id: str, *, now: Optional[int] = None) -> None:
        """Check whether a token lets one user id log in to RTM.

        Args:
            token: The token.
            user_id: The user id.
            now: The Unix time in seconds to check for; None is the system clock.

        Raises:
            AgoraTokenError: As in :meth:`check`.

        """
        text, user, at = text_in(token, "token"), text_in(user_id, "user_id"), time(now)
        status = _abi.check_rtm(self._handle, text, user, at)
        if status:
            raise self._not_good(status, text, ServiceType.RTM, _NO_NAME, user, RtmPrivilege.LOGIN, at)

    def explain(
        self,
        token: str,
        service: Optional[ServiceType] = None,
        privilege: int = NO_PRIVILEGE,
        *,
        channel: str = "",
        user: str = "",
        now: Optional[int] = None,
    ) -> Explanation:
        """Say whether a token is good, and where it is not, why, and what to do.

        To let somebody in, take :meth:`check`: a token that is not good is no exception here. A token that came in
        quotes, inside JSON, URL-encoded, behind ``Bearer``, with white space or cut short has the status of a
        MalformedTokenError, as in a check, and ``reason`` and ``advice`` say what happened to it. ::

            why = issuer.explain(token, ServiceType.RTC, RtcPrivilege.JOIN_CHANNEL, channel="room", user="42")
            print(why.good, why.reason, why.found, why.asked, why.advice)

        Args:
            token: The token.
            service: The service; None looks at the signature and the lifetime alone, as :meth:`verify` does, without
                privilege, channel and user.
            privilege: The privilege, as in :meth:`check`.
            channel: The channel, as in :meth:`check`.
            user: The user, as in :meth:`check`; of a numeric uid its decimal digits.
            now: The Unix time in seconds to look at it for; None is the system clock.

        Raises:
            BadChannelError, BadAccountError, BadServiceError, BadPrivilegeError, OutOfRangeError: As in :meth:`check`,
                and where more than the token is asked about without a service.

        """
        number_of_service = _NO_SERVICE if service is None else service
        return self._explanation(*_question(token, number_of_service, channel, user, privilege, now))

    def _explanation(self, *question: Any) -> Explanation:
        return explanation_of(long_text_out(_abi.explain, EXPLANATION_CAPACITY, self._handle, *question))

    def _not_good(self, status: int, *question: Any) -> AgoraTokenError:
        """The exception of a failed check. The library is asked for the two values only here."""
        error = error_of(status)
        # A mistake in the question is one of the explanation's too, and has no values.
        with suppress(AgoraTokenError):
            why = self._explanation(*question)
            # By the system clock another second may have begun between the two calls.
            if why.status == status:
                error.found, error.asked = why.found, why.asked
        return error


#: The service that asks for signature and lifetime alone.
_NO_SERVICE = 0
_NO_NAME = text_in("", "name")


def _question(
    token: str, service: int, channel: str, user: str, privilege: int, now: Optional[int]
) -> tuple[Str, int, Str, Str, int, c_uint64]:
    """The arguments of a check of one service, in C's order."""
    kind, names = number(service, "service"), (text_in(channel, "channel"), text_in(user, "user"))
    return text_in(token, "token"), kind, *names, number(privilege, "privilege"), time(now)


def _one_of(uid: Optional[int], account: Optional[str]) -> str:
    if uid is not None or account is None:
        raise TypeError("pass either uid= or account=")
    return account

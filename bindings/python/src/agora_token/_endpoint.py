"""The token server without the sockets: request in, response out."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import byref, pointer, sizeof
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Union

from . import _abi
from ._issuer import Issuer, Lifetime
from ._names import Role, Version
from ._native import Owner, bytes_in, number, raise_for, seconds, text_in, texts_in
from .errors import OutOfRangeError

if TYPE_CHECKING:
    from typing_extensions import Self


@dataclass(frozen=True)
class Policy:
    """What the sender of a request may be given.

    Authenticate the sender in your own way and give one of these: every token of the request is held against it before
    it is signed, and one that asks for more is answered with 403. A policy for nobody in particular does not exist by
    mistake: with neither a user nor ``allow_any_user`` an answer is a
    :class:`~agora_token.errors.BadAccountError`, so that a session without a user does not open the door.

    ::

        Policy(user="42", channels=["room-*"], max_role=Role.PUBLISHER)

    A 006 token can be rewritten by its holder: its signature covers channel and user without a separator. So
    a policy that limits the user or the channels makes every token a 007 one.
    """

    #: The one user whom tokens may name: uid digits, account or user id.
    user: Optional[str] = None
    #: The channels that tokens may open: names, or prefixes that end in ``*``. Only a literal ``*`` allows the token
    #: for every channel. None is no channel.
    channels: Sequence[str] = ()
    #: The highest role.
    max_role: Role = Role.SUBSCRIBER
    #: The longest lifetime, at least a second; None is no limit.
    max_expires_in: Optional[Lifetime] = 86400
    #: Tokens that name no user and act for the whole app: Chat app, Education app, FPA.
    allow_app_tokens: bool = False
    #: Any channel by its name, whatever ``channels`` lists, but not the token for every channel.
    allow_any_channel: bool = False
    #: Any user, and tokens for any user. It goes without ``user``.
    allow_any_user: bool = False
    #: ConvoAI and STT, which start work on the bill of the app's owner. They name nobody, so neither ``user`` nor
    #: ``channels`` limits what is started.
    allow_ai_services: bool = False

    def _native(self) -> _abi.Policy:
        channels = texts_in(self.channels, "channels")
        native = _abi.Policy(
            size=sizeof(_abi.Policy),
            user=text_in("" if self.user is None else self.user, "user"),
            channels=channels,
            channel_count=len(channels),
            max_role=number(self.max_role, "max_role"),
            max_expires_in=self._native_max_expires_in(),
            allow_app_tokens=_switch(self.allow_app_tokens, "allow_app_tokens"),
            allow_any_channel=_switch(self.allow_any_channel, "allow_any_channel"),
            allow_any_user=_switch(self.allow_any_user, "allow_any_user"),
            allow_ai_services=_switch(self.allow_ai_services, "allow_ai_services"),
        )
        return native

    def _native_max_expires_in(self) -> int:
        if self.max_expires_in is None:
            return 0
        longest = seconds(self.max_expires_in, "max_expires_in")
        if longest == 0:
            raise OutOfRangeError("max_expires_in must be at least 1 second; None is no limit")
        return longest


@dataclass(frozen=True)
class Response:
    """An HTTP response. Content-Length and Date are for the host to add."""

    #: The status, such as 200.
    status: int
    #: The headers.
    headers: tuple[tuple[str, str], ...]
    #: The body: JSON, or empty.
    body: bytes


class Endpoint(Owner):
    """The token server without the sockets.

    It answers the requests of Agora's token server article and of the servers that are built like it.
    :mod:`agora_token.wsgi` and :mod:`agora_token.asgi` mount it; :meth:`handle` serves any other framework. Any
    number of threads may share one. ::

        GET  /rtc/{channel}/{role}/{tokentype}/{uid}?expiry=             {"rtcToken":"…"}
        GET  /rtm/{uid}?expiry=                                          {"rtmToken":"…"}
        GET  /rte/{channel}/{role}/{tokentype}/{uid}[/{rtmuid}]?expiry=  {"rtcToken":"…","rtmToken":"…"}
        GET  /chat/app?expiry=  and  /chat/account/{chatid}?expiry=      {"chatToken":"…"}
        GET  /ping                                                       {"message":"pong"}
        POST /getToken, /token/getNew                                    {"token":"…"}
        POST /token/generate                                             {"code":0,…,"data":{"token":"…"}}

    Args:
        issuer: Who signs; it may be closed first.
        version: The version of the tokens that GET answers. ``?version=007`` or ``?version=006`` in a request goes
            before it, and a policy that limits the user or the channels makes it 007.
        client_error_status: The HTTP status of a mistake in a GET: 500 as the article's server, or 400.
        allow_origins: The origins that browsers may ask from, such as ``https://example.com``; none is every origin.
        omit_cors_headers: True leaves out every header of CORS, for a host that writes its own.

    Raises:
        BadVersionError: The version is neither 006 nor 007.
        OutOfRangeError: The status is neither 400 nor 500, or an origin is not made of visible ASCII characters.

    """

    __slots__ = ()

    def __init__(
        self,
        issuer: Issuer,
        *,
        version: Version = Version.V006,
        client_error_status: int = 500,
        allow_origins: Sequence[str] = (),
        omit_cors_headers: bool = False,
    ) -> None:
        origins = texts_in(allow_origins, "allow_origins")
        options = _abi.EndpointOptions(
            size=sizeof(_abi.EndpointOptions),
            version=number(version, "version"),
            client_error_status=number(client_error_status, "client_error_status"),
            allow_origins=origins,
            allow_origin_count=len(origins),
            omit_cors_headers=_switch(omit_cors_headers, "omit_cors_headers"),
        )
        handle = _abi.EndpointHandle()
        raise_for(_abi.endpoint_new(issuer._handle, byref(options), byref(handle)))
        self._handle = handle

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def handle(
        self,
        method: Union[str, bytes],
        target: Union[str, bytes],
        *,
        policy: Optional[Policy],
        origin: Union[str, bytes] = "",
        body: bytes = b"",
    ) -> Response:
        """Answer a request. A mistake in it is a response too; the exceptions speak of the host's own mistakes.

        Args:
            method: The method, such as ``GET``.
            target: Path and query as they came, not decoded.
            policy: What the sender may be given. None is everything: whoever reaches an open endpoint can have any
                token of the app.
            origin: The Origin header, or "".
            body: The body.

        Raises:
            BadAccountError: The policy has neither a user nor ``allow_any_user``.
            BadRoleError, BadExpiryError, ExpiryLooksAbsoluteError, OutOfRangeError: It is of the policy.

        """
        request = _abi.Request(
            size=sizeof(_abi.Request),
            method=bytes_in(method, "method"),
            target=bytes_in(target, "target"),
            origin=bytes_in(origin, "origin"),
            body=bytes_in(body, "body"),
        )
        if policy is not None:
            request.policy = pointer(policy._native())
        response = _abi.ResponseHandle()
        raise_for(_abi.endpoint_handle(self._handle, byref(request), byref(response)))
        return _copy(response)

    def error(self, status: int, text: str, *, origin: Union[str, bytes] = "") -> Response:
        """Give an answer of the host's own in the endpoint's form, with its headers and the body {"error":"…"}.

        Args:
            status: The HTTP status, from 400 to 599.
            text: What is wrong and what would be right.
            origin: The request's Origin header, or "".

        Raises:
            OutOfRangeError: The HTTP status is another.

        """
        response = _abi.ResponseHandle()
        arguments = number(status, "status"), text_in(text, "text"), bytes_in(origin, "origin")
        raise_for(_abi.endpoint_error(self._handle, *arguments, byref(response)))
        return _copy(response)


def _switch(value: bool, name: str) -> int:
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, not {type(value).__name__}")
    return int(value)


def _copy(response: _abi.ResponseHandle) -> Response:
    def header(index: int) -> tuple[str, str]:
        return _text(_abi.response_header_name(response, index)), _text(_abi.response_header_value(response, index))

    return Response(
        status=_abi.response_status(response),
        headers=tuple(header(index) for index in range(_abi.response_header_count(response))),
        body=_abi.response_body(response).copy(),
    )


def _text(lent: Any) -> str:
    return str(lent.copy(), "ascii")

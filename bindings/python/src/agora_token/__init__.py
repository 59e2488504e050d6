"""Access tokens for Agora's live video, voice and messaging: built, read and checked by one native library.

::

    from agora_token import Issuer, Role

    issuer = Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")
    token = issuer.rtc("room", uid=42, role=Role.PUBLISHER, expires_in=3600)
    issuer.check_rtc(token, "room", uid=42)

- :class:`Issuer`: one call, one token, under Agora's rules for names and lifetimes; the checks, and the
  reason why a token is not good.
- :class:`TokenBuilder`: every other token.
- :func:`parse`: what is inside a token.
- :class:`Endpoint`: the token server as a function; :mod:`agora_token.wsgi` and :mod:`agora_token.asgi` mount it.
- :mod:`agora_token.errors`: what can go wrong, each an :class:`AgoraTokenError`.
"""

from . import errors
from ._abi import library_version
from ._builder import TokenBuilder
from ._endpoint import Endpoint, Policy, Response
from ._explanation import Explanation
from ._host import Refused
from ._info import Permission, Privilege, Service, TokenInfo, parse
from ._issuer import Issuer
from ._names import (
    MAX_BODY,
    MAX_ITEMS,
    MAX_TARGET,
    NO_PRIVILEGE,
    NO_ROLE,
    UID_ANY,
    ApaasPrivilege,
    ChatPrivilege,
    FcdnPrivilege,
    FpaPrivilege,
    Role,
    RtcPrivilege,
    Rtm2Permission,
    Rtm2Privilege,
    Rtm2Resource,
    RtmPrivilege,
    ServiceType,
    StreamingPrivilege,
    Version,
)
from .errors import (
    AgoraTokenError,
    BadAccountError,
    BadAppCertificateError,
    BadAppIdError,
    BadChannelError,
    BadExpiryError,
    BadPrivilegeError,
    BadRoleError,
    BadServiceError,
    BadSignatureError,
    BadStructSizeError,
    BadVersionError,
    BufferTooSmallError,
    ClockFailedError,
    ClosedError,
    ExpiredError,
    ExpiryLooksAbsoluteError,
    MalformedTokenError,
    NoServiceError,
    NotGrantedError,
    NotUtf8Error,
    OutOfRangeError,
    PanicError,
    RandomFailedError,
    StringTooLongError,
    TokenTooLargeError,
    UnknownVersionError,
    UnsupportedInVersionError,
    WrongAppError,
    WrongChannelError,
    WrongUserError,
)

__all__ = [
    "MAX_BODY",
    "MAX_ITEMS",
    "MAX_TARGET",
    "NO_PRIVILEGE",
    "NO_ROLE",
    "UID_ANY",
    "AgoraTokenError",
    "ApaasPrivilege",
    "BadAccountError",
    "BadAppCertificateError",
    "BadAppIdError",
    "BadChannelError",
    "BadExpiryError",
    "BadPrivilegeError",
    "BadRoleError",
    "BadServiceError",
    "BadSignatureError",
    "BadStructSizeError",
    "BadVersionError",
    "BufferTooSmallError",
    "ChatPrivilege",
    "ClockFailedError",
    "ClosedError",
    "Endpoint",
    "ExpiredError",
    "ExpiryLooksAbsoluteError",
    "Explanation",
    "FcdnPrivilege",
    "FpaPrivilege",
    "Issuer",
    "MalformedTokenError",
    "NoServiceError",
    "NotGrantedError",
    "NotUtf8Error",
    "OutOfRangeError",
    "PanicError",
    "Permission",
    "Policy",
    "Privilege",
    "RandomFailedError",
    "Refused",
    "Response",
    "Role",
    "RtcPrivilege",
    "Rtm2Permission",
    "Rtm2Privilege",
    "Rtm2Resource",
    "RtmPrivilege",
    "Service",
    "ServiceType",
    "StreamingPrivilege",
    "StringTooLongError",
    "TokenBuilder",
    "TokenInfo",
    "TokenTooLargeError",
    "UnknownVersionError",
    "UnsupportedInVersionError",
    "Version",
    "WrongAppError",
    "WrongChannelError",
    "WrongUserError",
    "errors",
    "library_version",
    "parse",
]

"""What can go wrong: one exception for each status of the native library.

Every one is an :class:`AgoraTokenError`; those that speak of an argument are a :class:`ValueError` too. An argument of
a wrong type is a plain :class:`TypeError`. No message contains any part of a string that went in, so all of them can be
logged: the App Certificate is never in one. The names that a failed check is about are in ``found`` and ``asked``.
"""

from __future__ import annotations

from typing import Optional

from . import _abi


class AgoraTokenError(Exception):
    """A call failed: the base of every exception of this package.

    A status that has no exception of its own here, as a newer library may have one, is this class itself, with the
    number in ``status`` and in the message.
    """

    #: The number of the status in the C header; it never changes.
    status: int = -1
    #: What is wrong and what would be right.
    message: str
    #: Of a failed check: what the token has in place of what was asked, for people, with names between quotes. None
    #: where that tells no more than the message; :meth:`agora_token.Issuer.explain` says the rest.
    found: Optional[str] = None
    #: What was asked for, written as ``found`` is; None where ``found`` is.
    asked: Optional[str] = None

    def __init__(self, message: Optional[str] = None) -> None:
        self.message = message or _abi.status_message(self.status)
        super().__init__(self.message)


class ClosedError(AgoraTokenError, ValueError):
    """The object was closed."""

    status = 1

    def __init__(self, message: Optional[str] = None) -> None:
        super().__init__(message or "the object is closed: make a new one")


class NotUtf8Error(AgoraTokenError, ValueError):
    """A string is not UTF-8, as one with a lone surrogate."""

    status = 2


class BufferTooSmallError(AgoraTokenError):
    """Not to be expected: please report it."""

    status = 3


class BadStructSizeError(AgoraTokenError):
    """Not to be expected: please report it."""

    status = 4


class OutOfRangeError(AgoraTokenError, ValueError):
    """A number is outside of the range that the call's documentation gives."""

    status = 5


class PanicError(AgoraTokenError):
    """A bug in the native library was caught at its boundary: please report it."""

    status = 6


class RandomFailedError(AgoraTokenError):
    """The operating system's random source failed, so there is no token."""

    status = 7


class ClockFailedError(AgoraTokenError):
    """The system clock is before 1970 or after 2106."""

    status = 8


class BadAppIdError(AgoraTokenError, ValueError):
    """The App ID is not 32 hexadecimal characters."""

    status = 100


class BadAppCertificateError(AgoraTokenError, ValueError):
    """The App Certificate is not 32 hexadecimal characters."""

    status = 101


class BadChannelError(AgoraTokenError, ValueError):
    """The channel breaks Agora's rule, or the service has no channel."""

    status = 102


class BadAccountError(AgoraTokenError, ValueError):
    """A user account, user id or uuid breaks Agora's rule, or the service has no user."""

    status = 103


class BadRoleError(AgoraTokenError, ValueError):
    """The role is neither publisher nor subscriber."""

    status = 104


class BadVersionError(AgoraTokenError, ValueError):
    """The token version is neither 006 nor 007."""

    status = 105


class BadServiceError(AgoraTokenError, ValueError):
    """The service is not one of the ten, or the call does not fit it."""

    status = 106


class BadPrivilegeError(AgoraTokenError, ValueError):
    """A privilege, resource or permission is above 65535, or a privilege is asked of a service that has none."""

    status = 107


class BadExpiryError(AgoraTokenError, ValueError):
    """The lifetime is not in whole seconds from 1 on, or ends after 2106, which a 006 token cannot say."""

    status = 108


class ExpiryLooksAbsoluteError(AgoraTokenError, ValueError):
    """The lifetime is so long that it is a Unix time by mistake: lifetimes are seconds from now."""

    status = 109


class NoServiceError(AgoraTokenError, ValueError):
    """The token has no service."""

    status = 110


class StringTooLongError(AgoraTokenError, ValueError):
    """A string or list is longer than the 65,535 that the format can carry."""

    status = 111


class UnsupportedInVersionError(AgoraTokenError, ValueError):
    """This token version has no such thing."""

    status = 112


class MalformedTokenError(AgoraTokenError, ValueError):
    """The text is not a token, or it was cut or changed."""

    status = 200


class UnknownVersionError(AgoraTokenError, ValueError):
    """The token is neither a 006 nor a 007 token."""

    status = 201


class TokenTooLargeError(AgoraTokenError, ValueError):
    """The token is larger than the library handles, or holds more items."""

    status = 202


class BadSignatureError(AgoraTokenError):
    """Another App Certificate signed the token, or it was changed."""

    status = 300


class ExpiredError(AgoraTokenError):
    """The token, or the privilege asked for, has expired."""

    status = 301


class WrongAppError(AgoraTokenError):
    """The token is for another App ID."""

    status = 302


class WrongChannelError(AgoraTokenError):
    """The token is for another channel."""

    status = 303


class WrongUserError(AgoraTokenError):
    """The token is for another user."""

    status = 304


class NotGrantedError(AgoraTokenError):
    """The token does not carry the service or the privilege asked for."""

    status = 305


_BY_STATUS: dict[int, type[AgoraTokenError]] = {
    error.status: error
    for error in list(globals().values())
    if isinstance(error, type) and issubclass(error, AgoraTokenError) and error is not AgoraTokenError
}


def error_of(status: int) -> AgoraTokenError:
    """Give the exception of a status that is not 0."""
    known = _BY_STATUS.get(status)
    if known is not None:
        return known()
    unknown = AgoraTokenError(f"status {status}: {_abi.status_message(status)}")
    unknown.status = status
    return unknown

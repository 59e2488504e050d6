"""What the official packages do without: Agora's rules, said once a process or raised after ``strict(True)``."""

from __future__ import annotations

import sys
import warnings
from functools import lru_cache
from typing import Any, Callable, Optional

from agora_token import AgoraTokenError, BadAppCertificateError, BadAppIdError, Issuer, OutOfRangeError

_U32_MAX = 2**32 - 1
_strict = False
_said: set[type[AgoraTokenError]] = set()


class AgoraTokenWarning(UserWarning):
    """A token was made, or is "", where Agora's rules refuse what was asked for."""


def strict(on: bool) -> None:
    """Say whether what Agora's rules refuse is an exception, instead of a warning and the token all the same."""
    global _strict
    _strict = on


def complain(error: AgoraTokenError, outcome: str = "the token is made all the same") -> None:
    """Say what is wrong, or raise it."""
    if _strict:
        raise error
    if type(error) in _said:
        return
    _said.add(type(error))
    text = f"{error.message} ({outcome}; agora_token.compat.strict(True) makes this an error)"
    warnings.warn(text, AgoraTokenWarning, stacklevel=_depth_of_the_caller())


def _depth_of_the_caller() -> int:
    """How far up the program is that called this package, counted from :func:`complain`."""
    depth, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("agora_token."):
        depth, frame = depth + 1, frame.f_back
    return depth


def heed(make: Callable[..., str], *names: str, **arguments: Any) -> None:
    """Have the library's own rules look at what its one-call function would be given; that token is thrown away."""
    try:
        make(*names, **arguments)
    except AgoraTokenError as error:
        complain(error)


# The issuers that were used last: the official packages are given the pair with every token.
_issuer = lru_cache(maxsize=16)(Issuer)


def issuer_of(app_id: str, app_certificate: str) -> Optional[Issuer]:
    """Give the issuer of a pair, or None where it is none: the token is "" then."""
    try:
        return _issuer(app_id, app_certificate)
    except (BadAppIdError, BadAppCertificateError) as error:
        complain(error, "so there is no token")
        return None


def account_of(uid: object) -> str:
    """An account as the official packages take it: the number 0 is any user."""
    return "" if uid == 0 else str(uid)


def u32(name: str, value: Any) -> int:
    """A number as the official packages write it: digits are one, and a fraction is cut off."""
    whole = int(value)
    if 0 <= whole <= _U32_MAX:
        return whole
    raise OutOfRangeError(f"{name} must be from 0 to {_U32_MAX}")


def heed_uid(uid: object) -> None:
    """Complain of a uid that is none."""
    digits = str(uid)
    is_number = type(uid) in (int, str) and digits.isascii() and digits.isdigit()
    if not (is_number and len(digits) <= 10 and int(digits) <= _U32_MAX):
        complain(
            OutOfRangeError(f"the uid must be a whole number from 0 to {_U32_MAX}; a name is a user account"),
        )

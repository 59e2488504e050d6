"""Why a token is not good."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Optional


@dataclass(frozen=True)
class Explanation:
    """Whether a token is good for a use, why not, and what to do. Times are Unix times in seconds.

    What there is nothing to say about is None. The sentences may become better in later versions: ``status`` and
    ``name`` are for programs.
    """

    #: Whether the token is good.
    good: bool
    #: 0 for a good token, and otherwise the ``status`` of the exception that a check raises. A token that Agora has cut
    #: after 24 hours is that of an ExpiredError here, though a check finds it good.
    status: int
    #: The name of the status in the C header, such as "WRONG_CHANNEL"; "OK" for a good token.
    name: str
    #: Why the token is not good, in a sentence.
    reason: Optional[str]
    #: What the token has in place of what was asked, for people: names between quotes, with unusual characters escaped,
    #: cut at 512 bytes.
    found: Optional[str]
    #: What was asked for, written as ``found`` is; None where ``found`` is.
    asked: Optional[str]
    #: What to do.
    advice: Optional[str]
    #: The number of the error by which the RTC SDK reports the token to who joins with it: 109 where it has expired,
    #: 110 otherwise. None for a good token, where they may join, and for another service.
    sdk_error: Optional[int]
    #: Until when a good token is good, or when one that has expired did: the end of the token or of the privilege.
    expires_at: Optional[int]
    #: When Agora takes the token for expired, where ``expires_at`` is more than the 24 hours that Agora honours.
    cut_at: Optional[int]
    #: The time it was looked at.
    now: int


_MEMBERS = [field.name for field in fields(Explanation)]


def explanation_of(text: str) -> Explanation:
    """Read the library's JSON, to which a newer library may have added members."""
    members = json.loads(text)
    return Explanation(*(members[name] for name in _MEMBERS))

"""Stands in for ``agora_token_builder.AccessToken``: version 006."""

from __future__ import annotations

import time
from typing import Optional

from agora_token import BadExpiryError, Issuer, MalformedTokenError, Role, ServiceType, Version, parse
from agora_token.compat._rules import account_of, complain, heed, issuer_of, u32
from agora_token.errors import AgoraTokenError

kJoinChannel = 1
kPublishAudioStream = 2
kPublishVideoStream = 3
kPublishDataStream = 4
kRtmLogin = 1000

VERSION_LENGTH = 3
APP_ID_LENGTH = 32
_DAY = 24 * 3600


def getVersion() -> str:
    """Give the version of the tokens."""
    return "006"


class AccessToken:
    """Builds and reads a 006 token. Times are Unix times in seconds; a privilege that ends at 0 does not expire."""

    #: The library takes one that no other token of the pair has, unless this is set.
    salt: Optional[int]

    def __init__(self, appID: str = "", appCertificate: str = "", channelName: str = "", uid: object = "") -> None:
        self.appID = appID
        self.appCertificate = appCertificate
        self.channelName = channelName
        self.ts = int(time.time()) + _DAY
        self.salt = None
        self.messages: dict[int, int] = {}
        self.uidStr = account_of(uid)

    def addPrivilege(self, privilege: int, expireTimestamp: int) -> None:
        """Grant a privilege until a Unix time."""
        self.messages[privilege] = expireTimestamp

    def build(self) -> str:
        """Give the token, or "" where the App ID or the certificate is none."""
        issuer = issuer_of(self.appID, self.appCertificate)
        if issuer is None:
            return ""
        ts = u32("ts", self.ts)
        ends = {int(privilege): u32("expireTimestamp", end) for privilege, end in self.messages.items()}
        self._heed(issuer, ends)
        # The builder takes seconds from the issuing, of which 0 is for ever: below every end each can be given so.
        issued_at = min([ts, *(end - 1 for end in ends.values() if end)])
        with issuer.builder(Version.V006) as builder:
            builder.issued_at(issued_at).expires_in(ts - issued_at)
            if self.salt is not None:
                builder.salt(u32("salt", self.salt))
            builder.add_rtc(self.channelName, self.uidStr)
            for privilege, end in ends.items():
                builder.grant(privilege, end - issued_at if end else 0)
            return builder.build()

    def _heed(self, issuer: Issuer, ends: dict[int, int]) -> None:
        if ends and min(ends.values()) <= time.time():
            right = "it is a Unix time in seconds, such as int(time.time()) + 3600"
            complain(BadExpiryError(f"privilegeExpiredTs is not in the future: {right}"))
        if kRtmLogin in ends:
            heed(issuer.rtm, self.channelName, expires_in=1, version=Version.V006)
        else:
            user = {"account": self.uidStr} if self.uidStr else {"uid": 0}
            heed(issuer.rtc, self.channelName, **user, role=Role.SUBSCRIBER, expires_in=1, version=Version.V006)

    def fromString(self, originToken: str) -> bool:
        """Read a token; False where it is none. It holds no names, so channelName and uidStr stay as they are."""
        try:
            info = parse(originToken)
            if info.version is not Version.V006:
                raise MalformedTokenError
        except (AgoraTokenError, TypeError):
            return False
        self.salt, self.ts = info.salt, info.expires_at
        (service,) = info.services
        is_login = service.type is ServiceType.RTM
        self.messages = {kRtmLogin if is_login else p.privilege: p.expires_at or 0 for p in service.privileges}
        return True

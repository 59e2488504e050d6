"""Stands in for ``agora_token_builder.RtcTokenBuilder``: version 006."""

from __future__ import annotations

from agora_token import BadRoleError
from agora_token.compat._rules import complain, heed_uid
from agora_token.compat.agora_token_builder.AccessToken import (
    AccessToken,
    kJoinChannel,
    kPublishAudioStream,
    kPublishDataStream,
    kPublishVideoStream,
    kRtmLogin,
)

__all__ = [
    "AccessToken",
    "Role_Admin",
    "Role_Attendee",
    "Role_Publisher",
    "Role_Subscriber",
    "RtcTokenBuilder",
    "kJoinChannel",
    "kPublishAudioStream",
    "kPublishDataStream",
    "kPublishVideoStream",
    "kRtmLogin",
]

#: Attendee and admin publish as a publisher does.
Role_Attendee = 0
Role_Publisher = 1
Role_Subscriber = 2
Role_Admin = 101


class RtcTokenBuilder:
    """RTC tokens, version 006. ``privilegeExpiredTs`` is a Unix time in seconds."""

    @staticmethod
    def buildTokenWithUid(
        appId: str, appCertificate: str, channelName: str, uid: object, role: int, privilegeExpiredTs: int
    ) -> str:
        """Make a token for a numeric uid; 0 is any user."""
        heed_uid(uid)
        return RtcTokenBuilder.buildTokenWithAccount(appId, appCertificate, channelName, uid, role, privilegeExpiredTs)

    @staticmethod
    def buildTokenWithAccount(
        appId: str, appCertificate: str, channelName: str, account: object, role: int, privilegeExpiredTs: int
    ) -> str:
        """Make a token for a user account."""
        token = AccessToken(appId, appCertificate, channelName, account)
        token.addPrivilege(kJoinChannel, privilegeExpiredTs)
        if role in (Role_Attendee, Role_Publisher, Role_Admin):
            token.addPrivilege(kPublishVideoStream, privilegeExpiredTs)
            token.addPrivilege(kPublishAudioStream, privilegeExpiredTs)
            token.addPrivilege(kPublishDataStream, privilegeExpiredTs)
        elif role != Role_Subscriber:
            complain(BadRoleError(), "the token is a subscriber's")
        return token.build()

"""Stands in for ``agora_token_builder.RtmTokenBuilder``: version 006."""

from __future__ import annotations

from agora_token.compat.agora_token_builder.AccessToken import AccessToken, kRtmLogin

__all__ = ["AccessToken", "Role_Rtm_User", "RtmTokenBuilder", "kRtmLogin"]

Role_Rtm_User = 1


class RtmTokenBuilder:
    """RTM tokens, version 006. ``privilegeExpiredTs`` is a Unix time in seconds."""

    @staticmethod
    def buildToken(appId: str, appCertificate: str, userAccount: str, role: int, privilegeExpiredTs: int) -> str:
        """Make a token for a user id; there is one role."""
        token = AccessToken(appId, appCertificate, userAccount, "")
        token.addPrivilege(kRtmLogin, privilegeExpiredTs)
        return token.build()

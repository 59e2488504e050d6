"""Stands in for ``agoraiotools.RtmTokenBuilder2``: version 007."""

from __future__ import annotations

from agora_token.compat.agoraiotools.AccessToken2 import AccessToken, ServiceRtm2
from agora_token.compat.agoraiotools.RtcTokenBuilder2 import rtm_service

__all__ = ["AccessToken", "RtmTokenBuilder", "RtmTokenBuilder2", "ServiceRtm2"]


class RtmTokenBuilder:
    """RTM tokens. ``expire`` is in seconds from now."""

    @staticmethod
    def build_token(app_id: str, app_certificate: str, user_id: str, expire: int) -> str:
        """Make a token for a user id."""
        token = AccessToken(app_id, app_certificate, expire=expire)
        token.add_service(rtm_service(user_id, expire))
        return token.build()

    @staticmethod
    def build_token_with_permissions(
        app_id: str, app_certificate: str, user_id: str, permissions: ServiceRtm2.Permissions, expire: int = 0
    ) -> str:
        """Make a token with a permission for each resource."""
        token = AccessToken(app_id, app_certificate, expire=expire)
        service = ServiceRtm2(user_id, permissions)
        service.add_privilege(ServiceRtm2.kPrivilegeLogin, expire)
        token.add_service(service)
        return token.build()


RtmTokenBuilder2 = RtmTokenBuilder

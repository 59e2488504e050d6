"""Stands in for ``agoraiotools.fpa_token_builder``: version 007."""

from __future__ import annotations

from agora_token.compat.agoraiotools.AccessToken2 import AccessToken, ServiceFpa

__all__ = ["AccessToken", "FpaTokenBuilder", "ServiceFpa"]

_DAY = 24 * 3600


class FpaTokenBuilder:
    """FPA tokens."""

    @staticmethod
    def build_token(app_id: str, app_certificate: str) -> str:
        """Make a token of 24 hours."""
        token = AccessToken(app_id, app_certificate, expire=_DAY)
        service = ServiceFpa()
        service.add_privilege(ServiceFpa.kPrivilegeLogin, 0)
        token.add_service(service)
        return token.build()

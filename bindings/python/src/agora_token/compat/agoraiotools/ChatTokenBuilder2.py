"""Stands in for ``agoraiotools.ChatTokenBuilder2``: version 007."""

from __future__ import annotations

from agora_token.compat.agoraiotools.AccessToken2 import AccessToken, ServiceChat

__all__ = ["AccessToken", "ChatTokenBuilder", "ChatTokenBuilder2", "ServiceChat"]


class ChatTokenBuilder:
    """Chat tokens. ``expire`` is in seconds from now."""

    @staticmethod
    def build_user_token(app_id: str, app_certificate: str, user_id: str, expire: int) -> str:
        """Make a token for a user id."""
        return _built(app_id, app_certificate, ServiceChat(user_id), ServiceChat.kPrivilegeUser, expire)

    @staticmethod
    def build_app_token(app_id: str, app_certificate: str, expire: int) -> str:
        """Make a token for the whole app: for your backend alone."""
        return _built(app_id, app_certificate, ServiceChat(), ServiceChat.kPrivilegeApp, expire)


def _built(app_id: str, app_certificate: str, service: ServiceChat, privilege: int, expire: int) -> str:
    token = AccessToken(app_id, app_certificate, expire=expire)
    service.add_privilege(privilege, expire)
    token.add_service(service)
    return token.build()


ChatTokenBuilder2 = ChatTokenBuilder

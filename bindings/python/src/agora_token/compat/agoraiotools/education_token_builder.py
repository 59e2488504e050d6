"""Stands in for ``agoraiotools.education_token_builder``: version 007."""

from __future__ import annotations

from agora_token import ServiceType, parse
from agora_token.compat._rules import issuer_of
from agora_token.compat.agoraiotools.AccessToken2 import AccessToken, ServiceApaas, ServiceChat
from agora_token.compat.agoraiotools.RtcTokenBuilder2 import rtm_service

__all__ = ["AccessToken", "EducationTokenBuilder", "ServiceApaas"]


class EducationTokenBuilder:
    """Tokens of Flexible Classroom. ``expire`` is in seconds from now."""

    @staticmethod
    def build_room_user_token(
        app_id: str, app_certificate: str, room_uuid: str, user_uuid: str, role: int, expire: int
    ) -> str:
        """Make a token for a user of a room, with that user's RTM and Chat."""
        chat_user_id = _chat_user_id_of(app_id, app_certificate, user_uuid)
        if chat_user_id is None:
            return ""
        token = AccessToken(app_id, app_certificate, expire=expire)
        apaas = ServiceApaas(room_uuid, user_uuid, role)
        apaas.add_privilege(ServiceApaas.kPrivilegeRoomUser, expire)
        token.add_service(apaas)
        token.add_service(rtm_service(user_uuid, expire))
        chat = ServiceChat(chat_user_id)
        chat.add_privilege(ServiceChat.kPrivilegeUser, expire)
        token.add_service(chat)
        return token.build()

    @staticmethod
    def build_user_token(app_id: str, app_certificate: str, user_uuid: str, expire: int) -> str:
        """Make a token for a user outside of rooms."""
        service = ServiceApaas(user_uuid=user_uuid)
        return _built(app_id, app_certificate, service, ServiceApaas.kPrivilegeUser, expire)

    @staticmethod
    def build_app_token(app_id: str, app_certificate: str, expire: int) -> str:
        """Make a token for the whole app: for your backend alone."""
        return _built(app_id, app_certificate, ServiceApaas(), ServiceApaas.kPrivilegeApp, expire)


def _chat_user_id_of(app_id: str, app_certificate: str, user_uuid: str) -> str | None:
    """Give the Chat user id of an Education user, which the library makes of the uuid: read from a token of its own."""
    issuer = issuer_of(app_id, app_certificate)
    if issuer is None:
        return None
    info = parse(issuer.education_room_user("room", user_uuid, role=1, expires_in=1))
    return next(service.user_id for service in info.services if service.type is ServiceType.CHAT)


def _built(app_id: str, app_certificate: str, service: ServiceApaas, privilege: int, expire: int) -> str:
    token = AccessToken(app_id, app_certificate, expire=expire)
    service.add_privilege(privilege, expire)
    token.add_service(service)
    return token.build()

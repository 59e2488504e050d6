"""Stands in for ``agoraiotools.AccessToken2``: version 007."""

from __future__ import annotations

import time
from typing import Any, Optional

from agora_token import (
    NO_ROLE,
    AgoraTokenError,
    BadServiceError,
    ExpiredError,
    Issuer,
    Role,
    ServiceType,
    TokenBuilder,
    Version,
)
from agora_token import Service as Read
from agora_token._info import parse_with_times
from agora_token.compat._rules import account_of, heed, issuer_of, u32


def get_version() -> str:
    """Give the version of the tokens."""
    return "007"


class Service:
    """A service of a token, with the privileges that it grants."""

    def __init__(self, service_type: int) -> None:
        self.__type = service_type
        self.__privileges: dict[int, int] = {}

    def add_privilege(self, privilege: int, expire: int) -> None:
        """Grant a privilege for so many seconds from the token's issuing; 0 is as long as the token."""
        self.__privileges[privilege] = expire

    def service_type(self) -> int:
        """Give the number of the service."""
        return int(self.__type)

    def _granted(self) -> dict[int, int]:
        return {int(privilege): u32("expire", expire) for privilege, expire in self.__privileges.items()}

    def _add(self, builder: TokenBuilder) -> None:
        raise BadServiceError(f"this library writes no service of type {self.__type}")

    def _heed(self, issuer: Issuer, life: int) -> None:
        """Have the rules look at it."""

    def _read(self, service: Read) -> None:
        """Take what was read from a token."""


class _InChannel(Service):
    """RTC, Streaming, FCDN. The rules are the same for a 006 token, which takes a third of the time."""

    def __init__(self, service_type: int, channel_name: str, account: object) -> None:
        super().__init__(service_type)
        self._channel_name = channel_name
        self._account = account_of(account)

    def _heed(self, issuer: Issuer, life: int) -> None:
        user: dict[str, Any] = {"account": self._account} if self._account else {"uid": 0}
        heed(issuer.rtc, self._channel_name, **user, role=Role.SUBSCRIBER, expires_in=life, version=Version.V006)

    def _read(self, service: Read) -> None:
        self._channel_name, self._account = service.channel or "", service.account or ""


class _OfUser(Service):
    """RTM, Chat, RTM2."""

    def __init__(self, service_type: int, user_id: str) -> None:
        super().__init__(service_type)
        self._user_id = user_id

    def _read(self, service: Read) -> None:
        self._user_id = service.user_id or ""


class ServiceRtc(_InChannel):
    """A channel of live voice and video, for a number, of which 0 is any user, or a user account."""

    kServiceType = 1
    kPrivilegeJoinChannel = 1
    kPrivilegePublishAudioStream = 2
    kPrivilegePublishVideoStream = 3
    kPrivilegePublishDataStream = 4

    def __init__(self, channel_name: str = "", uid: object = 0) -> None:
        super().__init__(self.kServiceType, channel_name, uid)

    def _add(self, builder: TokenBuilder) -> None:
        builder.add_rtc(self._channel_name, self._account)


class ServiceRtm(_OfUser):
    """Messaging."""

    kServiceType = 2
    kPrivilegeLogin = 1

    def __init__(self, user_id: str = "") -> None:
        super().__init__(self.kServiceType, user_id)

    def _add(self, builder: TokenBuilder) -> None:
        builder.add_rtm(self._user_id)

    def _heed(self, issuer: Issuer, life: int) -> None:
        heed(issuer.rtm, self._user_id, expires_in=life, version=Version.V006)


class ServiceStreaming(_InChannel):
    """Media push and pull."""

    kServiceType = 3
    kPrivilegePublishMixStream = 1
    kPrivilegePublishRawStream = 2

    def __init__(self, channel_name: str = "", account: object = "") -> None:
        super().__init__(self.kServiceType, channel_name, account)

    def _add(self, builder: TokenBuilder) -> None:
        builder.add_streaming(self._channel_name, self._account)


class ServiceFpa(Service):
    """Full-path acceleration."""

    kServiceType = 4
    kPrivilegeLogin = 1

    def __init__(self) -> None:
        super().__init__(self.kServiceType)

    def _add(self, builder: TokenBuilder) -> None:
        builder.add_fpa()


class ServiceChat(_OfUser):
    """Chat: of one user, or of the whole app."""

    kServiceType = 5
    kPrivilegeUser = 1
    kPrivilegeApp = 2

    def __init__(self, user_id: str = "") -> None:
        super().__init__(self.kServiceType, user_id)

    def _add(self, builder: TokenBuilder) -> None:
        builder.add_chat(self._user_id)

    def _heed(self, issuer: Issuer, life: int) -> None:
        if self.kPrivilegeUser in self._granted():
            heed(issuer.chat_user, self._user_id, expires_in=life)
        else:
            heed(issuer.chat_app, expires_in=life)


class ServiceFCdn(_InChannel):
    """The CDN of live broadcasts."""

    kServiceType = 6
    kPrivilegePublish = 1
    kPrivilegePlay = 2

    def __init__(self, channel_name: str = "", account: object = "") -> None:
        super().__init__(self.kServiceType, channel_name, account)

    def _add(self, builder: TokenBuilder) -> None:
        builder.add_fcdn(self._channel_name, self._account)


class ServiceApaas(Service):
    """Flexible Classroom."""

    kServiceType = 7
    kPrivilegeRoomUser = 1
    kPrivilegeUser = 2
    kPrivilegeApp = 3

    def __init__(self, room_uuid: str = "", user_uuid: str = "", role: int = NO_ROLE) -> None:
        super().__init__(self.kServiceType)
        self._room_uuid, self._user_uuid, self._role = room_uuid, user_uuid, role

    def _add(self, builder: TokenBuilder) -> None:
        builder.add_apaas(self._room_uuid, self._user_uuid, int(self._role))

    def _heed(self, issuer: Issuer, life: int) -> None:
        granted = self._granted()
        if self.kPrivilegeRoomUser in granted:
            heed(issuer.education_room_user, self._room_uuid, self._user_uuid, role=NO_ROLE, expires_in=life)
        elif self.kPrivilegeUser in granted:
            heed(issuer.education_user, self._user_uuid, expires_in=life)
        else:
            heed(issuer.education_app, expires_in=life)

    def _read(self, service: Read) -> None:
        self._room_uuid, self._user_uuid = service.room_uuid or "", service.user_uuid or ""
        self._role = NO_ROLE if service.role is None else service.role


class ServiceRtm2(_OfUser):
    """Messaging with a permission for each resource."""

    kServiceType = 8
    kPrivilegeLogin = 1

    class Permissions:
        """What the service allows, by resource and permission."""

        kMessageChannels = 0
        kStreamChannels = 1
        kGroupChannels = 2
        kServerGroups = 3
        kUsers = 4
        kRead = 0
        kWrite = 1

        def __init__(self) -> None:
            self.details: dict[int, dict[int, list[str]]] = {}

        def add(self, resource_type: int, permission_type: int, resources: list[str]) -> None:
            """Add or replace the names of a resource and permission."""
            self.details.setdefault(resource_type, {})[permission_type] = list(resources)

    def __init__(self, user_id: str = "", permissions: Optional[Permissions] = None) -> None:
        super().__init__(self.kServiceType, user_id)
        self._permissions = ServiceRtm2.Permissions() if permissions is None else permissions

    def get_user_id(self) -> str:
        """Give the user id."""
        return self._user_id

    def get_permissions(self) -> Permissions:
        """Give the permissions."""
        return self._permissions

    def _add(self, builder: TokenBuilder) -> None:
        builder.add_rtm2(self._user_id)
        for resource, permissions in self._permissions.details.items():
            for permission, names in permissions.items():
                builder.permit(resource, permission, names)

    def _read(self, service: Read) -> None:
        super()._read(service)
        for permission in service.permissions:
            self._permissions.add(permission.resource, permission.permission, list(permission.names))


class ServiceConvoAI(Service):
    """Conversations with an AI agent: its presence is the grant."""

    kServiceType = 9

    def __init__(self) -> None:
        super().__init__(self.kServiceType)

    def _add(self, builder: TokenBuilder) -> None:
        builder.add_convoai()


class ServiceStt(Service):
    """Speech to text: its presence is the grant."""

    kServiceType = 10

    def __init__(self) -> None:
        super().__init__(self.kServiceType)

    def _add(self, builder: TokenBuilder) -> None:
        builder.add_stt()


class AccessToken:
    """Builds, reads and verifies a 007 token of one or more services."""

    kServices: dict[int, Any] = {  # noqa: RUF012 - Python 3.9 programs add to it as they do to the official one.
        ServiceType.RTC: ServiceRtc,
        ServiceType.RTM: ServiceRtm,
        ServiceType.STREAMING: ServiceStreaming,
        ServiceType.FPA: ServiceFpa,
        ServiceType.CHAT: ServiceChat,
        ServiceType.FCDN: ServiceFCdn,
        ServiceType.APAAS: ServiceApaas,
        ServiceType.RTM2: ServiceRtm2,
        ServiceType.CONVOAI: ServiceConvoAI,
        ServiceType.STT: ServiceStt,
    }

    def __init__(self, app_id: str = "", app_certificate: str = "", issue_ts: int = 0, expire: int = 900) -> None:
        self.__app_id = app_id
        self.__app_cert = app_certificate
        self.__issue_ts = issue_ts if issue_ts != 0 else int(time.time())
        self.__expire = expire
        # The library takes one that no other token of the pair has, unless this is set.
        self.__salt: Optional[int] = None
        self.services: list[Service] = []
        # What was read, with the numbers that its signature is made with.
        self.__read: Optional[tuple[str, int, int]] = None

    def add_service(self, service: Service) -> None:
        """Add a service; several of one type stay."""
        self.services.append(service)

    def get_services(self, service_type: int) -> list[Service]:
        """Give the services of a type."""
        return [service for service in self.services if service.service_type() == service_type]

    def build(self) -> str:
        """Give the token, or "" where the App ID or the certificate is none, or there is no service."""
        issuer = issuer_of(self.__app_id, self.__app_cert)
        if issuer is None or not self.services:
            return ""
        expire = u32("expire", self.__expire)
        with issuer.builder() as builder:
            builder.expires_in(expire).issued_at(u32("issue_ts", self.__issue_ts))
            if self.__salt is not None:
                builder.salt(u32("salt", self.__salt))
            for service in self.services:
                granted = service._granted()
                # The lifetime that a rule may have something against: one that is 0, or the longest.
                service._heed(issuer, max([expire, *granted.values()]) if expire else 0)
                service._add(builder)
                for privilege, life in granted.items():
                    builder.grant(privilege, life)
            return builder.build()

    def from_string(self, origin_token: str) -> bool:
        """Read a token; False where it is of another version, and ValueError where it is none."""
        self.__app_id, self.__issue_ts, self.__expire, self.__salt = "", 0, 0, 0
        self.services, self.__read = [], None
        if origin_token[:3] != get_version():
            return False
        try:
            info, times = parse_with_times(origin_token)
        except AgoraTokenError as error:
            raise ValueError(error.message) from None
        self.__app_id, self.__issue_ts, self.__salt = info.app_id, info.issued_at or 0, info.salt
        self.__expire = info.expires_at - self.__issue_ts
        for read, lives in zip(info.services, times):
            service = self.kServices[read.type]()
            service._read(read)
            for privilege, life in zip(read.privileges, lives):
                service.add_privilege(privilege.privilege, life)
            self.services.append(service)
        self.__read = origin_token, self.__issue_ts, info.salt
        return True

    def verify_signature(self, app_certificate: str) -> bool:
        """Whether the token that was read is signed with this certificate; its lifetime is not looked at."""
        if self.__read is None or self.__read[1:] != (self.__issue_ts, self.__salt):
            return False
        try:
            # Not one of those that are kept: a certificate that is tried may be a guess.
            with Issuer(self.__app_id, app_certificate) as issuer:
                issuer.verify(self.__read[0])
        except ExpiredError:
            return True
        except AgoraTokenError:
            return False
        return True


AccessToken2 = AccessToken

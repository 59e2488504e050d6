"""What is inside a token."""

from __future__ import annotations

import json
from ctypes import byref
from dataclasses import dataclass
from typing import Any, Optional

from . import _abi
from ._names import ServiceType, Version
from ._native import raise_for, text_in, text_out


@dataclass(frozen=True)
class Privilege:
    """A privilege and its end."""

    #: Its number within its service, such as ``RtcPrivilege.JOIN_CHANNEL``.
    privilege: int
    #: Its name, such as "join channel"; None where the number has none.
    name: Optional[str]
    #: When it ends, as a Unix time in seconds; None where it does not expire, which only a 006 token can say. The
    #: token's own end is not counted in.
    expires_at: Optional[int]


@dataclass(frozen=True)
class Permission:
    """What an RTM2 service allows on the resources of one kind."""

    #: What it is about, such as ``Rtm2Resource.MESSAGE_CHANNELS``.
    resource: int
    #: The name of that; None where the number has none.
    resource_name: Optional[str]
    #: What it allows, such as ``Rtm2Permission.READ``.
    permission: int
    #: The name of that; None where the number has none.
    permission_name: Optional[str]
    #: The names that it is for, such as those of channels.
    names: tuple[str, ...]


@dataclass(frozen=True)
class Service:
    """One service of a token: what it opens, for whom, and until when.

    A field that the service does not have is None, as is every name in a 006 token, which holds only their CRCs.
    """

    #: Its type.
    type: ServiceType
    #: The name of the type, such as "RTC".
    name: str
    #: What it grants.
    privileges: tuple[Privilege, ...]
    #: RTC, Streaming, FCDN: the channel; ``*`` is every channel.
    channel: Optional[str] = None
    #: RTC, Streaming, FCDN: the decimal digits of a numeric uid, or the user account; "" is any user.
    account: Optional[str] = None
    #: RTM, Chat, RTM2: the user id; "" in a Chat app token.
    user_id: Optional[str] = None
    #: Education: the room.
    room_uuid: Optional[str] = None
    #: Education: the user.
    user_uuid: Optional[str] = None
    #: Education: the role; ``NO_ROLE`` where there is none.
    role: Optional[int] = None
    #: RTM2: the permissions.
    permissions: tuple[Permission, ...] = ()


@dataclass(frozen=True)
class TokenInfo:
    """What is inside a token. Times are Unix times in seconds."""

    #: The token's version.
    version: Version
    #: The App ID that the token is for.
    app_id: str
    #: When it was issued; None for a 006 token, which does not say.
    issued_at: Optional[int]
    #: When the token itself ends. In a 006 token it is the ``ts`` field.
    expires_at: int
    #: When Agora takes the token for expired, where a 007 token lives longer than the 24 hours that Agora honours.
    cut_at: Optional[int]
    #: The salt.
    salt: int
    #: The services, in the order of the token. A 006 token has one, which it does not name: it is taken for RTM
    #: where its only privilege is the RTM login and it names no uid, for RTC otherwise.
    services: tuple[Service, ...]
    #: The type of a service that the library does not know. It and what follows it are not among the services; the
    #: signature covers them all the same.
    unknown_service: Optional[int]
    #: The CRC-32 of a 006 token's channel, or of an RTM token's user id.
    channel_crc: Optional[int]
    #: The CRC-32 of a 006 token's uid digits or account; 0 is any user.
    user_crc: Optional[int]


def parse(token: str) -> TokenInfo:
    """Read a 006 or 007 token.

    That needs no certificate, and says nothing about the signature: grant nothing on the strength of it, but on
    :meth:`Issuer.check`.

    Raises:
        MalformedTokenError, UnknownVersionError, TokenTooLargeError, NoServiceError: The text is no token.

    """
    return _read(_opened(token))


def parse_with_times(token: str) -> tuple[TokenInfo, list[list[int]]]:
    """As :func:`parse`, with the time of each privilege of each service as it stands in the token."""
    handle = _opened(token)
    info = _read(handle)
    times = [
        [_abi.info_privilege_time(handle, index, privilege) for privilege in range(len(service.privileges))]
        for index, service in enumerate(info.services)
    ]
    return info, times


def _opened(token: str) -> _abi.InfoHandle:
    handle = _abi.InfoHandle()
    raise_for(_abi.parse(text_in(token, "token"), byref(handle)))
    return handle


def _read(handle: _abi.InfoHandle) -> TokenInfo:
    fields = json.loads(text_out(_abi.info_json, handle))
    fields["version"] = Version(int(fields["version"]))
    fields["services"] = tuple(_service(service) for service in fields["services"])
    return TokenInfo(**fields)


def _service(fields: dict[str, Any]) -> Service:
    fields["type"] = ServiceType(fields["type"])
    fields["privileges"] = tuple(Privilege(**privilege) for privilege in fields["privileges"])
    fields["permissions"] = tuple(_permission(permission) for permission in fields.get("permissions", ()))
    return Service(**fields)


def _permission(fields: dict[str, Any]) -> Permission:
    fields["names"] = tuple(fields["names"])
    return Permission(**fields)

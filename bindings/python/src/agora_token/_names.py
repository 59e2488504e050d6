"""The numbers of the C header under their Python names."""

from __future__ import annotations

from enum import IntEnum

#: The uid that stands for any user: whoever holds the token may join under any uid.
UID_ANY = 0

#: The role of an Education service that has none.
NO_ROLE = -1

#: What a check asks of a service that has no privileges, ConvoAI and STT: its presence is the grant.
NO_PRIVILEGE = 0

#: How many services, privileges, and of RTM2 resources, permissions and names a token can hold, all counted together.
MAX_ITEMS = 1024

#: The longest request target that an endpoint reads, in bytes.
MAX_TARGET = 8192

#: The largest request body that an endpoint reads, in bytes.
MAX_BODY = 65536


class Version(IntEnum):
    """The version of a token."""

    #: "AccessToken": RTC or RTM alone. Agora still takes it; new projects use 007.
    V006 = 6
    #: "AccessToken2": every service.
    V007 = 7


class Role(IntEnum):
    """What a user may do in an RTC channel."""

    #: Join, and publish audio, video and data.
    PUBLISHER = 1
    #: Join. Agora refuses to let a subscriber publish only where co-host authentication is switched on
    #: for the project.
    SUBSCRIBER = 2


class ServiceType(IntEnum):
    """A service of Agora's that a token can open."""

    #: Real-time voice and video.
    RTC = 1
    #: Real-time messaging (Signaling).
    RTM = 2
    #: Media streaming (push and pull).
    STREAMING = 3
    #: Full-path acceleration.
    FPA = 4
    #: Chat.
    CHAT = 5
    #: The CDN of Agora's live broadcasts.
    FCDN = 6
    #: Flexible Classroom (Education).
    APAAS = 7
    #: Signaling with a permission for each resource.
    RTM2 = 8
    #: Conversational AI: starts and ends agents that talk in a channel. It has no privileges.
    CONVOAI = 9
    #: Real-time speech to text: starts and ends the transcription of a channel. It has no privileges.
    STT = 10


class RtcPrivilege(IntEnum):
    """What an RTC service can grant."""

    JOIN_CHANNEL = 1
    PUBLISH_AUDIO = 2
    PUBLISH_VIDEO = 3
    PUBLISH_DATA = 4


class RtmPrivilege(IntEnum):
    """What an RTM service can grant. LOGIN is 1000 inside a 006 token, and 1 everywhere in this package."""

    LOGIN = 1


class StreamingPrivilege(IntEnum):
    """What a Streaming service can grant."""

    PUBLISH_MIX = 1
    PUBLISH_RAW = 2


class FpaPrivilege(IntEnum):
    """What an FPA service can grant."""

    LOGIN = 1


class ChatPrivilege(IntEnum):
    """What a Chat service can grant."""

    #: Act as one user.
    USER = 1
    #: Act for the whole app, as its backend does.
    APP = 2


class FcdnPrivilege(IntEnum):
    """What an FCDN service can grant."""

    PUBLISH = 1
    PLAY = 2


class ApaasPrivilege(IntEnum):
    """What an Education service can grant."""

    #: Act as one user in one room.
    ROOM_USER = 1
    #: Act as one user.
    USER = 2
    #: Act for the whole app, as its backend does.
    APP = 3


class Rtm2Privilege(IntEnum):
    """What an RTM2 service can grant."""

    LOGIN = 1


class Rtm2Resource(IntEnum):
    """What an RTM2 permission is about."""

    MESSAGE_CHANNELS = 0
    STREAM_CHANNELS = 1
    GROUP_CHANNELS = 2
    SERVER_GROUPS = 3
    USERS = 4


class Rtm2Permission(IntEnum):
    """What an RTM2 permission allows."""

    READ = 0
    WRITE = 1

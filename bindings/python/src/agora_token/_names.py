# Written by abi/languages/python.py from abi/agora_token.json (make abi): do not edit it.
"""The numbers of the C header under their Python names."""

from __future__ import annotations

from enum import IntEnum

#: The role of an Education service that has none.
NO_ROLE = -1

#: The longest token of a one-call builder, in bytes, without the terminating NUL: a buffer of MAX_LEN + 1 bytes takes
#: every one of them.
MAX_LEN = 1023

#: How many services, privileges, and of RTM2 resources, permissions and names a token can hold, all counted together.
MAX_ITEMS = 1024

#: The uid that stands for any user: whoever holds the token may join under any uid.
UID_ANY = 0

#: What a check asks of a service that has no privileges, ConvoAI and STT: its presence is the grant.
NO_PRIVILEGE = 0

#: The longest text of agora_token_explain, in bytes, without the terminating NUL.
MAX_EXPLANATION_LEN = 4095

#: The longest request target that an endpoint reads, in bytes. A host may stop reading after MAX_TARGET + 1 bytes: the
#: answer is 414 either way.
MAX_TARGET = 8192

#: The largest request body that an endpoint reads, in bytes. A host may stop reading after MAX_BODY + 1 bytes: the
#: answer is 413 either way.
MAX_BODY = 65536


class Version(IntEnum):
    """The version of a token."""

    #: Token version 006, "AccessToken": only RTC or RTM. Agora still takes it, but its holder can move letters between
    #: channel and user: new projects use 007.
    V006 = 6
    #: Token version 007, "AccessToken2": every service.
    V007 = 7


class Role(IntEnum):
    """What a user may do in an RTC channel."""

    #: May join a channel and publish audio, video and data.
    PUBLISHER = 1
    #: May join a channel. Agora refuses to let a subscriber publish only where co-host authentication is switched on
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
    #: Education, the Flexible Classroom; Agora also calls it APaaS.
    APAAS = 7
    #: Signaling with a permission for each resource.
    RTM2 = 8
    #: Conversational AI: starts and ends agents that talk in a channel.
    CONVOAI = 9
    #: Real-time speech to text: starts and ends the transcription of a channel.
    STT = 10


class RtcPrivilege(IntEnum):
    """The privileges of RTC."""

    #: Join a channel.
    JOIN_CHANNEL = 1
    #: Publish audio.
    PUBLISH_AUDIO = 2
    #: Publish video.
    PUBLISH_VIDEO = 3
    #: Publish a data stream.
    PUBLISH_DATA = 4


class RtmPrivilege(IntEnum):
    """The privileges of RTM."""

    #: Log in. (Inside a 006 token it is 1000; builder, getters and checks call it 1 there too.)
    LOGIN = 1


class StreamingPrivilege(IntEnum):
    """The privileges of Streaming."""

    #: Publish a mixed stream.
    PUBLISH_MIX = 1
    #: Publish a raw stream.
    PUBLISH_RAW = 2


class FpaPrivilege(IntEnum):
    """The privileges of FPA."""

    #: Log in.
    LOGIN = 1


class ChatPrivilege(IntEnum):
    """The privileges of Chat."""

    #: Act as one user.
    USER = 1
    #: Act for the whole app, as its backend does.
    APP = 2


class FcdnPrivilege(IntEnum):
    """The privileges of FCDN."""

    #: Publish.
    PUBLISH = 1
    #: Play.
    PLAY = 2


class ApaasPrivilege(IntEnum):
    """The privileges of Education."""

    #: Act as one user in one room.
    ROOM_USER = 1
    #: Act as one user.
    USER = 2
    #: Act for the whole app, as its backend does.
    APP = 3


class Rtm2Privilege(IntEnum):
    """The privileges of RTM2."""

    #: Log in.
    LOGIN = 1


class Rtm2Resource(IntEnum):
    """What a permission of RTM2 is about."""

    #: Message channels.
    MESSAGE_CHANNELS = 0
    #: Stream channels.
    STREAM_CHANNELS = 1
    #: Group channels.
    GROUP_CHANNELS = 2
    #: Server groups.
    SERVER_GROUPS = 3
    #: Users.
    USERS = 4


class Rtm2Permission(IntEnum):
    """What a permission of RTM2 allows."""

    #: Read.
    READ = 0
    #: Write.
    WRITE = 1

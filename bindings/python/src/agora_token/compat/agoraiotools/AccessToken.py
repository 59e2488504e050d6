"""Stands in for ``agoraiotools.AccessToken``: version 006."""

from agora_token.compat.agora_token_builder.AccessToken import (
    AccessToken,
    getVersion,
    kJoinChannel,
    kPublishAudioStream,
    kPublishDataStream,
    kPublishVideoStream,
    kRtmLogin,
)

__all__ = [
    "AccessToken",
    "getVersion",
    "kJoinChannel",
    "kPublishAudioStream",
    "kPublishDataStream",
    "kPublishVideoStream",
    "kRtmLogin",
]

"""Stands in for ``agoraiotools`` of PyPI and ``python3/src`` of Agora: change the name in its imports, nothing else."""

from agora_token.compat.agoraiotools.AccessToken import AccessToken
from agora_token.compat.agoraiotools.AccessToken2 import AccessToken2
from agora_token.compat.agoraiotools.apaas_token_builder import ApaasTokenBuilder
from agora_token.compat.agoraiotools.ChatTokenBuilder2 import ChatTokenBuilder, ChatTokenBuilder2
from agora_token.compat.agoraiotools.convoai_token_builder import ConvoAITokenBuilder
from agora_token.compat.agoraiotools.education_token_builder import EducationTokenBuilder
from agora_token.compat.agoraiotools.fpa_token_builder import FpaTokenBuilder
from agora_token.compat.agoraiotools.RtcTokenBuilder import RtcTokenBuilder
from agora_token.compat.agoraiotools.RtcTokenBuilder2 import RtcTokenBuilder2
from agora_token.compat.agoraiotools.RtmTokenBuilder import RtmTokenBuilder
from agora_token.compat.agoraiotools.RtmTokenBuilder2 import RtmTokenBuilder2
from agora_token.compat.agoraiotools.stt_token_builder import SttTokenBuilder

__all__ = [
    "AccessToken",
    "AccessToken2",
    "ApaasTokenBuilder",
    "ChatTokenBuilder",
    "ChatTokenBuilder2",
    "ConvoAITokenBuilder",
    "EducationTokenBuilder",
    "FpaTokenBuilder",
    "RtcTokenBuilder",
    "RtcTokenBuilder2",
    "RtmTokenBuilder",
    "RtmTokenBuilder2",
    "SttTokenBuilder",
]

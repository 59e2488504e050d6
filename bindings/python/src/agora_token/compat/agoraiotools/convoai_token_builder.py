"""The twelve arguments of Agora's other languages, spelt as Python's: tokens for conversations with an AI agent."""

from __future__ import annotations

from agora_token.compat.agoraiotools.AccessToken2 import ServiceConvoAI
from agora_token.compat.agoraiotools.RtcTokenBuilder2 import rtc_and_rtm

__all__ = ["ConvoAITokenBuilder"]


class ConvoAITokenBuilder:
    """Tokens for conversations with an AI agent, with RTC and RTM. Lifetimes are in seconds from now."""

    build_token = staticmethod(rtc_and_rtm(ServiceConvoAI))

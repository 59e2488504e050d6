"""The twelve arguments of Agora's other languages, spelt as Python's: tokens for speech to text."""

from __future__ import annotations

from agora_token.compat.agoraiotools.AccessToken2 import ServiceStt
from agora_token.compat.agoraiotools.RtcTokenBuilder2 import rtc_and_rtm

__all__ = ["SttTokenBuilder"]


class SttTokenBuilder:
    """Tokens for speech to text, with RTC and RTM. Lifetimes are in seconds from now."""

    build_token = staticmethod(rtc_and_rtm(ServiceStt))

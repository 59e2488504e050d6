"""Stands in for ``agora-token-builder`` of PyPI: change the name in its imports, and nothing else."""

from agora_token.compat.agora_token_builder.RtcTokenBuilder import RtcTokenBuilder
from agora_token.compat.agora_token_builder.RtmTokenBuilder import RtmTokenBuilder

__all__ = ["RtcTokenBuilder", "RtmTokenBuilder"]

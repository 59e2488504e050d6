"""Stands in for ``agoraiotools.RtmTokenBuilder``: version 006."""

from agora_token.compat.agora_token_builder.RtmTokenBuilder import AccessToken, Role_Rtm_User, RtmTokenBuilder

__all__ = ["AccessToken", "Role_Rtm_User", "RtmTokenBuilder"]

"""Stands in for ``agoraiotools.RtcTokenBuilder``: version 006."""

from agora_token.compat.agora_token_builder.RtcTokenBuilder import (
    AccessToken,
    Role_Admin,
    Role_Attendee,
    Role_Publisher,
    Role_Subscriber,
    RtcTokenBuilder,
)

__all__ = ["AccessToken", "Role_Admin", "Role_Attendee", "Role_Publisher", "Role_Subscriber", "RtcTokenBuilder"]

"""Stands in for ``agoraiotools.apaas_token_builder``: the same tokens as ``education_token_builder``."""

from agora_token.compat.agoraiotools.education_token_builder import AccessToken, EducationTokenBuilder, ServiceApaas

__all__ = ["AccessToken", "ApaasTokenBuilder", "ServiceApaas"]

ApaasTokenBuilder = EducationTokenBuilder

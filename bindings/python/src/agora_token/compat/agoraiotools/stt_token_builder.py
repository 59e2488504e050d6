"""The twelve arguments of Agora's other languages, spelt as Python's: tokens for speech to text."""

from __future__ import annotations

from agora_token.compat.agoraiotools.AccessToken2 import AccessToken, ServiceStt
from agora_token.compat.agoraiotools.RtcTokenBuilder2 import rtc_service, rtm_service

__all__ = ["SttTokenBuilder"]


class SttTokenBuilder:
    """Tokens for speech to text, with RTC and RTM. Lifetimes are in seconds from now."""

    @staticmethod
    def build_token(
        app_id: str,
        app_certificate: str,
        channel_name: str,
        rtc_account: object,
        rtc_role: int,
        rtc_token_expire: int,
        join_channel_privilege_expire: int,
        pub_audio_privilege_expire: int,
        pub_video_privilege_expire: int,
        pub_data_stream_privilege_expire: int,
        rtm_user_id: str,
        rtm_token_expire: int,
    ) -> str:
        """Make the token."""
        token = AccessToken(app_id, app_certificate, expire=rtc_token_expire)
        service = rtc_service(
            channel_name,
            rtc_account,
            rtc_role,
            join_channel_privilege_expire,
            pub_audio_privilege_expire,
            pub_video_privilege_expire,
            pub_data_stream_privilege_expire,
        )
        token.add_service(service)
        token.add_service(rtm_service(rtm_user_id, rtm_token_expire))
        token.add_service(ServiceStt())
        return token.build()

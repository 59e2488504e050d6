"""Stands in for ``agoraiotools.RtcTokenBuilder2``: version 007."""

from __future__ import annotations

from typing import Callable

from agora_token import BadRoleError
from agora_token.compat._rules import complain, heed_uid
from agora_token.compat.agoraiotools.AccessToken2 import AccessToken, Service, ServiceRtc, ServiceRtm

__all__ = ["AccessToken", "Role_Publisher", "Role_Subscriber", "RtcTokenBuilder", "RtcTokenBuilder2", "ServiceRtc"]

Role_Publisher = 1
Role_Subscriber = 2


def rtc_service(
    channel_name: str, account: object, role: int, join: int, audio: int, video: int, data: int
) -> ServiceRtc:
    """Make a service with these lifetimes; the last three are for who may publish."""
    service = ServiceRtc(channel_name, account)
    service.add_privilege(ServiceRtc.kPrivilegeJoinChannel, join)
    if role == Role_Publisher:
        service.add_privilege(ServiceRtc.kPrivilegePublishAudioStream, audio)
        service.add_privilege(ServiceRtc.kPrivilegePublishVideoStream, video)
        service.add_privilege(ServiceRtc.kPrivilegePublishDataStream, data)
    elif role != Role_Subscriber:
        complain(BadRoleError(), "the token is a subscriber's")
    return service


def rtm_service(user_id: str, expire: int) -> ServiceRtm:
    """Make a service that lets a user log in."""
    service = ServiceRtm(user_id)
    service.add_privilege(ServiceRtm.kPrivilegeLogin, expire)
    return service


def rtc_and_rtm(*others: Callable[[], Service]) -> Callable[..., str]:
    """Make the builder of a token for RTC and RTM, with an account and lifetimes for each, and for other services."""

    def build(
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
        """Make the token. Lifetimes are in seconds from now."""
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
        for other in others:
            token.add_service(other())
        return token.build()

    return build


class RtcTokenBuilder:
    """RTC tokens. Lifetimes are in seconds from now; that of a privilege is the token's where it is 0."""

    @staticmethod
    def build_token_with_uid(
        app_id: str,
        app_certificate: str,
        channel_name: str,
        uid: object,
        role: int,
        token_expire: int,
        privilege_expire: int = 0,
    ) -> str:
        """Make a token for a numeric uid; 0 is any user."""
        heed_uid(uid)
        return RtcTokenBuilder.build_token_with_user_account(
            app_id, app_certificate, channel_name, uid, role, token_expire, privilege_expire
        )

    @staticmethod
    def build_token_with_user_account(
        app_id: str,
        app_certificate: str,
        channel_name: str,
        account: object,
        role: int,
        token_expire: int,
        privilege_expire: int = 0,
    ) -> str:
        """Make a token for a user account."""
        token = AccessToken(app_id, app_certificate, expire=token_expire)
        token.add_service(rtc_service(channel_name, account, role, *[privilege_expire] * 4))
        return token.build()

    @staticmethod
    def build_token_with_uid_and_privilege(
        app_id: str,
        app_certificate: str,
        channel_name: str,
        uid: object,
        token_expire: int,
        join_channel_privilege_expire: int,
        pub_audio_privilege_expire: int,
        pub_video_privilege_expire: int,
        pub_data_stream_privilege_expire: int,
    ) -> str:
        """Make a token for a numeric uid with a lifetime for each privilege."""
        heed_uid(uid)
        return RtcTokenBuilder.build_token_with_user_account_and_privilege(
            app_id,
            app_certificate,
            channel_name,
            uid,
            token_expire,
            join_channel_privilege_expire,
            pub_audio_privilege_expire,
            pub_video_privilege_expire,
            pub_data_stream_privilege_expire,
        )

    @staticmethod
    def build_token_with_user_account_and_privilege(
        app_id: str,
        app_certificate: str,
        channel_name: str,
        account: object,
        token_expire: int,
        join_channel_privilege_expire: int,
        pub_audio_privilege_expire: int,
        pub_video_privilege_expire: int,
        pub_data_stream_privilege_expire: int,
    ) -> str:
        """Make a token for a user account with a lifetime for each privilege."""
        token = AccessToken(app_id, app_certificate, expire=token_expire)
        service = rtc_service(
            channel_name,
            account,
            Role_Publisher,
            join_channel_privilege_expire,
            pub_audio_privilege_expire,
            pub_video_privilege_expire,
            pub_data_stream_privilege_expire,
        )
        token.add_service(service)
        return token.build()

    @staticmethod
    def build_token_with_rtm(
        app_id: str,
        app_certificate: str,
        channel_name: str,
        account: str,
        role: int,
        token_expire: int,
        privilege_expire: int = 0,
    ) -> str:
        """Make one token for RTC and RTM under one account."""
        token = AccessToken(app_id, app_certificate, expire=token_expire)
        token.add_service(rtc_service(channel_name, account, role, *[privilege_expire] * 4))
        token.add_service(rtm_service(account, token_expire))
        return token.build()

    build_token_with_rtm2 = staticmethod(rtc_and_rtm())


RtcTokenBuilder2 = RtcTokenBuilder

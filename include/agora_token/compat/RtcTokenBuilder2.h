// RtcTokenBuilder2.h: 007 tokens for RTC, alone and with RTM, under the names of Agora's header. See rules.h.
#ifndef AGORA_TOKEN_COMPAT_RTC_TOKEN_BUILDER2_H
#define AGORA_TOKEN_COMPAT_RTC_TOKEN_BUILDER2_H

#include "agora_token/compat/AccessToken2.h"

namespace agora::tools {

// Agora has another UserRole in RtcTokenBuilder.h. In namespaces of their own they are two types.
inline namespace v007 {

enum class UserRole {
    kRolePublisher = 1,
    kRoleSubscriber = 2,
};

} // namespace v007

} // namespace agora::tools

namespace agora_token::compat::detail {

/// The lifetimes of RTC's four privileges, in seconds.
struct Lifetimes {
    std::uint32_t join, audio, video, data;
};

/// RTC with a publisher's four privileges, or with the one to join; nothing where the role is none and it is strict.
inline std::unique_ptr<agora::tools::ServiceRtc> rtc(const std::string &channel_name, const std::string &account,
                                                     agora::tools::v007::UserRole role, const Lifetimes &lives)
{
    using agora::tools::ServiceRtc;
    using agora::tools::v007::UserRole;
    auto service = std::make_unique<ServiceRtc>(channel_name, account);
    service->AddPrivilege(ServiceRtc::kPrivilegeJoinChannel, lives.join);
    if (role == UserRole::kRolePublisher) {
        service->AddPrivilege(ServiceRtc::kPrivilegePublishAudioStream, lives.audio);
        service->AddPrivilege(ServiceRtc::kPrivilegePublishVideoStream, lives.video);
        service->AddPrivilege(ServiceRtc::kPrivilegePublishDataStream, lives.data);
    } else if (role != UserRole::kRoleSubscriber && !complain(Status::bad_role, "the token is a subscriber's")) {
        service.reset();
    }
    return service;
}

/// A token for RTC, which may be nothing, and for other services.
template <class... Services>
std::string token_with_rtc(const std::string &app_id, const std::string &app_certificate, std::uint32_t expire,
                           std::unique_ptr<agora::tools::ServiceRtc> rtc, Services... others)
{
    return rtc ? token_of(app_id, app_certificate, expire, std::move(rtc), std::move(others)...) : std::string();
}

} // namespace agora_token::compat::detail

namespace agora::tools {

/// RTC tokens. Lifetimes are in seconds from now; that of a privilege is the token's where it is 0.
class RtcTokenBuilder2 {
public:
    /// For a numeric uid; 0 is any user.
    static std::string BuildTokenWithUid(const std::string &app_id, const std::string &app_certificate,
                                         const std::string &channel_name, std::uint32_t uid, v007::UserRole role,
                                         std::uint32_t token_expire, std::uint32_t privilege_expire = 0)
    {
        return BuildTokenWithUserAccount(app_id, app_certificate, channel_name,
                                         agora_token::compat::detail::account(uid), role, token_expire,
                                         privilege_expire);
    }

    /// For a user account; "" is any user.
    static std::string BuildTokenWithUserAccount(const std::string &app_id, const std::string &app_certificate,
                                                 const std::string &channel_name, const std::string &user_account,
                                                 v007::UserRole role, std::uint32_t token_expire,
                                                 std::uint32_t privilege_expire = 0)
    {
        namespace compat = agora_token::compat::detail;
        return compat::token_with_rtc(app_id, app_certificate, token_expire,
                                      compat::rtc(channel_name, user_account, role, each(privilege_expire)));
    }

    /// For a numeric uid, with a lifetime for each privilege.
    static std::string BuildTokenWithUid(const std::string &app_id, const std::string &app_certificate,
                                         const std::string &channel_name, std::uint32_t uid,
                                         std::uint32_t token_expire, std::uint32_t join_channel_privilege_expire = 0,
                                         std::uint32_t pub_audio_privilege_expire = 0,
                                         std::uint32_t pub_video_privilege_expire = 0,
                                         std::uint32_t pub_data_stream_privilege_expire = 0)
    {
        return BuildTokenWithUserAccount(app_id, app_certificate, channel_name,
                                         agora_token::compat::detail::account(uid), token_expire,
                                         join_channel_privilege_expire, pub_audio_privilege_expire,
                                         pub_video_privilege_expire, pub_data_stream_privilege_expire);
    }

    /// For a user account, with a lifetime for each privilege.
    static std::string BuildTokenWithUserAccount(const std::string &app_id, const std::string &app_certificate,
                                                 const std::string &channel_name, const std::string &user_account,
                                                 std::uint32_t token_expire,
                                                 std::uint32_t join_channel_privilege_expire = 0,
                                                 std::uint32_t pub_audio_privilege_expire = 0,
                                                 std::uint32_t pub_video_privilege_expire = 0,
                                                 std::uint32_t pub_data_stream_privilege_expire = 0)
    {
        namespace compat = agora_token::compat::detail;
        const compat::Lifetimes lives = {join_channel_privilege_expire, pub_audio_privilege_expire,
                                         pub_video_privilege_expire, pub_data_stream_privilege_expire};
        return compat::token_with_rtc(app_id, app_certificate, token_expire,
                                      compat::rtc(channel_name, user_account, v007::UserRole::kRolePublisher, lives));
    }

    /// One token for RTC and RTM under one account.
    static std::string BuildTokenWithRtm(const std::string &app_id, const std::string &app_certificate,
                                         const std::string &channel_name, const std::string &user_account,
                                         v007::UserRole role, std::uint32_t token_expire,
                                         std::uint32_t privilege_expire = 0)
    {
        namespace compat = agora_token::compat::detail;
        return compat::token_with_rtc(app_id, app_certificate, token_expire,
                                      compat::rtc(channel_name, user_account, role, each(privilege_expire)),
                                      compat::rtm(user_account, token_expire));
    }

    /// One token for RTC and RTM, with an account and lifetimes for each.
    static std::string BuildTokenWithRtm2(const std::string &app_id, const std::string &app_certificate,
                                          const std::string &channel_name, const std::string &rtc_account,
                                          v007::UserRole rtc_role, std::uint32_t rtc_token_expire,
                                          std::uint32_t join_channel_privilege_expire,
                                          std::uint32_t pub_audio_privilege_expire,
                                          std::uint32_t pub_video_privilege_expire,
                                          std::uint32_t pub_data_stream_privilege_expire,
                                          const std::string &rtm_user_id, std::uint32_t rtm_token_expire)
    {
        namespace compat = agora_token::compat::detail;
        const compat::Lifetimes lives = {join_channel_privilege_expire, pub_audio_privilege_expire,
                                         pub_video_privilege_expire, pub_data_stream_privilege_expire};
        return compat::token_with_rtc(app_id, app_certificate, rtc_token_expire,
                                      compat::rtc(channel_name, rtc_account, rtc_role, lives),
                                      compat::rtm(rtm_user_id, rtm_token_expire));
    }

private:
    static agora_token::compat::detail::Lifetimes each(std::uint32_t expire)
    {
        return {expire, expire, expire, expire};
    }
};

} // namespace agora::tools

#endif // AGORA_TOKEN_COMPAT_RTC_TOKEN_BUILDER2_H

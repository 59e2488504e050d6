// AccessToken.h: 006 tokens under the names of Agora's header. See rules.h.
#ifndef AGORA_TOKEN_COMPAT_ACCESS_TOKEN_H
#define AGORA_TOKEN_COMPAT_ACCESS_TOKEN_H

#include <map>

#include "agora_token/compat/rules.h"

namespace agora::tools {

/// A 006 token to be built, or that was read. A token holds no names, but their CRCs.
struct AccessToken {
    enum Privileges {
        kJoinChannel = 1,
        kPublishAudioStream = 2,
        kPublishVideoStream = 3,
        kPublishDataStream = 4,
        kAdministrateChannel = 101,
        kRtmLogin = 1000,
    };

    typedef std::map<std::uint16_t, std::uint32_t> PrivilegeMessageMap;

    struct PrivilegeMessage {
        std::uint32_t salt = 0;
        /// The Unix time in seconds at which the token itself ends.
        std::uint32_t ts = 0;
        /// When each privilege ends, as a Unix time in seconds; 0 is never.
        PrivilegeMessageMap messages;
    };

    static std::string Version()
    {
        return "006";
    }

    /// For FromString.
    AccessToken() = default;

    /// Starts a token of 24 hours for a user account; "" is any user.
    AccessToken(const std::string &appId, const std::string &appCertificate, const std::string &channelName,
                const std::string &uid = "")
        : app_id_(appId), app_cert_(appCertificate), channel_name_(channelName), uid_(uid)
    {
        message_.salt = agora_token::compat::detail::new_salt();
        SetTokenExpiredTs(agora_token::compat::detail::day);
    }

    /// Starts a token of 24 hours for a numeric uid; 0 is any user.
    AccessToken(const std::string &appId, const std::string &appCertificate, const std::string &channelName,
                std::uint32_t uid = 0)
        : AccessToken(appId, appCertificate, channelName, agora_token::compat::detail::account(uid))
    {
    }

    /// Lets the token itself end so many seconds from now.
    void SetTokenExpiredTs(std::uint32_t seconds)
    {
        message_.ts = agora_token::compat::detail::now() + seconds;
    }

    /// Grants a privilege until a Unix time in seconds; 0 is for ever.
    void AddPrivilege(Privileges privilege, std::uint32_t expireTimestamp = 0)
    {
        message_.messages[static_cast<std::uint16_t>(privilege)] = expireTimestamp;
    }

    /// Gives the token, or "". The CRCs are then those of its names.
    std::string Build()
    {
        namespace compat = agora_token::compat::detail;
        using std::chrono::seconds;
        const agora_token::Result<agora_token::Issuer> issuer = agora_token::Issuer::try_create(app_id_, app_cert_);
        if (!issuer)
            return compat::none(issuer.status());
        if (!HeedNames(*issuer) || !HeedTimes())
            return std::string();
        // The builder takes seconds from the issuing, of which 0 is for ever: below every end each can be given so.
        std::uint32_t issued_at = message_.ts;
        for (const auto &[privilege, end] : message_.messages)
            if (end > 0)
                issued_at = std::min(issued_at, end - 1);
        agora_token::TokenBuilder builder = issuer->builder(agora_token::Version::v006);
        builder.issued_at(agora_token::Time(seconds(issued_at)))
            .expires_in(seconds(message_.ts - issued_at))
            .salt(message_.salt)
            .add_rtc(channel_name_, agora_token::User::account(uid_));
        for (const auto &[privilege, end] : message_.messages)
            builder.grant(agora_token::Privilege{privilege}, seconds(end > 0 ? end - issued_at : 0));
        std::string token = compat::built(builder);
        if (const agora_token::Result<agora_token::TokenInfo> info = agora_token::try_parse(token))
            TakeCrcs(*info);
        return token;
    }

    /// Reads a token: false where it is none. channel_name_ and uid_ stay as they are.
    bool FromString(const std::string &channelKeyString)
    {
        const agora_token::Result<agora_token::TokenInfo> info = agora_token::try_parse(channelKeyString);
        if (!info || info->version() != agora_token::Version::v006)
            return false;
        app_id_ = std::string(info->app_id());
        message_.salt = info->salt();
        message_.ts = static_cast<std::uint32_t>(info->expires_at().time_since_epoch().count());
        message_.messages.clear();
        TakeCrcs(*info);
        const agora_token::ServiceInfo service = info->services().front();
        for (const agora_token::PrivilegeInfo &info_of : service.privileges) {
            const bool is_login = service.type == agora_token::Service::rtm;
            const auto privilege = is_login ? kRtmLogin : static_cast<Privileges>(info_of.privilege);
            const agora_token::Time end = info_of.expires_at.value_or(agora_token::Time());
            AddPrivilege(privilege, static_cast<std::uint32_t>(end.time_since_epoch().count()));
        }
        return true;
    }

    std::string app_id_;
    std::string app_cert_;
    std::string channel_name_;
    std::string uid_;
    PrivilegeMessage message_;
    std::uint32_t crc_channel_name_ = 0;
    std::uint32_t crc_uid_ = 0;

private:
    void TakeCrcs(const agora_token::TokenInfo &info)
    {
        crc_channel_name_ = info.channel_crc();
        crc_uid_ = info.user_crc();
    }

    bool HeedNames(const agora_token::Issuer &issuer) const
    {
        namespace compat = agora_token::compat::detail;
        constexpr auto version = agora_token::Version::v006;
        constexpr std::chrono::seconds life(1);
        if (message_.messages.count(kRtmLogin) != 0)
            return compat::heed(issuer.try_rtm(channel_name_, life, version));
        return compat::heed(
            issuer.try_rtc(channel_name_, compat::user(uid_), agora_token::Role::subscriber, life, version));
    }

    bool HeedTimes() const
    {
        namespace compat = agora_token::compat::detail;
        const std::uint32_t now = compat::now();
        const bool is_past = std::any_of(message_.messages.begin(), message_.messages.end(),
                                         [now](const auto &message) { return message.second <= now; });
        return !is_past || compat::complain(agora_token::Status::bad_expiry, "the token is made all the same",
                                            "privilegeExpiredTs is not in the future: it is a Unix time in seconds, "
                                            "such as time(NULL) + 3600");
    }
};

} // namespace agora::tools

#endif // AGORA_TOKEN_COMPAT_ACCESS_TOKEN_H

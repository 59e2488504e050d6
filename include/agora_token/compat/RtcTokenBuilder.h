// RtcTokenBuilder.h: 006 tokens for RTC under the names of Agora's header. See rules.h.
#ifndef AGORA_TOKEN_COMPAT_RTC_TOKEN_BUILDER_H
#define AGORA_TOKEN_COMPAT_RTC_TOKEN_BUILDER_H

#include "agora_token/compat/AccessToken.h"

namespace agora::tools {

// Agora has another UserRole in RtcTokenBuilder2.h. In namespaces of their own they are two types.
inline namespace v006 {

/// An attendee and an admin publish as a publisher does.
enum UserRole {
    Role_Attendee = 0,
    Role_Publisher = 1,
    Role_Subscriber = 2,
    Role_Admin = 101,
};

} // namespace v006

/// RTC tokens. privilegeExpiredTs is a Unix time in seconds.
class RtcTokenBuilder {
public:
    /// For a numeric uid; 0 is any user.
    static std::string buildTokenWithUid(const std::string &appId, const std::string &appCertificate,
                                         const std::string &channelName, std::uint32_t uid, v006::UserRole role,
                                         std::uint32_t privilegeExpiredTs = 0)
    {
        const std::string account = agora_token::compat::detail::account(uid);
        return buildTokenWithUserAccount(appId, appCertificate, channelName, account, role, privilegeExpiredTs);
    }

    /// For a user account; "" is any user.
    static std::string buildTokenWithUserAccount(const std::string &appId, const std::string &appCertificate,
                                                 const std::string &channelName, const std::string &userAccount,
                                                 v006::UserRole role, std::uint32_t privilegeExpiredTs = 0)
    {
        AccessToken token(appId, appCertificate, channelName, userAccount);
        token.AddPrivilege(AccessToken::kJoinChannel, privilegeExpiredTs);
        if (role == Role_Attendee || role == Role_Publisher || role == Role_Admin) {
            token.AddPrivilege(AccessToken::kPublishAudioStream, privilegeExpiredTs);
            token.AddPrivilege(AccessToken::kPublishVideoStream, privilegeExpiredTs);
            token.AddPrivilege(AccessToken::kPublishDataStream, privilegeExpiredTs);
        } else if (role != Role_Subscriber) {
            namespace compat = agora_token::compat::detail;
            if (!compat::complain(agora_token::Status::bad_role, "the token is a subscriber's"))
                return std::string();
        }
        return token.Build();
    }
};

} // namespace agora::tools

#endif // AGORA_TOKEN_COMPAT_RTC_TOKEN_BUILDER_H

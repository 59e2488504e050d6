// RtmTokenBuilder.h: 006 tokens for RTM under the names of Agora's header. See rules.h.
#ifndef AGORA_TOKEN_COMPAT_RTM_TOKEN_BUILDER_H
#define AGORA_TOKEN_COMPAT_RTM_TOKEN_BUILDER_H

#include "agora_token/compat/AccessToken.h"

namespace agora::tools {

enum RtmUserRole {
    Rtm_User = 1,
};

/// RTM tokens.
class RtmTokenBuilder {
public:
    /// For a user id. privilegeExpiredTs is a Unix time in seconds; the role says nothing.
    static std::string buildToken(const std::string &appId, const std::string &appCertificate,
                                  const std::string &userAccount, RtmUserRole, std::uint32_t privilegeExpiredTs = 0)
    {
        AccessToken token(appId, appCertificate, userAccount, std::string());
        token.AddPrivilege(AccessToken::kRtmLogin, privilegeExpiredTs);
        return token.Build();
    }
};

} // namespace agora::tools

#endif // AGORA_TOKEN_COMPAT_RTM_TOKEN_BUILDER_H

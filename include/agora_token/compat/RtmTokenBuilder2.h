// RtmTokenBuilder2.h: 007 tokens for RTM under the names of Agora's header. See rules.h.
#ifndef AGORA_TOKEN_COMPAT_RTM_TOKEN_BUILDER2_H
#define AGORA_TOKEN_COMPAT_RTM_TOKEN_BUILDER2_H

#include "agora_token/compat/AccessToken2.h"

namespace agora::tools {

/// RTM tokens. expire is in seconds from now.
class RtmTokenBuilder2 {
public:
    /// For a user id.
    static std::string BuildToken(const std::string &app_id, const std::string &app_certificate,
                                  const std::string &user_id, std::uint32_t expire = 0)
    {
        namespace compat = agora_token::compat::detail;
        return compat::token_of(app_id, app_certificate, expire, compat::rtm(user_id, expire));
    }

    /// For a user id, with a permission for each resource.
    static std::string BuildToken(const std::string &app_id, const std::string &app_certificate,
                                  const std::string &user_id, const ServiceRtm2::Permissions &permissions,
                                  std::uint32_t expire = 0)
    {
        namespace compat = agora_token::compat::detail;
        auto service = std::make_unique<ServiceRtm2>(user_id, permissions);
        return compat::token_of(app_id, app_certificate, expire,
                                compat::granted(std::move(service), ServiceRtm2::kPrivilegeLogin, expire));
    }
};

} // namespace agora::tools

#endif // AGORA_TOKEN_COMPAT_RTM_TOKEN_BUILDER2_H

// ChatTokenBuilder2.h: 007 tokens for Chat under the names of Agora's header. See rules.h.
#ifndef AGORA_TOKEN_COMPAT_CHAT_TOKEN_BUILDER2_H
#define AGORA_TOKEN_COMPAT_CHAT_TOKEN_BUILDER2_H

#include "agora_token/compat/AccessToken2.h"

namespace agora::tools {

/// Chat tokens. expire is in seconds from now.
class ChatTokenBuilder2 {
public:
    /// For a user id.
    static std::string BuildUserToken(const std::string &app_id, const std::string &app_certificate,
                                      const std::string &user_id, std::uint32_t expire = 0)
    {
        namespace compat = agora_token::compat::detail;
        auto service = std::make_unique<ServiceChat>(user_id);
        return compat::token_of(app_id, app_certificate, expire,
                                compat::granted(std::move(service), ServiceChat::kPrivilegeUser, expire));
    }

    /// For the whole app: for your backend alone.
    static std::string BuildAppToken(const std::string &app_id, const std::string &app_certificate,
                                     std::uint32_t expire = 0)
    {
        namespace compat = agora_token::compat::detail;
        return compat::token_of(app_id, app_certificate, expire,
                                compat::granted(std::make_unique<ServiceChat>(), ServiceChat::kPrivilegeApp, expire));
    }
};

} // namespace agora::tools

#endif // AGORA_TOKEN_COMPAT_CHAT_TOKEN_BUILDER2_H

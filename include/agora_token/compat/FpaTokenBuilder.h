// FpaTokenBuilder.h: 007 tokens for FPA under the names of Agora's header. See rules.h.
#ifndef AGORA_TOKEN_COMPAT_FPA_TOKEN_BUILDER_H
#define AGORA_TOKEN_COMPAT_FPA_TOKEN_BUILDER_H

#include "agora_token/compat/AccessToken2.h"

namespace agora::tools {

/// FPA tokens.
class FpaTokenBuilder {
public:
    /// A token of 24 hours.
    static std::string BuildToken(const std::string &app_id, const std::string &app_certificate)
    {
        namespace compat = agora_token::compat::detail;
        return compat::token_of(app_id, app_certificate, compat::day,
                                compat::granted(std::make_unique<ServiceFpa>(), ServiceFpa::kPrivilegeLogin, 0));
    }
};

} // namespace agora::tools

#endif // AGORA_TOKEN_COMPAT_FPA_TOKEN_BUILDER_H

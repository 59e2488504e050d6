// ConvoAITokenBuilder.h: 007 tokens for conversations with an AI agent under the names of Agora's header. See rules.h.
#ifndef AGORA_TOKEN_COMPAT_CONVO_AI_TOKEN_BUILDER_H
#define AGORA_TOKEN_COMPAT_CONVO_AI_TOKEN_BUILDER_H

#include "agora_token/compat/RtcTokenBuilder2.h"

namespace agora::tools {

/// Tokens for conversations with an AI agent, with RTC and RTM. Whoever holds one can start work on the bill of the
/// app's owner.
class ConvoAITokenBuilder {
public:
    /// Lifetimes are in seconds from now; that of a privilege is the token's where it is 0.
    static std::string BuildToken(const std::string &app_id, const std::string &app_certificate,
                                  const std::string &channel_name, const std::string &rtc_account,
                                  v007::UserRole rtc_role, std::uint32_t rtc_token_expire,
                                  std::uint32_t join_channel_privilege_expire,
                                  std::uint32_t pub_audio_privilege_expire, std::uint32_t pub_video_privilege_expire,
                                  std::uint32_t pub_data_stream_privilege_expire, const std::string &rtm_user_id,
                                  std::uint32_t rtm_token_expire)
    {
        namespace compat = agora_token::compat::detail;
        const compat::Lifetimes lives = {join_channel_privilege_expire, pub_audio_privilege_expire,
                                         pub_video_privilege_expire, pub_data_stream_privilege_expire};
        return compat::token_with_rtc(app_id, app_certificate, rtc_token_expire,
                                      compat::rtc(channel_name, rtc_account, rtc_role, lives),
                                      compat::rtm(rtm_user_id, rtm_token_expire), std::make_unique<ServiceConvoAI>());
    }
};

} // namespace agora::tools

#endif // AGORA_TOKEN_COMPAT_CONVO_AI_TOKEN_BUILDER_H

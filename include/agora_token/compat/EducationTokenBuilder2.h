// EducationTokenBuilder2.h: 007 tokens for Flexible Classroom under the names of Agora's header. See rules.h.
#ifndef AGORA_TOKEN_COMPAT_EDUCATION_TOKEN_BUILDER2_H
#define AGORA_TOKEN_COMPAT_EDUCATION_TOKEN_BUILDER2_H

#include "agora_token/compat/AccessToken2.h"

namespace agora_token::compat::detail {

/// The Chat user id of an Education user, which the library makes of the uuid: read from a token of its own.
inline Result<std::string> chat_user_id(const std::string &app_id, const std::string &app_certificate,
                                        const std::string &user_uuid)
{
    const Result<Issuer> issuer = Issuer::try_create(app_id, app_certificate);
    if (!issuer)
        return issuer.status();
    const Result<std::string> token =
        issuer->try_education_room_user("room", user_uuid, no_role, std::chrono::seconds(1));
    if (!token)
        return token.status();
    const Result<TokenInfo> info = try_parse(*token);
    if (!info)
        return info.status();
    for (const ServiceInfo &service : info->services())
        if (service.type == Service::chat)
            return service.user_id;
    return Status::no_service;
}

} // namespace agora_token::compat::detail

namespace agora::tools {

/// Tokens of Flexible Classroom. expire is in seconds from now.
class EducationTokenBuilder2 {
public:
    /// For a user of a room, with that user's RTM and Chat.
    static std::string BuildRoomUserToken(const std::string &app_id, const std::string &app_certificate,
                                          const std::string &room_uuid, const std::string &user_uuid,
                                          std::int16_t role, std::uint32_t expire)
    {
        namespace compat = agora_token::compat::detail;
        const agora_token::Result<std::string> user_id = compat::chat_user_id(app_id, app_certificate, user_uuid);
        if (!user_id)
            return compat::none(user_id.status());
        auto apaas = std::make_unique<ServiceApaas>(room_uuid, user_uuid, role);
        auto chat = std::make_unique<ServiceChat>(*user_id);
        return compat::token_of(app_id, app_certificate, expire,
                                compat::granted(std::move(apaas), ServiceApaas::kPrivilegeRoomUser, expire),
                                compat::rtm(user_uuid, expire),
                                compat::granted(std::move(chat), ServiceChat::kPrivilegeUser, expire));
    }

    /// For a user outside of rooms.
    static std::string BuildUserToken(const std::string &app_id, const std::string &app_certificate,
                                      const std::string &user_uuid, std::uint32_t expire)
    {
        namespace compat = agora_token::compat::detail;
        auto service = std::make_unique<ServiceApaas>("", user_uuid);
        return compat::token_of(app_id, app_certificate, expire,
                                compat::granted(std::move(service), ServiceApaas::kPrivilegeUser, expire));
    }

    /// For the whole app: for your backend alone.
    static std::string BuildAppToken(const std::string &app_id, const std::string &app_certificate,
                                     std::uint32_t expire)
    {
        namespace compat = agora_token::compat::detail;
        return compat::token_of(app_id, app_certificate, expire,
                                compat::granted(std::make_unique<ServiceApaas>(), ServiceApaas::kPrivilegeApp, expire));
    }
};

} // namespace agora::tools

#endif // AGORA_TOKEN_COMPAT_EDUCATION_TOKEN_BUILDER2_H

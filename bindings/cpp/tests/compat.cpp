// Agora's headers of 007 under their names, called as its own programs call them, against the official tokens.
#include <functional>
#include <thread>

#include "agora_token/compat/ApaasTokenBuilder.h"
#include "agora_token/compat/ChatTokenBuilder2.h"
#include "agora_token/compat/ConvoAITokenBuilder.h"
#include "agora_token/compat/EducationTokenBuilder2.h"
#include "agora_token/compat/FpaTokenBuilder.h"
#include "agora_token/compat/RtcTokenBuilder2.h"
#include "agora_token/compat/RtmTokenBuilder2.h"
#include "agora_token/compat/SttTokenBuilder.h"
#include "compat.hpp"

using namespace agora::tools;
using agora_token::Status;

const char *first_failure_of_compat_without_exceptions();

namespace {

ServiceRtm2::Permissions permissions_of(const Json &listed)
{
    ServiceRtm2::Permissions permissions;
    for (const Json &one : listed.value("permissions", Json::array()))
        permissions.Add(one.at("resource_type").get<std::uint16_t>(), one.at("permission_type").get<std::uint16_t>(),
                        one.at("resources").get<std::vector<std::string>>());
    return permissions;
}

std::unique_ptr<Service> named(const Json &listed)
{
    const std::string channel = text(listed, "channel_name"), account = text(listed, "account");
    const std::string user_id = text(listed, "user_id");
    switch (number(listed, "type")) {
    case ServiceRtc::kServiceType: return std::make_unique<ServiceRtc>(channel, account);
    case ServiceRtm::kServiceType: return std::make_unique<ServiceRtm>(user_id);
    case ServiceStreaming::kServiceType: return std::make_unique<ServiceStreaming>(channel, account);
    case ServiceFpa::kServiceType: return std::make_unique<ServiceFpa>();
    case ServiceChat::kServiceType: return std::make_unique<ServiceChat>(user_id);
    case ServiceFCdn::kServiceType: return std::make_unique<ServiceFCdn>(channel, account);
    case ServiceApaas::kServiceType:
        return std::make_unique<ServiceApaas>(text(listed, "room_uuid"), text(listed, "user_uuid"),
                                              listed.at("role").get<std::int16_t>());
    case ServiceRtm2::kServiceType: return std::make_unique<ServiceRtm2>(user_id, permissions_of(listed));
    case ServiceConvoAI::kServiceType: return std::make_unique<ServiceConvoAI>();
    case ServiceStt::kServiceType: return std::make_unique<ServiceStt>();
    }
    FAIL("a service of type ", number(listed, "type"));
    return nullptr;
}

std::string build_services(const Json &vector)
{
    AccessToken2 token(text(vector, "app_id"), text(vector, "app_certificate"), 0,
                       number(vector, "token_expire_in_token"));
    for (const Json &entry : list(vector, "add_services", "services")) {
        const Json &listed = service_of(vector, entry);
        std::unique_ptr<Service> service = named(listed);
        for (const auto &[privilege, expire] : listed.at("privileges").get<Pairs>())
            service->AddPrivilege(static_cast<std::uint16_t>(privilege), expire);
        // As the ones that were copied, too.
        token.AddService(service->Clone());
    }
    return token.Build();
}

// The arguments of a vector by their names.
struct Arguments {
    const Json &vector;

    std::string text(const char *key) const
    {
        return vector.at(key).get<std::string>();
    }

    std::uint32_t number(const char *key) const
    {
        return vector.at(key).get<std::uint32_t>();
    }

    std::int16_t role() const
    {
        return vector.at("role").get<std::int16_t>();
    }

    UserRole user_role(const char *key = "role") const
    {
        return static_cast<UserRole>(vector.at(key).get<int>());
    }

    std::string id() const
    {
        return text("app_id");
    }

    std::string secret() const
    {
        return text("app_certificate");
    }
};

template <class Builder>
std::string with_ai(const Arguments &v)
{
    return Builder::BuildToken(v.id(), v.secret(), v.text("channel_name"), v.text("rtc_account"),
                               v.user_role("rtc_role"), v.number("token_expire"), v.number("join_channel"),
                               v.number("pub_audio"), v.number("pub_video"), v.number("pub_data"),
                               v.text("rtm_user_id"), v.number("rtm_expire"));
}

template <class Builder>
std::string room_user(const Arguments &v)
{
    return Builder::BuildRoomUserToken(v.id(), v.secret(), v.text("room_uuid"), v.text("user_uuid"), v.role(),
                                       v.number("expire"));
}

template <class Builder>
std::string user(const Arguments &v)
{
    return Builder::BuildUserToken(v.id(), v.secret(), v.text("user_uuid"), v.number("expire"));
}

template <class Builder>
std::string app(const Arguments &v)
{
    return Builder::BuildAppToken(v.id(), v.secret(), v.number("expire"));
}

// The official function of each kind of vector.
const std::map<std::string, std::function<std::string(const Arguments &)>> calls = {
    {"rtc_uid",
     [](const Arguments &v) {
         return RtcTokenBuilder2::BuildTokenWithUid(v.id(), v.secret(), v.text("channel_name"), v.number("uid"),
                                                    v.user_role(), v.number("token_expire"),
                                                    v.number("privilege_expire"));
     }},
    {"rtc_account",
     [](const Arguments &v) {
         return RtcTokenBuilder2::BuildTokenWithUserAccount(v.id(), v.secret(), v.text("channel_name"),
                                                            v.text("user_account"), v.user_role(),
                                                            v.number("token_expire"), v.number("privilege_expire"));
     }},
    {"rtc_uid_privileges",
     [](const Arguments &v) {
         return RtcTokenBuilder2::BuildTokenWithUid(
             v.id(), v.secret(), v.text("channel_name"), v.number("uid"), v.number("token_expire"),
             v.number("join_channel_privilege_expire"), v.number("pub_audio_privilege_expire"),
             v.number("pub_video_privilege_expire"), v.number("pub_data_stream_privilege_expire"));
     }},
    {"rtc_account_privileges",
     [](const Arguments &v) {
         return RtcTokenBuilder2::BuildTokenWithUserAccount(
             v.id(), v.secret(), v.text("channel_name"), v.text("user_account"), v.number("token_expire"),
             v.number("join_channel_privilege_expire"), v.number("pub_audio_privilege_expire"),
             v.number("pub_video_privilege_expire"), v.number("pub_data_stream_privilege_expire"));
     }},
    {"rtc_rtm",
     [](const Arguments &v) {
         return RtcTokenBuilder2::BuildTokenWithRtm(v.id(), v.secret(), v.text("channel_name"),
                                                    v.text("user_account"), v.user_role(), v.number("token_expire"),
                                                    v.number("privilege_expire"));
     }},
    {"rtc_rtm2",
     [](const Arguments &v) {
         return RtcTokenBuilder2::BuildTokenWithRtm2(
             v.id(), v.secret(), v.text("channel_name"), v.text("rtc_account"), v.user_role("rtc_role"),
             v.number("rtc_token_expire"), v.number("join_channel_privilege_expire"),
             v.number("pub_audio_privilege_expire"), v.number("pub_video_privilege_expire"),
             v.number("pub_data_stream_privilege_expire"), v.text("rtm_user_id"), v.number("rtm_token_expire"));
     }},
    {"convoai", with_ai<ConvoAITokenBuilder>},
    {"stt", with_ai<SttTokenBuilder>},
    {"rtm",
     [](const Arguments &v) {
         return RtmTokenBuilder2::BuildToken(v.id(), v.secret(), v.text("user_id"), v.number("expire"));
     }},
    {"rtm2_permissions",
     [](const Arguments &v) {
         return RtmTokenBuilder2::BuildToken(v.id(), v.secret(), v.text("user_id"), permissions_of(v.vector),
                                             v.number("expire"));
     }},
    {"fpa", [](const Arguments &v) { return FpaTokenBuilder::BuildToken(v.id(), v.secret()); }},
    {"chat_user",
     [](const Arguments &v) {
         return ChatTokenBuilder2::BuildUserToken(v.id(), v.secret(), v.text("user_id"), v.number("expire"));
     }},
    {"chat_app", app<ChatTokenBuilder2>},
    {"education_room_user", room_user<EducationTokenBuilder2>},
    {"education_user", user<EducationTokenBuilder2>},
    {"education_app", app<EducationTokenBuilder2>},
    {"apaas_room_user", room_user<ApaasTokenBuilder>},
    {"apaas_user", user<ApaasTokenBuilder>},
    {"apaas_app", app<ApaasTokenBuilder>},
    {"services", [](const Arguments &v) { return build_services(v.vector); }},
};

// Where the numbers of a token stand in its content.
constexpr std::size_t signature_at = 2, issued_at = 68, salt_at = 76;

std::string rtc(const std::string &channel, int role, std::uint32_t expire)
{
    return RtcTokenBuilder2::BuildTokenWithUid(app_id, certificate, channel, 42, static_cast<UserRole>(role), expire);
}

std::string alone(std::unique_ptr<Service> service)
{
    AccessToken2 token(app_id, certificate, 0, 60);
    token.AddService(std::move(service));
    return token.Build();
}

std::vector<Json> of_007()
{
    std::vector<Json> all = vectors(), of_007;
    for (Json &vector : all)
        if (!is_006(vector))
            of_007.push_back(std::move(vector));
    REQUIRE(of_007.size() == 105);
    return of_007;
}

} // namespace

TEST_CASE("every official 007 call writes the official content with its own time and salt")
{
    const Warnings quiet;
    std::set<std::string> called;
    for (const Json &vector : of_007()) {
        INFO(text(vector, "name"));
        const std::string kind = text(vector, "kind");
        called.insert(kind);
        const std::string token = calls.at(kind)(Arguments{vector});
        std::string built = content_of(token);
        const std::string expected = content_of(text(vector, "token"));
        const std::uint32_t made_at = number_at(built, issued_at);
        CHECK(agora_token::compat::detail::now() - made_at <= 60);
        take(built, expected, signature_at, 32);
        take(built, expected, issued_at, 4);
        take(built, expected, salt_at, 4);
        CHECK(built == expected);
        // The signature, which is another for another time and salt.
        const bool lives = number(vector, "token_expire_in_token") > 0;
        CHECK(issuer_of(vector).try_verify(token, time(made_at)) == (lives ? Status::ok : Status::expired));
    }
    CHECK(called.size() == calls.size());
}

TEST_CASE("a 007 token that was read verifies and is built again byte for byte")
{
    const Warnings quiet;
    for (const Json &vector : of_007()) {
        INFO(text(vector, "name"));
        AccessToken2 token;
        REQUIRE(token.FromString(text(vector, "token")));
        CHECK(token.services_.size() == vector.at("services").size());
        CHECK(token.VerifySignature(another_certificate) == kTokenVerifyFailed);
        CHECK(token.VerifySignature("none") == kTokenInvalidInfo);
        CHECK(token.VerifySignature(text(vector, "app_certificate")) == kTokenVerifySuccess);
        CHECK(token.BuildCheck());
        CHECK(content_hex(token.Build()) == text(vector, "content_hex"));
        ++token.salt_;
        CHECK(token.VerifySignature(text(vector, "app_certificate")) == kTokenVerifyFailed);
    }
}

TEST_CASE("what is no 007 token is not read and does not verify")
{
    const std::string of_006 = text(vectors().front(), "token");
    AccessToken2 token(app_id, certificate);
    for (const std::string &none : {std::string(), std::string("007"), std::string("007eJx"), of_006}) {
        CHECK(!token.FromString(none));
        CHECK(token.VerifySignature(certificate) == kTokenInvalid);
        CHECK(!token.BuildCheck());
    }
    CHECK(AccessToken2::Version() == "007");
}

TEST_CASE("the names of a token that was read are in its services")
{
    const std::string made = RtcTokenBuilder2::BuildTokenWithRtm(app_id, certificate, "room", "anna",
                                                                 UserRole::kRoleSubscriber, 3600, 600);
    AccessToken2 token;
    REQUIRE(token.FromString(made));
    const auto &rtc = dynamic_cast<ServiceRtc &>(*token.services_.find(ServiceRtc::kServiceType)->second);
    CHECK(rtc.channel_name_ == "room");
    CHECK(rtc.account_ == "anna");
    CHECK(rtc.privileges_.at(ServiceRtc::kPrivilegeJoinChannel) == 600);
    CHECK(rtc.privileges_.size() == 1);
    const auto &rtm = dynamic_cast<ServiceRtm &>(*token.services_.find(ServiceRtm::kServiceType)->second);
    CHECK(rtm.user_id_ == "anna");
    CHECK(rtm.privileges_.at(ServiceRtm::kPrivilegeLogin) == 3600);
    CHECK(token.expire_ == 3600);
}

TEST_CASE("a numeric uid is its digits, and 0 any user")
{
    CHECK(ServiceRtc("room", 42u).account_ == "42");
    CHECK(ServiceStreaming("room", 0u).account_ == "");
    CHECK(ServiceFCdn("room").account_ == "");
    CHECK(ServiceApaas().role_ == -1);
}

TEST_CASE("what the rules refuse in 007 is said once, made, and an error when strict")
{
    check_refused({"channel", [] { return rtc("", 1, 3600); }, Status::bad_channel});
    check_refused({"role", [] { return rtc("room", 101, 3600); }, Status::bad_role});
    check_refused({"Unix time", [] { return rtc("room", 1, soon()); }, Status::expiry_looks_absolute});
    check_refused({"no time", [] { return rtc("room", 1, 0); }, Status::bad_expiry});
    check_refused({"a privilege's Unix time",
                   [] {
                       return RtcTokenBuilder2::BuildTokenWithUid(app_id, certificate, "room", 0,
                                                                  UserRole::kRolePublisher, 60, soon());
                   },
                   Status::expiry_looks_absolute});
    check_refused(
        {"RTM", [] { return RtmTokenBuilder2::BuildToken(app_id, certificate, "", 60u); }, Status::bad_account});
    check_refused(
        {"Chat", [] { return ChatTokenBuilder2::BuildUserToken(app_id, certificate, "", 60); }, Status::bad_account});
    check_refused({"Chat's app",
                   [] { return ChatTokenBuilder2::BuildAppToken(app_id, certificate, soon()); },
                   Status::expiry_looks_absolute});
    check_refused({"a classroom's room",
                   [] { return EducationTokenBuilder2::BuildRoomUserToken(app_id, certificate, "", "anna", 1, 60); },
                   Status::bad_account});
    check_refused({"a classroom's user",
                   [] { return EducationTokenBuilder2::BuildUserToken(app_id, certificate, "", 60); },
                   Status::bad_account});
    check_refused({"a classroom's app",
                   [] { return ApaasTokenBuilder::BuildAppToken(app_id, certificate, 0); },
                   Status::bad_expiry});
    check_refused({"Streaming", [] { return alone(std::make_unique<ServiceStreaming>("", "anna")); },
                   Status::bad_channel});
    check_refused({"FCDN", [] { return alone(std::make_unique<ServiceFCdn>("", "anna")); }, Status::bad_channel});
}

TEST_CASE("what cannot be a 007 token is none, and an error when strict")
{
    check_none({"App ID", [] { return FpaTokenBuilder::BuildToken("my app", certificate); }, Status::bad_app_id});
    check_none(
        {"certificate", [] { return FpaTokenBuilder::BuildToken(app_id, "secret"); }, Status::bad_app_certificate});
    check_none({"no service", [] { return AccessToken2(app_id, certificate).Build(); }, Status::no_service});
    check_none({"no UTF-8", [] { return rtc("\xff", 1, 60); }, Status::not_utf8});
    check_none({"long",
                [] { return alone(std::make_unique<ServiceRtm2>(std::string(65536, 'a'))); },
                Status::string_too_long});
    check_none({"a classroom's user without a name",
                [] { return EducationTokenBuilder2::BuildRoomUserToken(app_id, certificate, "room", "", 1, 60); },
                Status::bad_account});
}

TEST_CASE("code without exceptions gets no token where the rules refuse one and it is strict")
{
    const Warnings warnings;
    const char *failure = first_failure_of_compat_without_exceptions();
    CHECK_MESSAGE(failure == nullptr, failure);
    CHECK(warnings.said().find("strict, so there is no token") != std::string::npos);
}

TEST_CASE("threads make tokens at once, and warn once")
{
    const Warnings warnings;
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&good] {
            const agora_token::Issuer issuer(app_id, certificate);
            for (int j = 0; j < 25; ++j)
                if (issuer.try_verify(rtc("no/slash", 1, 600)) == Status::ok)
                    ++good;
        });
    for (std::thread &thread : threads)
        thread.join();
    CHECK(good == 200);
    const std::string said = warnings.said();
    CHECK(said.find('\n') == said.size() - 1);
}

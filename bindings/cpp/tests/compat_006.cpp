// Agora's headers of 006 under their names, called as its own programs call them, against the official tokens.
#include "agora_token/compat/RtcTokenBuilder.h"
#include "agora_token/compat/RtmTokenBuilder.h"
#include "compat.hpp"

using namespace agora::tools;
using agora_token::Status;

namespace {

std::string call(const Json &vector)
{
    const std::string id = text(vector, "app_id"), secret = text(vector, "app_certificate");
    const std::string channel = text(vector, "channel_name"), account = text(vector, "user_account");
    const std::string kind = text(vector, "kind");
    const auto role = static_cast<UserRole>(vector.value("role", 0));
    if (kind == "rtc_uid")
        return RtcTokenBuilder::buildTokenWithUid(id, secret, channel, number(vector, "uid"), role,
                                                  number(vector, "privilege_expired_ts"));
    if (kind == "rtc_account")
        return RtcTokenBuilder::buildTokenWithUserAccount(id, secret, channel, account, role,
                                                          number(vector, "privilege_expired_ts"));
    if (kind == "rtm")
        return RtmTokenBuilder::buildToken(id, secret, account, Rtm_User, number(vector, "privilege_expired_ts"));
    AccessToken token = vector.contains("uid") ? AccessToken(id, secret, channel, number(vector, "uid"))
                                               : AccessToken(id, secret, channel, account);
    for (const auto &[privilege, end] : vector.at("add_privileges").get<Pairs>())
        token.AddPrivilege(static_cast<AccessToken::Privileges>(privilege), end);
    return token.Build();
}

// Where the numbers of a token stand in its content.
constexpr std::size_t head = 3 + 32, signature_at = 2, salt_at = 44, ts_at = 48;

std::string rtc(const std::string &id, const std::string &channel, const std::string &account, int role,
                std::uint32_t end)
{
    return RtcTokenBuilder::buildTokenWithUserAccount(id, certificate, channel, account, static_cast<UserRole>(role),
                                                      end);
}

} // namespace

TEST_CASE("every official 006 call writes the official token with its own time and salt")
{
    const Warnings quiet;
    std::size_t called = 0;
    for (const Json &vector : vectors()) {
        if (!is_006(vector))
            continue;
        INFO(text(vector, "name"));
        ++called;
        const std::string token = call(vector), official = text(vector, "token");
        std::string built = from_base64(token.substr(head));
        const std::string expected = from_base64(official.substr(head));
        const std::uint32_t ago = agora_token::compat::detail::now() + 86400 - number_at(built, ts_at);
        CHECK(ago <= 60);
        take(built, expected, signature_at, 32);
        take(built, expected, salt_at, 8);
        CHECK(token.substr(0, head) == official.substr(0, head));
        CHECK(built == expected);
        // The signature, which is another for another time and salt.
        const Status good = vector.at("privileges").empty() ? Status::not_granted : Status::ok;
        CHECK(check_006(vector, issuer_of(vector), token) == good);
    }
    CHECK(called == 39);
}

TEST_CASE("a 006 token that was read is built again to the letter")
{
    const Warnings quiet;
    for (const Json &vector : vectors()) {
        if (!is_006(vector))
            continue;
        INFO(text(vector, "name"));
        AccessToken token;
        REQUIRE(token.FromString(text(vector, "token")));
        CHECK(token.app_id_ == text(vector, "app_id"));
        CHECK(token.message_.salt == number(vector, "salt"));
        CHECK(token.message_.ts == number(vector, "ts"));
        CHECK(token.crc_channel_name_ == number(vector, "crc_channel_name"));
        CHECK(token.crc_uid_ == number(vector, "crc_uid"));
        CHECK(Pairs(token.message_.messages.begin(), token.message_.messages.end()) ==
              vector.at("privileges").get<Pairs>());
        std::string account;
        user_of(vector, account);
        token.app_cert_ = text(vector, "app_certificate");
        token.channel_name_ = is_rtm(vector) ? account : text(vector, "channel_name");
        if (!is_rtm(vector))
            token.uid_ = account.empty() && number(vector, "crc_uid") != 0 ? std::to_string(number(vector, "uid"))
                                                                            : account;
        token.crc_channel_name_ = token.crc_uid_ = 1;
        CHECK(token.Build() == text(vector, "token"));
        CHECK(token.crc_channel_name_ == number(vector, "crc_channel_name"));
        CHECK(token.crc_uid_ == number(vector, "crc_uid"));
    }
}

TEST_CASE("what is no 006 token is not read")
{
    const std::string official = text(vectors().front(), "token");
    for (const std::string &none : {std::string(), std::string("006"), std::string("007eJx"), official.substr(0, 90)}) {
        AccessToken token(app_id, certificate, "room", 42u);
        CHECK(!token.FromString(none));
        CHECK(token.app_id_ == app_id);
    }
}

TEST_CASE("the time of a 006 token itself can be set")
{
    AccessToken token(app_id, certificate, "room", 42u);
    token.SetTokenExpiredTs(600);
    token.AddPrivilege(AccessToken::kJoinChannel, soon());
    const agora_token::TokenInfo info = agora_token::parse(token.Build());
    CHECK(info.expires_at() - time(agora_token::compat::detail::now()) <= std::chrono::seconds(600));
    CHECK(info.expires_at() - time(agora_token::compat::detail::now()) >= std::chrono::seconds(540));
    CHECK(AccessToken::Version() == "006");
}

TEST_CASE("what the rules refuse in 006 is said once, made, and an error when strict")
{
    check_refused({"channel", [] { return rtc(app_id, "no/slash", "anna", 1, soon()); }, Status::bad_channel});
    check_refused(
        {"account", [] { return rtc(app_id, "room", std::string(256, 'a'), 2, soon()); }, Status::bad_account});
    check_refused({"role", [] { return rtc(app_id, "room", "anna", 3, soon()); }, Status::bad_role});
    check_refused({"lifetime", [] { return rtc(app_id, "room", "anna", 1, 3600); }, Status::bad_expiry});
    check_refused({"for ever", [] { return rtc(app_id, "room", "anna", 1, 0); }, Status::bad_expiry});
    check_refused({"RTM",
                   [] {
                       return RtmTokenBuilder::buildToken(app_id, certificate, std::string(65, 'a'), Rtm_User, soon());
                   },
                   Status::bad_account});
}

TEST_CASE("what cannot be a 006 token is none, and an error when strict")
{
    check_none({"App ID", [] { return rtc("my app", "room", "anna", 1, soon()); }, Status::bad_app_id});
    check_none({"no UTF-8", [] { return rtc(app_id, "\xff", "anna", 1, soon()); }, Status::not_utf8});
}

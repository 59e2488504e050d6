// The official builders' tokens, tests/vectors/official.json, through the C++ interface.
#include <algorithm>
#include <fstream>
#include <map>

#include "vectors.hpp"

using namespace agora_token;
using std::chrono::seconds;

namespace {

// ---- 006

std::string build_006(const Json &vector)
{
    const Pairs privileges = list(vector, "add_privileges", "privileges").get<Pairs>();
    // Below every time in the token, so that each can be given as seconds from it.
    std::uint32_t issued_at = number(vector, "ts");
    for (const auto &[privilege, expires_at] : privileges)
        if (expires_at > 0)
            issued_at = std::min(issued_at, expires_at);
    --issued_at;

    TokenBuilder builder = issuer_of(vector).builder(Version::v006);
    builder.issued_at(time(issued_at))
        .salt(number(vector, "salt"))
        .expires_in(seconds(number(vector, "ts") - issued_at));
    std::string account;
    const User user = user_of(vector, account);
    if (is_rtm(vector))
        builder.add_rtm(account);
    else
        builder.add_rtc(text(vector, "channel_name"), user);
    for (const auto &[privilege, expires_at] : privileges)
        builder.grant(is_rtm(vector) ? Privilege::rtm_login : Privilege{privilege},
                      seconds(expires_at == 0 ? 0 : expires_at - issued_at));
    return builder.build();
}

void check_fields_of_006(const Json &vector)
{
    const TokenInfo info = parse(text(vector, "token"));
    CHECK(info.version() == Version::v006);
    CHECK(info.app_id() == text(vector, "app_id"));
    CHECK(!info.issued_at());
    CHECK(!info.cut_at());
    CHECK(info.expires_at() == time(number(vector, "ts")));
    CHECK(info.salt() == number(vector, "salt"));
    CHECK(info.channel_crc() == number(vector, "crc_channel_name"));
    CHECK(info.user_crc() == number(vector, "crc_uid"));

    const std::vector<ServiceInfo> services = info.services();
    REQUIRE(services.size() == 1);
    CHECK(services[0].type == (is_rtm(vector) ? Service::rtm : Service::rtc));
    Pairs privileges;
    for (const PrivilegeInfo &info_of : services[0].privileges)
        // A 006 token holds the RTM login as 1000.
        privileges.emplace_back(is_rtm(vector) ? 1000 : static_cast<std::uint32_t>(info_of.privilege),
                                info_of.expires_at.value_or(Time()).time_since_epoch().count());
    CHECK(privileges == vector.at("privileges").get<Pairs>());
}

// ---- 007

void add_service(TokenBuilder &builder, const Json &service)
{
    const std::string channel = text(service, "channel_name"), account = text(service, "account");
    const std::string user_id = text(service, "user_id");
    switch (Service{number(service, "type")}) {
    case Service::rtc: builder.add_rtc(channel, User::account(account)); break;
    case Service::rtm: builder.add_rtm(user_id); break;
    case Service::streaming: builder.add_streaming(channel, User::account(account)); break;
    case Service::fpa: builder.add_fpa(); break;
    case Service::chat: builder.add_chat(user_id); break;
    case Service::fcdn: builder.add_fcdn(channel, User::account(account)); break;
    case Service::apaas:
        builder.add_apaas(text(service, "room_uuid"), text(service, "user_uuid"),
                          service.at("role").get<std::int16_t>());
        break;
    case Service::rtm2: builder.add_rtm2(user_id); break;
    case Service::convoai: builder.add_convoai(); break;
    case Service::stt: builder.add_stt(); break;
    default: FAIL("a service of type ", number(service, "type"));
    }
    for (const auto &[privilege, expires_in] : service.at("privileges").get<Pairs>())
        builder.grant(Privilege{privilege}, seconds(expires_in));
    for (const Json &permission : service.value("permissions", Json::array()))
        builder.permit(Resource{number(permission, "resource_type")}, Permission{number(permission, "permission_type")},
                       permission.at("resources").get<std::vector<std::string>>());
}

std::string build_007(const Json &vector)
{
    TokenBuilder builder = issuer_of(vector).builder(Version::v007);
    builder.issued_at(time(number(vector, "issue_ts")))
        .salt(number(vector, "salt"))
        .expires_in(seconds(number(vector, "token_expire_in_token")));
    for (const Json &service : list(vector, "add_services", "services"))
        add_service(builder, service_of(vector, service));
    return builder.build();
}

using Permissions = std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::string>>;

Permissions permissions_of(const Json &service)
{
    Permissions permissions;
    for (const Json &permission : service.value("permissions", Json::array()))
        permissions[{number(permission, "resource_type"), number(permission, "permission_type")}] =
            permission.at("resources").get<std::vector<std::string>>();
    return permissions;
}

Permissions permissions_of(const ServiceInfo &service)
{
    Permissions permissions;
    for (const PermissionInfo &permission : service.permissions)
        permissions[{static_cast<std::uint32_t>(permission.resource),
                     static_cast<std::uint32_t>(permission.permission)}] = permission.names;
    CHECK(permissions.size() == service.permissions.size());
    return permissions;
}

void check_service(const Json &vector, const Json &listed, const ServiceInfo &service)
{
    CHECK(service.type == Service{number(listed, "type")});
    CHECK(service.channel == text(listed, "channel_name"));
    CHECK(service.account == text(listed, "account"));
    CHECK(service.user_id == text(listed, "user_id"));
    CHECK(service.room_uuid == text(listed, "room_uuid"));
    CHECK(service.user_uuid == text(listed, "user_uuid"));
    CHECK(service.role == listed.value("role", no_role));
    CHECK(permissions_of(service) == permissions_of(listed));

    const Pairs privileges = listed.at("privileges").get<Pairs>();
    REQUIRE(service.privileges.size() == privileges.size());
    for (std::size_t i = 0; i < privileges.size(); ++i) {
        const auto [privilege, listed_lifetime] = privileges[i];
        const std::uint64_t lifetime = listed_lifetime ? listed_lifetime : number(vector, "token_expire_in_token");
        CHECK(service.privileges[i].privilege == Privilege{privilege});
        CHECK(service.privileges[i].expires_at == time(number(vector, "issue_ts") + lifetime));
    }
}

void check_fields_of_007(const Json &vector, const std::string &token)
{
    const TokenInfo info = parse(token);
    const std::uint64_t issued_at = number(vector, "issue_ts"), lifetime = number(vector, "token_expire_in_token");
    CHECK(info.version() == Version::v007);
    CHECK(info.app_id() == text(vector, "app_id"));
    CHECK(info.issued_at() == time(issued_at));
    CHECK(info.expires_at() == time(issued_at + lifetime));
    CHECK(info.cut_at() == (lifetime > 86400 ? std::optional(time(issued_at + 86400)) : std::nullopt));
    CHECK(info.salt() == number(vector, "salt"));
    CHECK(!info.unknown_service());

    const std::vector<ServiceInfo> services = info.services();
    REQUIRE(services.size() == vector.at("services").size());
    for (std::size_t i = 0; i < services.size(); ++i)
        check_service(vector, vector.at("services")[i], services[i]);
}

} // namespace

TEST_CASE("the builder writes every 006 token to the letter")
{
    for (const Json &vector : vectors()) {
        if (!is_006(vector))
            continue;
        INFO(text(vector, "name"));
        CHECK(build_006(vector) == text(vector, "token"));
    }
}

TEST_CASE("the builder writes the content of every 007 token byte for byte")
{
    for (const Json &vector : vectors()) {
        if (is_006(vector))
            continue;
        INFO(text(vector, "name"));
        const std::string token = build_007(vector);
        CHECK(content_hex(token) == text(vector, "content_hex"));
        check_fields_of_007(vector, token);
    }
}

TEST_CASE("every token parses to the listed fields")
{
    for (const Json &vector : vectors()) {
        INFO(text(vector, "name"));
        if (is_006(vector))
            check_fields_of_006(vector);
        else
            check_fields_of_007(vector, text(vector, "token"));
    }
}

TEST_CASE("every token verifies and fails under another certificate")
{
    for (const Json &vector : vectors()) {
        INFO(text(vector, "name"));
        const Issuer issuer = issuer_of(vector), another(text(vector, "app_id"), another_certificate);
        const std::string token = text(vector, "token");
        if (is_006(vector)) {
            // Without a privilege there is nothing to be good for, but the signature has been checked.
            CHECK(check_006(vector, issuer, token) == (vector.at("privileges").empty() ? Status::not_granted : Status::ok));
            CHECK(check_006(vector, another, token) == Status::bad_signature);
            CHECK(issuer.try_verify(token, time(1)) == Status::unsupported_in_version);
        } else {
            const std::uint64_t now = std::max(number(vector, "issue_ts"), 1u);
            const std::uint64_t expires_at =
                std::uint64_t{number(vector, "issue_ts")} + number(vector, "token_expire_in_token");
            // A lifetime of 0 has ended when it starts.
            CHECK(issuer.try_verify(token, time(now)) == (now < expires_at ? Status::ok : Status::expired));
            CHECK(another.try_verify(token, time(now)) == Status::bad_signature);
        }
    }
}

TEST_CASE("the JSON of every token is JSON and names its App ID")
{
    for (const Json &vector : vectors()) {
        INFO(text(vector, "name"));
        CHECK(Json::parse(parse(text(vector, "token")).json()).at("app_id") == text(vector, "app_id"));
    }
}

TEST_CASE("every row of tests/explain.json is explained to the letter")
{
    const std::string beside = "vectors/official.json";
    std::ifstream file(vectors_path.substr(0, vectors_path.size() - beside.size()) + "explain.json");
    REQUIRE(file.is_open());
    const Json all = Json::parse(file);
    const Issuer issuer(text(all, "app_id"), text(all, "app_certificate"));
    const auto explained = [&](const Json &row, std::uint64_t now) {
        const auto service = static_cast<Service>(number(row, "service"));
        const auto privilege = static_cast<Privilege>(number(row, "privilege"));
        return number(row, "service") == 0
                   ? issuer.try_explain(text(row, "token"), time(now))
                   : issuer.try_explain(text(row, "token"), service, text(row, "channel"), text(row, "user"), privilege,
                                        time(now));
    };
    for (const Json &row : all.at("rows")) {
        INFO(text(row, "name"));
        CHECK(Json::parse(explained(row, number(row, "now")).value()) == row.at("expected"));
    }
    for (const Json &row : all.at("refused")) {
        INFO(text(row, "name"));
        // Without a service C++ has nothing else to ask.
        if (number(row, "service") != 0)
            CHECK(name(explained(row, 1).status()) == text(row, "status_name"));
    }
}

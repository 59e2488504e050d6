// The C++ interface in code that is compiled with -fno-exceptions and -fno-rtti.

// Macros of a game engine, where the header must not fall on them.
#define check(expression) static_assert(sizeof(expression) == 0, "a macro took a name of the header")
#define verify(expression) check(expression)
#define ensure(expression) check(expression)
#define TEXT(text) u##text

#include "agora_token.hpp"
#include "agora_token/compat/EducationTokenBuilder2.h"
#include "agora_token/compat/RtcTokenBuilder2.h"

#ifdef __cpp_exceptions
#error "compile this file with -fno-exceptions"
#endif

using namespace agora_token;
using namespace std::chrono_literals;

const char *first_failure_without_exceptions();
const char *first_failure_of_compat_without_exceptions();

// The forms that throw are not there.
template <class T, class = void>
constexpr bool has_rtm = false;
template <class T>
constexpr bool has_rtm<T, std::void_t<decltype(std::declval<const T &>().rtm("bob", 1h))>> = true;
static_assert(!has_rtm<Issuer> && !std::is_constructible_v<Issuer, Text, Text>);

#define EXPECT(condition) \
    do { \
        if (!(condition)) \
            return #condition; \
    } while (0)

const char *first_failure_without_exceptions()
{
    const Result<Issuer> issuer =
        Issuer::try_create("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b");
    EXPECT(issuer);
    EXPECT(Issuer::try_create("x", "y").status() == Status::bad_app_id);

    const Result<std::string> token = issuer->try_rtc("room", User::uid(42), Role::publisher, 1h);
    EXPECT(token);
    EXPECT(issuer->try_check_rtc(*token, "room", User::uid(42), Privilege::rtc_join_channel) == Status::ok);
    EXPECT(issuer->try_verify(*token) == Status::ok);
    EXPECT(issuer->try_rtc("", User::uid(42), Role::publisher, 1h).status() == Status::bad_channel);

    const Result<TokenInfo> info = try_parse(*token);
    EXPECT(info);
    EXPECT(info->services().front().channel == "room");
    EXPECT(info->try_json());

    TokenBuilder builder = issuer->builder(Version::v007);
    EXPECT(builder.add_fpa().grant(Privilege::fpa_login, 1h).try_build());
    EXPECT(builder.grant(Privilege{65536}, 1h).try_build().status() == Status::bad_privilege);

    const Result<Endpoint> endpoint = Endpoint::try_create(*issuer);
    EXPECT(endpoint);
    const Result<Response> response = endpoint->try_handle(Request{"GET", "/ping"});
    EXPECT(response);
    EXPECT(response->status() == 200);
    return nullptr;
}

const char *first_failure_of_compat_without_exceptions()
{
    using agora::tools::EducationTokenBuilder2;
    using agora::tools::RtcTokenBuilder2;
    const std::string id = "970CA35de60c44645bbae8a215061b33", secret = "5CFd2fd1755d40ecb72977518be15d3b";
    const auto rtc = [&](const char *channel, int role) {
        return RtcTokenBuilder2::BuildTokenWithUid(id, secret, channel, 42, agora::tools::UserRole{role}, 600);
    };
    EXPECT(try_parse(rtc("room", 3)));
    compat::strict(true);
    EXPECT(try_parse(rtc("room", 1)));
    EXPECT(rtc("room", 3).empty());
    EXPECT(rtc("", 1).empty());
    EXPECT(EducationTokenBuilder2::BuildRoomUserToken(id, secret, "room", "", 1, 600).empty());
    compat::strict(false);
    return nullptr;
}

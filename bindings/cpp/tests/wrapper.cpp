// The C++ interface itself: values, errors in both forms, handles, strings and lifetimes that are hostile.
#include <array>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <list>

#include "harness.hpp"

using namespace agora_token;
using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace std::string_view_literals;
using std::chrono::seconds;

// no_exceptions.cpp: the first thing that did not hold, or NULL.
const char *first_failure_without_exceptions();

namespace {

const Issuer &issuer()
{
    static const Issuer issuer(app_id, certificate);
    return issuer;
}

const std::string megabyte(1 << 20, 'a');

// What no name may be.
const std::vector<std::string> hostile = {
    "", "a\0b"s, "\0"s, "a\0"s, "\xff", "\xc3\x28", "\xed\xa0\x80", "a\nb", "\x7f", megabyte,
};

Status unless_utf8(const std::string &text, Status otherwise)
{
    const bool is_utf8 = text != "\xff" && text != "\xc3\x28" && text != "\xed\xa0\x80";
    return is_utf8 ? otherwise : Status::not_utf8;
}

} // namespace

static_assert(!std::is_copy_constructible_v<Issuer> && std::is_nothrow_move_constructible_v<Issuer>);
static_assert(!std::is_copy_constructible_v<TokenBuilder> && std::is_nothrow_move_constructible_v<TokenBuilder>);
static_assert(!std::is_copy_constructible_v<TokenInfo> && std::is_nothrow_move_constructible_v<TokenInfo>);
static_assert(!std::is_copy_constructible_v<Endpoint> && std::is_nothrow_move_assignable_v<Endpoint>);
static_assert(!std::is_copy_constructible_v<Response> && std::is_nothrow_move_assignable_v<Response>);
// What would be cut or guessed does not compile: fractions of a second, plain numbers, NULL.
static_assert(!std::is_invocable_v<decltype(&Issuer::chat_app), const Issuer &, std::chrono::milliseconds>);
static_assert(!std::is_invocable_v<decltype(&Issuer::chat_app), const Issuer &, int>);
static_assert(!std::is_convertible_v<std::nullptr_t, Text>);
static_assert(!std::is_convertible_v<int, User> && !std::is_convertible_v<const char *, User>);
// Nor does what would be lent by an object that goes at once.
template <class T, class = void>
constexpr bool lends_body = false;
template <class T>
constexpr bool lends_body<T, std::void_t<decltype(std::declval<T>().body())>> = true;
template <class T, class = void>
constexpr bool lends_headers = false;
template <class T>
constexpr bool lends_headers<T, std::void_t<decltype(std::declval<T>().headers())>> = true;
template <class T, class = void>
constexpr bool lends_app_id = false;
template <class T>
constexpr bool lends_app_id<T, std::void_t<decltype(std::declval<T>().app_id())>> = true;
template <class T, class = void>
constexpr bool has_arrow = false;
template <class T>
constexpr bool has_arrow<T, std::void_t<decltype(std::declval<T>().operator->())>> = true;
static_assert(lends_body<Response &> && lends_body<const Response &>);
static_assert(!lends_body<Response> && !lends_body<const Response>);
static_assert(lends_headers<Response &> && lends_headers<const Response &>);
static_assert(!lends_headers<Response> && !lends_headers<const Response>);
static_assert(lends_app_id<TokenInfo &> && lends_app_id<const TokenInfo &>);
static_assert(!lends_app_id<TokenInfo> && !lends_app_id<const TokenInfo>);
static_assert(has_arrow<Result<Response> &> && has_arrow<const Result<Response> &>);
static_assert(!has_arrow<Result<Response>> && !has_arrow<const Result<Response>>);
// A permission's names stay where they are: a range that makes them on the way, or keeps but the last, does not.
struct Views {
    std::string_view *begin() const;
};
struct Numbers {
    struct Iterator {
        using iterator_category = std::forward_iterator_tag;
        using value_type = std::string;
        using difference_type = std::ptrdiff_t;
        using pointer = const std::string *;
        using reference = std::string;
        std::string operator*() const;
    };
    Iterator begin() const;
};
struct ViewsByValue {
    struct Iterator {
        std::string_view operator*() const;
    };
    Iterator begin() const;
};
struct Lines {
    std::istream_iterator<std::string> begin() const;
};
static_assert(detail::lends_strings<std::vector<std::string>>() && detail::lends_strings<std::list<std::string>>());
static_assert(detail::lends_strings<std::initializer_list<Text>>() && detail::lends_strings<const char *[2]>());
static_assert(detail::lends_strings<Views>() && detail::lends_strings<ViewsByValue>());
static_assert(!detail::lends_strings<Numbers>() && !detail::lends_strings<Lines>());
// A handle costs a pointer.
static_assert(sizeof(Issuer) == sizeof(void *) && sizeof(TokenInfo) == sizeof(void *));

TEST_CASE("the library that runs is the one of the header")
{
    CHECK(library_version() == AGORA_TOKEN_VERSION_STRING ""sv);
    CHECK(library_version_number() == AGORA_TOKEN_VERSION_NUMBER);
}

TEST_CASE("every one-call function gives a token of its service for its user")
{
    const auto service_of = [](const std::string &token, Service type) {
        for (const ServiceInfo &service : parse(token).services())
            if (service.type == type)
                return service;
        return ServiceInfo();
    };
    for (const Version version : {Version::v006, Version::v007}) {
        const std::string uid = issuer().rtc("room", User::uid(42), Role::publisher, 1h, version);
        CHECK(parse(uid).version() == version);
        CHECK(issuer().try_check_rtc(uid, "room", User::uid(42), Privilege::rtc_publish_data) == Status::ok);
        CHECK(issuer().try_check_rtc(uid, "room", User::uid(43), Privilege::rtc_join_channel) == Status::wrong_user);
        CHECK(issuer().try_check_rtc(uid, "hall", User::uid(42), Privilege::rtc_join_channel) ==
              Status::wrong_channel);
        const std::string account = issuer().rtc("room", User::account("bob"), Role::subscriber, 1h, version);
        CHECK(issuer().try_check_rtc(account, "room", User::account("bob"), Privilege::rtc_join_channel) ==
              Status::ok);
        CHECK(issuer().try_check_rtc(account, "room", User::account("bob"), Privilege::rtc_publish_audio) ==
              Status::not_granted);
        const std::string any = issuer().rtc("*", User::any(), Role::subscriber, 1h, version);
        CHECK(issuer().try_check_rtc(any, "room", User::any(), Privilege::rtc_join_channel) == Status::ok);
        CHECK(issuer().try_check_rtc(any, "hall", User::uid(7), Privilege::rtc_join_channel) == Status::ok);
        CHECK(issuer().try_check_rtm(issuer().rtm("bob", 1h, version), "bob") == Status::ok);
        CHECK(issuer().try_check_rtm(issuer().rtm("bob", 1h, version), "eve") == Status::wrong_user);
    }

    const std::string both = issuer().rtc_rtm("room", "bob", Role::publisher, 1h);
    CHECK(issuer().try_check_rtc(both, "room", User::account("bob"), Privilege::rtc_publish_audio) == Status::ok);
    CHECK(issuer().try_check_rtm(both, "bob") == Status::ok);

    // To join is asked for where no privilege is.
    CHECK(issuer().try_check_rtc(both, "room", User::account("bob")) == Status::ok);
    CHECK(issuer().try_check_rtc(both, "hall", User::account("bob")) == Status::wrong_channel);
    issuer().check_rtc(both, "room", User::account("bob"));

    for (const auto &[token, service] : {std::pair(issuer().convoai("room", "bob", Role::subscriber, 1h), Service::convoai),
                                         std::pair(issuer().stt("room", "bob", Role::subscriber, 1h), Service::stt)}) {
        CHECK(issuer().try_check(token, service, "", "", Privilege::none) == Status::ok);
        CHECK(issuer().try_check(token, service, "", "", Privilege::rtm_login) == Status::bad_privilege);
        CHECK(issuer().try_check(both, service, "", "", Privilege::none) == Status::not_granted);
        CHECK(issuer().try_check_rtc(token, "room", User::account("bob")) == Status::ok);
        CHECK(issuer().try_check_rtm(token, "bob") == Status::ok);
    }
    const std::string built = issuer().builder().add_convoai().add_stt().build();
    CHECK(issuer().try_check(built, Service::stt, "", "", Privilege::none) == Status::ok);

    CHECK(service_of(issuer().chat_user("bob", 1h), Service::chat).user_id == "bob");
    CHECK(issuer().try_check(issuer().chat_app(1h), Service::chat, "", "", Privilege::chat_app) == Status::ok);
    CHECK(issuer().try_check(issuer().fpa(), Service::fpa, "", "", Privilege::fpa_login) == Status::ok);
    CHECK(issuer().try_check(issuer().education_app(1h), Service::apaas, "", "", Privilege::apaas_app) == Status::ok);
    CHECK(service_of(issuer().education_user("bob", 1h), Service::apaas).user_uuid == "bob");
    const ServiceInfo room = service_of(issuer().education_room_user("class", "bob", 2, 1h), Service::apaas);
    CHECK(room.room_uuid == "class");
    CHECK(room.user_uuid == "bob");
    CHECK(room.role == 2);
}

// The calls that make a token of names and a lifetime: how many names, whether the first is a channel, and the call.
struct OneCall {
    std::size_t names;
    bool has_channel;
    Result<std::string> (*call)(const std::array<std::string, 2> &names, seconds lifetime);
};

using Names = const std::array<std::string, 2> &;
const std::vector<OneCall> one_calls = {
    {1, true, [](Names n, seconds life) { return issuer().try_rtc(n[0], User::uid(1), Role::publisher, life); }},
    {2, true, [](Names n, seconds life) { return issuer().try_rtc(n[0], User::account(n[1]), Role::publisher, life); }},
    {1, false, [](Names n, seconds life) { return issuer().try_rtm(n[0], life); }},
    {2, true, [](Names n, seconds life) { return issuer().try_rtc_rtm(n[0], n[1], Role::publisher, life); }},
    {2, true, [](Names n, seconds life) { return issuer().try_convoai(n[0], n[1], Role::publisher, life); }},
    {2, true, [](Names n, seconds life) { return issuer().try_stt(n[0], n[1], Role::publisher, life); }},
    {1, false, [](Names n, seconds life) { return issuer().try_chat_user(n[0], life); }},
    {0, false, [](Names, seconds life) { return issuer().try_chat_app(life); }},
    {2, false, [](Names n, seconds life) { return issuer().try_education_room_user(n[0], n[1], 1, life); }},
    {1, false, [](Names n, seconds life) { return issuer().try_education_user(n[0], life); }},
    {0, false, [](Names, seconds life) { return issuer().try_education_app(life); }},
};

TEST_CASE("a token lives as long as it is told")
{
    const std::string token = issuer().rtc("room", User::uid(42), Role::publisher, 90min);
    const TokenInfo info = parse(token);
    REQUIRE(info.issued_at());
    CHECK(info.expires_at() - *info.issued_at() == 90min);
    CHECK(!info.cut_at());
    CHECK(issuer().try_verify(token, info.expires_at() - 1s) == Status::ok);
    CHECK(issuer().try_verify(token, info.expires_at()) == Status::expired);
    CHECK(issuer().try_verify(token) == Status::ok);
    CHECK(parse(issuer().rtm("bob", 48h)).cut_at() == *parse(issuer().rtm("bob", 48h)).issued_at() + 24h);
}

TEST_CASE("a zero, negative, absolute or huge lifetime is refused and never cut to 32 bits")
{
    const std::array<std::pair<seconds, Status>, 8> lifetimes = {{
        {0s, Status::bad_expiry},
        {-1s, Status::bad_expiry},
        {(seconds::min)(), Status::bad_expiry},
        {999'999'999s, Status::ok},
        {1'000'000'000s, Status::expiry_looks_absolute},
        {seconds(UINT32_MAX), Status::expiry_looks_absolute},
        // Would be an hour if it were cut.
        {seconds((std::int64_t{1} << 32) + 3600), Status::expiry_looks_absolute},
        {(seconds::max)(), Status::expiry_looks_absolute},
    }};
    for (const auto &pair : lifetimes) {
        const seconds lifetime = pair.first;
        const Status expected = pair.second;
        INFO(lifetime.count());
        for (const OneCall &one : one_calls)
            CHECK(one.call({"room", "a"}, lifetime).status() == expected);
        CHECK(thrown_by([&] { (void)issuer().rtm("a", lifetime); }) == expected);
    }
}

TEST_CASE("a lifetime of the builder is never cut to 32 bits")
{
    const seconds too_long((std::int64_t{1} << 32) + 3600);
    CHECK(issuer().builder().expires_in(-1s).status() == Status::bad_expiry);
    CHECK(issuer().builder().expires_in(too_long).status() == Status::expiry_looks_absolute);
    CHECK(issuer().builder().add_fpa().grant(Privilege::fpa_login, -1s).status() == Status::bad_expiry);
    CHECK(issuer().builder().add_fpa().grant(Privilege::fpa_login, too_long).status() ==
          Status::expiry_looks_absolute);
    CHECK(issuer().builder().issued_at(Time(-1s)).status() == Status::out_of_range);
    CHECK(issuer().builder().issued_at(Time(too_long)).status() == Status::out_of_range);
    CHECK(issuer().builder().issued_at(Time(seconds(UINT32_MAX))).expires_in(seconds(UINT32_MAX)).status() ==
          Status::ok);
}

TEST_CASE("a check at a time before 1970 is refused and does not become the system clock's")
{
    const std::string token = issuer().rtm("bob", 1h);
    for (const Time now : {Time(0s), Time(-1s), (Time::min)()}) {
        CHECK(issuer().try_verify(token, now) == Status::out_of_range);
        CHECK(issuer().try_check_rtm(token, "bob", now) == Status::out_of_range);
    }
    CHECK(issuer().try_verify(token, Time(1s)) == Status::ok);
    CHECK(issuer().try_verify(token, (Time::max)()) == Status::expired);
}

TEST_CASE("a uid that is no 32-bit number is refused and never cut")
{
    const auto rtc = [](User user) { return issuer().try_rtc("room", user, Role::publisher, 1h).status(); };
    CHECK(rtc(User::uid(0u)) == Status::ok);
    CHECK(rtc(User::uid(UINT32_MAX)) == Status::ok);
    CHECK(rtc(User::uid(std::int64_t{UINT32_MAX})) == Status::ok);
    CHECK(rtc(User::uid(-1)) == Status::out_of_range);
    CHECK(rtc(User::uid(std::numeric_limits<std::int64_t>::min())) == Status::out_of_range);
    CHECK(rtc(User::uid(std::int64_t{1} << 32)) == Status::out_of_range);
    CHECK(rtc(User::uid(std::numeric_limits<std::uint64_t>::max())) == Status::out_of_range);
    CHECK(issuer().builder().add_rtc("room", User::uid(-1)).status() == Status::out_of_range);
    const std::string token = issuer().rtc("room", User::any(), Role::publisher, 1h);
    CHECK(issuer().try_check_rtc(token, "room", User::uid(-1), Privilege::rtc_join_channel) == Status::out_of_range);
}

TEST_CASE("the builder writes a uid as its digits and any user as nobody")
{
    const auto account = [](User user) {
        return parse(issuer().builder().add_rtc("room", user).build()).services().front().account;
    };
    CHECK(account(User::uid(42)) == "42");
    CHECK(account(User::uid(UINT32_MAX)) == "4294967295");
    CHECK(account(User::uid(0)).empty());
    CHECK(account(User::any()).empty());
    CHECK(account(User::account("bob")) == "bob");
}

TEST_CASE("hostile names are refused by the one-call functions and never shortened")
{
    for (const std::string &name : hostile) {
        INFO(name.substr(0, 8));
        const Status channel = unless_utf8(name, Status::bad_channel), user = unless_utf8(name, Status::bad_account);
        for (const OneCall &one : one_calls)
            for (std::size_t given = 0; given < one.names; given++) {
                std::array<std::string, 2> names = {"room", "bob"};
                names[given] = name;
                CHECK(one.call(names, 1h).status() == (one.has_channel && given == 0 ? channel : user));
            }
        CHECK(thrown_by([&] { (void)issuer().rtc(name, User::uid(1), Role::publisher, 1h); }) == channel);
        CHECK(Issuer::try_create(name, certificate).status() == unless_utf8(name, Status::bad_app_id));
        CHECK(Issuer::try_create(app_id, name).status() == unless_utf8(name, Status::bad_app_certificate));
        CHECK(thrown_by([&] { Issuer(app_id, name); }) == unless_utf8(name, Status::bad_app_certificate));
        // A token may come from a stranger: what is not UTF-8 is no token.
        CHECK(try_parse(name).status() == (name == megabyte ? Status::token_too_large : Status::malformed_token));
        CHECK(issuer().try_verify(name) == try_parse(name).status());
        CHECK(issuer().try_check_rtm(name, "bob") == try_parse(name).status());
    }
}

TEST_CASE("a token of 1 MB is refused whatever its version")
{
    for (const std::string &token : {"006"s + app_id + megabyte, "007" + megabyte, "008" + megabyte}) {
        CHECK(try_parse(token).status() == Status::token_too_large);
        CHECK(issuer().try_verify(token) == Status::token_too_large);
    }
}

TEST_CASE("a NUL inside a string is kept by the builder and is never its end")
{
    const std::string channel = "a\0b"s;
    const std::string token =
        issuer().builder().add_rtc(channel, User::account("c\0d"sv)).grant(Privilege::rtc_join_channel, 1h).build();
    const ServiceInfo service = parse(token).services().front();
    CHECK(service.channel == channel);
    CHECK(service.account == "c\0d"sv);
    CHECK(issuer().try_check_rtc(token, channel, User::account("c\0d"sv), Privilege::rtc_join_channel) == Status::ok);
    CHECK(issuer().try_check_rtc(token, "a", User::account("c\0d"sv), Privilege::rtc_join_channel) ==
          Status::wrong_channel);
    // The string of a literal ends where the literal does.
    CHECK(issuer().try_rtc("a\0b", User::uid(1), Role::publisher, 1h).status() == Status::bad_channel);
    CHECK(issuer().try_check_rtc(token, "a\0b", User::account("c\0d"), Privilege::rtc_join_channel) == Status::ok);
}

TEST_CASE("the builder takes 65535 bytes a string and refuses more")
{
    CHECK(issuer().builder().add_rtc(std::string(65535, 'a'), User::any()).status() == Status::ok);
    CHECK(issuer().builder().add_rtc(std::string(65536, 'a'), User::any()).status() == Status::string_too_long);
    CHECK(issuer().builder().add_rtm(megabyte).status() == Status::string_too_long);
    CHECK(issuer().builder().add_rtm("\xff").status() == Status::not_utf8);
    CHECK(issuer().builder().add_rtm2("bob").permit(Resource::users, Permission::read, {megabyte}).status() ==
          Status::string_too_long);
    // Longer than the buffer on the stack.
    const std::string token = issuer().builder().add_rtm(std::string(60000, 'a') + "\xc3\xa9").build();
    CHECK(token.find('\0') == token.npos);
    CHECK(parse(token).services().front().user_id == std::string(60000, 'a') + "\xc3\xa9");
    CHECK(parse(token).json().size() > 60000);
}

TEST_CASE("a string may come in every form that C++ has, and NULL is an error")
{
    char buffer[16] = "room";
    const char *pointer = buffer;
    char *writable = buffer;
    static const char padded[16] = "room";
    struct Convertible {
        operator std::string_view() const
        {
            return "room";
        }
    };
    const std::string string = "room";
    const std::string_view part = std::string_view("roommate").substr(0, 4);
    for (const Text text : {Text(buffer), Text(pointer), Text(writable), Text(padded), Text(Convertible()), Text(string),
                            Text(part), Text("room")}) {
        const std::string token = issuer().rtc(text, User::uid(1), Role::publisher, 1h);
        CHECK(parse(token).services().front().channel == "room");
    }

    pointer = nullptr;
    CHECK(issuer().try_rtc(pointer, User::uid(1), Role::publisher, 1h).status() == Status::null_pointer);
    CHECK(issuer().try_rtc("room", User::account(pointer), Role::publisher, 1h).status() == Status::null_pointer);
    CHECK(issuer().builder().add_rtm(pointer).status() == Status::null_pointer);
    CHECK(issuer().try_verify(pointer) == Status::null_pointer);
    CHECK(try_parse(pointer).status() == Status::null_pointer);
    CHECK(Issuer::try_create(std::getenv("A_VARIABLE_THAT_IS_NOT_SET"), certificate).status() == Status::null_pointer);
    CHECK(issuer().try_rtm(std::string_view(), 1h).status() == Status::bad_account);
}

TEST_CASE("a number that is no role, version, service or privilege is refused")
{
    CHECK(issuer().try_rtc("room", User::uid(1), Role{0}, 1h).status() == Status::bad_role);
    CHECK(issuer().try_rtc("room", User::uid(1), Role{3}, 1h).status() == Status::bad_role);
    CHECK(issuer().try_rtm("bob", 1h, Version{0}).status() == Status::bad_version);
    CHECK(issuer().builder(Version{8}).status() == Status::bad_version);
    CHECK(issuer().builder(Version{8}).add_rtm("bob").try_build().status() == Status::bad_version);
    CHECK(issuer().builder().add_fpa().grant(Privilege{65536}, 1h).status() == Status::bad_privilege);
    CHECK(issuer().try_check(issuer().fpa(), Service{11}, "", "", Privilege::fpa_login) == Status::bad_service);
}

TEST_CASE("an error carries its status, its sentence and its name")
{
    try {
        (void)issuer().rtc("", User::uid(1), Role::publisher, 1h);
        FAIL("an empty channel was taken");
    } catch (const std::exception &exception) {
        const auto *error = dynamic_cast<const Error *>(&exception);
        REQUIRE(error);
        CHECK(error->status() == Status::bad_channel);
        CHECK(std::string_view(error->what()).find("the channel must be 1 to 64 bytes") == 0);
        CHECK(name(error->status()) == "BAD_CHANNEL"sv);
    }
    CHECK(name(Status{-5}) == ""sv);
    CHECK(message(Status{-5}) != ""sv);
}

TEST_CASE("a status that a later library added is an error with its number and a sentence")
{
    const Status added{399};
    CHECK(!Result<std::string>(added));
    CHECK(thrown_by([&] { (void)Result<std::string>(added).value(); }) == added);
    CHECK(std::string_view(Error(added).what()) == message(added));
    CHECK(message(added) != ""sv);
}

TEST_CASE("no error shows the App Certificate")
{
    const auto refused = Issuer::try_create("x", certificate);
    CHECK(std::string_view(refused.message()).find(certificate) == std::string_view::npos);
}

TEST_CASE("every form of a result says the same")
{
    Result<std::string> token = issuer().try_rtm("bob", 1h);
    REQUIRE(token);
    CHECK(token.has_value());
    CHECK(token.status() == Status::ok);
    CHECK(*token == token.value());
    CHECK(token->size() == token.value().size());
    const std::string taken = *std::move(token);
    CHECK(issuer().try_check_rtm(taken, "bob") == Status::ok);

    const Result<std::string> none = issuer().try_rtm("", 1h);
    CHECK(!none);
    CHECK(none.status() == Status::bad_account);
    CHECK(none.message() == message(Status::bad_account));
    CHECK(thrown_by([&] { (void)none.value(); }) == Status::bad_account);
}

TEST_CASE("the throwing checks throw what the others return")
{
    const std::string token = issuer().rtc("room", User::uid(42), Role::subscriber, 1h), rtm = issuer().rtm("bob", 1h);
    issuer().verify(token);
    issuer().check_rtc(token, "room", User::uid(42), Privilege::rtc_join_channel);
    issuer().check_rtm(rtm, "bob");
    issuer().check(rtm, Service::rtm, "", "bob", Privilege::rtm_login);
    const Time later = parse(token).expires_at();
    CHECK(thrown_by([&] { issuer().verify(token, later); }) == Status::expired);
    CHECK(thrown_by([&] { issuer().check_rtc(token, "hall", User::uid(42), Privilege::rtc_join_channel); }) ==
          Status::wrong_channel);
    CHECK(thrown_by([&] { issuer().check_rtm(rtm, "eve"); }) == Status::wrong_user);
    CHECK(thrown_by([&] { issuer().check(rtm, Service::rtc, "a", "bob", Privilege::rtc_join_channel); }) ==
          Status::not_granted);
    CHECK(Issuer(app_id, "0123456789abcdef0123456789ABCDEF").try_verify(token) == Status::bad_signature);
    CHECK(Issuer("0123456789abcdef0123456789ABCDEF", certificate).try_verify(token) == Status::wrong_app);
}

TEST_CASE("a failed check carries what the token has and what was asked")
{
    const std::string token = issuer().rtc("room", User::uid(42), Role::subscriber, 1h);
    const auto error_of = [&](auto check) -> std::optional<CheckError> {
        try {
            check();
        } catch (const CheckError &error) {
            return error;
        }
        return std::nullopt;
    };
    const auto channel =
        error_of([&] { issuer().check_rtc(token, "a\"b", User::uid(42), Privilege::rtc_join_channel); });
    REQUIRE(channel);
    CHECK(channel->status() == Status::wrong_channel);
    CHECK(channel->found() == "\"room\"");
    CHECK(channel->asked() == R"("a\"b")");
    CHECK(channel->what() == "the token is for another channel"s);
    CHECK(channel->explanation().find(R"("status":303,"name":"WRONG_CHANNEL")") != std::string::npos);
    const auto any = error_of([&] { issuer().check_rtc(token, "room", User::any(), Privilege::rtc_join_channel); });
    REQUIRE(any);
    CHECK(any->asked() == "a token for any user");
    const auto user = error_of([&] { issuer().check_rtc(token, "room", User::uid(43), Privilege::rtc_join_channel); });
    REQUIRE(user);
    CHECK(user->asked() == "\"43\"");
    const auto account =
        error_of([&] { issuer().check_rtc(token, "room", User::account("bob"), Privilege::rtc_join_channel); });
    REQUIRE(account);
    CHECK(account->asked() == "\"bob\"");
    const auto expired = error_of([&] { issuer().verify(token, parse(token).expires_at()); });
    REQUIRE(expired);
    CHECK(!expired->found());
    CHECK(!expired->asked());
    CHECK(expired->what() == "the token has expired"s);
    const auto quoted = error_of([&] { issuer().verify("\"" + token + "\""); });
    REQUIRE(quoted);
    CHECK(quoted->what() == "the text is a token, but in quotes"s);
    static_assert(std::is_nothrow_copy_constructible_v<CheckError>);

    // A mistake in the call is no CheckError: there is nothing to explain.
    const auto explains = [&](auto check) {
        try {
            check();
        } catch (const Error &error) {
            return dynamic_cast<const CheckError *>(&error) != nullptr;
        }
        return false;
    };
    CHECK(explains([&] { issuer().verify("abc"); }));
    CHECK(!explains([&] { issuer().check(token, Service::rtm, "room", "bob", Privilege::rtm_login); }));
    CHECK(!explains([&] { issuer().check(token, static_cast<Service>(0), "", "", static_cast<Privilege>(0)); }));
    CHECK(!explains([&] { issuer().check_rtc(token, "room", User::uid(-1), Privilege::rtc_join_channel); }));
    CHECK(!explains([&] { issuer().verify(token, Time(0s)); }));
}

TEST_CASE("an explanation is there for a good token and for any other")
{
    const std::string token = issuer().rtc("room", User::uid(42), Role::subscriber, 1h);
    CHECK(issuer().explain(token).rfind(R"({"good":true,"status":0,"name":"OK")", 0) == 0);
    CHECK(issuer().explain(token, Service::rtc, "room", "42", Privilege::rtc_join_channel).find("\"good\":true") == 1);
    CHECK(issuer().explain("abc").rfind(R"({"good":false,"status":200,"name":"MALFORMED_TOKEN")", 0) == 0);
    // Longer than the buffer that takes most outputs.
    const std::string long_name(200, '"');
    CHECK(issuer().explain(token, Service::rtc, long_name, "42", Privilege::rtc_join_channel).size() > 700);
    CHECK(issuer().try_explain(token, Service::rtm, "room", "42", Privilege::rtm_login).status() ==
          Status::bad_channel);
    CHECK(issuer().try_explain(token, static_cast<Service>(0), "", "", static_cast<Privilege>(0)).status() ==
          Status::bad_service);
    CHECK(issuer().try_explain(token, Time(0s)).status() == Status::out_of_range);
}

TEST_CASE("the builder chains, and the first call that fails decides")
{
    TokenBuilder builder = issuer().builder();
    builder.issued_at(Time(1'700'000'000s))
        .salt(7)
        .expires_in(1h)
        .add_rtc("room", User::uid(42))
        .grant(Privilege::rtc_join_channel, 10min)
        .add_rtm2("bob")
        .grant(Privilege::rtm2_login, 0s)
        .permit(Resource::message_channels, Permission::write, {"a", "b"s, "c"sv})
        .permit(Resource::users, Permission::read, std::vector<std::string>{"eve"})
        .permit(Resource::server_groups, Permission::read, std::list<std::string_view>{"ops"});
    const std::string token = builder.build();
    CHECK(builder.build() == token);

    const TokenInfo info = parse(token);
    CHECK(info.salt() == 7);
    CHECK(info.issued_at() == Time(1'700'000'000s));
    const std::vector<ServiceInfo> services = info.services();
    REQUIRE(services.size() == 2);
    CHECK(services[0].privileges.at(0).expires_at == Time(1'700'000'600s));
    CHECK(services[1].privileges.at(0).expires_at == Time(1'700'003'600s));
    REQUIRE(services[1].permissions.size() == 3);
    CHECK(services[1].permissions[0].permission == Permission::write);
    CHECK(services[1].permissions[0].names == std::vector<std::string>{"a", "b", "c"});
    CHECK(services[1].permissions[1].names == std::vector<std::string>{"ops"});
    CHECK(services[1].permissions[2].resource == Resource::users);

    TokenBuilder failed = issuer().builder();
    failed.grant(Privilege::rtc_join_channel, 1h).add_rtm("bob").grant(Privilege{65536}, 1h);
    CHECK(failed.status() == Status::no_service);
    CHECK(failed.try_build().status() == Status::no_service);
    CHECK(thrown_by([&] { (void)failed.build(); }) == Status::no_service);
    CHECK(issuer().builder().try_build().status() == Status::no_service);
}

TEST_CASE("a privilege of a 006 token may never expire")
{
    TokenBuilder builder = issuer().builder(Version::v006);
    builder.add_rtc("room", User::uid(42)).grant(Privilege::rtc_join_channel, 0s);
    const TokenInfo info = parse(builder.build());
    CHECK(!info.issued_at());
    CHECK(!info.services().front().privileges.at(0).expires_at);
    CHECK(builder.add_rtm("bob").status() == Status::unsupported_in_version);
}

TEST_CASE("a moved-from object gives a clear error and does not crash")
{
    Issuer from(app_id, certificate);
    TokenBuilder builder_from = from.builder();
    TokenInfo info_from = parse(from.rtm("bob", 1h));
    Endpoint endpoint_from(from);
    Response response_from = endpoint_from.handle(Request{"GET", "/ping"});
    const Issuer issuer_to = std::move(from);
    const TokenBuilder builder_to = std::move(builder_from);
    const TokenInfo info_to = std::move(info_from);
    const Endpoint endpoint_to = std::move(endpoint_from);
    const Response response_to = std::move(response_from);

    CHECK(from.get() == nullptr);
    CHECK(from.try_rtc("room", User::uid(1), Role::publisher, 1h).status() == Status::null_pointer);
    CHECK(from.try_fpa().status() == Status::null_pointer);
    CHECK(thrown_by([&] { (void)from.rtm("bob", 1h); }) == Status::null_pointer);
    CHECK(from.try_verify("007") == Status::null_pointer);
    CHECK(from.try_check_rtm("007", "bob") == Status::null_pointer);
    CHECK(from.builder().status() == Status::null_pointer);
    CHECK(Endpoint::try_create(from).status() == Status::null_pointer);
    CHECK(builder_from.try_build().status() == Status::null_pointer);
    CHECK(builder_from.add_fpa().status() == Status::null_pointer);
    CHECK(info_from.services().empty());
    CHECK(info_from.app_id().empty());
    CHECK(info_from.expires_at() == Time());
    CHECK(!info_from.issued_at());
    CHECK(!info_from.unknown_service());
    CHECK(info_from.try_json().status() == Status::null_pointer);
    CHECK(endpoint_from.try_handle(Request{"GET", "/ping"}).status() == Status::null_pointer);
    CHECK(response_from.status() == 0);
    CHECK(response_from.body().empty());
    CHECK(response_from.headers().empty());

    // What was moved to goes on, and so does what comes back.
    from = Issuer(app_id, certificate);
    CHECK(from.try_check_rtm(issuer_to.rtm("bob", 1h), "bob") == Status::ok);
    CHECK(builder_to.try_build().status() == Status::no_service);
    CHECK(info_to.services().size() == 1);
    CHECK(endpoint_to.handle(Request{"GET", "/ping"}).status() == 200);
    CHECK(response_to.status() == 200);
}

TEST_CASE("a builder and an endpoint outlive their issuer")
{
    std::optional<Issuer> issuer(std::in_place, app_id, certificate);
    TokenBuilder builder = issuer->builder();
    const Endpoint endpoint(*issuer);
    issuer.reset();
    CHECK(builder.add_fpa().try_build());
    CHECK(endpoint.handle(Request{"GET", "/rtm/bob"}).status() == 200);
}

TEST_CASE("the endpoint answers with the headers and the body of the library")
{
    const Endpoint endpoint(issuer());
    const Response pong = endpoint.handle(Request{"GET", "/ping", "https://example.com"});
    CHECK(pong.status() == 200);
    CHECK(pong.body() == R"({"message":"pong"})");
    bool has_origin = false;
    for (const Header &header : pong.headers())
        has_origin |= header.name == "Access-Control-Allow-Origin" && header.value == "*";
    CHECK(has_origin);
    const Response of_nul = endpoint.handle(Request{"GET", "/rtc/a%00b/publisher/uid/1"});
    CHECK(of_nul.body().substr(0, 39) == R"({"error":"channel is invalid","detail":)");
    CHECK(endpoint.handle(Request{"GET", "/rtc/\xff/publisher/uid/1"sv}).status() == 500);
    CHECK(endpoint.handle(Request{"POST", "/getToken", "", megabyte}).status() == 413);
    CHECK(endpoint.handle(Request{}).status() == 404);
    const Response login = endpoint.error(401, "log in first", "");
    CHECK(login.body() == R"({"error":"log in first"})");
    CHECK(endpoint.try_error(200, "", "").status() == Status::out_of_range);
}

TEST_CASE("a request of a NULL string is an error and does not crash")
{
    const Endpoint endpoint(issuer());
    const char *null = nullptr;
    for (Text Request::*field : {&Request::method, &Request::target, &Request::origin, &Request::body}) {
        Request request{"GET", "/ping"};
        request.*field = null;
        CHECK(endpoint.try_handle(request).status() == Status::null_pointer);
        request.*field = std::string_view();
        CHECK(endpoint.try_handle(request));
    }
}

TEST_CASE("the options of an endpoint are held to")
{
    EndpointOptions options;
    options.version = Version::v007;
    options.client_error_status = 400;
    options.allow_origins = {"https://example.com"};
    const Endpoint endpoint(issuer(), options);
    const Response token = endpoint.handle(Request{"GET", "/rtm/bob"});
    CHECK(token.body().substr(0, 16) == R"({"rtmToken":"007)");
    CHECK(endpoint.handle(Request{"GET", "/rtm/"}).status() == 400);
    const Response pong = endpoint.handle(Request{"GET", "/ping", "https://example.com"});
    CHECK(pong.headers().back().value == "https://example.com");

    options.omit_cors_headers = true;
    const Response bare = Endpoint(issuer(), options).handle(Request{"GET", "/ping", "https://example.com"});
    for (const Header &header : bare.headers())
        CHECK(header.name.substr(0, 14) != "Access-Control");

    options.client_error_status = 404;
    CHECK(Endpoint::try_create(issuer(), options).status() == Status::out_of_range);
    CHECK(thrown_by([&] { Endpoint(issuer(), options); }) == Status::out_of_range);
    options.client_error_status = 500;
    options.version = Version{0};
    CHECK(Endpoint::try_create(issuer(), options).status() == Status::bad_version);
}

TEST_CASE("a policy lets through what it allows and nothing else")
{
    const Endpoint endpoint(issuer());
    Policy policy;
    policy.user = "42";
    policy.channels = {"room-*", "lobby"};
    const auto status = [&](std::string_view target) {
        return endpoint.handle(Request{"GET", target, "", "", &policy}).status();
    };
    CHECK(status("/rtc/room-1/audience/uid/42") == 200);
    CHECK(status("/rtc/lobby/audience/uid/42") == 200);
    CHECK(status("/rtc/hall/audience/uid/42") == 403);
    CHECK(status("/rtc/room-1/audience/uid/43") == 403);
    CHECK(status("/rtc/room-1/audience/uid/0") == 403);
    CHECK(status("/rtc/room-1/publisher/uid/42") == 403);
    CHECK(status("/rtm/42?expiry=86401") == 403);
    CHECK(status("/chat/app") == 403);
    policy.max_role = Role::publisher;
    policy.max_expires_in = 0s;
    policy.allow_app_tokens = true;
    policy.allow_any_channel = true;
    CHECK(status("/rtc/hall/publisher/uid/42?expiry=86401") == 200);
    CHECK(status("/chat/app") == 200);
    const Request convoai{"POST", "/token/generate", "", R"({"serviceConvoAI":{"enable":true}})", &policy};
    CHECK(endpoint.handle(convoai).status() == 403);
    policy.allow_ai_services = true;
    CHECK(endpoint.handle(convoai).status() == 200);
}

TEST_CASE("a policy without a user is an error unless it allows any user")
{
    const Endpoint endpoint(issuer());
    Policy policy;
    const Request request{"GET", "/rtm/bob", "", "", &policy};
    CHECK(endpoint.try_handle(request).status() == Status::bad_account);
    policy.allow_any_user = true;
    CHECK(endpoint.handle(request).status() == 200);
    policy.user = "bob";
    CHECK(endpoint.try_handle(request).status() == Status::bad_account);
    policy.allow_any_user = false;
    CHECK(endpoint.handle(request).status() == 200);
    policy.user = "\xff";
    CHECK(endpoint.try_handle(request).status() == Status::not_utf8);
    policy.user = "b\0b"s;
    CHECK(endpoint.handle(Request{"GET", "/rtm/b", "", "", &policy}).status() == 403);
}

TEST_CASE("a policy that is none is an error and opens nothing")
{
    const Endpoint endpoint(issuer());
    Policy policy;
    const Request request{"GET", "/rtm/bob", "", "", &policy};
    policy.user = "bob";
    policy.max_expires_in = -1s;
    CHECK(endpoint.try_handle(request).status() == Status::bad_expiry);
    // Would be no limit if it were cut.
    policy.max_expires_in = seconds(std::int64_t{1} << 32);
    CHECK(endpoint.try_handle(request).status() == Status::expiry_looks_absolute);
    policy = Policy();
    policy.user = "bob";
    policy.max_role = Role{0};
    CHECK(endpoint.try_handle(request).status() == Status::bad_role);
    policy = Policy();
    policy.user = "bob";
    policy.channels = {"\xff"};
    CHECK(endpoint.try_handle(request).status() == Status::not_utf8);
}

TEST_CASE("code without exceptions builds, reads and checks")
{
    const char *failure = first_failure_without_exceptions();
    CHECK_MESSAGE(!failure, failure);
}

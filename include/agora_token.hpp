/*
 * agora_token.hpp: the C++17 interface of agora_token.h. Header only: it needs the C library and nothing else.
 *
 *
 * A first token
 *
 *     #include <iostream>
 *     #include "agora_token.hpp"
 *
 *     int main()
 *     {
 *         using namespace agora_token;
 *         using namespace std::chrono_literals;
 *         try {
 *             const Issuer issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b");
 *             std::cout << issuer.rtc("room", User::uid(42), Role::publisher, 1h) << '\n';
 *         } catch (const Error &error) {
 *             std::cerr << error.what() << '\n';
 *             return 1;
 *         }
 *     }
 *
 *     c++ -std=c++17 first.cpp -lagora_token
 *
 *
 * The parts
 *
 * - Issuer: an app's App ID and App Certificate; one call, one token; verify, check and explain.
 * - TokenBuilder: every other token: several services, a lifetime for each privilege, RTM2 permissions, a fixed
 *   time and salt.
 * - TokenInfo, parse: what is inside a token. It needs no certificate.
 * - Endpoint, Request, Policy, Response: the token server as a function.
 *
 * The rules for names and lifetimes, the limits and the meaning of each status are those of agora_token.h; what
 * stands here is what C++ adds.
 *
 *
 * Errors
 *
 * Each call that can fail has two forms. `issuer.rtc(...)` gives the value or throws Error, which carries the
 * Status and its sentence. `issuer.try_rtc(...)` throws nothing of this library: it gives a Result, which is a value
 * or a Status, or a Status alone where there is no value. A check that fails throws CheckError, an Error that also
 * knows what the token has and what was asked. The documentation stands at the try_ form. Code that is
 * compiled without exceptions (-fno-exceptions) has only the try_ forms. Both can throw std::bad_alloc, where
 * there are exceptions, when memory runs out.
 *
 *
 * Strings
 *
 * Strings go in as Text, which is made of a std::string_view, a std::string, or a C string, and is lent for the
 * call. Text from a NULL pointer, such as std::getenv of a variable that is not set, is Status::null_pointer, not
 * a crash; a NUL inside a string, a literal included, is never taken for its end. Only the fields of Policy and
 * EndpointOptions are std::string, which they keep and which cannot be made of a NULL pointer.
 *
 * Strings come out as std::string, or as std::string_view where they are lent by a handle: such a getter does not
 * compile on a temporary.
 *
 *
 * Times
 *
 * Lifetimes are std::chrono::seconds from now: 3600s, 1h, std::chrono::hours(24). A finer duration does not compile.
 * A negative one is Status::bad_expiry, one that is beyond 32 bits Status::expiry_looks_absolute. Points in time are Time:
 * seconds on the system clock.
 *
 *
 * Handles and threads
 *
 * Issuer, TokenBuilder, TokenInfo, Endpoint and Response own a handle of the C library: they move and do not
 * copy. One that was moved from is empty: calls that can fail give Status::null_pointer, getters give 0 or "". A
 * const object may be used by many threads at once; whatever else changes an object needs one thread at a time.
 */

#ifndef AGORA_TOKEN_HPP
#define AGORA_TOKEN_HPP

#if __cplusplus < 201703L && !(defined(_MSVC_LANG) && _MSVC_LANG >= 201703L)
#error "agora_token.hpp needs C++17 or later"
#endif

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "agora_token.h"

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define AGORA_TOKEN_EXCEPTIONS 1
#include <exception>
#endif

namespace agora_token {

/// The result of a call: `ok`, or the one thing that is wrong. agora_token.h says what each means; later versions
/// of the library add some.
enum class [[nodiscard]] Status : agora_token_status {
    ok = AGORA_TOKEN_OK,
    null_pointer = AGORA_TOKEN_NULL_POINTER,
    not_utf8 = AGORA_TOKEN_NOT_UTF8,
    buffer_too_small = AGORA_TOKEN_BUFFER_TOO_SMALL,
    bad_struct_size = AGORA_TOKEN_BAD_STRUCT_SIZE,
    out_of_range = AGORA_TOKEN_OUT_OF_RANGE,
    panic = AGORA_TOKEN_PANIC,
    random_failed = AGORA_TOKEN_RANDOM_FAILED,
    clock_failed = AGORA_TOKEN_CLOCK_FAILED,
    bad_app_id = AGORA_TOKEN_BAD_APP_ID,
    bad_app_certificate = AGORA_TOKEN_BAD_APP_CERTIFICATE,
    bad_channel = AGORA_TOKEN_BAD_CHANNEL,
    bad_account = AGORA_TOKEN_BAD_ACCOUNT,
    bad_role = AGORA_TOKEN_BAD_ROLE,
    bad_version = AGORA_TOKEN_BAD_VERSION,
    bad_service = AGORA_TOKEN_BAD_SERVICE,
    bad_privilege = AGORA_TOKEN_BAD_PRIVILEGE,
    bad_expiry = AGORA_TOKEN_BAD_EXPIRY,
    expiry_looks_absolute = AGORA_TOKEN_EXPIRY_LOOKS_ABSOLUTE,
    no_service = AGORA_TOKEN_NO_SERVICE,
    string_too_long = AGORA_TOKEN_STRING_TOO_LONG,
    unsupported_in_version = AGORA_TOKEN_UNSUPPORTED_IN_VERSION,
    malformed_token = AGORA_TOKEN_MALFORMED_TOKEN,
    unknown_version = AGORA_TOKEN_UNKNOWN_VERSION,
    token_too_large = AGORA_TOKEN_TOKEN_TOO_LARGE,
    bad_signature = AGORA_TOKEN_BAD_SIGNATURE,
    expired = AGORA_TOKEN_EXPIRED,
    wrong_app = AGORA_TOKEN_WRONG_APP,
    wrong_channel = AGORA_TOKEN_WRONG_CHANNEL,
    wrong_user = AGORA_TOKEN_WRONG_USER,
    not_granted = AGORA_TOKEN_NOT_GRANTED,
};

/// What is wrong and what would be right, in one English sentence: a static string.
inline const char *message(Status status) noexcept
{
    return agora_token_status_message(static_cast<agora_token_status>(status));
}

/// The name of a status as agora_token.h has it without its prefix, such as "BAD_CHANNEL", for logs: a static string,
/// "" for a number that is no status.
inline const char *name(Status status) noexcept
{
    return agora_token_status_name(static_cast<agora_token_status>(status));
}

/// The version of the format: 006 is "AccessToken", 007 "AccessToken2". New projects use 007.
enum class Version : std::uint32_t {
    v006 = AGORA_TOKEN_VERSION_006,
    v007 = AGORA_TOKEN_VERSION_007,
};

/// What a user of an RTC channel may do. Agora refuses to let a subscriber publish only where co-host
/// authentication is switched on for the project.
enum class Role : std::uint32_t {
    publisher = AGORA_TOKEN_ROLE_PUBLISHER,
    subscriber = AGORA_TOKEN_ROLE_SUBSCRIBER,
};

/// The services that a token can open.
enum class Service : std::uint32_t {
    rtc = AGORA_TOKEN_SERVICE_RTC,
    rtm = AGORA_TOKEN_SERVICE_RTM,
    streaming = AGORA_TOKEN_SERVICE_STREAMING,
    fpa = AGORA_TOKEN_SERVICE_FPA,
    chat = AGORA_TOKEN_SERVICE_CHAT,
    fcdn = AGORA_TOKEN_SERVICE_FCDN,
    apaas = AGORA_TOKEN_SERVICE_APAAS,
    rtm2 = AGORA_TOKEN_SERVICE_RTM2,
    convoai = AGORA_TOKEN_SERVICE_CONVOAI,
    stt = AGORA_TOKEN_SERVICE_STT,
};

/// The number of a privilege within its service: privileges of different services share numbers. `Privilege{9}` is
/// one that has no name here; the library takes numbers up to 65535.
enum class Privilege : std::uint32_t {
    /// What a check asks of ConvoAI and STT, which have no privileges.
    none = AGORA_TOKEN_NO_PRIVILEGE,
    rtc_join_channel = AGORA_TOKEN_RTC_JOIN_CHANNEL,
    rtc_publish_audio = AGORA_TOKEN_RTC_PUBLISH_AUDIO,
    rtc_publish_video = AGORA_TOKEN_RTC_PUBLISH_VIDEO,
    rtc_publish_data = AGORA_TOKEN_RTC_PUBLISH_DATA,
    rtm_login = AGORA_TOKEN_RTM_LOGIN,
    streaming_publish_mix = AGORA_TOKEN_STREAMING_PUBLISH_MIX,
    streaming_publish_raw = AGORA_TOKEN_STREAMING_PUBLISH_RAW,
    fpa_login = AGORA_TOKEN_FPA_LOGIN,
    chat_user = AGORA_TOKEN_CHAT_USER,
    chat_app = AGORA_TOKEN_CHAT_APP,
    fcdn_publish = AGORA_TOKEN_FCDN_PUBLISH,
    fcdn_play = AGORA_TOKEN_FCDN_PLAY,
    apaas_room_user = AGORA_TOKEN_APAAS_ROOM_USER,
    apaas_user = AGORA_TOKEN_APAAS_USER,
    apaas_app = AGORA_TOKEN_APAAS_APP,
    rtm2_login = AGORA_TOKEN_RTM2_LOGIN,
};

/// What an RTM2 permission is about. `Resource{9}` is one that has no name here, up to 65535.
enum class Resource : std::uint32_t {
    message_channels = AGORA_TOKEN_RTM2_MESSAGE_CHANNELS,
    stream_channels = AGORA_TOKEN_RTM2_STREAM_CHANNELS,
    group_channels = AGORA_TOKEN_RTM2_GROUP_CHANNELS,
    server_groups = AGORA_TOKEN_RTM2_SERVER_GROUPS,
    users = AGORA_TOKEN_RTM2_USERS,
};

/// What an RTM2 permission allows. `Permission{9}` is one that has no name here, up to 65535.
enum class Permission : std::uint32_t {
    read = AGORA_TOKEN_RTM2_READ,
    write = AGORA_TOKEN_RTM2_WRITE,
};

/// The role of an Education service that has none.
inline constexpr std::int16_t no_role = AGORA_TOKEN_NO_ROLE;

/// A point in time: seconds on the system clock. std::chrono::floor<std::chrono::seconds>(time) makes one of a
/// finer point in time.
using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

/// The version of the library that runs, such as "0.1.0"; AGORA_TOKEN_VERSION_STRING is that of the header.
inline const char *library_version() noexcept
{
    return agora_token_library_version();
}

/// The version of the library that runs as a number, as AGORA_TOKEN_VERSION_NUMBER.
inline std::uint32_t library_version_number() noexcept
{
    return agora_token_library_version_number();
}

#ifdef AGORA_TOKEN_EXCEPTIONS
/// A call that failed. Compare `status()`; show `what()`.
class Error : public std::exception {
public:
    explicit Error(Status status) noexcept : status_(status)
    {
    }

    /// Which thing is wrong; never Status::ok.
    Status status() const noexcept
    {
        return status_;
    }

    /// What is wrong and what would be right, in one English sentence.
    const char *what() const noexcept override
    {
        return message(status_);
    }

private:
    Status status_;
};

/// A check that failed, with what try_explain says about it.
class CheckError : public Error {
public:
    /// - explanation: the JSON of try_explain, or "".
    CheckError(Status status, std::string explanation) : Error(status)
    {
        Said said{std::move(explanation), std::nullopt, std::nullopt, agora_token::message(status)};
        said.found = member(said.explanation, ",\"found\":\"");
        said.asked = member(said.explanation, ",\"asked\":\"");
        if (std::optional<std::string> reason = member(said.explanation, ",\"reason\":\""))
            said.what = std::move(*reason);
        said_ = std::make_shared<const Said>(std::move(said));
    }

    /// What the token has in place of what was asked, for people; nothing where that tells no more than the status.
    const std::optional<std::string> &found() const noexcept
    {
        return said_->found;
    }

    /// What was asked for, written as found() is.
    const std::optional<std::string> &asked() const noexcept
    {
        return said_->asked;
    }

    /// All that there is to say, as the JSON of agora_token_explain: what to do is its member advice. "" where the
    /// token's time ran out between the check and the explanation.
    const std::string &explanation() const noexcept
    {
        return said_->explanation;
    }

    /// The reason, in a sentence without any name of the token or the question.
    const char *what() const noexcept override
    {
        return said_->what.c_str();
    }

private:
    struct Said {
        std::string explanation;
        std::optional<std::string> found, asked;
        std::string what;
    };

    /// The string behind `name`, which stands in no string of the JSON: there its quotes have backslashes. Those are all
    /// that a value's escapes are made of.
    static std::optional<std::string> member(const std::string &json, std::string_view name)
    {
        const std::size_t at = json.find(name);
        if (at == std::string::npos)
            return std::nullopt;
        std::string value;
        for (std::size_t i = at + name.size(); i < json.size() && json[i] != '"'; i++) {
            if (json[i] == '\\' && i + 1 < json.size())
                i++;
            value += json[i];
        }
        return value;
    }

    // An exception is copied without another one.
    std::shared_ptr<const Said> said_;
};
#endif

/// A value, or the status that says why there is none.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : value_(std::move(value))
    {
    }

    Result(Status error) noexcept : status_(error)
    {
    }

    /// Whether there is a value.
    bool has_value() const noexcept
    {
        return value_.has_value();
    }

    explicit operator bool() const noexcept
    {
        return has_value();
    }

    /// Status::ok where there is a value.
    Status status() const noexcept
    {
        return status_;
    }

    /// The sentence of the status.
    const char *message() const noexcept
    {
        return agora_token::message(status_);
    }

    /// The value. Where there is none the program ends (std::abort).
    T &operator*() & noexcept
    {
        return present();
    }

    const T &operator*() const & noexcept
    {
        return const_cast<Result *>(this)->present();
    }

    T &&operator*() && noexcept
    {
        return std::move(present());
    }

    T *operator->() & noexcept
    {
        return &present();
    }

    const T *operator->() const & noexcept
    {
        return &**this;
    }

    // It would make a value that goes at once look like one that stays.
    const T *operator->() const && = delete;

#ifdef AGORA_TOKEN_EXCEPTIONS
    /// The value. Where there is none Error is thrown.
    T &value() &
    {
        return checked();
    }

    const T &value() const &
    {
        return const_cast<Result *>(this)->checked();
    }

    T &&value() &&
    {
        return std::move(checked());
    }
#endif

private:
    T &present() noexcept
    {
        if (!value_)
            std::abort();
        return *value_;
    }

#ifdef AGORA_TOKEN_EXCEPTIONS
    T &checked()
    {
        if (!value_)
            throw Error(status_);
        return *value_;
    }
#endif

    std::optional<T> value_;
    Status status_ = Status::ok;
};

/// A string that is lent for a call, made of anything that a string can be: see "Strings".
class Text {
public:
    /// A std::string_view, a std::string, or what converts to a std::string_view.
    template <class String,
              std::enable_if_t<std::is_convertible_v<const String &, std::string_view> &&
                                   !std::is_convertible_v<const String &, const char *>,
                               int> = 0>
    constexpr Text(const String &string) noexcept : Text(std::string_view(string), 0)
    {
    }

    /// A C string. NULL is Status::null_pointer in the call.
    template <class Pointer,
              std::enable_if_t<std::is_same_v<Pointer, const char *> || std::is_same_v<Pointer, char *>, int> = 0>
    constexpr Text(const Pointer &string) noexcept
        : str_{string, string ? std::char_traits<char>::length(string) : 1}
    {
    }

    /// A string literal: all of it. NULs at its end are padding.
    template <std::size_t N>
    constexpr Text(const char (&literal)[N]) noexcept : str_{literal, N}
    {
        while (str_.len > 0 && literal[str_.len - 1] == '\0')
            --str_.len;
    }

    /// A buffer with a C string in it, up to its NUL.
    template <std::size_t N>
    constexpr Text(char (&buffer)[N]) noexcept : Text(std::string_view(buffer, N).substr(0, length_in(buffer, N)), 0)
    {
    }

    Text(std::nullptr_t) = delete;

    /// The string of the C interface.
    constexpr agora_token_str str() const noexcept
    {
        return str_;
    }

private:
    // An empty view may have a NULL pointer. It becomes one that is none, which in a policy is no user at all.
    constexpr Text(std::string_view view, int) noexcept : str_{view.data() ? view.data() : "", view.size()}
    {
    }

    static constexpr std::size_t length_in(const char *buffer, std::size_t size) noexcept
    {
        std::size_t length = 0;
        while (length < size && buffer[length] != '\0')
            ++length;
        return length;
    }

    agora_token_str str_;
};

/// The user of an RTC token or of a check: a numeric uid, a user account, or any user. Agora counts the account "42"
/// and the uid 42 as the same user. An account is lent, as a Text is.
class User {
public:
    /// The user with a numeric uid, 1 to 4294967295; 0 is any user. A number outside of that range is
    /// Status::out_of_range in the call.
    template <class Integer,
              std::enable_if_t<std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>, int> = 0>
    static constexpr User uid(Integer uid) noexcept
    {
        const bool is_below = std::is_signed_v<Integer> && uid < Integer{0};
        if (is_below || static_cast<std::uintmax_t>(uid) > UINT32_MAX)
            return User(Kind::out_of_range, 0, std::string_view());
        return User(Kind::uid, static_cast<std::uint32_t>(uid), std::string_view());
    }

    /// The user with an account (a string uid), 1 to 255 bytes. The account "0" is a user of that name; for any user
    /// take any().
    static constexpr User account(Text account) noexcept
    {
        return User(Kind::account, 0, account);
    }

    /// Any user: whoever holds the token. In a check: a token that is good for any user.
    static constexpr User any() noexcept
    {
        return uid(AGORA_TOKEN_UID_ANY);
    }

private:
    friend class Issuer;
    friend class TokenBuilder;

    enum class Kind { uid, account, out_of_range };

    constexpr User(Kind kind, std::uint32_t uid, Text account) noexcept : kind_(kind), uid_(uid), account_(account)
    {
    }

    Kind kind_;
    std::uint32_t uid_;
    Text account_;
};

namespace detail {

template <auto free>
struct Free {
    template <class Handle>
    void operator()(Handle *handle) const noexcept
    {
        free(handle);
    }
};

/// A handle of the C library that is owned.
template <class T, auto free>
using Handle = std::unique_ptr<T, Free<free>>;

constexpr Status status(agora_token_status status) noexcept
{
    return static_cast<Status>(status);
}

template <class Enum>
constexpr std::uint32_t number(Enum value) noexcept
{
    return static_cast<std::uint32_t>(value);
}

constexpr std::string_view view(agora_token_str str) noexcept
{
    return std::string_view(str.data, str.len);
}

inline std::string string(agora_token_str str)
{
    return std::string(view(str));
}

constexpr Time time(std::uint64_t unix_seconds) noexcept
{
    return Time(std::chrono::seconds(static_cast<std::chrono::seconds::rep>(unix_seconds)));
}

/// The 32-bit number of a lifetime.
constexpr Status lifetime(std::chrono::seconds expires_in, std::uint32_t &seconds) noexcept
{
    if (expires_in.count() < 0)
        return Status::bad_expiry;
    if (expires_in.count() > std::chrono::seconds::rep{UINT32_MAX})
        return Status::expiry_looks_absolute;
    seconds = static_cast<std::uint32_t>(expires_in.count());
    return Status::ok;
}

/// The number of the time of a check, in which 0 is the system clock. So the first second of 1970 cannot be asked for.
constexpr Status check_time(const std::optional<Time> &now, std::uint64_t &unix_seconds) noexcept
{
    if (now && now->time_since_epoch().count() <= 0)
        return Status::out_of_range;
    unix_seconds = now ? static_cast<std::uint64_t>(now->time_since_epoch().count()) : 0;
    return Status::ok;
}

/// The string that `write` puts out: at first into a buffer that takes most of them.
template <class Write>
Result<std::string> output(Write write)
{
    char buffer[AGORA_TOKEN_MAX_LEN + 1];
    std::size_t len = 0;
    Status status = detail::status(write(buffer, sizeof buffer, &len));
    if (status == Status::ok)
        return std::string(buffer, len);
    if (status != Status::buffer_too_small)
        return status;
    // The library promises that the length is enough for the next try; the string has a byte more for the NUL.
    std::string text(len, '\0');
    status = detail::status(write(text.data(), text.size() + 1, &len));
    if (status != Status::ok)
        return status;
    text.resize(len);
    return text;
}

template <class String>
inline constexpr bool is_view = std::is_pointer_v<String> || std::is_same_v<String, std::string_view> ||
                                std::is_same_v<String, Text>;

/// Whether an iterator may go on without changing what it gave before.
template <class Iterator, class = void>
inline constexpr bool is_forward = false;

template <class Iterator>
inline constexpr bool is_forward<Iterator, std::void_t<typename std::iterator_traits<Iterator>::iterator_category>> =
    std::is_base_of_v<std::forward_iterator_tag, typename std::iterator_traits<Iterator>::iterator_category>;

/// Whether the strings of a range outlive a walk over it, as those do not that it makes on the way.
template <class Texts>
constexpr bool lends_strings() noexcept
{
    using std::begin;
    using Iterator = decltype(begin(std::declval<const Texts &>()));
    using String = decltype(*std::declval<Iterator &>());
    return is_view<std::decay_t<String>> || (std::is_lvalue_reference_v<String> && is_forward<Iterator>);
}

template <class Texts>
std::vector<agora_token_str> strs(const Texts &texts)
{
    static_assert(lends_strings<Texts>(),
                  "the range makes its strings on the way: put them into a std::vector<std::string> first");
    std::vector<agora_token_str> strs;
    for (const auto &text : texts)
        strs.push_back(Text(text).str());
    return strs;
}

} // namespace detail

/// A permission of an RTM2 service: on which named resources, and for what.
struct PermissionInfo {
    Resource resource;
    Permission permission;
    /// The names, such as those of channels.
    std::vector<std::string> names;
};

/// A privilege of a service.
struct PrivilegeInfo {
    Privilege privilege;
    /// When it ends, the token's own end not counted in; none where it does not expire, which only a 006 token can
    /// say.
    std::optional<Time> expires_at;
};

/// A service in a token. Fields that its type does not have are "", as are all of them in a 006 token, which holds
/// no names.
struct ServiceInfo {
    Service type;
    /// RTC, Streaming, FCDN: the channel name; "*" is every channel.
    std::string channel;
    /// RTC, Streaming, FCDN: the decimal digits of a numeric uid, or the user account; "" is any user.
    std::string account;
    /// RTM, Chat, RTM2: the user id; "" in a Chat app token.
    std::string user_id;
    /// Education: the room uuid.
    std::string room_uuid;
    /// Education: the user uuid.
    std::string user_uuid;
    /// Education: the role; no_role where there is none.
    std::int16_t role;
    std::vector<PrivilegeInfo> privileges;
    /// RTM2: the permissions.
    std::vector<PermissionInfo> permissions;
};

/// What is inside a token. Reading it needs no certificate and says nothing about the signature: do not grant
/// access because of it; use Issuer::check.
///
///     for (const ServiceInfo &service : parse(token).services())
///         std::cout << service.channel << '\n';
class TokenInfo {
public:
    /// Reads a 006 or 007 token.
    ///
    /// Statuses: malformed_token, unknown_version, token_too_large, no_service.
    static Result<TokenInfo> try_parse(Text token)
    {
        agora_token_info *info = nullptr;
        const Status status = detail::status(agora_token_parse(token.str(), &info));
        if (status != Status::ok)
            return status;
        return TokenInfo(info);
    }

    /// The version of the token.
    Version version() const noexcept
    {
        return static_cast<Version>(agora_token_info_version(get()));
    }

    /// The App ID that the token is for, lent by this object.
    std::string_view app_id() const & noexcept
    {
        return detail::view(agora_token_info_app_id(get()));
    }

    std::string_view app_id() const && = delete;

    /// When a 007 token was issued. A 006 token does not say.
    std::optional<Time> issued_at() const noexcept
    {
        if (version() != Version::v007)
            return std::nullopt;
        return detail::time(agora_token_info_issued_at(get()));
    }

    /// When the token itself ends. In a 006 token it is the `ts` field, 24 hours after the issuing if a one-call
    /// function made the token, whatever the lifetime that its privileges have.
    Time expires_at() const noexcept
    {
        return detail::time(agora_token_info_expires_at(get()));
    }

    /// Where a 007 token lives longer than the 24 hours that Agora honours: when Agora treats it as expired.
    std::optional<Time> cut_at() const noexcept
    {
        const std::uint64_t cut_at = agora_token_info_cut_at(get());
        if (cut_at == 0)
            return std::nullopt;
        return detail::time(cut_at);
    }

    /// The salt.
    std::uint32_t salt() const noexcept
    {
        return agora_token_info_salt(get());
    }

    /// The CRC-32 of a 006 token's channel, or of an RTM token's user id; 0 for a 007 token.
    std::uint32_t channel_crc() const noexcept
    {
        return agora_token_info_channel_crc(get());
    }

    /// The CRC-32 of a 006 token's uid digits or account, 0 for any user; 0 for a 007 token.
    std::uint32_t user_crc() const noexcept
    {
        return agora_token_info_user_crc(get());
    }

    /// The services that this library knows. A 006 token has one, which it does not name: it is taken for RTM where
    /// its only privilege is the RTM login and it names no uid, for RTC otherwise.
    std::vector<ServiceInfo> services() const
    {
        std::vector<ServiceInfo> services;
        const std::size_t count = agora_token_info_service_count(get());
        services.reserve(count);
        for (std::size_t index = 0; index < count; ++index)
            services.push_back(service(index));
        return services;
    }

    /// The type of a service that this library does not know, if there is one. It and what follows it are not
    /// among the services; the signature covers them all the same.
    std::optional<std::uint32_t> unknown_service() const noexcept
    {
        const std::int32_t type = agora_token_info_unknown_service(get());
        if (type < 0)
            return std::nullopt;
        return static_cast<std::uint32_t>(type);
    }

    /// Everything in the token as a JSON object, with the names of services and privileges.
    Result<std::string> try_json() const
    {
        return detail::output([this](char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_info_json(get(), out, capacity, len);
        });
    }

#ifdef AGORA_TOKEN_EXCEPTIONS
    /// try_json, or Error.
    std::string json() const
    {
        return try_json().value();
    }
#endif

    /// The handle of the C interface, lent by this object; NULL where it was moved from.
    const agora_token_info *get() const noexcept
    {
        return handle_.get();
    }

private:
    explicit TokenInfo(agora_token_info *info) noexcept : handle_(info)
    {
    }

    ServiceInfo service(std::size_t index) const
    {
        const auto field = [&](std::uint32_t which) {
            return detail::string(agora_token_info_field(get(), index, which));
        };
        ServiceInfo service;
        service.type = static_cast<Service>(agora_token_info_service_type(get(), index));
        service.channel = field(AGORA_TOKEN_FIELD_CHANNEL);
        service.account = field(AGORA_TOKEN_FIELD_ACCOUNT);
        service.user_id = field(AGORA_TOKEN_FIELD_USER_ID);
        service.room_uuid = field(AGORA_TOKEN_FIELD_ROOM_UUID);
        service.user_uuid = field(AGORA_TOKEN_FIELD_USER_UUID);
        service.role = agora_token_info_role(get(), index);
        for (std::size_t i = 0; i < agora_token_info_privilege_count(get(), index); ++i)
            service.privileges.push_back(privilege(index, i));
        for (std::size_t i = 0; i < agora_token_info_permission_count(get(), index); ++i)
            service.permissions.push_back(permission(index, i));
        return service;
    }

    PrivilegeInfo privilege(std::size_t service, std::size_t index) const
    {
        PrivilegeInfo privilege;
        privilege.privilege = static_cast<Privilege>(agora_token_info_privilege(get(), service, index));
        const std::uint64_t expires_at = agora_token_info_privilege_expires_at(get(), service, index);
        if (expires_at != 0)
            privilege.expires_at = detail::time(expires_at);
        return privilege;
    }

    PermissionInfo permission(std::size_t service, std::size_t index) const
    {
        PermissionInfo permission;
        permission.resource = static_cast<Resource>(agora_token_info_permission_resource(get(), service, index));
        permission.permission = static_cast<Permission>(agora_token_info_permission(get(), service, index));
        const std::size_t count = agora_token_info_permission_name_count(get(), service, index);
        for (std::size_t i = 0; i < count; ++i)
            permission.names.push_back(detail::string(agora_token_info_permission_name(get(), service, index, i)));
        return permission;
    }

    detail::Handle<agora_token_info, agora_token_info_free> handle_;
};

/// TokenInfo::try_parse.
inline Result<TokenInfo> try_parse(Text token)
{
    return TokenInfo::try_parse(token);
}

#ifdef AGORA_TOKEN_EXCEPTIONS
/// try_parse, or Error.
inline TokenInfo parse(Text token)
{
    return TokenInfo::try_parse(token).value();
}
#endif

/// Builds every token that the formats can hold. It writes what it is given, bounded by the format alone; Agora's
/// rules for names and lifetimes are those of Issuer's one-call functions. Services are added, and each privilege is
/// granted to the service that was added last:
///
///     TokenBuilder builder = issuer.builder(Version::v007);
///     builder.expires_in(1h)
///         .add_rtc("room", User::uid(42))
///         .grant(Privilege::rtc_join_channel, 1h)
///         .grant(Privilege::rtc_publish_audio, 10min)
///         .add_rtm("42")
///         .grant(Privilege::rtm_login, 1h);
///     std::string token = builder.build();
///
/// The calls of the chain do not throw Error. The first one that fails makes the builder unusable: it and every later
/// call have no effect, `status` says why, and `build` fails with that status.
class TokenBuilder {
public:
    /// Fixes the time of issuing. Without it each build takes the current time.
    ///
    /// Statuses: out_of_range before 1970 and after February 2106.
    TokenBuilder &issued_at(Time time) noexcept
    {
        const auto seconds = time.time_since_epoch().count();
        if (seconds < 0 || seconds > std::chrono::seconds::rep{UINT32_MAX})
            return fail(Status::out_of_range);
        return apply([&] {
            return agora_token_builder_set_issued_at(handle_.get(), static_cast<std::uint32_t>(seconds));
        });
    }

    /// Fixes the salt. Without it each build takes a new one.
    TokenBuilder &salt(std::uint32_t salt) noexcept
    {
        return apply([&] { return agora_token_builder_set_salt(handle_.get(), salt); });
    }

    /// Sets the token's own lifetime from its issuing: 24 hours unless set. No privilege outlives the token. In a 006
    /// token this is the `ts` field. With 0s the token has expired when it is issued.
    ///
    /// Statuses: bad_expiry, expiry_looks_absolute (see "Times").
    TokenBuilder &expires_in(std::chrono::seconds lifetime) noexcept
    {
        std::uint32_t seconds = 0;
        const Status status = detail::lifetime(lifetime, seconds);
        if (status != Status::ok)
            return fail(status);
        return apply([&] { return agora_token_builder_set_expires_in(handle_.get(), seconds); });
    }

    /// Adds RTC in one channel ("*" is every channel) for one user.
    ///
    /// Statuses: string_too_long, out_of_range (see User::uid); unsupported_in_version where a 006 token has a service
    /// already.
    TokenBuilder &add_rtc(Text channel, User user) noexcept
    {
        return add_channel(agora_token_builder_add_rtc, channel, user);
    }

    /// Adds RTM (Signaling) for one user id.
    ///
    /// Statuses: string_too_long; unsupported_in_version where a 006 token has a service already.
    TokenBuilder &add_rtm(Text user_id) noexcept
    {
        return apply([&] { return agora_token_builder_add_rtm(handle_.get(), user_id.str()); });
    }

    /// Adds Streaming in one channel for one user. Only in 007 tokens.
    ///
    /// Statuses: string_too_long, out_of_range, unsupported_in_version.
    TokenBuilder &add_streaming(Text channel, User user) noexcept
    {
        return add_channel(agora_token_builder_add_streaming, channel, user);
    }

    /// Adds FPA. Only in 007 tokens.
    ///
    /// Statuses: unsupported_in_version.
    TokenBuilder &add_fpa() noexcept
    {
        return apply([&] { return agora_token_builder_add_fpa(handle_.get()); });
    }

    /// Adds Chat for one user id; "" for an app token (Privilege::chat_app). Only in 007 tokens.
    ///
    /// Statuses: string_too_long, unsupported_in_version.
    TokenBuilder &add_chat(Text user_id) noexcept
    {
        return apply([&] { return agora_token_builder_add_chat(handle_.get(), user_id.str()); });
    }

    /// Adds FCDN in one channel for one user. Only in 007 tokens.
    ///
    /// Statuses: string_too_long, out_of_range, unsupported_in_version.
    TokenBuilder &add_fcdn(Text channel, User user) noexcept
    {
        return add_channel(agora_token_builder_add_fcdn, channel, user);
    }

    /// Adds Education: a user of a room in a role; "" and no_role where there is none. Only in 007 tokens.
    ///
    /// Statuses: string_too_long, unsupported_in_version.
    TokenBuilder &add_apaas(Text room_uuid, Text user_uuid, std::int16_t role) noexcept
    {
        return apply([&] {
            return agora_token_builder_add_apaas(handle_.get(), room_uuid.str(), user_uuid.str(), role);
        });
    }

    /// Adds ConvoAI, whose presence in the token is the grant. Only in 007 tokens.
    ///
    /// Statuses: unsupported_in_version.
    TokenBuilder &add_convoai() noexcept
    {
        return apply([&] { return agora_token_builder_add_convoai(handle_.get()); });
    }

    /// Adds STT, whose presence in the token is the grant. Only in 007 tokens.
    ///
    /// Statuses: unsupported_in_version.
    TokenBuilder &add_stt() noexcept
    {
        return apply([&] { return agora_token_builder_add_stt(handle_.get()); });
    }

    /// Adds RTM2 (Signaling with permissions) for one user id. Only in 007 tokens.
    ///
    /// Statuses: string_too_long, unsupported_in_version.
    TokenBuilder &add_rtm2(Text user_id) noexcept
    {
        return apply([&] { return agora_token_builder_add_rtm2(handle_.get(), user_id.str()); });
    }

    /// Grants a privilege of the service that was added last, from the token's issuing on. 0s means as long as the
    /// token (007), or does not expire (006). A second grant of the same privilege replaces the first.
    ///
    /// Statuses: bad_privilege; no_service before the first service; bad_expiry, expiry_looks_absolute (see "Times").
    TokenBuilder &grant(Privilege privilege, std::chrono::seconds expires_in) noexcept
    {
        std::uint32_t seconds = 0;
        const Status status = detail::lifetime(expires_in, seconds);
        if (status != Status::ok)
            return fail(status);
        return apply([&] { return agora_token_builder_grant(handle_.get(), detail::number(privilege), seconds); });
    }

    /// Gives the RTM2 service that was added last a permission on named resources, such as channels: a list or any
    /// range of strings, at most 65535 of at most 65535 bytes. A range that makes its strings on the way does
    /// not compile. A second call for the same resource and permission replaces the first.
    ///
    /// Statuses: bad_privilege; no_service before the first service; bad_service where the last one is not RTM2;
    /// string_too_long.
    template <class Texts>
    TokenBuilder &permit(Resource resource, Permission permission, const Texts &names)
    {
        const std::vector<agora_token_str> strs = detail::strs(names);
        return apply([&] {
            return agora_token_builder_permit(handle_.get(), detail::number(resource), detail::number(permission),
                                              strs.data(), strs.size());
        });
    }

    TokenBuilder &permit(Resource resource, Permission permission, std::initializer_list<Text> names)
    {
        return permit<std::initializer_list<Text>>(resource, permission, names);
    }

    /// Status::ok, or why the first call that failed did.
    Status status() const noexcept
    {
        return status_;
    }

    /// Signs a token. The builder stays as it is and can build again, each time with a time and salt of its own
    /// unless they are fixed.
    ///
    /// Statuses: that of the first call that failed; no_service; bad_expiry where a time of a 006 token would lie
    /// after February 2106; string_too_long; token_too_large; clock_failed, random_failed.
    Result<std::string> try_build() const
    {
        if (status_ != Status::ok)
            return status_;
        return detail::output([this](char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_builder_build(handle_.get(), out, capacity, len);
        });
    }

#ifdef AGORA_TOKEN_EXCEPTIONS
    /// try_build, or Error.
    std::string build() const
    {
        return try_build().value();
    }
#endif

private:
    friend class Issuer;

    TokenBuilder(const agora_token_issuer *issuer, Version version) noexcept
    {
        agora_token_builder *builder = nullptr;
        status_ = detail::status(agora_token_builder_new(issuer, detail::number(version), &builder));
        handle_.reset(builder);
    }

    TokenBuilder &fail(Status status) noexcept
    {
        if (status_ == Status::ok)
            status_ = status;
        return *this;
    }

    template <class Call>
    TokenBuilder &apply(Call call) noexcept
    {
        return status_ == Status::ok ? fail(detail::status(call())) : *this;
    }

    using AddChannel = agora_token_status(agora_token_builder *, agora_token_str channel, agora_token_str account);

    TokenBuilder &add_channel(AddChannel *add, Text channel, const User &user) noexcept
    {
        if (user.kind_ == User::Kind::out_of_range)
            return fail(Status::out_of_range);
        char digits[10];
        agora_token_str account = user.account_.str();
        if (user.kind_ == User::Kind::uid && user.uid_ != AGORA_TOKEN_UID_ANY) {
            const char *end = std::to_chars(digits, digits + sizeof digits, user.uid_).ptr;
            account = {digits, static_cast<std::size_t>(end - digits)};
        }
        return apply([&] { return add(handle_.get(), channel.str(), account); });
    }

    detail::Handle<agora_token_builder, agora_token_builder_free> handle_;
    Status status_;
};

/// An app's App ID and App Certificate, and what they sign. One per app is enough. It never changes: threads may share
/// one, and builders and endpoints that were made with it may outlive it.
///
/// Each one-call function signs one token with the current time and a salt of its own, under Agora's rules for names
/// and lifetimes. Lifetimes are from now on, at least 1 second; Agora honours at most 24 hours. Beyond the statuses
/// that are listed each can give bad_expiry and expiry_looks_absolute for the lifetime, not_utf8 and null_pointer for a
/// string, and clock_failed and random_failed.
class Issuer {
public:
    /// Makes an issuer. Both are 32 hexadecimal characters, as Agora's console shows them. The certificate is copied,
    /// wiped from memory with the last object that needs it, and never part of an output.
    ///
    /// Statuses: bad_app_id, bad_app_certificate, random_failed.
    static Result<Issuer> try_create(Text app_id, Text app_certificate)
    {
        agora_token_issuer *issuer = nullptr;
        const Status status =
            detail::status(agora_token_issuer_new(app_id.str(), app_certificate.str(), &issuer));
        if (status != Status::ok)
            return status;
        return Issuer(issuer);
    }

    /// An RTC token for a user in a channel.
    ///
    /// - channel: a channel name, or "*" for every channel.
    ///
    /// Statuses: bad_version, bad_role, bad_channel, bad_account; out_of_range (see User::uid).
    Result<std::string> try_rtc(Text channel, User user, Role role, std::chrono::seconds expires_in,
                                Version version = Version::v007) const
    {
        if (user.kind_ == User::Kind::out_of_range)
            return Status::out_of_range;
        const bool is_account = user.kind_ == User::Kind::account;
        return sign(expires_in, [&](std::uint32_t seconds, char *out, std::size_t capacity, std::size_t *len) {
            return is_account
                       ? agora_token_rtc_account(get(), detail::number(version), channel.str(), user.account_.str(),
                                                 detail::number(role), seconds, out, capacity, len)
                       : agora_token_rtc_uid(get(), detail::number(version), channel.str(), user.uid_,
                                             detail::number(role), seconds, out, capacity, len);
        });
    }

    /// An RTM (Signaling) token for one user id, which is 1 to 64 bytes.
    ///
    /// Statuses: bad_version, bad_account.
    Result<std::string> try_rtm(Text user_id, std::chrono::seconds expires_in, Version version = Version::v007) const
    {
        return sign(expires_in, [&](std::uint32_t seconds, char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_rtm(get(), detail::number(version), user_id.str(), seconds, out, capacity, len);
        });
    }

    /// One 007 token for RTC in a channel and for RTM, both under the same account of 1 to 64 bytes.
    ///
    /// Statuses: bad_role, bad_channel, bad_account.
    Result<std::string> try_rtc_rtm(Text channel, Text account, Role role, std::chrono::seconds expires_in) const
    {
        return sign(expires_in, [&](std::uint32_t seconds, char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_rtc_rtm(get(), channel.str(), account.str(), detail::number(role), seconds, out,
                                       capacity, len);
        });
    }

    /// One 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for ConvoAI. Whoever
    /// holds it can start voice agents on the bill of the app's owner.
    ///
    /// Statuses: bad_role, bad_channel, bad_account.
    Result<std::string> try_convoai(Text channel, Text account, Role role, std::chrono::seconds expires_in) const
    {
        return sign(expires_in, [&](std::uint32_t seconds, char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_convoai(get(), channel.str(), account.str(), detail::number(role), seconds, out,
                                       capacity, len);
        });
    }

    /// One 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for STT (real-time
    /// speech to text). Whoever holds it can start work on the bill of the app's owner.
    ///
    /// Statuses: bad_role, bad_channel, bad_account.
    Result<std::string> try_stt(Text channel, Text account, Role role, std::chrono::seconds expires_in) const
    {
        return sign(expires_in, [&](std::uint32_t seconds, char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_stt(get(), channel.str(), account.str(), detail::number(role), seconds, out, capacity,
                                   len);
        });
    }

    /// A 007 token for one Chat user id, which is 1 to 64 bytes.
    ///
    /// Statuses: bad_account.
    Result<std::string> try_chat_user(Text user_id, std::chrono::seconds expires_in) const
    {
        return sign(expires_in, [&](std::uint32_t seconds, char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_chat_user(get(), user_id.str(), seconds, out, capacity, len);
        });
    }

    /// A 007 token for the whole Chat app, for a backend that calls Chat's REST API. Never give it to a user.
    Result<std::string> try_chat_app(std::chrono::seconds expires_in) const
    {
        return sign(expires_in, [&](std::uint32_t seconds, char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_chat_app(get(), seconds, out, capacity, len);
        });
    }

    /// A 007 token for one user of one Education (Flexible Classroom) room, with that user's RTM and Chat.
    ///
    /// - room_uuid, user_uuid: 1 to 64 bytes each.
    /// - role: the classroom's own: 1 teacher, 2 student, 3 assistant, 4 observer, or another number that your
    ///   classroom defines.
    ///
    /// Statuses: bad_account.
    Result<std::string> try_education_room_user(Text room_uuid, Text user_uuid, std::int16_t role,
                                                std::chrono::seconds expires_in) const
    {
        return sign(expires_in, [&](std::uint32_t seconds, char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_education_room_user(get(), room_uuid.str(), user_uuid.str(), role, seconds, out,
                                                   capacity, len);
        });
    }

    /// A 007 token for one Education user outside of rooms. The user uuid is 1 to 64 bytes.
    ///
    /// Statuses: bad_account.
    Result<std::string> try_education_user(Text user_uuid, std::chrono::seconds expires_in) const
    {
        return sign(expires_in, [&](std::uint32_t seconds, char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_education_user(get(), user_uuid.str(), seconds, out, capacity, len);
        });
    }

    /// A 007 token for the whole Education app, for a backend that calls its REST API. Never give it to a user.
    Result<std::string> try_education_app(std::chrono::seconds expires_in) const
    {
        return sign(expires_in, [&](std::uint32_t seconds, char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_education_app(get(), seconds, out, capacity, len);
        });
    }

    /// A 007 token for FPA. It names no user and lives for 24 hours, as the official builder's does.
    Result<std::string> try_fpa() const
    {
        return detail::output([this](char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_fpa(get(), out, capacity, len);
        });
    }

    /// A builder without services, for every other token. Version::v006 takes exactly one RTC or RTM service.
    ///
    /// The call itself does not fail: a version that is none, bad_version, is the builder's status.
    TokenBuilder builder(Version version = Version::v007) const noexcept
    {
        return TokenBuilder(get(), version);
    }

    /// Checks the signature and the lifetime of a 007 token, and nothing about whom it is for.
    ///
    /// - now: the time to check at; the system clock's where there is none. A time before 1970-01-01 00:00:01 UTC is
    ///   out_of_range.
    ///
    /// Statuses: token_too_large, malformed_token, unknown_version, no_service; unsupported_in_version for a 006 token;
    /// wrong_app, bad_signature, expired; clock_failed.
    Status try_verify(Text token, std::optional<Time> now = std::nullopt) const noexcept
    {
        return at(now, [&](std::uint64_t time) { return agora_token_verify(get(), token.str(), time); });
    }

    /// Checks a token for one privilege of one service: Status::ok, or the first thing that does not match (see
    /// "Checks" in agora_token.h).
    ///
    /// - channel: the channel, or the room uuid for Education; "" for a service that has none.
    /// - user: the account (decimal digits of a numeric uid), user id or user uuid; "" for a service that has none. In
    ///   RTC, Streaming and FCDN "" asks for a token that is good for any user.
    /// - now: as in try_verify.
    ///
    /// Statuses: bad_service, bad_privilege; bad_channel or bad_account where a channel or a user is asked of a service
    /// that has none; token_too_large, malformed_token, unknown_version, no_service; unsupported_in_version for a 006
    /// token and a service other than RTC and RTM; wrong_app, bad_signature, expired, wrong_channel, wrong_user,
    /// not_granted; clock_failed.
    Status try_check(Text token, Service service, Text channel, Text user, Privilege privilege,
                     std::optional<Time> now = std::nullopt) const noexcept
    {
        return at(now, [&](std::uint64_t time) {
            return agora_token_check(get(), token.str(), detail::number(service), channel.str(), user.str(),
                                     detail::number(privilege), time);
        });
    }

    /// try_check for RTC, to join the channel unless another privilege is asked for. User::any() asks for a token that
    /// is good for any user.
    ///
    /// Statuses: as try_check; out_of_range (see User::uid).
    Status try_check_rtc(Text token, Text channel, User user, Privilege privilege = Privilege::rtc_join_channel,
                         std::optional<Time> now = std::nullopt) const noexcept
    {
        if (user.kind_ == User::Kind::out_of_range)
            return Status::out_of_range;
        const bool is_account = user.kind_ == User::Kind::account;
        return at(now, [&](std::uint64_t time) {
            return is_account ? agora_token_check_rtc_account(get(), token.str(), channel.str(), user.account_.str(),
                                                              detail::number(privilege), time)
                              : agora_token_check_rtc_uid(get(), token.str(), channel.str(), user.uid_,
                                                          detail::number(privilege), time);
        });
    }

    /// try_check for the RTM login of one user id.
    ///
    /// Statuses: as try_check.
    Status try_check_rtm(Text token, Text user_id, std::optional<Time> now = std::nullopt) const noexcept
    {
        return at(now, [&](std::uint64_t time) {
            return agora_token_check_rtm(get(), token.str(), user_id.str(), time);
        });
    }

    /// Says whether a token is good for one privilege of one service, and where it is not, why and what to do: the JSON
    /// object of agora_token_explain, whose documentation lists its members. There is one for a good token and for any
    /// other. To let somebody in, take try_check, whose arguments these are.
    ///
    /// Statuses: bad_service, bad_privilege; bad_channel or bad_account where a channel or a user is asked of a service
    /// that has none; clock_failed.
    Result<std::string> try_explain(Text token, Service service, Text channel, Text user, Privilege privilege,
                                    std::optional<Time> now = std::nullopt) const
    {
        // There a number of 0 is none.
        if (detail::number(service) == 0)
            return Status::bad_service;
        return explained(token, detail::number(service), channel.str(), user.str(), detail::number(privilege), now);
    }

    /// try_explain for the signature and the lifetime alone, as try_verify looks at them.
    ///
    /// Statuses: clock_failed.
    Result<std::string> try_explain(Text token, std::optional<Time> now = std::nullopt) const
    {
        return explained(token, 0, agora_token_str(), agora_token_str(), 0, now);
    }

#ifdef AGORA_TOKEN_EXCEPTIONS
    /// try_create, or Error.
    Issuer(Text app_id, Text app_certificate) : Issuer(try_create(app_id, app_certificate).value())
    {
    }

    /// try_rtc, or Error.
    std::string rtc(Text channel, User user, Role role, std::chrono::seconds expires_in,
                    Version version = Version::v007) const
    {
        return try_rtc(channel, user, role, expires_in, version).value();
    }

    /// try_rtm, or Error.
    std::string rtm(Text user_id, std::chrono::seconds expires_in, Version version = Version::v007) const
    {
        return try_rtm(user_id, expires_in, version).value();
    }

    /// try_rtc_rtm, or Error.
    std::string rtc_rtm(Text channel, Text account, Role role, std::chrono::seconds expires_in) const
    {
        return try_rtc_rtm(channel, account, role, expires_in).value();
    }

    /// try_convoai, or Error.
    std::string convoai(Text channel, Text account, Role role, std::chrono::seconds expires_in) const
    {
        return try_convoai(channel, account, role, expires_in).value();
    }

    /// try_stt, or Error.
    std::string stt(Text channel, Text account, Role role, std::chrono::seconds expires_in) const
    {
        return try_stt(channel, account, role, expires_in).value();
    }

    /// try_chat_user, or Error.
    std::string chat_user(Text user_id, std::chrono::seconds expires_in) const
    {
        return try_chat_user(user_id, expires_in).value();
    }

    /// try_chat_app, or Error.
    std::string chat_app(std::chrono::seconds expires_in) const
    {
        return try_chat_app(expires_in).value();
    }

    /// try_education_room_user, or Error.
    std::string education_room_user(Text room_uuid, Text user_uuid, std::int16_t role,
                                    std::chrono::seconds expires_in) const
    {
        return try_education_room_user(room_uuid, user_uuid, role, expires_in).value();
    }

    /// try_education_user, or Error.
    std::string education_user(Text user_uuid, std::chrono::seconds expires_in) const
    {
        return try_education_user(user_uuid, expires_in).value();
    }

    /// try_education_app, or Error.
    std::string education_app(std::chrono::seconds expires_in) const
    {
        return try_education_app(expires_in).value();
    }

    /// try_fpa, or Error.
    std::string fpa() const
    {
        return try_fpa().value();
    }

    /// try_verify; anything but Status::ok is an Error, and a CheckError where the token is not good.
    void verify(Text token, std::optional<Time> now = std::nullopt) const
    {
        const Status status = try_verify(token, now);
        if (status != Status::ok)
            fail(status, token, 0, agora_token_str(), agora_token_str(), 0, now);
    }

    /// try_check; anything but Status::ok is an Error, and a CheckError where the token is not good.
    void check(Text token, Service service, Text channel, Text user, Privilege privilege,
               std::optional<Time> now = std::nullopt) const
    {
        const Status status = try_check(token, service, channel, user, privilege, now);
        if (status != Status::ok)
            fail(status, token, detail::number(service), channel.str(), user.str(), detail::number(privilege), now);
    }

    /// try_check_rtc; anything but Status::ok is an Error, and a CheckError where the token is not good.
    void check_rtc(Text token, Text channel, User user, Privilege privilege = Privilege::rtc_join_channel,
                   std::optional<Time> now = std::nullopt) const
    {
        const Status status = try_check_rtc(token, channel, user, privilege, now);
        if (status == Status::ok)
            return;
        const bool is_uid = user.kind_ == User::Kind::uid && user.uid_ != AGORA_TOKEN_UID_ANY;
        const std::string uid = is_uid ? std::to_string(user.uid_) : std::string();
        const agora_token_str name = is_uid ? Text(uid).str() : user.account_.str();
        fail(status, token, AGORA_TOKEN_SERVICE_RTC, channel.str(), name, detail::number(privilege), now);
    }

    /// try_check_rtm; anything but Status::ok is an Error, and a CheckError where the token is not good.
    void check_rtm(Text token, Text user_id, std::optional<Time> now = std::nullopt) const
    {
        const Status status = try_check_rtm(token, user_id, now);
        if (status != Status::ok)
            fail(status, token, AGORA_TOKEN_SERVICE_RTM, agora_token_str(), user_id.str(), AGORA_TOKEN_RTM_LOGIN, now);
    }

    /// try_explain, or Error.
    std::string explain(Text token, Service service, Text channel, Text user, Privilege privilege,
                        std::optional<Time> now = std::nullopt) const
    {
        return try_explain(token, service, channel, user, privilege, now).value();
    }

    /// try_explain, or Error.
    std::string explain(Text token, std::optional<Time> now = std::nullopt) const
    {
        return try_explain(token, now).value();
    }
#endif

    /// The handle of the C interface, lent by this object; NULL where it was moved from.
    const agora_token_issuer *get() const noexcept
    {
        return handle_.get();
    }

private:
    explicit Issuer(agora_token_issuer *issuer) noexcept : handle_(issuer)
    {
    }

    /// The token that `call` signs for this lifetime.
    template <class Call>
    static Result<std::string> sign(std::chrono::seconds expires_in, Call call)
    {
        std::uint32_t seconds = 0;
        const Status status = detail::lifetime(expires_in, seconds);
        if (status != Status::ok)
            return status;
        return detail::output([&](char *out, std::size_t capacity, std::size_t *len) {
            return call(seconds, out, capacity, len);
        });
    }

    Result<std::string> explained(Text token, std::uint32_t service, agora_token_str channel, agora_token_str user,
                                  std::uint32_t privilege, const std::optional<Time> &now) const
    {
        std::uint64_t time = 0;
        const Status status = detail::check_time(now, time);
        if (status != Status::ok)
            return status;
        return detail::output([&](char *out, std::size_t capacity, std::size_t *len) {
            return agora_token_explain(get(), token.str(), service, channel, user, privilege, time, out, capacity, len);
        });
    }

#ifdef AGORA_TOKEN_EXCEPTIONS
    /// Throws why a check failed. Where the mistake was in the question there is nothing to explain.
    [[noreturn]] void fail(Status status, Text token, std::uint32_t service, agora_token_str channel,
                           agora_token_str user, std::uint32_t privilege, const std::optional<Time> &now) const
    {
        Result<std::string> explanation = explained(token, service, channel, user, privilege, now);
        const bool is_of_the_call = detail::number(status) < detail::number(Status::bad_app_id);
        if (is_of_the_call || status == Status::bad_service || !explanation)
            throw Error(status);
        // Where a second has passed since the check, it may be of something else.
        const std::string same = "\"status\":" + std::to_string(static_cast<agora_token_status>(status)) + ",";
        throw CheckError(status, explanation->find(same) == std::string::npos ? std::string() : *std::move(explanation));
    }
#endif

    /// What `ask` says at this time. (A macro of Unreal is named `check`.)
    template <class Ask>
    static Status at(const std::optional<Time> &now, Ask ask) noexcept
    {
        std::uint64_t time = 0;
        const Status status = detail::check_time(now, time);
        return status == Status::ok ? detail::status(ask(time)) : status;
    }

    detail::Handle<agora_token_issuer, agora_token_issuer_free> handle_;
};

/// How an endpoint answers where the servers in the field differ.
struct EndpointOptions {
    /// The version of the tokens that GET answers; 006 as the article's server.
    Version version = Version::v006;
    /// The HTTP status of a mistake in a GET: 500 as the article's server, or 400. 403, 404, 405, 413 and 414 stay.
    std::uint32_t client_error_status = 500;
    /// The origins that browsers may ask from, exactly as they send them: "https://example.com", without a slash at the
    /// end. None, or one that is "*", is every origin. It is for browsers alone: a request from another origin is answered
    /// all the same, without the header that lets a browser show the answer to its page.
    std::vector<std::string> allow_origins = {};
    /// Leaves out every header of CORS, and Vary, for a host that writes its own; OPTIONS is still 204.
    bool omit_cors_headers = false;
};

/// What the sender of a request may be given. Authenticate the sender in your own way and pass one of these; every
/// token of the request is checked against it before it is signed, and one that asks for more is answered with 403.
///
///     Policy policy;
///     policy.user = std::to_string(session.uid);
///     policy.channels = {"room-*"};
///     policy.max_role = Role::publisher;
struct Policy {
    /// The one user whom tokens may name: uid digits, account or user id. "" is bad_account unless allow_any_user is
    /// true, so that a session without a user does not open the door.
    std::string user = {};
    /// The channels that tokens may open: names, or prefixes that end in "*". Only a literal "*" allows the token for
    /// every channel. None is no channel.
    std::vector<std::string> channels = {};
    /// The highest role.
    Role max_role = Role::subscriber;
    /// The longest lifetime; 0s is no limit. A request without one asks for an hour, and gets 403 where this is less.
    std::chrono::seconds max_expires_in = std::chrono::hours(24);
    /// Allows tokens that name no user and act for the whole app (Chat app, Education app, FPA).
    bool allow_app_tokens = false;
    /// Allows any channel by its name, whatever `channels` lists, but not the token for every channel.
    bool allow_any_channel = false;
    /// Allows any user, and with it the token for any user; `user` must then be "".
    bool allow_any_user = false;
    /// Allows ConvoAI and STT, which start work on the bill of the app's owner and name nobody.
    bool allow_ai_services = false;
};

/// An HTTP request as it came, lent for the call. Nothing in it needs to be valid, not even UTF-8.
struct Request {
    /// The method, such as "GET".
    Text method = "";
    /// The request target as it was sent, path and query, undecoded: "/rtc/room/publisher/uid/42?expiry=600". A host that
    /// mounts the endpoint under a prefix takes that off.
    Text target = "";
    /// The Origin header, or "".
    Text origin = "";
    /// The body, or "".
    Text body = "";
    /// What the sender may be given. NULL is everything: whoever reaches an open endpoint can have any token of the app.
    const Policy *policy = nullptr;
};

/// A header of a Response, lent by it.
struct Header {
    std::string_view name;
    std::string_view value;
};

/// An HTTP response. Add Date to its headers, as every HTTP server does, and Content-Length, but not to a 204 or to an
/// answer to HEAD, whose Content-Length would be that of GET.
class Response {
public:
    /// The HTTP status, such as 200.
    std::uint32_t status() const noexcept
    {
        return agora_token_response_status(get());
    }

    /// JSON, or "", lent by this object.
    std::string_view body() const & noexcept
    {
        return detail::view(agora_token_response_body(get()));
    }

    std::string_view body() const && = delete;

    /// The headers, lent by this object.
    std::vector<Header> headers() const &
    {
        std::vector<Header> headers;
        const std::size_t count = agora_token_response_header_count(get());
        headers.reserve(count);
        for (std::size_t index = 0; index < count; ++index)
            headers.push_back({detail::view(agora_token_response_header_name(get(), index)),
                               detail::view(agora_token_response_header_value(get(), index))});
        return headers;
    }

    std::vector<Header> headers() const && = delete;

    /// The handle of the C interface, lent by this object; NULL where it was moved from.
    const agora_token_response *get() const noexcept
    {
        return handle_.get();
    }

private:
    friend class Endpoint;

    explicit Response(agora_token_response *response) noexcept : handle_(response)
    {
    }

    detail::Handle<agora_token_response, agora_token_response_free> handle_;
};

/// The token server without the sockets: mount it in the HTTP server that you have. agora_token.h lists its routes.
///
///     const Endpoint endpoint(issuer);
///     Request request;
///     request.method = "GET";
///     request.target = "/rtc/room/publisher/uid/42?expiry=600";
///     const Response response = endpoint.handle(request);
///
/// It never changes: threads may share one.
class Endpoint {
public:
    /// Makes an endpoint. It keeps what it needs of the issuer.
    ///
    /// Statuses: bad_version; out_of_range where client_error_status is neither 400 nor 500, or an origin is "" or not
    /// made of visible ASCII characters; not_utf8.
    static Result<Endpoint> try_create(const Issuer &issuer, const EndpointOptions &options = {})
    {
        const std::vector<agora_token_str> origins = detail::strs(options.allow_origins);
        agora_token_endpoint_options c_options = AGORA_TOKEN_ENDPOINT_OPTIONS_INIT;
        c_options.version = detail::number(options.version);
        c_options.client_error_status = options.client_error_status;
        c_options.allow_origins = origins.data();
        c_options.allow_origin_count = origins.size();
        c_options.omit_cors_headers = options.omit_cors_headers;
        agora_token_endpoint *endpoint = nullptr;
        const Status status = detail::status(agora_token_endpoint_new(issuer.get(), &c_options, &endpoint));
        if (status != Status::ok)
            return status;
        return Endpoint(endpoint);
    }

    /// Answers a request. A mistake in the request is a response too: the statuses are the host's own mistakes.
    ///
    /// Statuses, all of the policy: bad_role; bad_account where it has neither a user nor
    /// allow_any_user, or both; bad_expiry and expiry_looks_absolute of
    /// its lifetime (see "Times"); not_utf8. null_pointer where a string of the request was made of NULL.
    Result<Response> try_handle(const Request &request) const
    {
        agora_token_request c_request = AGORA_TOKEN_REQUEST_INIT;
        c_request.method = request.method.str();
        c_request.target = request.target.str();
        c_request.origin = request.origin.str();
        c_request.body = request.body.str();
        if (!request.policy)
            return answer(c_request);

        const Policy &policy = *request.policy;
        const std::vector<agora_token_str> channels = detail::strs(policy.channels);
        agora_token_policy c_policy = AGORA_TOKEN_POLICY_INIT;
        c_policy.user = Text(policy.user).str();
        c_policy.channels = channels.data();
        c_policy.channel_count = channels.size();
        c_policy.max_role = detail::number(policy.max_role);
        const Status status = detail::lifetime(policy.max_expires_in, c_policy.max_expires_in);
        if (status != Status::ok)
            return status;
        c_policy.allow_app_tokens = policy.allow_app_tokens;
        c_policy.allow_ai_services = policy.allow_ai_services;
        c_policy.allow_any_channel = policy.allow_any_channel;
        c_policy.allow_any_user = policy.allow_any_user;
        c_request.policy = &c_policy;
        return answer(c_request);
    }

    /// An answer of the host's own in the endpoint's form, with its headers and the body {"error":"..."}: a 401 before
    /// there is a policy, a 429.
    ///
    /// - http_status: from 400 to 599.
    /// - text: what is wrong and what would be right.
    /// - origin: the request's Origin header, or "". Nothing in it needs to be valid.
    ///
    /// Statuses: out_of_range where the HTTP status is another; not_utf8 of the text.
    Result<Response> try_error(std::uint32_t http_status, Text text, Text origin) const
    {
        agora_token_response *response = nullptr;
        const Status status =
            detail::status(agora_token_endpoint_error(get(), http_status, text.str(), origin.str(), &response));
        if (status != Status::ok)
            return status;
        return Response(response);
    }

#ifdef AGORA_TOKEN_EXCEPTIONS
    /// try_create, or Error.
    explicit Endpoint(const Issuer &issuer, const EndpointOptions &options = {})
        : Endpoint(try_create(issuer, options).value())
    {
    }

    /// try_handle, or Error.
    Response handle(const Request &request) const
    {
        return try_handle(request).value();
    }

    /// try_error, or Error.
    Response error(std::uint32_t http_status, Text text, Text origin) const
    {
        return try_error(http_status, text, origin).value();
    }
#endif

    /// The handle of the C interface, lent by this object; NULL where it was moved from.
    const agora_token_endpoint *get() const noexcept
    {
        return handle_.get();
    }

private:
    explicit Endpoint(agora_token_endpoint *endpoint) noexcept : handle_(endpoint)
    {
    }

    Result<Response> answer(const agora_token_request &request) const
    {
        agora_token_response *response = nullptr;
        const Status status = detail::status(agora_token_endpoint_handle(get(), &request, &response));
        if (status != Status::ok)
            return status;
        return Response(response);
    }

    detail::Handle<agora_token_endpoint, agora_token_endpoint_free> handle_;
};

} // namespace agora_token

#endif // AGORA_TOKEN_HPP

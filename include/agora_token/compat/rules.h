/*
 * rules.h: what Agora's own C++ headers do without, and those of this folder share: Agora's rules.
 *
 * The headers of this folder have the names of Agora's, and its namespace, agora::tools: in a program that uses those,
 * the includes are all that changes. Each is header only over agora_token.hpp and needs C++17.
 *
 *     #include "agora_token/compat/RtcTokenBuilder2.h"
 *
 *     using namespace agora::tools;
 *     std::string token = RtcTokenBuilder2::BuildTokenWithUid(app_id, app_certificate, "room", 42,
 *                                                             UserRole::kRolePublisher, 3600, 3600);
 *
 * Times are what they were: Unix times in seconds for 006 (AccessToken.h, RtcTokenBuilder.h, RtmTokenBuilder.h), and
 * seconds from now for 007 (all others).
 *
 * Where Agora's rules refuse what is asked for, such as a Unix time as a lifetime in seconds, the token is made all the
 * same, and std::cerr says once a process for each kind of mistake what would be right. What cannot be a token, such
 * as one with an App ID that is none, is "", and that is said likewise. strict(true) makes both an Error.
 */

#ifndef AGORA_TOKEN_COMPAT_RULES_H
#define AGORA_TOKEN_COMPAT_RULES_H

#include <algorithm>
#include <atomic>
#include <ctime>
#include <iostream>
#include <mutex>
#include <random>
#include <set>

#include "agora_token.hpp"

namespace agora_token::compat {

namespace detail {

/// How strict the process is, and what it has been told.
struct Said {
    std::atomic<bool> is_strict{false};
    /// Throws what is wrong; NULL where there are no exceptions.
    std::atomic<void (*)(Status)> fail{nullptr};
    std::mutex mutex;
    std::set<Status> statuses;
};

inline Said &said()
{
    static Said said;
    return said;
}

#ifdef AGORA_TOKEN_EXCEPTIONS
[[noreturn]] inline void fail(Status status)
{
    throw Error(status);
}
#endif

/// Says what is wrong and what becomes of the token. Whether it may be made: not when strict.
inline bool complain(Status status, const char *outcome, const char *sentence)
{
    const bool is_strict = said().is_strict;
    if (is_strict && said().fail)
        said().fail.load()(status);
    const std::lock_guard<std::mutex> lock(said().mutex);
    if (said().statuses.insert(status).second)
        std::cerr << "agora_token: " << sentence << " ("
                  << (is_strict ? "strict, so there is no token" : outcome)
                  << (is_strict ? ")\n" : "; agora_token::compat::strict(true) makes this an error)\n");
    return !is_strict;
}

/// Says that a rule refuses this.
inline bool complain(Status status, const char *outcome = "the token is made all the same")
{
    return complain(status, outcome, message(status));
}

/// Has the rules look at what a one-call function would be given: its token is thrown away. What is wrong with the call
/// or the machine is left to the builder, which fails of it too.
inline bool heed(const Result<std::string> &made)
{
    return agora_token::detail::number(made.status()) < agora_token::detail::number(Status::bad_app_id) ||
           complain(made.status());
}

/// What there is where a token cannot be made.
inline std::string none(Status status)
{
    complain(status, "so there is no token");
    return std::string();
}

/// The token, or none().
inline std::string built(const TokenBuilder &builder)
{
    Result<std::string> token = builder.try_build();
    return token ? *std::move(token) : none(token.status());
}

/// An account as a check of the rules takes it: "" is any user.
inline User user(const std::string &account)
{
    return account.empty() ? User::any() : User::account(account);
}

/// A numeric uid as a token names it.
inline std::string account(std::uint32_t uid)
{
    return uid == 0 ? std::string() : std::to_string(uid);
}

inline std::uint32_t now()
{
    return static_cast<std::uint32_t>(std::time(nullptr));
}

inline std::uint32_t new_salt()
{
    return std::random_device()();
}

inline constexpr std::uint32_t day = 24 * 60 * 60;

} // namespace detail

/// Says whether what Agora's rules refuse, and what cannot be a token, is an Error instead of a line on std::cerr; from
/// code that is compiled without exceptions, that it is "" and the line. Any number of threads may call it.
// Each file has its own, since those without exceptions have another.
static inline void strict(bool on)
{
#ifdef AGORA_TOKEN_EXCEPTIONS
    detail::said().fail = detail::fail;
#else
    detail::said().fail = nullptr;
#endif
    detail::said().is_strict = on;
}

} // namespace agora_token::compat

#endif // AGORA_TOKEN_COMPAT_RULES_H

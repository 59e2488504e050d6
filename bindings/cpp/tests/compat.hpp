// What the tests of agora_token/compat share.
#ifndef COMPAT_HPP
#define COMPAT_HPP

#include <iostream>
#include <sstream>

#include "agora_token/compat/rules.h"
#include "vectors.hpp"

// What the facade says on std::cerr while this is there, as the process's first: it has said nothing yet.
class Warnings {
public:
    Warnings() : before_(std::cerr.rdbuf(said_.rdbuf()))
    {
        agora_token::compat::detail::said().statuses.clear();
    }

    ~Warnings()
    {
        std::cerr.rdbuf(before_);
        agora_token::compat::strict(false);
    }

    std::string said() const
    {
        return said_.str();
    }

private:
    std::ostringstream said_;
    std::streambuf *before_;
};

// A call that Agora's rules refuse, and what they say.
struct Refused {
    const char *name;
    std::string (*call)();
    agora_token::Status status;
};

inline void check_refused(const Refused &refused)
{
    INFO(std::string(refused.name));
    {
        const Warnings warnings;
        for (int i = 0; i < 2; ++i) {
            const std::string token = refused.call();
            const agora_token::TokenInfo info = agora_token::parse(token);
            CHECK(info.app_id() == app_id);
        }
        const std::string said = warnings.said();
        CHECK(said.find("strict(true)") != std::string::npos);
        CHECK(said.find('\n') == said.size() - 1);
        CHECK(said.find(certificate) == std::string::npos);
    }
    const Warnings warnings;
    agora_token::compat::strict(true);
    CHECK(thrown_by(refused.call) == refused.status);
    CHECK(warnings.said() == "");
}

// What cannot be a token is "", which is said, and an error when strict.
inline void check_none(const Refused &none)
{
    INFO(std::string(none.name));
    const Warnings warnings;
    CHECK(none.call() == "");
    CHECK(warnings.said().find(agora_token::message(none.status)) != std::string::npos);
    CHECK(warnings.said().find("so there is no token") != std::string::npos);
    agora_token::compat::strict(true);
    CHECK(thrown_by(none.call) == none.status);
}

inline std::uint32_t soon()
{
    return agora_token::compat::detail::now() + 3600;
}

// The bytes of `from` at a place, in the place of those of `to`.
inline void take(std::string &to, const std::string &from, std::size_t at, std::size_t count)
{
    REQUIRE(from.size() >= at + count);
    to.replace(at, count, from, at, count);
}

inline std::uint32_t number_at(const std::string &bytes, std::size_t at)
{
    std::uint32_t number = 0;
    for (std::size_t i = 4; i-- > 0;)
        number = number << 8 | static_cast<unsigned char>(bytes.at(at + i));
    return number;
}

#endif // COMPAT_HPP

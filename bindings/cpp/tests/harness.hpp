// What the tests of the C++ interface share.
#ifndef HARNESS_HPP
#define HARNESS_HPP

#include <ostream>

#include <doctest/doctest.h>

#include "agora_token.hpp"

// Where the official builders' tokens are.
extern std::string vectors_path;

namespace agora_token {

inline std::ostream &operator<<(std::ostream &out, Status status)
{
    return out << name(status);
}

} // namespace agora_token

inline constexpr const char *app_id = "970CA35de60c44645bbae8a215061b33";
inline constexpr const char *certificate = "5CFd2fd1755d40ecb72977518be15d3b";

// The status that a call throws; Status::ok where it throws nothing.
template <class Call>
agora_token::Status thrown_by(Call call)
{
    try {
        call();
    } catch (const agora_token::Error &error) {
        return error.status();
    }
    return agora_token::Status::ok;
}

#endif

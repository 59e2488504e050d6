// The official builders' tokens, tests/vectors/official.json, and what is in them.
#ifndef VECTORS_HPP
#define VECTORS_HPP

#include <fstream>

#include <boost/archive/iterators/binary_from_base64.hpp>
#include <boost/archive/iterators/transform_width.hpp>
#include <nlohmann/json.hpp>
#include <zlib.h>

#include "harness.hpp"

using Json = nlohmann::json;
using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

inline constexpr const char *another_certificate = "0123456789abcdef0123456789ABCDEF";

inline std::vector<Json> vectors()
{
    std::ifstream file(vectors_path);
    REQUIRE_MESSAGE(file.is_open(), vectors_path);
    const Json all = Json::parse(file);
    std::vector<Json> vectors;
    for (const Json &vector : all.at("vectors"))
        if (vector.at("version") == "006" || vector.at("version") == "007")
            vectors.push_back(vector);
    REQUIRE(vectors.size() == 144);
    return vectors;
}

inline bool is_006(const Json &vector)
{
    return vector.at("version") == "006";
}

inline std::string text(const Json &object, const char *key)
{
    return object.value(key, std::string());
}

inline std::uint32_t number(const Json &object, const char *key)
{
    return object.at(key).get<std::uint32_t>();
}

// The first of two lists that is there.
inline const Json &list(const Json &object, const char *key, const char *otherwise)
{
    return object.at(object.contains(key) ? key : otherwise);
}

// An entry of add_services: the service, or the number of its type, which stands for that service of the token.
inline const Json &service_of(const Json &vector, const Json &entry)
{
    if (!entry.is_number())
        return entry;
    for (const Json &service : vector.at("services"))
        if (service.at("type") == entry)
            return service;
    FAIL("no service of type ", entry);
    return entry;
}

inline agora_token::Time time(std::uint64_t unix_seconds)
{
    return agora_token::Time(std::chrono::seconds(unix_seconds));
}

// `account` keeps what the user lends.
inline agora_token::User user_of(const Json &vector, std::string &account)
{
    if (vector.contains("uid") && vector.at("uid").is_number())
        return agora_token::User::uid(vector.at("uid").get<std::int64_t>());
    account = text(vector, "user_account");
    return agora_token::User::account(account);
}

inline agora_token::Issuer issuer_of(const Json &vector)
{
    return agora_token::Issuer(text(vector, "app_id"), text(vector, "app_certificate"));
}

inline bool is_rtm(const Json &vector)
{
    return vector.at("kind") == "rtm";
}

// What a check says of a 006 token with the vector's names and privileges, at a time before every expiry.
inline agora_token::Status check_006(const Json &vector, const agora_token::Issuer &issuer, const std::string &token)
{
    using agora_token::Privilege;
    std::string account;
    const agora_token::User user = user_of(vector, account);
    if (is_rtm(vector))
        return issuer.try_check_rtm(token, account, time(1));
    const Pairs privileges = vector.at("privileges").get<Pairs>();
    const Privilege privilege =
        privileges.empty() ? Privilege::rtc_join_channel : Privilege{privileges.front().first};
    return issuer.try_check_rtc(token, text(vector, "channel_name"), user, privilege, time(1));
}

// Base64 read with Boost.
inline std::string from_base64(std::string text)
{
    using namespace boost::archive::iterators;
    using Bytes = transform_width<binary_from_base64<std::string::const_iterator>, 8, 6>;
    text.erase(text.find_last_not_of('=') + 1);
    const std::size_t size = text.size() * 6 / 8;
    std::string bytes;
    Bytes byte(text.cbegin());
    for (std::size_t i = 0; i < size; ++i)
        bytes.push_back(*byte++);
    return bytes;
}

// The content of a 007 token, read with Boost's base64 and zlib alone.
inline std::string content_of(const std::string &token)
{
    const std::string stream = from_base64(token.substr(3));
    std::string content(65536, '\0');
    uLongf size = static_cast<uLongf>(content.size());
    REQUIRE(uncompress(reinterpret_cast<Bytef *>(content.data()), &size,
                       reinterpret_cast<const Bytef *>(stream.data()), static_cast<uLong>(stream.size())) == Z_OK);
    content.resize(size);
    return content;
}

inline std::string content_hex(const std::string &token)
{
    std::string hex;
    for (const char byte : content_of(token)) {
        hex.push_back("0123456789abcdef"[static_cast<unsigned char>(byte) >> 4]);
        hex.push_back("0123456789abcdef"[byte & 15]);
    }
    return hex;
}

#endif // VECTORS_HPP

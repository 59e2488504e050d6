// test_threads TOKENS: eight threads that share one issuer, one endpoint, one info and one builder. The last line is
// "N passed, N failed".
//
// test_threads race-in-cpp, test_threads race-in-library: a data race on purpose, in this file and in a builder that two
// threads change at once. They show how far a ThreadSanitizer sees that this program runs under.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "agora_token.hpp"

using namespace agora_token;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t thread_count = 8;
int passed = 0;
int failed = 0;

void expect(bool holds, const char *sentence)
{
    ++(holds ? passed : failed);
    if (!holds)
        std::printf("FAILED: %s\n", sentence);
}

Issuer sample_issuer()
{
    return Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b");
}

// Runs `work(index)` on every thread at once.
void on_all_threads(const std::function<void(std::size_t)> &work)
{
    std::vector<std::thread> threads;
    for (std::size_t index = 0; index < thread_count; ++index)
        threads.emplace_back(work, index);
    for (std::thread &thread : threads)
        thread.join();
}

// 64 bits of hash, of which a million tokens share none; std::hash has 32 where pointers have. (FNV-1a)
std::uint64_t hash_of(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

// What one thread made: a hash of each token, and how many of them were not good.
struct Tokens {
    std::vector<std::uint64_t> hashes;
    std::size_t bad = 0;

    void add(const std::string &token, Status check)
    {
        hashes.push_back(hash_of(token));
        bad += check != Status::ok;
    }
};

// Two different hashes are of two different tokens.
void expect_good_and_different(std::array<Tokens, thread_count> &made, std::size_t count, const char *all_good,
                               const char *all_different)
{
    std::vector<std::uint64_t> hashes;
    std::size_t bad = 0;
    for (Tokens &tokens : made) {
        hashes.insert(hashes.end(), tokens.hashes.begin(), tokens.hashes.end());
        bad += tokens.bad;
    }
    expect(bad == 0 && hashes.size() == count, all_good);
    std::sort(hashes.begin(), hashes.end());
    expect(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end(), all_different);
}

void share_an_issuer(std::size_t count)
{
    const Issuer issuer = sample_issuer();
    std::array<Tokens, thread_count> made;
    on_all_threads([&](std::size_t index) {
        for (std::size_t i = index; i < count; i += thread_count) {
            // Every thread asks for the same: nothing but the salt makes the tokens differ.
            const Version version = i / thread_count % 2 ? Version::v007 : Version::v006;
            const std::string token = issuer.rtc("room", User::uid(42), Role::publisher, 1h, version);
            made[index].add(token,
                            issuer.try_check_rtc(token, "room", User::uid(42), Privilege::rtc_publish_audio));
        }
    });
    expect_good_and_different(made, count, "every token of an issuer that threads share is good",
                              "no two tokens of an issuer that threads share are equal");
}

void share_a_builder(std::size_t count)
{
    const Issuer issuer = sample_issuer();
    TokenBuilder changeable = issuer.builder();
    changeable.add_rtc("room", User::uid(42)).grant(Privilege::rtc_join_channel, 1h);
    const TokenBuilder &builder = changeable;
    std::array<Tokens, thread_count> made;
    on_all_threads([&](std::size_t index) {
        for (std::size_t i = index; i < count; i += thread_count) {
            const std::string token = builder.build();
            made[index].add(token, issuer.try_verify(token));
        }
    });
    expect_good_and_different(made, count, "every token of a builder that threads share is good",
                              "no two tokens of a builder that threads share are equal");
}

void share_what_never_changes(std::size_t count)
{
    const Issuer issuer = sample_issuer();
    const Endpoint endpoint(issuer);
    const TokenInfo info = parse(issuer.rtm("bob", 1h));
    const std::string json = info.json();
    std::array<std::size_t, thread_count> bad = {};
    on_all_threads([&](std::size_t index) {
        for (std::size_t i = index; i < count; i += thread_count) {
            const Response response = endpoint.handle(Request{"GET", "/rtm/bob"});
            const bool is_good = response.status() == 200 && info.services().front().user_id == "bob" &&
                                 info.json() == json;
            bad[index] += !is_good;
        }
    });
    expect(std::count(bad.begin(), bad.end(), 0u) == std::ptrdiff_t{thread_count},
           "an endpoint and an info that threads share answer each as if alone");
}

int race_in_cpp()
{
    int value = 0;
    on_all_threads([&](std::size_t) { ++value; });
    return value == 0;
}

int race_in_library()
{
    // Through the C interface, so that the library alone races.
    const Issuer issuer = sample_issuer();
    agora_token_builder *builder = nullptr;
    if (agora_token_builder_new(issuer.get(), AGORA_TOKEN_VERSION_007, &builder) != AGORA_TOKEN_OK)
        return 2;
    on_all_threads([&](std::size_t index) {
        (void)agora_token_builder_set_salt(builder, static_cast<std::uint32_t>(index));
    });
    agora_token_builder_free(builder);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const std::string_view what = argc == 2 ? argv[1] : "";
    if (what == "race-in-cpp")
        return race_in_cpp();
    if (what == "race-in-library")
        return race_in_library();
    const std::size_t count = argc == 2 ? std::strtoul(argv[1], nullptr, 10) : 0;
    if (count == 0) {
        std::fprintf(stderr, "usage: %s TOKENS | race-in-cpp | race-in-library\n", argv[0]);
        return 2;
    }
    share_an_issuer(count);
    share_a_builder(count / 10);
    share_what_never_changes(count / 10);
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}

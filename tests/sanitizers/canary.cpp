/* canary FAULT: a fault on purpose, of which a sanitizer must stop the program. Where nothing does, it ends with 0. */
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>

#include "agora_token.h"

namespace {

agora_token_issuer *sample_issuer()
{
    agora_token_issuer *issuer = nullptr;
    (void)agora_token_issuer_new(agora_token_cstr("970CA35de60c44645bbae8a215061b33"),
                                 agora_token_cstr("5CFd2fd1755d40ecb72977518be15d3b"), &issuer);
    return issuer;
}

/* The library writes a token behind a buffer that is said to be larger than it is. */
void overflow()
{
    agora_token_issuer *issuer = sample_issuer();
    const std::unique_ptr<char[]> small(new char[16]);
    std::size_t len = 0;
    (void)agora_token_fpa(issuer, small.get(), AGORA_TOKEN_MAX_LEN + 1, &len);
    agora_token_issuer_free(issuer);
}

/* The library reads behind a string that is said to be longer than it is. */
void read_behind()
{
    agora_token_issuer *issuer = sample_issuer();
    const std::unique_ptr<char[]> name(new char[7]);
    std::memset(name.get(), 'a', 7);
    char token[AGORA_TOKEN_MAX_LEN + 1];
    std::size_t len = 0;
    (void)agora_token_rtm(issuer, AGORA_TOKEN_VERSION_007, {name.get(), 8}, 60, token, sizeof token, &len);
    agora_token_issuer_free(issuer);
}

/* The library reads an issuer that was freed. */
void use_after_free()
{
    agora_token_issuer *issuer = sample_issuer();
    agora_token_issuer_free(issuer);
    char token[AGORA_TOKEN_MAX_LEN + 1];
    std::size_t len = 0;
    (void)agora_token_fpa(issuer, token, sizeof token, &len);
}

/* The library frees an issuer that was freed. */
void double_free()
{
    agora_token_issuer *issuer = sample_issuer();
    agora_token_issuer_free(issuer);
    agora_token_issuer_free(issuer);
}

/* Of several, since the address of the last may lie about on the stack. */
void leak()
{
    for (int i = 0; i < 8; ++i)
        (void)sample_issuer();
}

/* C++ counts beyond the largest int. */
void undefined()
{
    volatile int most = std::numeric_limits<int>::max();
    most = most + 1;
}

} // namespace

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)();
    } faults[] = {
        {"none", [] { agora_token_issuer_free(sample_issuer()); }},
        {"overflow", overflow},
        {"read-behind", read_behind},
        {"use-after-free", use_after_free},
        {"double-free", double_free},
        {"leak", leak},
        {"undefined", undefined},
    };
    for (const auto &fault : faults) {
        if (argc == 2 && std::strcmp(argv[1], fault.name) == 0) {
            fault.run();
            return 0;
        }
    }
    std::fprintf(stderr, "usage: %s FAULT\n", argv[0]);
    return 2;
}

/* A program that links two static libraries written in Rust. */
#include <stdbool.h>

#include <agora_token.h>

bool other_rust_catches_a_panic(void);

int main(void)
{
    agora_token_issuer *issuer;
    agora_token_status status = agora_token_issuer_new(agora_token_cstr("too short"), agora_token_cstr(""), &issuer);
    return !(status == AGORA_TOKEN_BAD_APP_ID && other_rust_catches_a_panic());
}

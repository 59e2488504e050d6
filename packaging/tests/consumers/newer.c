#include <agora_token.h>

agora_token_status agora_token_issuer_new(agora_token_str app_id, agora_token_str app_certificate,
                                          agora_token_issuer **out)
{
    (void)app_id, (void)app_certificate;
    *out = NULL;
    return 199;
}

const char *agora_token_status_message(agora_token_status status)
{
    return status == 199 ? "the reason of a later library" : "";
}

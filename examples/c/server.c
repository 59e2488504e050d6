/*
 * Agora's token server on libmicrohttpd: all of it is the endpoint, mounted in a server of the host's own.
 *
 *     APP_ID=... APP_CERTIFICATE=... server
 *
 * More settings: PORT (8080; 0 is a free one), TOKEN_VERSION (006 or 007), CLIENT_ERROR_STATUS (500 or 400).
 */
#include <microhttpd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agora_token.h"

/* A request as far as it has come: of target and body one byte more than the endpoint reads, so that it says itself
   what is too long. */
struct request {
    size_t target_len, body_len;
    int has_headers;
    char target[AGORA_TOKEN_MAX_TARGET + 1];
    char body[AGORA_TOKEN_MAX_BODY + 1];
};

static void append(char *to, size_t capacity, size_t *len, const char *data, size_t size)
{
    for (size_t i = 0; i < size && *len < capacity; i++)
        to[(*len)++] = data[i];
}

/* The first that is known of a request, and the only place where its target is not yet decoded. */
static void *begin(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct request *request = malloc(sizeof *request);
    (void)cls, (void)connection;
    if (request) {
        request->target_len = request->body_len = 0;
        request->has_headers = 0;
        append(request->target, sizeof request->target, &request->target_len, target, strlen(target));
    }
    return request;
}

static void end(void *cls, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode code)
{
    (void)cls, (void)connection, (void)code;
    free(*request);
}

static enum MHD_Result send_response(struct MHD_Connection *connection, const agora_token_response *from)
{
    agora_token_str body = agora_token_response_body(from);
    struct MHD_Response *to = MHD_create_response_from_buffer(body.len, (void *)body.data, MHD_RESPMEM_MUST_COPY);
    if (!to)
        return MHD_NO;
    for (size_t i = 0; i < agora_token_response_header_count(from); i++)
        MHD_add_response_header(to, agora_token_response_header_name(from, i).data,
                                agora_token_response_header_value(from, i).data);
    enum MHD_Result result = MHD_queue_response(connection, agora_token_response_status(from), to);
    MHD_destroy_response(to);
    return result;
}

/* Called with the headers, with each piece of the body, and at the end. MHD_NO closes the connection. */
static enum MHD_Result handle(void *endpoint, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *size, void **state)
{
    struct request *came = *state;
    (void)url, (void)version;
    if (!came)
        return MHD_NO;
    if (!came->has_headers || *size > 0) {
        came->has_headers = 1;
        append(came->body, sizeof came->body, &came->body_len, data, *size);
        *size = 0;
        return MHD_YES;
    }

    agora_token_request request = AGORA_TOKEN_REQUEST_INIT;
    request.method = agora_token_cstr(method);
    request.target = (agora_token_str){came->target, came->target_len};
    request.origin = agora_token_cstr(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Origin"));
    request.body = (agora_token_str){came->body, came->body_len};
    /* Open, as the article's server: whoever reaches it can have any token of the app. With a login of your own:

       struct session *session = find_session(MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, "session"));
       if (!session)
           ... send_response of agora_token_endpoint_error(endpoint, 401, agora_token_cstr("log in first"), ...)
       agora_token_str channels[] = {agora_token_cstr("room-*")};
       agora_token_policy policy = AGORA_TOKEN_POLICY_INIT;
       policy.user = agora_token_cstr(session->user_id);
       policy.channels = channels;
       policy.channel_count = 1;
       policy.max_role = AGORA_TOKEN_ROLE_PUBLISHER;
       request.policy = &policy; */

    agora_token_response *response;
    agora_token_status status = agora_token_endpoint_handle(endpoint, &request, &response);
    if (status != AGORA_TOKEN_OK) {
        fprintf(stderr, "%s\n", agora_token_status_message(status));
        return MHD_NO;
    }
    enum MHD_Result result = send_response(connection, response);
    agora_token_response_free(response);
    return result;
}

static const char *setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value && *value ? value : otherwise;
}

/* A setting that has two values, the first of which is the default. */
static uint32_t either(const char *name, const char *first, const char *second)
{
    const char *value = setting(name, first);
    if (strcmp(value, first) != 0 && strcmp(value, second) != 0) {
        fprintf(stderr, "%s must be %s or %s\n", name, first, second);
        exit(1);
    }
    return (uint32_t)strtoul(value, NULL, 10);
}

static uint16_t port(void)
{
    const char *text = setting("PORT", "8080");
    if (strspn(text, "0123456789") != strlen(text) || strlen(text) > 5 || strtoul(text, NULL, 10) > 65535) {
        fprintf(stderr, "PORT must be a number from 0 to 65535\n");
        exit(1);
    }
    return (uint16_t)strtoul(text, NULL, 10);
}

static agora_token_endpoint *make_endpoint(void)
{
    agora_token_endpoint_options options = AGORA_TOKEN_ENDPOINT_OPTIONS_INIT;
    options.version = either("TOKEN_VERSION", "006", "007");
    options.client_error_status = either("CLIENT_ERROR_STATUS", "500", "400");

    agora_token_issuer *issuer;
    agora_token_endpoint *endpoint = NULL;
    agora_token_status status = agora_token_issuer_new(agora_token_cstr(setting("APP_ID", "")),
                                                       agora_token_cstr(setting("APP_CERTIFICATE", "")), &issuer);
    if (status == AGORA_TOKEN_OK)
        status = agora_token_endpoint_new(issuer, &options, &endpoint);
    if (status != AGORA_TOKEN_OK)
        fprintf(stderr, "APP_ID and APP_CERTIFICATE: %s\n", agora_token_status_message(status));
    agora_token_issuer_free(issuer);
    return endpoint;
}

int main(void)
{
    agora_token_endpoint *endpoint = make_endpoint();
    if (!endpoint)
        return 1;

    /* Its threads inherit the mask, so that this one alone takes the signals. */
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);

    /* libmicrohttpd answers a target that is larger than its memory by itself. */
    const size_t memory_for_a_request = 4 << 20;
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_AUTO_INTERNAL_THREAD | MHD_USE_ERROR_LOG, port(), NULL, NULL, handle, endpoint,
        MHD_OPTION_URI_LOG_CALLBACK, begin, NULL, MHD_OPTION_NOTIFY_COMPLETED, end, NULL,
        MHD_OPTION_CONNECTION_TIMEOUT, 10u, MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory_for_a_request, MHD_OPTION_END);
    if (!daemon) {
        fprintf(stderr, "cannot listen on this port\n");
        agora_token_endpoint_free(endpoint);
        return 1;
    }
    printf("Listening on port: %u\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);

    int received;
    sigwait(&stop, &received);
    MHD_stop_daemon(daemon);
    agora_token_endpoint_free(endpoint);
    return 0;
}

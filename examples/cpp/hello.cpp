/*
 * A first token: build it, read it back, check it.
 *
 *     hello [APP_ID APP_CERTIFICATE]
 *
 * Without arguments it uses the sample pair of Agora's documentation, which opens no project.
 */
#include <iostream>

#include "agora_token.hpp"

using namespace agora_token;
using namespace std::chrono_literals;

int main(int argc, char **argv)
try {
    const char *app_id = argc == 3 ? argv[1] : "970CA35de60c44645bbae8a215061b33";
    const char *certificate = argc == 3 ? argv[2] : "5CFd2fd1755d40ecb72977518be15d3b";
    const Issuer issuer(app_id, certificate);

    // Uid 42 may publish in "room" for an hour.
    const std::string token = issuer.rtc("room", User::uid(42), Role::publisher, 1h);
    std::cout << token << '\n';

    // What is inside. It needs no certificate.
    const TokenInfo info = parse(token);
    std::cout << "channel: " << info.services().front().channel << '\n'
              << "expires: " << info.expires_at().time_since_epoch().count() << '\n'
              << info.json() << '\n';

    // It is good for uid 42, and for nobody else.
    issuer.check_rtc(token, "room", User::uid(42), Privilege::rtc_publish_audio);
    const Status status = issuer.try_check_rtc(token, "room", User::uid(43), Privilege::rtc_join_channel);
    std::cout << "uid 43: " << message(status) << '\n';
    return status != Status::wrong_user;
} catch (const Error &error) {
    std::cerr << error.what() << '\n';
    return 1;
}

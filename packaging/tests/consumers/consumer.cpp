// consumer token          prints a token for uid 42 in "room"
// consumer moved          the same under the names of Agora's own headers
// consumer check TOKEN    reads a token, and says whether it is good for that
#include <chrono>
#include <iostream>
#include <string_view>

#include <agora_token.hpp>
#include <agora_token/compat/RtcTokenBuilder2.h>

using namespace agora_token;

int main(int argc, char **argv)
{
    const std::string_view command = argc > 1 ? argv[1] : "";
    const bool is_token = argc == 2 && command == "token";
    const bool is_moved = argc == 2 && command == "moved";
    const bool is_check = argc == 3 && command == "check";
    if (!is_token && !is_moved && !is_check) {
        std::cerr << "usage: " << argv[0] << " token | moved | check TOKEN\n";
        return 2;
    }

    const char *app_id = "970CA35de60c44645bbae8a215061b33", *certificate = "5CFd2fd1755d40ecb72977518be15d3b";
    if (is_moved) {
        using namespace agora::tools;
        std::cout << RtcTokenBuilder2::BuildTokenWithUid(app_id, certificate, "room", 42, UserRole::kRolePublisher, 3600)
                  << '\n';
        return 0;
    }

    try {
        const Issuer issuer(app_id, certificate);
        if (is_token) {
            std::cout << issuer.rtc("room", User::uid(42), Role::publisher, std::chrono::hours(1)) << '\n';
        } else {
            const TokenInfo info = parse(argv[2]);
            for (const ServiceInfo &service : info.services())
                std::cout << "channel " << service.channel << ", account " << service.account << '\n';
            issuer.check_rtc(argv[2], "room", User::uid(42), Privilege::rtc_publish_audio);
        }
    } catch (const Error &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}

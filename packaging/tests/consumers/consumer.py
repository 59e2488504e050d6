"""Usage: ``consumer.py token`` prints a token for uid 42 in "room"; ``consumer.py check TOKEN`` reads and checks one."""

import sys

from agora_token import AgoraTokenError, Issuer, Role, RtcPrivilege, parse


def main() -> None:
    issuer = Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")
    if sys.argv[1:] == ["token"]:
        print(issuer.rtc("room", uid=42, role=Role.PUBLISHER, expires_in=3600))
    elif sys.argv[1:2] == ["check"] and len(sys.argv) == 3:
        token = sys.argv[2]
        for service in parse(token).services:
            print(f"channel {service.channel}, account {service.account}")
        issuer.check_rtc(token, "room", uid=42, privilege=RtcPrivilege.PUBLISH_AUDIO)
    else:
        sys.exit("usage: consumer.py token | check TOKEN")


try:
    main()
except AgoraTokenError as error:
    sys.exit(str(error))

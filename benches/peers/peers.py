"""What Python's packages take for one RTC token: lines of a name, a tab, and the least nanoseconds of all rounds."""

import time
import timeit

import agora_token_builder
import agoraiotools
from agoraiotools.RtcTokenBuilder2 import Role_Publisher

ROUNDS = 40
CALLS = 1000
PUBLISHER = "970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b", "0123456789abcdef" * 2, 42


def an_hour_from_now():
    return int(time.time()) + 3600


BUILDERS = {
    "agoraiotools (PyPI) 007": lambda: agoraiotools.RtcTokenBuilder2.build_token_with_uid(
        *PUBLISHER, Role_Publisher, 3600, 3600
    ),
    "agoraiotools (PyPI) 006": lambda: agoraiotools.RtcTokenBuilder.buildTokenWithUid(
        *PUBLISHER, Role_Publisher, an_hour_from_now()
    ),
    "agora-token-builder (PyPI) 006": lambda: agora_token_builder.RtcTokenBuilder.buildTokenWithUid(
        *PUBLISHER, Role_Publisher, an_hour_from_now()
    ),
}

for name, build in BUILDERS.items():
    if not build().startswith(name[-3:]):
        raise SystemExit(f"{name} builds no such token")
    seconds = min(timeit.repeat(build, number=CALLS, repeat=ROUNDS))
    print(f"{name}\t{seconds / CALLS * 1e9:.0f}")

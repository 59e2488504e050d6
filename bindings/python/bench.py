"""What a call costs a Python program: lines of a name, a tab, and the least nanoseconds of all rounds.

``make bench`` runs it beside the same calls from C.
"""

import timeit

from agora_token import Issuer, Role, Version

ROUNDS = 300
CALLS = 300
CHANNEL = "0123456789abcdef0123456789abcdef"

issuer = Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")


def build(version: Version) -> str:
    """Make a token of a publisher for an hour."""
    return issuer.rtc(CHANNEL, uid=42, role=Role.PUBLISHER, expires_in=3600, version=version)


def main() -> None:
    """Measure each call."""
    token_006, token_007 = build(Version.V006), build(Version.V007)
    calls = {
        "build 007": lambda: issuer.rtc(CHANNEL, uid=42, role=Role.PUBLISHER, expires_in=3600),
        "build 006": lambda: issuer.rtc(CHANNEL, uid=42, role=Role.PUBLISHER, expires_in=3600, version=Version.V006),
        "verify 007": lambda: issuer.verify(token_007),
        "check 007": lambda: issuer.check_rtc(token_007, CHANNEL, uid=42),
        "check 006": lambda: issuer.check_rtc(token_006, CHANNEL, uid=42),
    }
    for name, call in calls.items():
        seconds = min(timeit.repeat(call, number=CALLS, repeat=ROUNDS))
        print(f"Python {name}\t{seconds / CALLS * 1e9:.1f}")


if __name__ == "__main__":
    main()

"""memory.py PROGRAM: looks through the memory of a running server for the certificate.

The one copy that signs must be there, which shows that the search finds what there is, and no other: nothing of how
the certificate was read, nor on the stack of a thread that signed with it. Prints a row for `make proof`.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

APP_ID = "970CA35de60c44645bbae8a215061b33"
CERTIFICATE = b"5CFd2fd1755d40ecb72977518be15d3b"
# So many bytes in a row are a find.
PART = 12
SECRETS = {
    "its text": CERTIFICATE,
    "its bytes": bytes.fromhex(CERTIFICATE.decode()),
    "HMAC's inner block of it": bytes(byte ^ 0x36 for byte in CERTIFICATE),
    "HMAC's outer block of it": bytes(byte ^ 0x5C for byte in CERTIFICATE),
}
TARGETS = [
    "/rtc/room/publisher/uid/7",
    "/rtc/room/publisher/uid/7?version=007",
    "/rte/room/publisher/userAccount/ann",
    "/rtm/ann?version=007",
    "/chat/app",
    "/ping",
]


def copies(data: bytes) -> list[str]:
    """The secrets of which a part is in this memory, one name for each place."""
    found = []
    for name, secret in SECRETS.items():
        parts = {secret[at : at + PART] for at in range(len(secret) - PART + 1)}
        # Parts of one copy lie side by side.
        places = {match.start() for part in parts for match in re.finditer(re.escape(part), data)}
        found += [name for place in places if place - 1 not in places]
    return found


def memory(pid: int) -> tuple[int, list[str]]:
    """How many bytes the process can write to, and the copies in them."""
    size, found = 0, []
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", 0) as mem:
        for line in maps:
            area, access, *_ = line.split()
            if not access.startswith("rw"):
                continue
            start, end = (int(address, 16) for address in area.split("-"))
            mem.seek(start)
            data = mem.read(end - start)
            size += len(data)
            found += copies(data)
    return size, found


def main(program: str) -> int:
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, "certificate").write_bytes(CERTIFICATE + b"\n")
        environment = {"APP_ID": APP_ID, "APP_CERTIFICATE_FILE": "certificate", "HOST": "127.0.0.1", "PORT": "0"}
        server = subprocess.Popen(
            [os.path.abspath(program), "serve"],
            cwd=directory,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert server.stdout
            port = server.stdout.readline().removeprefix("Listening on port: ").strip()
            for target in TARGETS * 50:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{target}", timeout=20) as answer:
                    assert answer.status == 200, target
            size, found = memory(server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
    is_good = found == ["its text"]
    what = "the one copy that signs" if is_good else f"FAILED: {', '.join(found) or 'not even the copy that signs'}"
    print(f"proof: The memory of a server after {50 * len(TARGETS)} requests | {size} bytes | {what}")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

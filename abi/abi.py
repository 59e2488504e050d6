"""Holds the C header against the recorded ABI, abi/agora_token.json, and the languages' files against that.

    abi.py check      fails, with the reason, where the header breaks what is recorded or adds what is not, and where a
                      file in LANGUAGES is not what the record gives
    abi.py record     records what the header says, unless that breaks what is recorded, and writes those files

docs/abi.md says what breaks the ABI and what adds to it. Under another soname than the recorded one anything may
change.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import languages
from compare import compare
from extract import extract
from model import Abi, AbiError, load, to_json

ROOT = Path(__file__).resolve().parent.parent
HEADER = ROOT / "include/agora_token.h"
RECORD = ROOT / "abi/agora_token.json"


def soname_of_the_build() -> str:
    (name,) = re.findall(r"-soname,([\w.]+\.\d+)", (ROOT / "build.rs").read_text())
    return str(name)


def what_is_new(recorded: Abi, current: Abi) -> list[str]:
    if recorded.soname != current.soname:
        return [f"the soname moves from {recorded.soname} to {current.soname}: everything may change"]
    news = [f"{what} is new" for what in compare(recorded, current)]
    if not news and recorded != current:
        news.append("the documentation or the order in the header is another than the recorded one")
    return news


def main() -> str:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("verb", choices=["check", "record"])
    arguments.add_argument("--header", type=Path, default=HEADER)
    arguments.add_argument("--recorded", type=Path, default=RECORD)
    arguments.add_argument("--soname", default=soname_of_the_build())
    arguments.add_argument("--root", type=Path, default=ROOT, help="where the languages' files are")
    asked = arguments.parse_args()

    current = extract(asked.header.read_text(), asked.soname)
    counts = f"{len(current.functions)} functions, {len(current.constants)} constants, {len(current.structs)} structs"
    if asked.recorded.exists():
        news = what_is_new(load(asked.recorded), current)
    elif asked.verb == "check":
        raise AbiError(f"{asked.recorded} is missing: record it with `make abi`")
    else:
        news = [f"the first record of {asked.soname}"]

    if asked.verb == "record":
        asked.recorded.write_text(to_json(current))
        news += [f"wrote {path}" for path in languages.write(current, asked.root)]
        return "\n".join([*news, f"recorded: {counts}"])
    if news:
        # What is not recorded could later be broken unseen.
        raise AbiError("\n".join([*news, "record it with `make abi`"]))
    if stale := languages.stale(current, asked.root):
        raise AbiError("\n".join([*(f"{path} is not what the record gives" for path in stale), "run `make abi`"]))
    return f"{counts}, as recorded"


if __name__ == "__main__":
    try:
        print(main())
    except AbiError as refused:
        sys.exit(f"abi: {refused}")

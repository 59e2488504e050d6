"""Breaks every prototype, number and field of the header, one edit at a time, and sees abi.py refuse each by name.

Prints a row for tests/proof.sh; fails where an edit passed, or where no edit was made of something that is recorded.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from compare import compare
from extract import OF_THE_VERSION
from model import Abi, AbiError
from test_abi import HEADER, described


class Edit(NamedTuple):
    kind: str
    name: str
    header: str


#: The header without the initialisers and the inline function, which an edit would have to follow (test_abi.py).
BARE = re.sub(
    r"^#define AGORA_TOKEN_\w+_INIT \\\n.*\n|^static inline .*\n\{\n(.*\n)*?\}\n", "", HEADER, flags=re.MULTILINE
)


def replaced(text: str, match: re.Match[str], replacement: str, group: int = 0) -> str:
    return text[: match.start(group)] + replacement + text[match.end(group) :]


def edits_of_functions() -> Iterator[Edit]:
    for match in re.finditer(r"^([a-z]\w*[ \w]*[ *]+)(agora_token_\w+)\(([^)]*)\);$", BARE, re.MULTILINE):
        name, listed = match[2], match[3]
        yield Edit("a function removed", name, replaced(BARE, match, ""))
        yield Edit("a result of another type", name, replaced(BARE, match, "const short *", 1))
        parameters = [] if listed == "void" else re.split(r",\s*", listed)
        yield Edit("a parameter more", name, replaced(BARE, match, ", ".join([*parameters, "int more"]), 3))
        for i in range(len(parameters)):
            fewer = [*parameters[:i], *parameters[i + 1 :]]
            others = [*parameters[:i], "float other", *parameters[i + 1 :]]
            yield Edit("a parameter less", name, replaced(BARE, match, ", ".join(fewer) or "void", 3))
            yield Edit("a parameter of another type", name, replaced(BARE, match, ", ".join(others), 3))


def edits_of_constants() -> Iterator[Edit]:
    for match in re.finditer(r"^#define (AGORA_TOKEN_\w+) (\(?-?\d+\)?)$", BARE, re.MULTILINE):
        if OF_THE_VERSION.fullmatch(match[1]):
            continue
        yield Edit("a constant removed", match[1], replaced(BARE, match, ""))
        yield Edit("a constant of another value", match[1], replaced(BARE, match, f"({match[2]} + 1)", 2))


def edits_of_fields() -> Iterator[Edit]:
    for struct in re.finditer(r"^typedef struct (\w+) \{\n(.*?)^\} \1;$", BARE, re.MULTILINE | re.DOTALL):
        fields = list(re.compile(r"^    (\w.*?)(\w+);$", re.MULTILINE).finditer(BARE, struct.start(2), struct.end(2)))
        for i, field in enumerate(fields):
            name = f"{struct[1]}.{field[2]}"
            yield Edit("a field removed", name, replaced(BARE, field, ""))
            yield Edit("a field of another name", name, replaced(BARE, field, "renamed", 2))
            yield Edit("a field of another type", name, replaced(BARE, field, "long double ", 1))
            if i > 0:
                before = fields[i - 1]
                moved = replaced(replaced(BARE, field, before[0]), before, field[0])
                yield Edit("two fields in the other order", struct[1], moved)


def names_of(recorded: Abi) -> set[str]:
    """What is recorded: functions, constants, and fields with their struct."""
    fields = {f"{struct.name}.{field.name}" for struct in recorded.structs for field in struct.fields}
    return {function.name for function in recorded.functions} | {c.name for c in recorded.constants} | fields


RECORDED = described(BARE)


def fault(edit: Edit) -> str:
    """What is wrong with the refusal of an edit, if anything is."""
    try:
        compare(RECORDED, described(edit.header))
    except AbiError as refused:
        is_named = re.search(rf"this breaks the C ABI(.*\n)*.*\b{re.escape(edit.name)}\b", str(refused))
        return "" if is_named else f"{edit.kind}, {edit.name}: refused without its name: {refused}"
    return f"{edit.kind}, {edit.name}: not refused"


def main() -> int:
    edits = [*edits_of_functions(), *edits_of_constants(), *edits_of_fields()]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        wrong = [text for text in pool.map(fault, edits, chunksize=16) if text]
    wrong += [f"{name}: not edited" for name in names_of(RECORDED) - {edit.name for edit in edits}]
    for text in wrong:
        print(text, file=sys.stderr)
    counts = Counter(edit.kind for edit in edits)
    kinds = "; ".join(f"{kind} {count}" for kind, count in counts.items())
    print(f"proof: C ABI: prototypes, numbers, fields broken | {len(edits)} edits: {kinds} | {len(wrong)} not refused")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

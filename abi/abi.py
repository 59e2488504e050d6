"""Holds the C header against the recorded ABI, abi/agora_token.abi.

    abi.py check      fails, with the reason, where the header breaks what is recorded or adds what is not
    abi.py record     records what the header says, unless that breaks what is recorded

docs/abi.md says what breaks the ABI and what adds to it. Under another soname than the recorded one anything may
change.

The description is libabigail's, of a shared library that is compiled here from nothing but the header: a prototype
becomes a function, a constant a variable of an enumeration of its own, an initialiser a variable. The debug
information of the real library would be no base: it changes with rustc, and knows no constants.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CC = os.environ.get("CC", "cc")

#: What a header says about itself, different in every version.
OF_THE_VERSION = re.compile(r"AGORA_TOKEN_(H|VERSION_(MAJOR|MINOR|PATCH|NUMBER|STRING))")

#: What the header has whole, so that the library does not export it.
INLINE = {"agora_token_cstr"}

COMMENT = re.compile(r"\s*(//|/\*|\*)")


class AbiError(Exception):
    """What is wrong, and what would be right."""


def run(*command: str, folder: str | Path = ROOT) -> str:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    except FileNotFoundError:
        raise AbiError(f"{command[0]} is missing") from None
    if done.returncode != 0:
        raise AbiError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def soname_of_the_build() -> str:
    (name,) = re.findall(r"-soname,([\w.]+\.\d+)", (ROOT / "build.rs").read_text())
    return str(name)


def with_bodies(header: str) -> str:
    """The header with functions, which are never called, in the place of prototypes: these end in `);`."""
    lines = header.split("\n")
    return "\n".join(
        line if COMMENT.match(line) else re.sub(r"\);$", ") { __builtin_trap(); }", line) for line in lines
    )


def macros_of(header: Path) -> list[str]:
    defined = run(CC, "-E", "-dM", "-xc", str(header.resolve()))
    names = sorted(re.findall(r"^#define (AGORA_TOKEN_\w+)", defined, re.MULTILINE))
    return [name for name in names if not OF_THE_VERSION.fullmatch(name)]


def source_of(header: Path) -> str:
    """A C file that has everything in the header as a function or a variable."""
    macros = macros_of(header)
    initialisers = [name for name in macros if name.endswith("_INIT")]
    constants = [name for name in macros if name not in initialisers]
    lines = [
        "#include <stddef.h>\n#include <stdint.h>\n#include <string.h>",
        # What is inline becomes a function as well.
        '#define static\n#define inline\n#include "agora_token.h"\n#undef static\n#undef inline',
        *(f"const {name[: -len('_INIT')].lower()} initialiser_{name} = {name};" for name in initialisers),
        # Enumerations take the values, after which the names are free for the variables.
        *(f"enum constant_{name} {{ value_of_{name} = {name} }};" for name in constants),
        *(f"#undef {name}\nconst enum constant_{name} {name} = value_of_{name};" for name in constants),
    ]
    return "\n".join(lines) + "\n"


def describe(header: Path, soname: str) -> ET.Element:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "agora_token.h").write_text(with_bodies(header.read_text()))
        Path(folder, "header.c").write_text(source_of(header))
        strict = ["-std=gnu99", "-g", "-fPIC", "-shared", "-Wall", "-Werror"]
        run(CC, *strict, "-I.", f"-Wl,-soname,{soname}", "header.c", "-o", "header.so", folder=folder)
        # Nothing of this machine, nor of where in the header something stands.
        without = ["architecture", "corpus-path", "comp-dir-path", "show-locs", "elf-needed", "write-default-sizes"]
        return ET.fromstring(run("abidw", *(f"--no-{what}" for what in without), "header.so", folder=folder))


def symbols(abi: ET.Element, kind: str) -> set[str]:
    """The names of the functions ("func-type") or of the variables ("object-type")."""
    return {symbol.attrib["name"] for symbol in abi.iter("elf-symbol") if symbol.attrib["type"] == kind}


def growing_structs(abi: ET.Element) -> dict[str, ET.Element]:
    """The structs that start with their size."""
    return {
        struct.attrib["name"]: struct
        for struct in abi.iter("class-decl")
        if (first := struct.find("data-member/var-decl")) is not None and first.attrib["name"] == "size"
    }


def cut_what_grew(recorded: ET.Element, current: ET.Element) -> list[str]:
    """Cuts from the current description the fields by which structs have grown, and gives their names.

    They lie beyond the end of the recorded struct: in its padding, its size would not tell whether they are there. What
    fills the padding is `reserved`, which the library does not read.
    """
    added: list[str] = []
    for name, struct in growing_structs(current).items():
        old = growing_structs(recorded).get(name)
        if old is None:
            continue
        behind = struct.findall("data-member")[len(old.findall("data-member")) :]
        bits = int(old.attrib["size-in-bits"])
        in_padding = [member for member in behind if int(member.attrib["layout-offset-in-bits"]) < bits]
        if in_padding == behind or any(member[0].attrib["name"] != "reserved" for member in in_padding):
            continue
        for member in behind:
            struct.remove(member)
            added.append(f"{name}.{member[0].attrib['name']}")
        struct.set("size-in-bits", str(bits))
        for symbol in current.iter("elf-symbol"):
            if symbol.attrib["name"] == f"initialiser_{name.upper()}_INIT":
                symbol.set("size", str(bits // 8))
    return added


def what_breaks(recorded: ET.Element, current: ET.Element) -> str:
    """What abidiff says about everything but additions; "" where there is nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        ET.ElementTree(recorded).write(f"{folder}/recorded")
        ET.ElementTree(current).write(f"{folder}/current")
        # Harmless are to abidiff the names of fields, which programs set by their names.
        command = ["abidiff", "--no-added-syms", "--harmless", "--no-show-locs", "recorded", "current"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    # Its status is a set of bits, of which each means a change or that it failed.
    return "" if done.returncode == 0 else (done.stdout + done.stderr).strip() or f"status {done.returncode}"


def compare(recorded: ET.Element, current: ET.Element) -> list[str]:
    """What the current ABI adds. Refuses one that breaks the recorded one."""
    added = [
        *(symbols(current, "func-type") - symbols(recorded, "func-type")),
        *(symbols(current, "object-type") - symbols(recorded, "object-type")),
        *cut_what_grew(recorded, current),
    ]
    if reason := what_breaks(recorded, current):
        raise AbiError(
            f"this breaks the C ABI of {recorded.attrib['soname']}:\n\n{reason}\n\n"
            "Leave what is recorded as it is and add beside it, or move the soname (docs/abi.md)"
        )
    return sorted(added)


def exports_differ(current: ET.Element) -> str:
    exports = set(Path(ROOT, "bindings/c/exported-symbols.txt").read_text().split())
    return ", ".join(sorted(exports ^ (symbols(current, "func-type") - INLINE)))


def main() -> str:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("verb", choices=["check", "record"])
    arguments.add_argument("--header", type=Path, default=ROOT / "include/agora_token.h")
    arguments.add_argument("--recorded", type=Path, default=ROOT / "abi/agora_token.abi")
    arguments.add_argument("--soname", default=soname_of_the_build())
    asked = arguments.parse_args()

    current = describe(asked.header, asked.soname)
    if asked.header == arguments.get_default("header") and (names := exports_differ(current)):
        raise AbiError(f"the header and bindings/c/exported-symbols.txt differ in {names}")
    described = ET.tostring(current, encoding="unicode") + "\n"
    functions, values = len(symbols(current, "func-type")), len(symbols(current, "object-type"))
    counts = f"{functions} functions, {values} constants and initialisers"

    if asked.recorded.exists():
        recorded = ET.parse(asked.recorded).getroot()
        old = recorded.attrib["soname"]
        if old == asked.soname:
            news = [f"{what} is new" for what in compare(recorded, current)]
        else:
            news = [f"the soname moves from {old} to {asked.soname}: everything may change"]
    elif asked.verb == "check":
        raise AbiError(f"{asked.recorded} is missing: record it with `make abi`")
    else:
        news = [f"the first record of {asked.soname}"]

    if asked.verb == "record":
        asked.recorded.write_text(described)
        return "\n".join([*news, f"recorded: {counts}"])
    if news:
        # What is not recorded could later be broken unseen.
        raise AbiError("\n".join([*news, "record it with `make abi`"]))
    return f"{counts}, as recorded"


if __name__ == "__main__":
    try:
        print(main())
    except AbiError as refused:
        sys.exit(f"abi: {refused}")

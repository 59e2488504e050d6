"""Usage: ``examine.py RECORD FILE`` says what a shared library or a program of a release is.

It ends badly where that is not what was promised: the exports of RECORD, the C library and the system that the file is
for, and nothing in it of the machine that built it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import lief

GLIBC = (2, 17)
MACOS = [11, 0, 0]
#: What every system has, beside the C library.
LINUX = re.compile(r"lib(c|m|dl|rt|util|pthread)\.so(\.\d)?$|libc\.musl-.*|ld-(linux|musl)-.*")
WINDOWS = re.compile(
    r"(advapi32|api-ms-win-[a-z0-9-]+|bcrypt|bcryptprimitives|dbghelp|kernel32|msvcrt|ntdll|userenv|ws2_32)\.dll"
)


class PromiseError(Exception):
    """What is not as it was promised."""


def must(is_so: bool, otherwise: str) -> None:
    """Raise unless it is so."""
    if not is_so:
        raise PromiseError(otherwise)


def elf(binary: lief.ELF.Binary, is_library: bool) -> tuple[set[str], list[str]]:
    """Exports and facts of an ELF file."""
    needed = list(binary.libraries)
    must(all(LINUX.match(name) for name in needed), f"it needs {needed}")
    versions = [
        tuple(map(int, version.name.removeprefix("GLIBC_").split(".")))
        for requirement in binary.symbols_version_requirement
        for version in requirement.get_auxiliary_symbols()
        if version.name.startswith("GLIBC_")
    ]
    newest = max(versions, default=(0,))
    must(newest <= GLIBC, f"it needs glibc {newest}")
    facts = [f"needs {' '.join(needed) or 'no library'}"]
    if versions:
        facts.append(f"glibc {'.'.join(map(str, newest))}")
    if is_library:
        soname = str(binary[lief.ELF.DynamicEntry.TAG.SONAME].name)
        must(soname == "libagora_token.so.0", f"its soname is {soname}")
        facts.append(soname)
    exports = {str(symbol.name) for symbol in binary.exported_symbols if symbol.name}
    return exports, facts


def pe(binary: lief.PE.Binary) -> tuple[set[str], list[str]]:
    """Exports and facts of a file for Windows."""
    needed = sorted({str(library.name).lower() for library in binary.imports})
    must(all(WINDOWS.fullmatch(name) for name in needed), f"it needs {needed}")
    must(binary.header.time_date_stamps == 0, "it has the time of its linking")
    exports = {str(entry.name) for entry in binary.get_export().entries} if binary.has_exports else set()
    return exports, [f"needs {' '.join(needed)}"]


def macho(binary: lief.MachO.Binary, is_library: bool) -> tuple[set[str], list[str]]:
    """Exports and facts of a file for macOS."""
    itself = lief.MachO.LoadCommand.TYPE.ID_DYLIB
    needed = [str(library.name) for library in binary.libraries if library.command != itself]
    must(needed == ["/usr/lib/libSystem.B.dylib"], f"it needs {needed}")
    oldest = list(binary.build_version.minos) if binary.build_version else list(binary.version_min.version)
    must(oldest == MACOS, f"it is for macOS {oldest}")
    facts = ["needs libSystem", "macOS 11.0"]
    if binary.header.cpu_type == lief.MachO.Header.CPU_TYPE.ARM64:
        must(binary.has_code_signature, "it is not signed, and an Apple processor runs no such file")
        facts.append("signed ad hoc")
    if is_library:
        names = [str(library.name) for library in binary.libraries if library.command == itself]
        must(names == ["@rpath/libagora_token.0.dylib"], f"its install name is {names}")
        facts += names
    trie = binary.dyld_exports_trie if binary.has_dyld_exports_trie else binary.dyld_info
    return {str(export.symbol.name).removeprefix("_") for export in trie.exports}, facts


def main() -> None:
    """Examine the file."""
    record, file = Path(sys.argv[1]), Path(sys.argv[2])
    is_library = "agora_token" in file.name
    binary = lief.parse(str(file))
    if isinstance(binary, lief.ELF.Binary):
        exports, facts = elf(binary, is_library)
    elif isinstance(binary, lief.PE.Binary):
        exports, facts = pe(binary)
    elif isinstance(binary, lief.MachO.Binary):
        exports, facts = macho(binary, is_library)
    else:
        raise PromiseError("it is no file of a known kind")
    if is_library:
        recorded = {line for line in record.read_text("utf-8").splitlines() if not line.startswith("#")}
        must(exports == recorded, f"more: {sorted(exports - recorded)}, less: {sorted(recorded - exports)}")
        facts.append(f"{len(exports)} functions")
    paths = {match.decode() for match in re.findall(rb"/(?:root|home|Users|work|tmp)/[\w./-]{3,}", file.read_bytes())}
    must(not paths, f"paths of the machine that built it: {sorted(paths)}")
    print(f"{file.name}: {', '.join(facts)}")


try:
    main()
except PromiseError as wrong:
    sys.exit(f"{sys.argv[2]}: {wrong}")

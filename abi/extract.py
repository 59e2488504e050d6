"""Reads the C header with libclang: the one place where the header is taken apart.

The headers of C that it includes are given to libclang here, so that what it finds is the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from clang.cindex import Cursor, CursorKind, Diagnostic, Index, TranslationUnit

from model import (
    CONSTANT_PREFIX,
    PREFIX,
    Abi,
    AbiError,
    Constant,
    Field,
    Function,
    Group,
    Handle,
    Parameter,
    Struct,
    Type,
    handle_of,
)

HEADER = "/header/agora_token.h"

STDINT = "".join(
    f"typedef __{sign}INT{bits}_TYPE__ {sign.lower()}int{bits}_t;\n" for sign in ("", "U") for bits in (8, 16, 32, 64)
)
SYSTEM_HEADERS = {
    "/c/stddef.h": "typedef __SIZE_TYPE__ size_t;\n#define NULL ((void *)0)\n",
    "/c/stdint.h": f"typedef __UINTPTR_TYPE__ uintptr_t;\n{STDINT}",
    "/c/string.h": "typedef __SIZE_TYPE__ size_t;\nsize_t strlen(const char *text);\n",
}

#: A processor with pointers of 64 bits, and one with pointers of 32 bits.
TARGET, TARGET32 = "x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"

#: What a header says about itself, different in every version.
OF_THE_VERSION = re.compile(r"AGORA_TOKEN_(H|VERSION_(MAJOR|MINOR|PATCH|NUMBER|STRING))")

#: The groups whose constants all start alike; those of the services follow from the services.
GROUPS = [
    ("Version", "VERSION_", "The version of a token."),
    ("Role", "ROLE_", "What a user may do in an RTC channel."),
    ("ServiceType", "SERVICE_", "A service of Agora's that a token can open."),
    ("Field", "FIELD_", "A name that a service in a token can have."),
]

NUMBERS = {"size_t", *(f"{sign}int{bits}_t" for sign in ("", "u") for bits in (8, 16, 32, 64))}


def extract(header: str, soname: str) -> Abi:
    """The ABI of a header, which is given as text."""
    declared = list(declarations(parsed(header, TARGET)))
    documented = Documentation(header.split("\n"))
    typedefs = of_kind(CursorKind.TYPEDEF_DECL, declared)
    structs = of_kind(CursorKind.STRUCT_DECL, declared)
    constants = constants_of(header, declared, documented)
    # cbindgen writes the statuses behind their type.
    status_line = next(cursor.location.line for cursor in typedefs if cursor.spelling == f"{PREFIX}status")
    statuses = [constant for line, constant in constants if line > status_line]
    others = [constant for line, constant in constants if line < status_line]
    handles = [Handle(s.spelling, documented.sentence(s)) for s in structs if not s.is_definition()]
    functions: dict[str, Function] = {}
    for cursor in of_kind(CursorKind.FUNCTION_DECL, declared):
        functions[cursor.spelling] = function_of(cursor, handles, documented, statuses, functions)
    return Abi(
        soname=soname,
        types=tuple(Type(t.spelling, spelled(t.underlying_typedef_type)) for t in typedefs if is_number(t)),
        handles=tuple(handles),
        structs=tuple(structs_of(header, declared, documented)),
        statuses=tuple(statuses),
        groups=tuple(groups_of(others)),
        functions=tuple(functions.values()),
    )


def of_kind(kind: CursorKind, declared: list[Any]) -> list[Any]:
    return [cursor for cursor in declared if cursor.kind == kind]


def macros_of(declared: list[Any]) -> tuple[list[Any], dict[str, Any]]:
    """The constants, and the initialisers by the names of their structs."""
    macros = [m for m in of_kind(CursorKind.MACRO_DEFINITION, declared) if m.spelling.startswith(CONSTANT_PREFIX)]
    initialisers = {m.spelling.removesuffix("_INIT").lower(): m for m in macros if m.spelling.endswith("_INIT")}
    rest = [m for m in macros if not m.spelling.endswith("_INIT") and not OF_THE_VERSION.fullmatch(m.spelling)]
    return rest, initialisers


def constants_of(header: str, declared: list[Any], documented: Documentation) -> list[tuple[int, Constant]]:
    """The constants, with the lines of the header in which they are defined."""
    macros, initialisers = macros_of(declared)
    values = evaluated(header, [macro.spelling for macro in macros], list(initialisers))
    return [(m.location.line, Constant(m.spelling, values[m.spelling], documented.whole(m))) for m in macros]


def structs_of(header: str, declared: list[Any], documented: Documentation) -> Iterator[Struct]:
    _, initialisers = macros_of(declared)
    with_32_bits = of_kind(CursorKind.STRUCT_DECL, list(declarations(parsed(header, TARGET32))))
    in_32_bits = {struct.spelling: struct for struct in with_32_bits}
    for struct in of_kind(CursorKind.STRUCT_DECL, declared):
        if struct.is_definition():
            yield struct_of(struct, in_32_bits[struct.spelling], initialisers.get(struct.spelling), documented)


def parsed(header: str, target: str, main: str | None = None) -> TranslationUnit:
    """What libclang makes of the header, or of a file that includes it."""
    files = {HEADER: header, **SYSTEM_HEADERS, **({"/header/main.c": main} if main is not None else {})}
    flags = ["-xc", "-std=c99", f"--target={target}", "-nostdinc", "-isystem", "/c"]
    # That an initialiser has a value for each field is seen to in `struct_of`.
    warnings = ["-Wall", "-Wextra", "-Wno-unused", "-Wno-missing-field-initializers"]
    unit = Index.create().parse(
        HEADER if main is None else "/header/main.c",
        args=[*flags, *warnings],
        unsaved_files=list(files.items()),
        options=TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD,
    )
    if wrong := [str(said) for said in unit.diagnostics if said.severity >= Diagnostic.Warning]:
        raise AbiError("the header does not compile:\n" + "\n".join(wrong))
    return unit


def declarations(unit: TranslationUnit) -> Iterator[Any]:
    for cursor in unit.cursor.get_children():
        if cursor.location.file is not None and cursor.location.file.name == HEADER:
            yield cursor


def evaluated(header: str, names: list[str], initialised: list[str]) -> dict[str, int]:
    """The value of each constant, as the compiler has it. The initialisers have to be such of their structs."""
    lines = ['#include "agora_token.h"', *(f"enum {{ value_of_{name} = {name} }};" for name in names)]
    lines += [f"const {name} initialiser_of_{name} = {name.upper()}_INIT;" for name in initialised]
    unit = parsed(header, TARGET, "\n".join(lines) + "\n")
    found = {}
    for cursor in unit.cursor.get_children():
        for value in cursor.get_children() if cursor.kind == CursorKind.ENUM_DECL else ():
            found[value.spelling.removeprefix("value_of_")] = value.enum_value
    return found


class Documentation:
    """The lines of `///` above a declaration or a constant."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def text(self, cursor: Cursor) -> str:
        at = end = cursor.extent.start.line - 1
        while at > 0 and self.lines[at - 1].strip().startswith("///"):
            at -= 1
        found = [line.strip().removeprefix("///").removeprefix(" ") for line in self.lines[at:end]]
        return "\n".join(line for line in found if not line.startswith("# ")).strip()

    def whole(self, cursor: Cursor) -> str:
        return " ".join(self.text(cursor).split())

    def sentence(self, cursor: Cursor) -> str:
        paragraph = " ".join(self.text(cursor).split("\n\n")[0].split())
        match = re.match(r".+?[.?!](?=\s+[^\sa-z]|$)", paragraph)
        return match[0] if match else paragraph

    def statuses(self, cursor: Cursor) -> list[str]:
        """The words behind "Statuses:"."""
        return re.findall(r"\w+", self.text(cursor).partition("Statuses:")[2])


def spelled(c_type: Any) -> str:
    return str(c_type.spelling)


def is_number(typedef: Cursor) -> bool:
    return spelled(typedef.underlying_typedef_type) in NUMBERS


def groups_of(constants: list[Constant]) -> list[Group]:
    services = {c.short.removeprefix("SERVICE_") for c in constants if c.short.startswith("SERVICE_")}
    members: dict[tuple[str, str, str], list[Constant]] = {}
    for constant in constants:
        members.setdefault(group_of(constant, services), []).append(constant)
    return [Group(name, doc, prefix, tuple(found)) for (name, doc, prefix), found in members.items()]


def group_of(constant: Constant, services: set[str]) -> tuple[str, str, str]:
    """The name, documentation and prefix of a constant's group."""
    for name, prefix, doc in GROUPS:
        if constant.short.startswith(prefix):
            return name, doc, prefix
    service = constant.short.partition("_")[0]
    if service not in services:
        return "", "", ""
    # The documentation says what a constant is of: "RTC: join a channel", "RTM2 resources: users".
    label, _, kind = constant.doc.partition(":")[0].partition(" ")
    name, doc = {
        "resources": ("Resource", f"What a permission of {label} is about."),
        "permission": ("Permission", f"What a permission of {label} allows."),
    }.get(kind, ("Privilege", f"The privileges of {label}."))
    return f"{service.capitalize()}{name}", doc, f"{service}_"


def struct_of(struct: Cursor, in_32_bits: Cursor, initialiser: Cursor | None, documented: Documentation) -> Struct:
    fields, fields32 = list(struct.type.get_fields()), list(in_32_bits.type.get_fields())
    initials = initials_of(initialiser) if initialiser is not None else [""] * len(fields)
    if len(initials) != len(fields):
        raise AbiError(f"{struct.spelling} has {len(fields)} fields, and its initialiser {len(initials)} values")
    return Struct(
        name=struct.spelling,
        doc=documented.sentence(struct),
        size=struct.type.get_size(),
        size32=in_32_bits.type.get_size(),
        fields=tuple(
            Field(
                name=field.spelling,
                type=spelled(field.type),
                offset=field.get_field_offsetof() // 8,
                offset32=field32.get_field_offsetof() // 8,
                doc=documented.sentence(field),
                initial=initial,
            )
            for field, field32, initial in zip(fields, fields32, initials)
        ),
    )


def initials_of(macro: Cursor) -> list[str]:
    """The values between the outer braces of an initialiser."""
    values, depth = [""], 0
    for token in list(macro.get_tokens())[1:]:
        text = token.spelling
        depth -= text == "}"
        if text == "," and depth == 1:
            values.append("")
        elif depth > 0:
            values[-1] += text if text in ("(", ")", ",") or values[-1].endswith("(") else f" {text}"
        depth += text == "{"
    return [value.strip().replace(" (", "(") for value in values]


def function_of(
    cursor: Cursor,
    handles: list[Handle],
    documented: Documentation,
    statuses: list[Constant],
    before: dict[str, Function],
) -> Function:
    parameters: list[Parameter] = []
    for argument in cursor.get_arguments():
        c_type = spelled(argument.type)
        part = part_of(c_type, parameters[-1].part if parameters else "", {handle.name for handle in handles})
        parameters.append(Parameter(argument.spelling, c_type, part))
    names = {status.short for status in statuses}
    found: list[str] = []
    for word in documented.statuses(cursor):
        found += [word] if word in names else before[word].statuses if word in before else []
    returns = spelled(cursor.result_type)
    return Function(
        name=cursor.spelling,
        kind="inline" if cursor.is_definition() else kind_of(cursor.spelling, returns, parameters),
        doc=documented.sentence(cursor),
        returns=returns,
        result=result_of(returns),
        parameters=tuple(parameters),
        statuses=tuple(dict.fromkeys(found)),
    )


def part_of(c_type: str, last: str, handles: set[str]) -> str:
    """What a parameter is for, from its type and, where that does not tell, from the part of the last one."""
    base = handle_of(c_type)
    if c_type == "char *":
        return "text out"
    if c_type == "size_t" and last in ("text out", "texts"):
        return "capacity" if last == "text out" else "count"
    if c_type == "size_t *" and last == "capacity":
        return "length out"
    if base in handles:
        return "handle out" if c_type.endswith("**") else "handle"
    if base == f"{PREFIX}str":
        return "texts" if c_type.endswith("*") else "text"
    if base == f"{PREFIX}status":
        return "status"
    if base.startswith(PREFIX):
        return "struct"
    if c_type == "const char *":
        return "C string"
    return "number" if c_type in NUMBERS else "other"


def result_of(c_type: str) -> str:
    parts = {f"{PREFIX}status": "status", f"{PREFIX}str": "text", "const char *": "C string", "void": "none"}
    return parts.get(c_type, "number" if c_type in NUMBERS else "other")


def kind_of(name: str, returns: str, parameters: list[Parameter]) -> str:
    """What a function does in the API.

    "one call" makes a token of an issuer, "check" holds a token against what is asked, "make" and "free" are of
    handles, "change" is of a builder, "text" gives another text, "get" tells what a handle holds, "library" is of no
    handle.
    """
    parts = [parameter.part for parameter in parameters]
    has_token = any(parameter.name == "token" for parameter in parameters)
    if name.endswith("_free"):
        return "free"
    if "handle out" in parts:
        return "make"
    if parts[:1] != ["handle"]:
        return "library"
    of_issuer = handle_of(parameters[0].type) == f"{PREFIX}issuer"
    if "text out" in parts:
        return "one call" if of_issuer and not has_token else "text"
    if returns == f"{PREFIX}status":
        return "check" if has_token else "change"
    return "get"

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
    whole = parsed(header, TARGET)
    lines = header.split("\n")
    declared = list(declarations(whole))
    documented = Documentation(lines)

    macros = [cursor for cursor in declared if cursor.kind == CursorKind.MACRO_DEFINITION]
    macros = [m for m in macros if m.spelling.startswith(CONSTANT_PREFIX) and not OF_THE_VERSION.fullmatch(m.spelling)]
    initialisers = {m.spelling.removesuffix("_INIT").lower(): m for m in macros if m.spelling.endswith("_INIT")}
    numbers = [m for m in macros if not m.spelling.endswith("_INIT")]
    values = evaluated(header, [m.spelling for m in numbers], list(initialisers))
    constants = [(m, Constant(m.spelling, values[m.spelling], documented.whole(m))) for m in numbers]

    typedefs = [cursor for cursor in declared if cursor.kind == CursorKind.TYPEDEF_DECL]
    status_line = next(cursor.location.line for cursor in typedefs if cursor.spelling == f"{PREFIX}status")
    structs = [cursor for cursor in declared if cursor.kind == CursorKind.STRUCT_DECL]
    handles = {s.spelling for s in structs if not s.is_definition()}
    in_32_bits = {c.spelling: c for c in declarations(parsed(header, TARGET32)) if c.kind == CursorKind.STRUCT_DECL}
    functions: dict[str, Function] = {}
    for cursor in declared:
        if cursor.kind == CursorKind.FUNCTION_DECL:
            functions[cursor.spelling] = function_of(cursor, handles, documented, constants, functions)
    return Abi(
        soname=soname,
        types=tuple(Type(t.spelling, spelled(t.underlying_typedef_type)) for t in typedefs if is_number(t)),
        handles=tuple(Handle(s.spelling, documented.sentence(s)) for s in structs if not s.is_definition()),
        structs=tuple(
            struct_of(s, in_32_bits[s.spelling], initialisers.get(s.spelling), documented)
            for s in structs
            if s.is_definition()
        ),
        # cbindgen writes them behind their type.
        statuses=tuple(constant for macro, constant in constants if macro.location.line > status_line),
        groups=tuple(groups_of([constant for macro, constant in constants if macro.location.line < status_line])),
        functions=tuple(functions.values()),
    )


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


def groups_of(constants: list[Constant]) -> Iterator[Group]:
    ahead = list(constants)

    def taken(name: str, doc: str, prefix: str, kind: str = "") -> Group:
        found = [c for c in ahead if c.short.startswith(prefix) and (not kind or label_of(c).endswith(f" {kind}"))]
        for constant in found:
            ahead.remove(constant)
        return Group(name, doc, prefix, tuple(found))

    groups = [taken(name, doc, prefix) for name, prefix, doc in GROUPS]
    services = [name for group in groups if group.name == "ServiceType" for name, _ in group.members()]
    for service in services:
        names = [c for c in ahead if c.short.startswith(f"{service}_")]
        for kind in ("resources", "permission"):
            if any(label_of(c).endswith(f" {kind}") for c in names):
                about = "is about" if kind == "resources" else "allows"
                name = f"{service.capitalize()}{kind.capitalize().rstrip('s')}"
                groups.append(taken(name, f"What a permission of {service} {about}.", f"{service}_", kind))
        if any(not label_of(c).endswith(("resources", "permission")) for c in names):
            label = next(label_of(c) for c in names if " " not in label_of(c))
            groups.append(taken(f"{service.capitalize()}Privilege", f"The privileges of {label}.", f"{service}_"))
    yield from groups
    yield Group("", "", "", tuple(ahead))


def label_of(constant: Constant) -> str:
    """What the documentation of a constant says that it is of: "RTC", "RTM2 resources"."""
    return constant.doc.partition(":")[0]


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
    handles: set[str],
    documented: Documentation,
    constants: list[tuple[Any, Constant]],
    others: dict[str, Function],
) -> Function:
    parameters: list[Parameter] = []
    for argument in cursor.get_arguments():
        c_type = spelled(argument.type)
        parameters.append(Parameter(argument.spelling, c_type, part_of(c_type, argument.spelling, parameters, handles)))
    names = {constant.short for _, constant in constants}
    statuses: list[str] = []
    for word in documented.statuses(cursor):
        statuses += [word] if word in names else others[word].statuses if word in others else []
    returns = spelled(cursor.result_type)
    return Function(
        name=cursor.spelling,
        kind="inline" if cursor.is_definition() else kind_of(cursor.spelling, returns, parameters),
        doc=documented.sentence(cursor),
        returns=returns,
        result=result_of(returns),
        parameters=tuple(parameters),
        statuses=tuple(dict.fromkeys(statuses)),
    )


def part_of(c_type: str, name: str, before: list[Parameter], handles: set[str]) -> str:
    """What a parameter is for, from its type and, where the type is that of others too, from what stands before it."""
    last = before[-1].part if before else ""
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

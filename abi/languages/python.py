"""Python: the prototypes for ctypes, and the constants as enums."""

from __future__ import annotations

import sys
import textwrap

from model import Abi, Constant, Function, Group, Struct, handle_of
from text import camel, formatted, sentence_for_members, translated, written_by

PACKAGE = "bindings/python/src/agora_token"

ABI = '''\
# {head}
"""The structs, handles and functions of the C ABI."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char, c_char_p, c_int16, c_int32, c_size_t, c_uint32, c_uint64, c_void_p

from ._library import Handle, Lent, Str, call, function


{structs}
{handles}
_OUT = (POINTER(c_char), c_size_t, POINTER(c_size_t))

# The calls whose cost counts have no argtypes: ctypes takes 100 ns an argument to hold it against them, more than for
# the rest of a call. What goes in here has been through text_in, number, seconds or time, which are stricter: it is a
# Str, a handle (or None, which is NULL), an int of at most 32 bits, which C takes as it is, or a time as c_uint64.
{fast}

{prototypes}

{texts}'''

NAMES = '''\
# {head}
"""The numbers of the C header under their Python names."""

from __future__ import annotations

from enum import IntEnum

{constants}

{groups}'''

TYPES = {
    "int16_t": "c_int16",
    "int32_t": "c_int32",
    "uint32_t": "c_uint32",
    "uint64_t": "c_uint64",
    "size_t": "c_size_t",
    "agora_token_status": "c_int32",
    "agora_token_str": "Str",
    "const char *": "c_char_p",
}


def files(abi: Abi) -> dict[str, str]:
    texts = {f"{PACKAGE}/_abi.py": prototypes(abi), f"{PACKAGE}/_names.py": names(abi)}
    ruff = (sys.executable, "-m", "ruff", "format", "-")
    return {path: formatted(text, *ruff, f"--stdin-filename={path}") for path, text in texts.items()}


def prototypes(abi: Abi) -> str:
    functions = [function for function in abi.exports if function.kind != "free"]
    texts = [function for function in functions if function.result == "C string"]
    fast = [function for function in functions if is_fast(function)]
    others = [function for function in functions if function not in texts and function not in fast]
    return ABI.format(
        head=written_by(__file__),
        structs="\n\n".join(struct_of(struct) for struct in abi.growing),
        handles="\n\n".join(handle_class(handle.short) for handle in abi.handles),
        fast="\n".join(f'{function.short} = call("{function.short}")' for function in fast),
        prototypes="\n".join(prototype(function) for function in others),
        texts="\n\n".join(text_function(function) for function in texts),
    )


def is_fast(function: Function) -> bool:
    """An int of 16 bits is another matter: C does not take it as it is."""
    is_narrow = any(parameter.type == "int16_t" for parameter in function.parameters)
    return function.kind in ("one call", "check") and not is_narrow


def struct_of(struct: Struct) -> str:
    fields = [f'        ("{field.name}", {ctype(field.type)}),\n' for field in struct.fields]
    name = camel(struct.short)
    return f'class {name}(ctypes.Structure):\n    """{struct.name}."""\n\n    _fields_ = (\n{"".join(fields)}    )\n'


def handle_class(short: str) -> str:
    free = f'free = function("{short}_free", None, c_void_p)'
    return f'class {camel(short)}Handle(Handle):\n    """agora_token_{short}."""\n\n    {free}\n'


def prototype(function: Function) -> str:
    arguments = [f'"{function.short}"', *(ctype(parameter.type, parameter.part) for parameter in function.inputs)]
    if function.has("text out"):
        arguments.append("*_OUT")
    if function.result == "status":
        return f"{function.short} = call({', '.join(arguments)})"
    arguments.insert(1, "Lent" if function.result == "text" else ctype(function.returns))
    return f"{function.short} = function({', '.join(arguments)})"


def text_function(function: Function) -> str:
    types = [ctype(parameter.type) for parameter in function.parameters]
    names = [parameter.name for parameter in function.parameters]
    return (
        f'_{function.short} = function("{function.short}", {", ".join(["c_char_p", *types])})\n\n\n'
        f"def {function.short}({', '.join(f'{name}: int' for name in names)}) -> str:\n"
        f'    """{function.doc}"""\n'
        f'    return str(_{function.short}({", ".join(names)}), "utf-8")\n'
    )


def ctype(c_type: str, part: str = "") -> str:
    base = handle_of(c_type).removeprefix("agora_token_")
    if part in ("handle", "handle out"):
        handle = f"{camel(base)}Handle"
        return f"POINTER({handle})" if part == "handle out" else handle
    if c_type.startswith("const agora_token_"):
        return f"POINTER({camel(base)})"
    return translated(c_type, TYPES, "Python")


def names(abi: Abi) -> str:
    alone = [constant for group in abi.groups if not group.name for constant in group.constants]
    # The fields of a token have names of their own in the package.
    enums = [group for group in abi.groups if group.name not in ("", "Field")]
    return NAMES.format(
        head=written_by(__file__),
        constants="\n\n".join(f"{comment(constant)}{constant.short} = {constant.value}" for constant in alone),
        groups="\n\n".join(enum_of(group) for group in enums),
    )


def enum_of(group: Group) -> str:
    rows = []
    for name, constant in group.members():
        member = f"V{name}" if name.isdigit() else name
        rows.append(f"{comment(constant, '    ')}    {member} = {constant.value}\n")
    return f'class {group.name}(IntEnum):\n    """{group.doc}"""\n\n{"".join(rows)}'


def comment(constant: Constant, indent: str = "") -> str:
    lines = textwrap.wrap(sentence_for_members(constant), 117 - len(indent))
    return "".join(f"{indent}#: {line}\n" for line in lines)

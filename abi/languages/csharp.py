"""C#: the functions and structs with blittable types alone, and the constants as enums."""

from __future__ import annotations

import html
import re
import textwrap

from model import Abi, Constant, Function, Group, Struct, handle_of
from text import camel, listed, sentence_for_members, translated, written_by

SOURCE = "bindings/csharp/src"

NATIVE = """\
// {head}

using System;
using System.Runtime.InteropServices;

namespace Agora.Token
{{
    /// <summary>The C ABI. Nothing is converted on the way: each argument is what C takes.</summary>
    internal static unsafe class Native
    {{
        private const string Library = "agora_token";

{fields}

{structs}
{functions}
    }}
}}
"""

EXCEPTIONS = """\
// {head}

namespace Agora.Token
{{
    public partial class AgoraTokenException
    {{
        private static AgoraTokenException OfKnown(Status status)
        {{
            switch (status)
            {{
{cases}
                default: return null;
            }}
        }}
    }}
{classes}}}
"""

PRIVILEGE = """\
    /// <summary>A privilege of a service, by its number: a member of the service's enum, or any other number up to
    /// 65535. The default is none, which a check asks of ConvoAI and STT.</summary>
    public readonly struct Privilege : System.IEquatable<Privilege>
    {{
        /// <summary>The privilege of this number.</summary>
        public Privilege(int number)
        {{
            Number = number;
        }}

        /// <summary>Its number within its service.</summary>
        public int Number {{ get; }}

{conversions}
        /// <summary>Whether both have the same number.</summary>
        public bool Equals(Privilege other)
        {{
            return Number == other.Number;
        }}

        /// <inheritdoc/>
        public override bool Equals(object other)
        {{
            return other is Privilege && Equals((Privilege)other);
        }}

        /// <inheritdoc/>
        public override int GetHashCode()
        {{
            return Number;
        }}

        /// <summary>The number.</summary>
        public override string ToString()
        {{
            return Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }}
    }}"""

NAMES = """\
// {head}

namespace Agora.Token
{{
    /// <summary>The limits of the library, and the numbers that stand alone.</summary>
    public static class Limits
    {{
{alone}
    }}

{groups}
}}
"""

STATUS = Group("Status", "What came of a call; a number never changes its meaning.", "", ())

TYPES = {
    "void": "void",
    "int16_t": "short",
    "int32_t": "int",
    "uint32_t": "uint",
    "uint64_t": "ulong",
    "size_t": "UIntPtr",
    "size_t *": "UIntPtr*",
    "char *": "byte*",
    "const char *": "byte*",
    "agora_token_status": "int",
    "agora_token_str": "Str",
    "const agora_token_str *": "Str*",
}

#: What no caller sees: a disposed object, a buffer of ours, a struct of ours.
INTERNAL = {"OK", "NULL_POINTER", "BUFFER_TOO_SMALL", "BAD_STRUCT_SIZE"}

#: What is no name in C#, and the parameter that has it.
KEYWORDS = {"out": "output"}


def files(abi: Abi) -> dict[str, str]:
    return {
        f"{SOURCE}/Native.cs": native(abi),
        f"{SOURCE}/Names.cs": names(abi),
        f"{SOURCE}/Exceptions.cs": exceptions(abi),
    }


def native(abi: Abi) -> str:
    (fields,) = [group for group in abi.groups if group.name == "Field"]
    return NATIVE.format(
        head=written_by(__file__),
        fields=textwrap.indent(enum(fields, list(fields.members())).replace("public", "internal"), "    "),
        structs="\n".join(struct_of(struct) for struct in abi.structs),
        functions="\n\n".join(declaration(function) for function in abi.exports),
    )


def struct_of(struct: Struct) -> str:
    fields = [f"            internal {csharp(field.type)} {camel(field.name)};\n" for field in struct.fields]
    return (
        f"        /// <summary>{struct.name}.</summary>\n"
        "        [StructLayout(LayoutKind.Sequential)]\n"
        f"        internal unsafe struct {camel(struct.short)}\n        {{\n{''.join(fields)}        }}\n"
    )


def declaration(function: Function) -> str:
    parameters = [f"{csharp(p.type, p.part)} {name_of(p.name)}" for p in function.parameters]
    front = f"        internal static extern {csharp(function.returns)} {camel(function.short)}("
    return (
        f'        [DllImport(Library, EntryPoint = "{function.name}", ExactSpelling = true,\n'
        "            CallingConvention = CallingConvention.Cdecl)]\n" + listed(front, parameters, ");")
    )


def name_of(name: str) -> str:
    head, *others = KEYWORDS.get(name, name).split("_")
    return head + "".join(word.capitalize() for word in others)


def csharp(c_type: str, part: str = "") -> str:
    if part == "handle":
        return "IntPtr"
    if part == "handle out":
        return "IntPtr*"
    if c_type not in TYPES and c_type.startswith("const agora_token_"):
        return f"{camel(handle_of(c_type).removeprefix('agora_token_'))}*"
    return translated(c_type, TYPES, "C#")


def names(abi: Abi) -> str:
    alone = [constant for group in abi.groups if not group.name for constant in group.constants]
    groups = [enum(STATUS, [(constant.short, constant) for constant in abi.statuses])]
    # The fields of a token have properties of their own.
    groups += [enum(group, list(group.members())) for group in abi.groups if group.name not in ("", "Field")]
    return NAMES.format(
        head=written_by(__file__),
        alone="\n\n".join(
            f"{comment(constant)}        public const int {pascal(constant.short)} = {constant.value};"
            for constant in alone
        ),
        groups="\n\n".join([*groups, privilege_struct(abi)]),
    )


def privilege_struct(abi: Abi) -> str:
    return PRIVILEGE.format(
        conversions="".join(
            f"        /// <summary>{group.doc}</summary>\n"
            f"        public static implicit operator Privilege({group.name} privilege)\n"
            "        {\n            return new Privilege((int)privilege);\n        }\n\n"
            for group in abi.groups
            if group.name.endswith("Privilege")
        )
    )


def exceptions(abi: Abi) -> str:
    shown = [status for status in abi.statuses if status.short not in INTERNAL]
    return EXCEPTIONS.format(
        head=written_by(__file__),
        cases="\n".join(
            f"                case Status.{pascal(status.short)}: return new {pascal(status.short)}Exception(null);"
            for status in shown
        ),
        classes="\n".join(exception(status) for status in shown),
    )


def exception(status: Constant) -> str:
    name = f"{pascal(status.short)}Exception"
    return (
        f"\n{comment(status, '    ')}    public sealed class {name} : AgoraTokenException\n    {{\n"
        f"        internal {name}(string message) : base(Status.{pascal(status.short)}, message)\n"
        "        {\n        }\n    }"
    )


def enum(group: Group, members: list[tuple[str, Constant]]) -> str:
    rows = [f"{comment(constant)}        {member(name)} = {constant.value}," for name, constant in members]
    doc = f"    /// <summary>{group.doc}</summary>\n"
    return f"{doc}    public enum {type_name(group.name)}\n    {{\n" + "\n\n".join(rows) + "\n    }"


def type_name(group: str) -> str:
    """System has a Version of its own."""
    return "TokenVersion" if group == "Version" else group


def member(name: str) -> str:
    return f"V{name}" if name.isdigit() else pascal(name)


def pascal(name: str) -> str:
    special = {"CONVOAI": "ConvoAI", "UTF8": "Utf8"}
    return "".join(special.get(word, word.capitalize()) for word in name.split("_"))


def comment(constant: Constant, indent: str = "        ") -> str:
    text = re.sub(r"\b[A-Z0-9]+(_[A-Z0-9]+)+\b", lambda name: pascal(name[0]), sentence_for_members(constant))
    lines = textwrap.wrap(f"<summary>{html.escape(text, quote=False)}</summary>", 116 - len(indent))
    return "".join(f"{indent}/// {line}\n" for line in lines)

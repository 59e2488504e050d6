"""Java: the functions for JNA's direct mapping, where the fields of the structs lie, and the constants as enums."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from model import Abi, Constant, Function, Group, Struct
from text import camel, listed, sentence_for_members, translated, written_by

PACKAGE = "bindings/java/src/main/java/io/github/agoratoken"

ABI = """\
// {head}
package io.github.agoratoken;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The C ABI. Pointers and size_t are long, for which {{@link NativeLibraryLoader}} wants 64 bits. */
final class Abi {{
    private Abi() {{}}

    static {{
        Native.register(Abi.class, NativeLibraryLoader.load());
    }}

{constants}
    /** The most strings that a function takes. */
    static final int MAX_TEXTS = {most_texts};

{functions}{structs}}}
"""

ENUM = """\
// {head}
package io.github.agoratoken;

/** {doc} */
public enum {name}{implements} {{
{members};

    private final int number;

    {name}(int number) {{
        this.number = number;
    }}

    /**
     * Its number in the token and in the C header.
     *
     * @return the number, which never changes
     */
{override}    public int number() {{
        return number;
    }}

    static {name} of(int number) {{
        for ({name} each : values()) {{
            if (each.number == number) {{
                return each;
            }}
        }}
        {otherwise}
    }}
}}
"""

#: Pointers are numbers, which cost JNA nothing.
TYPES = {
    "int16_t": "short",
    "int32_t": "int",
    "uint32_t": "int",
    "uint64_t": "long",
    "size_t": "long",
    "agora_token_status": "int",
    "agora_token_str": "Str",
    "const char *": "Pointer",
    "void": "void",
}

UNKNOWN_STATUS = Constant("AGORA_TOKEN_UNKNOWN", -1, "One that this package does not know: the library is newer.")


def files(abi: Abi) -> dict[str, str]:
    texts = {"Abi": functions_and_structs(abi), "Status": statuses(abi)}
    # The fields of a token have names of their own in the package.
    for group in abi.groups:
        if group.name and group.name != "Field":
            texts[group.name] = enum_of(group)
    return {f"{PACKAGE}/{name}.java": text for name, text in texts.items()}


def functions_and_structs(abi: Abi) -> str:
    alone = [constant for group in abi.groups if group.name in ("", "Field") for constant in group.constants]
    texts = max(sum(parameter.part == "text" for parameter in function.parameters) for function in abi.exports)
    return ABI.format(
        head=written_by(__file__),
        constants="\n".join(constant_of(constant) for constant in alone),
        most_texts=texts,
        functions="\n".join(declaration(function) for function in abi.exports),
        structs="".join(f"\n{layout_of(abi, struct)}" for struct in abi.growing),
    )


def constant_of(constant: Constant) -> str:
    return f"{comment(constant.doc, '    ')}    static final int {constant.short} = {constant.value};\n"


def declaration(function: Function) -> str:
    parameters = [f"{java(parameter.type)} {parameter.name}" for parameter in function.parameters]
    front = f"    static native {java(function.returns)} {function.name}("
    return comment(function.doc, "    ") + listed(front, parameters, ");") + "\n"


def java(c_type: str) -> str:
    is_number = c_type.endswith("*") and c_type not in TYPES
    return "long" if is_number else translated(c_type, TYPES, "Java")


def layout_of(abi: Abi, struct: Struct) -> str:
    """Where the fields lie, and the initialiser."""
    offsets = "".join(f"        static final int {field.name.upper()} = {field.offset};\n" for field in struct.fields)
    values = {constant.name: constant.value for constant in abi.constants}
    sets = "".join(
        f"            at.setInt({field.name.upper()}, {values.get(field.initial, field.initial)});\n"
        for field in struct.fields
        if field.type == "uint32_t" and field.initial != "0"
    )
    return (
        f"    /** {struct.name}. */\n"
        f"    static final class {camel(struct.short)} {{\n"
        f"        static final int BYTES = {struct.size};\n{offsets}\n"
        f"        private {camel(struct.short)}() {{}}\n\n"
        f"        /** {struct.initialiser}. */\n"
        f"        static void initialise(Pointer at) {{\n"
        f"            at.clear(BYTES);\n            at.setLong(SIZE, BYTES);\n{sets}        }}\n    }}\n"
    )


def statuses(abi: Abi) -> str:
    return enum_text("Status", "What went wrong.", [(c.short, c) for c in [*abi.statuses, UNKNOWN_STATUS]], "")


def enum_of(group: Group) -> str:
    members = [(f"V{name}" if name.isdigit() else name, constant) for name, constant in group.members()]
    implements = "Privilege" if group.name.endswith("Privilege") else ""
    return enum_text(group.name, group.doc, members, implements)


def enum_text(name: str, doc: str, members: Iterable[tuple[str, Constant]], implements: str) -> str:
    rows = [f"{comment(sentence_for_members(c), '    ')}    {member}({c.value})" for member, c in members]
    no_such = f'throw new IllegalArgumentException("{name} has no number " + number);'
    return ENUM.format(
        head=written_by(__file__),
        doc=doc,
        name=name,
        members=",\n".join(rows),
        implements=f" implements {implements}" if implements else "",
        override="    @Override\n" if implements else "",
        otherwise="return UNKNOWN;" if name == "Status" else no_such,
    )


def comment(text: str, indent: str) -> str:
    """A Javadoc comment, in one line where it fits."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if len(safe) <= 112 - len(indent):
        return f"{indent}/** {safe} */\n"
    lines = textwrap.wrap(safe, 116 - len(indent))
    return f"{indent}/**\n" + "".join(f"{indent} * {line}\n" for line in lines) + f"{indent} */\n"

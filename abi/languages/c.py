"""C: the exported symbols, where the fields lie and what the constants are, and the tables of the C tests."""

from __future__ import annotations

from model import Abi, Function, Parameter
from text import listed, one_call_input, written_by

HEAD = written_by(__file__)

LAYOUT = """\
/* {head}
   Where each field of each public struct lies, in bytes, with pointers of 64 and of 32 bits, and the number of each
   constant. What moves does not compile here, as it would not be found by the programs that exist. */
#include <stddef.h>
#include <stdint.h>

#include "agora_token.h"

#if UINTPTR_MAX == 0xffffffffffffffff
#define BYTES(with_64_bits, with_32_bits) (with_64_bits)
#elif UINTPTR_MAX == 0xffffffff
#define BYTES(with_64_bits, with_32_bits) (with_32_bits)
#else
#error "the layout is known for pointers of 64 and of 32 bits"
#endif

#define FIELD(type, field, with_64_bits, with_32_bits) \\
    _Static_assert(offsetof(type, field) == BYTES(with_64_bits, with_32_bits), #type "." #field " moved")
#define SIZE(type, with_64_bits, with_32_bits) \\
    _Static_assert(sizeof(type) == BYTES(with_64_bits, with_32_bits), #type " has another size")
#define NUMBER(constant, number) _Static_assert(constant == (number), #constant " has another number")

{structs}
{types}

{constants}
"""

RECORD = """\
/* {head} */
#ifndef AGORA_TOKEN_TESTS_RECORD_H
#define AGORA_TOKEN_TESTS_RECORD_H

#include "agora_token.h"

/* Each status: ROW(name, number). */
#define EACH_STATUS(ROW) \\
{statuses}

/* What the one-call builders are called with: each takes what it has a parameter for. A room is an Education room. */
struct one_call_input {{
    uint32_t version;
    agora_token_str channel, room, user;
    uint32_t uid, role, expires_in;
    int16_t classroom_role;
}};

#define ONE_CALL_INPUT \\
    {{ AGORA_TOKEN_VERSION_007, {{ "room", 4 }}, {{ "class", 5 }}, {{ "anna", 4 }}, 42, AGORA_TOKEN_ROLE_PUBLISHER, \\
      600, 2 }}

typedef agora_token_status one_call_function(const agora_token_issuer *issuer, const struct one_call_input *with,
                                             char *out, size_t capacity, size_t *out_len);

/* A one-call builder, and what it takes of the input. */
struct one_call {{
    const char *name;
    one_call_function *call;
    int takes_version, takes_channel, takes_room, takes_user, takes_role, takes_lifetime;
}};

{functions}
#define ONE_CALL_COUNT {count}

static const struct one_call one_calls[ONE_CALL_COUNT] = {{
{rows}
}};

/* How many tokens each_one_call makes. */
#define EACH_ONE_CALL_COUNT {tokens}

/* Makes a token with each one-call builder, of both versions where there are two. OK if each could. */
static inline agora_token_status each_one_call(const agora_token_issuer *issuer)
{{
    char token[AGORA_TOKEN_MAX_LEN + 1];
    size_t len;
    agora_token_status status = AGORA_TOKEN_OK;
    for (size_t i = 0; i < ONE_CALL_COUNT; i++) {{
        struct one_call_input with = ONE_CALL_INPUT;
        status |= one_calls[i].call(issuer, &with, token, sizeof token, &len);
        with.version = AGORA_TOKEN_VERSION_006;
        if (one_calls[i].takes_version)
            status |= one_calls[i].call(issuer, &with, token, sizeof token, &len);
    }}
    return status;
}}

#endif
"""


def files(abi: Abi) -> dict[str, str]:
    exports = sorted(function.name for function in abi.exports)
    return {
        "bindings/c/exported-symbols.txt": "\n".join([f"# {HEAD}", *exports, ""]),
        "bindings/c/tests/layout.c": layout(abi),
        "bindings/c/tests/record.h": record(abi),
    }


def layout(abi: Abi) -> str:
    structs = [
        "".join(
            [
                *(f"FIELD({struct.name}, {f.name}, {f.offset}, {f.offset32});\n" for f in struct.fields),
                f"SIZE({struct.name}, {struct.size}, {struct.size32});\n",
            ]
        )
        for struct in abi.structs
    ]
    types = [f'_Static_assert(_Generic(({t.name})0, {t.type}: 1), "{t.name} is no {t.type}");' for t in abi.types]
    return LAYOUT.format(
        head=HEAD,
        structs="\n".join(structs),
        types="\n".join(types),
        constants="\n".join(f"NUMBER({constant.name}, {constant.value});" for constant in abi.constants),
    )


def record(abi: Abi) -> str:
    versions = [2 if "version" in inputs_of(function) else 1 for function in abi.one_calls]
    return RECORD.format(
        head=HEAD,
        statuses=" \\\n".join(f"    ROW({status.short}, {status.value})" for status in abi.statuses),
        functions="\n".join(one_call(function) for function in abi.one_calls),
        count=len(abi.one_calls),
        rows="\n".join(row(function) for function in abi.one_calls),
        tokens=sum(versions),
    )


def one_call(function: Function) -> str:
    parameters = [
        "const agora_token_issuer *issuer",
        "const struct one_call_input *with",
        "char *out",
        "size_t capacity",
        "size_t *out_len",
    ]
    unused = "" if inputs_of(function) else "    (void)with;\n"
    arguments = [argument(function, parameter) for parameter in function.inputs]
    return (
        listed(f"static agora_token_status one_call_{function.short}(", parameters, ")")
        + f"\n{{\n{unused}"
        + listed(f"    return {function.name}(", [*arguments, "out", "capacity", "out_len"], ");")
        + "\n}\n"
    )


def argument(function: Function, parameter: Parameter) -> str:
    return parameter.name if parameter.part == "handle" else f"with->{one_call_input(function, parameter)}"


def inputs_of(function: Function) -> set[str]:
    """What a one-call builder takes, as struct one_call_input calls it."""
    return {one_call_input(function, parameter) for parameter in function.inputs if parameter.part != "handle"}


def row(function: Function) -> str:
    inputs = inputs_of(function)
    takes = [int(name in inputs) for name in ("version", "channel", "room", "user", "role", "expires_in")]
    return f'    {{ "{function.short}", one_call_{function.short}, {", ".join(map(str, takes))} }},'

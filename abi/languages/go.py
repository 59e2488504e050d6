"""Go: each call with strings or an issuer as cgo can make it without a check of pointers."""

from __future__ import annotations

from model import Abi, Function, Parameter
from text import listed, written_by

SHIMS_H = """\
/* {head} */
/*
 * The calls of agora_token.h as Go makes them: a string is a pointer and a length of its own, since a Go
 * pointer inside a struct would have to be checked or pinned in every call.
 */
#include <agora_token.h>

/* An agora_token_issuer as a type in which cgo sees no Go pointer, so that it does not look for one in every call. */
typedef struct go_issuer {{
    char opaque;
}} go_issuer;

/* What came of a call that writes text; it lies on the goroutine's stack. (To return it would cost more.) */
typedef struct go_result {{
    size_t len;
    agora_token_status status;
}} go_result;

#define ISSUER ((const agora_token_issuer *)issuer)
#define STR(name) ((agora_token_str){{ name, name##_len }})
#define OUT out, capacity, &result->len

{shims}"""

SHIMS_GO = """\
// {head}

package agoratoken

// #include "native.h"
//
{directives}
import "C"
"""

#: What native.h has by hand: it brings the first fields along, in the one call.
BY_HAND = {"agora_token_parse"}


def files(abi: Abi) -> dict[str, str]:
    shims = [function for function in abi.exports if is_shim(function)]
    # The library calls nothing of Go's, and keeps nothing that it is lent.
    directives = [f"// #cgo {what} go_{function.short}" for function in shims for what in ("noescape", "nocallback")]
    head = written_by(__file__)
    return {
        "bindings/go/shims.h": SHIMS_H.format(head=head, shims="\n".join(shim(function) for function in shims)),
        "bindings/go/shims.go": SHIMS_GO.format(head=head, directives="\n".join(directives)),
    }


def is_shim(function: Function) -> bool:
    has_reason = function.has("text") or (is_of_issuer(function) and function.kind != "free")
    return has_reason and function.name not in BY_HAND


def is_of_issuer(function: Function) -> bool:
    return function.takes_handle("agora_token_issuer")


def shim(function: Function) -> str:
    writes_text = function.has("text out")
    returns = "void" if writes_text else function.returns
    declared = [text for parameter in function.parameters for text in parameters_of(parameter)]
    passed = [argument_of(parameter) for parameter in function.inputs]
    call = "    result->status = " if writes_text else "    return "
    return (
        listed(f"static inline {returns} go_{function.short}(", declared, ")")
        + "\n{\n"
        + listed(f"{call}{function.name}(", [*passed, *(["OUT"] if writes_text else [])], ");")
        + "\n}\n"
    )


def parameters_of(parameter: Parameter) -> list[str]:
    if parameter.part == "text":
        return [f"const char *{parameter.name}", f"size_t {parameter.name}_len"]
    if parameter.part == "length out":
        return ["go_result *result"]
    c_type = parameter.type.replace("agora_token_issuer", "go_issuer") if parameter.part == "handle" else parameter.type
    return [f"{c_type}{'' if c_type.endswith('*') else ' '}{parameter.name}"]


def argument_of(parameter: Parameter) -> str:
    if parameter.part == "text":
        return f"STR({parameter.name})"
    is_issuer = parameter.part == "handle" and "agora_token_issuer" in parameter.type
    return "ISSUER" if is_issuer else parameter.name

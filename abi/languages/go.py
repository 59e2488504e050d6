"""Go: the constants and structs, and each call twice: through cgo, and into the WebAssembly module where there is none.

Both have the same methods of `library`, with Go's types alone, so that all else in the package is written once.
"""

from __future__ import annotations

from collections.abc import Sequence

from model import PREFIX, Abi, AbiError, Constant, Function, Parameter, Struct, handle_of
from text import WIDTH, camel, listed, translated, written_by

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

ABI_GO = """\
// {head}

package agoratoken

const (
{constants}
)

{structs}"""

SHIMS_GO = """\
// {head}

//go:build !agora_token_wasm

package agoratoken

// #include "native.h"
//
{directives}
import "C"

import (
	"runtime"
	"unsafe"
)

{structs}
{calls}"""

WAZERO_CALLS_GO = """\
// {head}

//go:build !cgo || agora_token_wasm

package agoratoken

{structs}
{calls}"""

TYPES = {
    "int16_t": "int16",
    "int32_t": "int32",
    "uint32_t": "uint32",
    "uint64_t": "uint64",
    "size_t": "int",
    "agora_token_status": "Status",
    "const char *": "string",
    "agora_token_str": "string",
}

#: What is no name in Go.
KEYWORDS = {"type": "kind"}

#: What native.go and native.h have by hand, so that a request is not pinned.
BY_HAND = {"agora_token_endpoint_handle"}

#: What of an info is also asked for alone.
READ_ALONE = {
    "agora_token_info_permission",
    "agora_token_info_permission_name",
    "agora_token_info_permission_name_count",
    "agora_token_info_permission_resource",
    "agora_token_info_privilege_count",
    "agora_token_info_privilege_time",
    "agora_token_info_service_count",
}

#: What wazero.go has by hand, since it is made again after a trap.
MADE_AGAIN = {"agora_token_issuer_new", "agora_token_endpoint_new"}

#: What the package has no use for.
UNUSED = {"agora_token_library_version_number"}


def files(abi: Abi) -> dict[str, str]:
    shims = [function for function in abi.exports if is_shim(function)]
    used = [function for function in abi.exports if function.name not in UNUSED]
    by_cgo = [function for function in used if function.name not in BY_HAND and not is_read_at_once(function)]
    by_wasm = [function for function in used if function.name not in MADE_AGAIN]
    # The library calls nothing of Go's, and keeps nothing that it is lent.
    directives = [f"// #cgo {what} go_{function.short}" for function in shims for what in ("noescape", "nocallback")]
    head = written_by(__file__)
    return {
        "bindings/go/shims.h": SHIMS_H.format(head=head, shims="\n".join(shim(function) for function in shims)),
        "bindings/go/abi.go": ABI_GO.format(
            head=head,
            constants=aligned([(f"\t{constant_name(constant)}", f"= {constant.value}") for constant in abi.constants]),
            structs="\n".join(struct_type(struct) + initial_struct(abi, struct) for struct in abi.growing),
        ),
        "bindings/go/shims.go": SHIMS_GO.format(
            head=head,
            directives="\n".join(directives),
            structs="\n".join(lent_struct(struct) for struct in abi.growing if not points_to_struct(struct)),
            calls="\n".join(cgo_call(function) for function in by_cgo),
        ),
        "bindings/go/wazero_calls.go": WAZERO_CALLS_GO.format(
            head=head,
            structs="\n".join(written_struct(struct) for struct in abi.growing),
            calls="\n".join(wasm_call(function) for function in by_wasm),
        ),
    }


# The shims, in C.


def is_shim(function: Function) -> bool:
    has_reason = function.has("text") or function.has("text out") or (is_of_issuer(function) and not is_free(function))
    return has_reason and function.name not in BY_HAND


def is_of_issuer(function: Function) -> bool:
    return function.takes_handle("agora_token_issuer")


def is_read_at_once(function: Function) -> bool:
    """Whether native.h brings what it gives along with other answers."""
    is_of_info = function.kind == "get" and function.takes_handle("agora_token_info")
    return is_of_info and function.name not in READ_ALONE


def is_free(function: Function) -> bool:
    return function.kind == "free"


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


# What both ways have in common, in Go.


def constant_name(constant: Constant) -> str:
    return f"abi{camel(constant.short.lower())}"


def go_name(name: str) -> str:
    word = camel(name)
    word = word[:1].lower() + word[1:]
    return KEYWORDS.get(word, word)


def go_type(c_type: str) -> str:
    return translated(c_type, TYPES, "Go")


def struct_name(c_type: str) -> str:
    return f"abi{camel(handle_of(c_type).removeprefix(PREFIX))}"


def aligned(rows: Sequence[tuple[str, str]]) -> str:
    """As gofmt does it."""
    width = max(len(left) for left, _ in rows)
    return "\n".join(f"{left.ljust(width)} {right}" for left, right in rows)


def members(struct: Struct) -> list[tuple[str, str, int]]:
    """The fields without the size, each with its type in Go and its offset; a list and its count are one."""
    rows = []
    for field in struct.fields[1:]:
        if field.name.endswith("_count") or field.name == "reserved":
            continue
        if field.type == "const agora_token_str *":
            rows.append((go_name(field.name), "[]string", field.offset32))
        elif field.type.endswith("*"):
            rows.append((go_name(field.name), f"*{struct_name(field.type)}", field.offset32))
        else:
            rows.append((go_name(field.name), go_type(field.type), field.offset32))
    return rows


def points_to_struct(struct: Struct) -> bool:
    return any(kind.startswith("*") for _, kind, _ in members(struct))


def struct_type(struct: Struct) -> str:
    rows = aligned([(f"\t{name}", kind) for name, kind, _ in members(struct)])
    return f"type {struct_name(struct.name)} struct {{\n{rows}\n}}\n"


def initial_struct(abi: Abi, struct: Struct) -> str:
    """The initialiser of the header, where it sets more than zeros."""
    constants = {constant.name: constant_name(constant) for constant in abi.constants}
    numbers = []
    for field in struct.fields[1:]:
        value = constants.get(field.initial, field.initial)
        if value not in ("NULL", "0", "{ NULL, 0 }"):
            numbers.append(f"{go_name(field.name)}: {value}")
    if not numbers:
        return ""
    name = struct_name(struct.name)
    body = f"return {name}{{{', '.join(numbers)}}}"
    return f"\nfunc initial{name.removeprefix('abi')}() {name} {{\n\t{body}\n}}\n"


def declaration(function: Function) -> str:
    """The method of `library`."""
    parts = [part for parameter in function.parameters for part in declared(function, parameter)]
    returns = ["ref"] if function.has("handle out") else []
    if function.result != "none" and not function.has("text out"):
        returns.append(go_type(function.returns))
    result = f"({', '.join(returns)})" if len(returns) > 1 else "".join(returns)
    return wrapped(f"func (library) {go_name(function.short)}({', '.join(parts)}){result and ' '}{result} {{")


def declared(function: Function, parameter: Parameter) -> list[str]:
    name = go_name(parameter.name)
    if parameter.part in ("text", "number", "status"):
        return [f"{name} {go_type(parameter.type)}"]
    others = {
        "handle": [f"{name} ref"],
        "texts": [f"{name} []string"],
        "struct": [f"{name} *{struct_name(parameter.type)}"],
        "length out": ["out *output"],
    }
    # A list's count is in the list, an output's place and capacity in the output, and what is made is returned.
    if parameter.part in ("count", "text out", "capacity", "handle out"):
        return []
    if parameter.part not in others:
        raise AbiError(f"Go has nothing for {parameter.name} of {function.name}, which is {parameter.part}")
    return others[parameter.part]


def wrapped(line: str, indent: str = "\t") -> str:
    """As gofmt leaves it where it is broken behind commas."""
    if len(line) <= WIDTH - len(indent):
        return line
    cut = line.rindex(", ", 0, WIDTH - len(indent)) + 1
    return f"{line[:cut]}\n{indent}{wrapped(line[cut + 1 :], indent)}"


def method(function: Function, lines: Sequence[str]) -> str:
    return "\n\t".join([declaration(function), *lines]) + "\n}\n"


# Through cgo.


def lent_struct(struct: Struct) -> str:
    """The struct for C, for as long as a pinner holds what it points to."""
    name = struct_name(struct.name)
    lines = [f"c := C.{struct.name}{{size: C.sizeof_{struct.name}}}"]
    for field in struct.fields[1:]:
        member = f"s.{go_name(field.name)}"
        if field.name.endswith("_count") or field.name == "reserved":
            continue
        if field.type == "const agora_token_str *":
            count = f"{field.name.removesuffix('s')}_count"
            lines.append(f"c.{field.name}, c.{count} = list(pinner, {member})")
        elif field.type == "agora_token_str":
            lines.append(f"c.{field.name} = lend(pinner, {member})")
        else:
            lines.append(f"c.{field.name} = C.{field.type}({member})")
    body = "\n\t".join([*lines, "return c"])
    return f"func (s *{name}) lend(pinner *runtime.Pinner) C.{struct.name} {{\n\t{body}\n}}\n"


def cgo_call(function: Function) -> str:
    front: list[str] = []
    arguments: list[str] = []
    for parameter in function.inputs:
        made_ready, passed = through_cgo(function, parameter)
        front += made_ready
        arguments += passed
    if function.has("text out"):
        arguments += ["out.start()", "out.capacity()", "&out.result"]
    called = f"C.go_{function.short}" if is_shim(function) else f"C.{function.name}"
    return method(function, [*front, *cgo_result(function, wrapped(f"{called}({', '.join(arguments)})", "\t\t"))])


def through_cgo(function: Function, parameter: Parameter) -> tuple[list[str], list[str]]:
    """What comes before the call, and the arguments."""
    name = go_name(parameter.name)
    handle = handle_of(parameter.type)
    if parameter.part == "handle":
        seen = handle.replace("agora_token_issuer", "go_issuer") if is_shim(function) else handle
        return [], [f"(*C.{seen})({name})"]
    if parameter.part == "handle out":
        return [f"var made *C.{handle}"], ["&made"]
    if parameter.part == "text":
        return [], [f"data({name})", f"size({name})"]
    if parameter.part == "texts":
        return pinned(f"lent, count := list(&pinner, {name})"), ["lent", "count"]
    if parameter.part == "struct":
        return pinned(f"lent := {name}.lend(&pinner)"), ["&lent"]
    return [], [] if parameter.part == "count" else [f"C.{parameter.type}({name})"]


def pinned(line: str) -> list[str]:
    return ["var pinner runtime.Pinner", "defer pinner.Unpin()", line]


def cgo_result(function: Function, call: str) -> list[str]:
    if function.has("handle out"):
        return [f"result := Status({call})", "return ref(unsafe.Pointer(made)), result"]
    if function.has("text out") or function.result == "none":
        return [call]
    convert = {"C string": "C.GoString", "text": "text"}.get(function.result) or go_type(function.returns)
    return [f"return {convert}({call})"]


# Into the WebAssembly module.


def written_struct(struct: Struct) -> str:
    """The struct in the module's memory; its address is what it gives."""
    name = struct_name(struct.name)
    writers = {"string": "putText", "[]string": "putTexts", "uint32": "putNumber"}
    lines = [f"at := m.place({struct.size32})", f"m.putNumber(at, {struct.size32})"]
    for member, kind, offset in members(struct):
        if kind.startswith("*"):
            lines += [f"if s.{member} != nil {{", f"\tm.putNumber(at+{offset}, s.{member}.write(m))", "}"]
        elif kind not in writers:
            raise AbiError(f"wazero.go writes no {kind}, which {member} of {struct.name} is")
        else:
            lines.append(f"m.{writers[kind]}(at+{offset}, s.{member})")
    body = "\n\t".join([*lines, "return at"])
    return f"func (s *{name}) write(m *module) uint32 {{\n\t{body}\n}}\n"


def wasm_call(function: Function) -> str:
    handles = [go_name(parameter.name) for parameter in function.parameters if parameter.part == "handle"]
    called = f'"{function.name}"'
    if is_free(function):
        return method(function, [f"wasm.free({called}, {handles[0]})"])
    lines = [f"m := wasm.enter({''.join(handles) or 'nil'})", "defer m.leave()"]
    lines += [line for parameter in function.inputs for line in into_wasm(parameter)]
    return method(function, [*lines, wasm_result(function, called)])


def into_wasm(parameter: Parameter) -> list[str]:
    name = go_name(parameter.name)
    # A number of 32 bits is the lower half.
    narrow = parameter.type in ("int16_t", "agora_token_status")
    lines = {
        "text": f"m.text({name})",
        "texts": f"m.list({name})",
        "struct": f"m.number(uint64({name}.write(m)))",
    }
    if parameter.part in ("number", "status"):
        return [f"m.number(uint64({f'uint32({name})' if narrow else name}))"]
    return [lines[parameter.part]] if parameter.part in lines else []


def wasm_result(function: Function, called: str) -> str:
    if function.has("handle out"):
        return f"return m.make({called})"
    if function.has("text out"):
        return f"m.write({called}, out)"
    ways = {"status": "status", "text": "lent", "C string": "cString"}
    if function.result in ways:
        return f"return m.{ways[function.result]}({called})"
    return f"return {go_type(function.returns)}(m.get({called}))"

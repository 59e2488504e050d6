"""Rust, for the fuzz target of the C ABI and the benchmarks: the header as a Rust program declares it."""

from __future__ import annotations

from model import Abi, Function, Struct
from text import formatted, one_call_input, translated, written_by

HEAD = """\
// {head}
//! `include/agora_token.h` in Rust.
#![allow(non_camel_case_types, dead_code)]

use std::ffi::c_char;

"""

ONE_CALLS = """\
/// What the one-call builders are called with: each takes what it has a parameter for.
pub struct OneCallInput {{
    pub version: u32,
    pub channel: agora_token_str,
    pub room: agora_token_str,
    pub user: agora_token_str,
    pub uid: u32,
    pub role: u32,
    pub classroom_role: i16,
    pub expires_in: u32,
}}

/// Calls a one-call builder, and asks of the caller what that asks. The last three are those of a text that comes out.
pub type OneCall =
    unsafe fn(*const agora_token_issuer, &OneCallInput, *mut c_char, usize, *mut usize) -> agora_token_status;

/// The one-call builders under their names.
pub static ONE_CALLS: [(&str, OneCall); {count}] = [
"""

TYPES = {
    "uint32_t": "u32",
    "uint64_t": "u64",
    "int32_t": "i32",
    "int16_t": "i16",
    "size_t": "usize",
    "char": "c_char",
}


def files(abi: Abi) -> dict[str, str]:
    functions = [function for function in abi.exports if function.result == "status"]
    parts = [
        *(f"pub type {t.name} = {rust(abi, t.type)};\n" for t in abi.types),
        *(f"\n#[repr(C)]\npub struct {handle.name}([u8; 0]);\n" for handle in abi.handles),
        *(struct_of(abi, struct) for struct in abi.structs),
        "\n",
        *(f"pub const {constant.name}: i32 = {constant.value};\n" for constant in abi.constants),
        '\nunsafe extern "C" {\n',
        *(declaration(abi, function) for function in abi.exports),
        "}\n\n/// The statuses that the header documents for each function that returns one.\n",
        "pub static STATUSES: &[(&str, &[agora_token_status])] = &[\n",
        *(f'("{function.name}", &[{statuses(abi, function)}]),\n' for function in functions),
        "];\n\n",
        ONE_CALLS.format(count=len(abi.one_calls)),
        *(one_call(function) for function in abi.one_calls),
        "];\n",
    ]
    text = HEAD.format(head=written_by(__file__)) + "".join(parts)
    return {"fuzz/src/abi.rs": formatted(text, "rustfmt", "--edition=2024", "--config-path=rustfmt.toml")}


def struct_of(abi: Abi, struct: Struct) -> str:
    fields = [f"    pub {field.name}: {rust(abi, field.type)},\n" for field in struct.fields]
    return f"\n#[derive(Clone, Copy)]\n#[repr(C)]\npub struct {struct.name} {{\n{''.join(fields)}}}\n"


def declaration(abi: Abi, function: Function) -> str:
    parameters = ", ".join(f"{parameter.name}: {rust(abi, parameter.type)}" for parameter in function.parameters)
    arrow = "" if function.result == "none" else f" -> {rust(abi, function.returns)}"
    return f"    pub fn {function.name}({parameters}){arrow};\n"


def one_call(function: Function) -> str:
    arguments = [
        parameter.name if parameter.part == "handle" else f"with.{one_call_input(function, parameter)}"
        for parameter in function.inputs
    ]
    call = f"{function.name}({', '.join([*arguments, 'out', 'capacity', 'out_len'])})"
    with_ = "with" if len(arguments) > 1 else "_"
    return f'("{function.name}", |issuer, {with_}, out, capacity, out_len| unsafe {{ {call} }}),\n'


def statuses(abi: Abi, function: Function) -> str:
    numbers = {constant.short: constant.value for constant in abi.statuses}
    return ", ".join(str(number) for number in sorted(numbers[status] for status in abi.statuses_of(function)))


def rust(abi: Abi, c_type: str) -> str:
    """The type, with a `*const` or `*mut` for each asterisk."""
    named = [*(t.name for t in abi.types), *(h.name for h in abi.handles), *(s.name for s in abi.structs)]
    pointer = "*const " if c_type.startswith("const ") else "*mut "
    base = c_type.replace("const ", "").rstrip("* ")
    return pointer * c_type.count("*") + translated(base, {**TYPES, **dict(zip(named, named))}, "Rust")

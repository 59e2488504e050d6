"""What a change of the ABI breaks and what it adds. docs/abi.md says which is which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from model import Abi, AbiError, Constant, Field, Function, Handle, Struct, Type

Named = TypeVar("Named", Constant, Field, Function, Handle, Struct, Type)


def compare(recorded: Abi, current: Abi) -> list[str]:
    """What the current ABI adds. Refuses one that breaks the recorded one."""
    if broken := list(breaks(recorded, current)):
        raise AbiError(
            f"this breaks the C ABI of {recorded.soname}:\n\n" + "\n".join(f"  {what}" for what in broken) + "\n\n"
            "Leave what is recorded as it is and add beside it, or move the soname (docs/abi.md)"
        )
    return sorted(additions(recorded, current))


def breaks(recorded: Abi, current: Abi) -> Iterator[str]:
    yield from gone("the type", recorded.types, current.types)
    yield from gone("the handle", recorded.handles, current.handles)
    yield from gone("the struct", recorded.structs, current.structs)
    yield from gone("the constant", recorded.constants, current.constants)
    yield from gone("the function", recorded.functions, current.functions)
    for old_type, new_type in both(recorded.types, current.types):
        if old_type.type != new_type.type:
            yield f"the type {old_type.name}: {now(old_type.type, new_type.type)}"
    for old_constant, new_constant in both(recorded.constants, current.constants):
        if old_constant.value != new_constant.value:
            yield f"the constant {old_constant.name}: {now(old_constant.value, new_constant.value)}"
    for old_function, new_function in both(recorded.functions, current.functions):
        for what in breaks_of_function(old_function, new_function):
            yield f"the function {old_function.name}: {what}"
    for old_struct, new_struct in both(recorded.structs, current.structs):
        yield from breaks_of_struct(old_struct, new_struct)


def additions(recorded: Abi, current: Abi) -> Iterator[str]:
    yield from new(recorded.types, current.types)
    yield from new(recorded.handles, current.handles)
    yield from new(recorded.structs, current.structs)
    yield from new(recorded.constants, current.constants)
    yield from new(recorded.functions, current.functions)
    for old, struct in both(recorded.structs, current.structs):
        for name in new(old.fields, struct.fields):
            yield f"{struct.name}.{name}"


def by_name(things: Sequence[Named]) -> dict[str, Named]:
    return {thing.name: thing for thing in things}


def both(recorded: Sequence[Named], current: Sequence[Named]) -> Iterator[tuple[Named, Named]]:
    found = by_name(current)
    for thing in recorded:
        if thing.name in found:
            yield thing, found[thing.name]


def gone(kind: str, recorded: Sequence[Named], current: Sequence[Named]) -> Iterator[str]:
    left = by_name(current)
    return (f"{kind} {thing.name} is gone" for thing in recorded if thing.name not in left)


def new(recorded: Sequence[Named], current: Sequence[Named]) -> Iterator[str]:
    known = by_name(recorded)
    return (thing.name for thing in current if thing.name not in known)


def now(old: object, changed: object) -> str:
    return f"{old} became {changed}"


def breaks_of_function(old: Function, changed: Function) -> Iterator[str]:
    if old.returns != changed.returns:
        yield f"its result, {now(old.returns, changed.returns)}"
    if (old.kind == "inline") != (changed.kind == "inline"):
        yield "it is exported or compiled into programs, and was the other"
    left = [parameter.type for parameter in old.parameters]
    right = [parameter.type for parameter in changed.parameters]
    if len(left) != len(right):
        counts = now(f"{len(left)} parameters", len(right))
        yield f"{counts}: ({', '.join(left)}) became ({', '.join(right)})"
        return
    for number, (parameter, c_type) in enumerate(zip(old.parameters, right), 1):
        if parameter.type != c_type:
            yield f"parameter {number}, {parameter.name}, {now(parameter.type, c_type)}"


def breaks_of_struct(old: Struct, changed: Struct) -> Iterator[str]:
    if old.initialiser and not changed.initialiser:
        yield f"the initialiser {old.initialiser} is gone"
    names = [field.name for field in changed.fields]
    for place, field in enumerate(old.fields):
        if field.name in names:
            for what in breaks_of_field(field, changed.fields[names.index(field.name)]):
                yield f"the field {old.name}.{field.name}: {what}"
        else:
            there = names[place] if place < len(names) else "nothing"
            yield f"the field {old.name}.{field.name} is gone; in its place is {there}"
    added = [field for field in changed.fields if field.name not in by_name(old.fields)]
    yield from wrongly_added(old, added)
    if not added and (old.size, old.size32) != (changed.size, changed.size32):
        yield f"the struct {old.name}: its size, {now(old.size, changed.size)} bytes"


def breaks_of_field(old: Field, changed: Field) -> Iterator[str]:
    if old.type != changed.type:
        yield f"its type, {now(old.type, changed.type)}"
    if (old.offset, old.offset32) != (changed.offset, changed.offset32):
        where = f"{changed.offset} bytes ({changed.offset32} with pointers of 32 bits)"
        yield f"its place, {now(f'{old.offset} bytes ({old.offset32})', where)}"
    if old.initial != changed.initial and changed.initial:
        yield f"its initial value, {now(old.initial or 'none', changed.initial)}"


def wrongly_added(old: Struct, added: list[Field]) -> Iterator[str]:
    """The new fields that an older program's struct does not tell by its size.

    They have to lie beyond the recorded end: in the padding before it, the size would not tell whether they are there.
    What fills the padding is `reserved`, which the library does not read.
    """
    if added and not old.grows:
        yield f"the struct {old.name} does not start with its size, so it cannot have {added[0].name} too"
        return
    in_padding = [field for field in added if field.offset < old.size or field.offset32 < old.size32]
    for field in in_padding:
        if field.name != "reserved" or in_padding == added:
            where = f"at {field.offset} of {old.size} bytes ({field.offset32} of {old.size32} with pointers of 32 bits)"
            yield f"the field {old.name}.{field.name} is added before the end of the struct, {where}"

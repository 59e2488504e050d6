"""The C ABI as data: what the extractor finds, what the record holds, and what each language is written from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

PREFIX = "agora_token_"
CONSTANT_PREFIX = PREFIX.upper()


class AbiError(Exception):
    """What is wrong, and what would be right."""


@dataclass(frozen=True)
class Parameter:
    name: str
    #: As C writes it: "const agora_token_issuer *".
    type: str
    #: What it is for: see `extract.part_of`.
    part: str


class Named:
    """What C calls agora_token_SHORT."""

    name: str

    @property
    def short(self) -> str:
        return self.name.removeprefix(PREFIX)


@dataclass(frozen=True)
class Function(Named):
    name: str
    #: What it does in the API: see `extract.kind_of`.
    kind: str
    #: The first sentence of its documentation.
    doc: str
    returns: str
    result: str
    parameters: tuple[Parameter, ...]
    #: Those that its documentation names, without their prefix; `Abi.statuses_of` has the general ones too.
    statuses: tuple[str, ...]

    def has(self, part: str) -> bool:
        return any(parameter.part == part for parameter in self.parameters)

    @property
    def inputs(self) -> list[Parameter]:
        """The parameters without the three of an output text, which come last."""
        return [parameter for parameter in self.parameters if parameter.part not in OUTPUT]

    def takes_handle(self, name: str) -> bool:
        return any(p.part == "handle" and handle_of(p.type) == name for p in self.parameters)


#: The parts of the three parameters by which a text comes out.
OUTPUT = ("text out", "capacity", "length out")


def handle_of(c_type: str) -> str:
    """The type without its const and its asterisks."""
    return c_type.replace("const ", "").rstrip("* ")


@dataclass(frozen=True)
class Constant:
    name: str
    value: int
    doc: str

    @property
    def short(self) -> str:
        return self.name.removeprefix(CONSTANT_PREFIX)


@dataclass(frozen=True)
class Group:
    """Constants that are values of one thing, such as the privileges of RTC."""

    #: As languages with types name it: "RtcPrivilege"; "" for the constants that stand alone.
    name: str
    doc: str
    #: What the names of its constants start with, behind AGORA_TOKEN_.
    prefix: str
    constants: tuple[Constant, ...]

    def members(self) -> Iterator[tuple[str, Constant]]:
        """The constants, with their names within the group."""
        for constant in self.constants:
            yield constant.short.removeprefix(self.prefix), constant


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    #: In bytes, with pointers of 64 bits and of 32 bits.
    offset: int
    offset32: int
    doc: str
    #: What the initialiser sets, as C writes it; "" where the struct has no initialiser.
    initial: str = ""


@dataclass(frozen=True)
class Struct(Named):
    name: str
    doc: str
    size: int
    size32: int
    fields: tuple[Field, ...]

    @property
    def initialiser(self) -> str:
        """The name of its initialiser; "" where it has none."""
        return f"{self.name.upper()}_INIT" if self.fields[0].initial else ""

    @property
    def grows(self) -> bool:
        """Whether it starts with its size, so that later versions can add to it."""
        return self.fields[0].name == "size"


@dataclass(frozen=True)
class Handle(Named):
    name: str
    doc: str


@dataclass(frozen=True)
class Type:
    """A name for a number."""

    name: str
    type: str


@dataclass(frozen=True)
class Abi:
    soname: str
    types: tuple[Type, ...]
    handles: tuple[Handle, ...]
    structs: tuple[Struct, ...]
    statuses: tuple[Constant, ...]
    groups: tuple[Group, ...]
    functions: tuple[Function, ...]

    @property
    def constants(self) -> list[Constant]:
        return [*self.statuses, *(constant for group in self.groups for constant in group.constants)]

    @property
    def exports(self) -> list[Function]:
        """The functions that the library exports: one that the header has whole is compiled into the program."""
        return [function for function in self.functions if function.kind != "inline"]

    @property
    def one_calls(self) -> list[Function]:
        return [function for function in self.functions if function.kind == "one call"]

    @property
    def growing(self) -> list[Struct]:
        return [struct for struct in self.structs if struct.grows]

    def statuses_of(self, function: Function) -> list[str]:
        """What a function can return: what it documents, and what the top of the header gives to all that are like it.

        Without PANIC, and without a clock or a random source that fails.
        """
        general = ["OK", "NULL_POINTER"]
        if function.has("text") or function.has("texts"):
            general += ["NOT_UTF8", "OUT_OF_RANGE"]
        if function.has("capacity"):
            general.append("BUFFER_TOO_SMALL")
        return list(dict.fromkeys([*general, *function.statuses]))


def to_json(abi: Abi) -> str:
    return laid_out(asdict(abi)) + "\n"


def laid_out(value: Any, indent: str = "") -> str:
    """JSON of which what holds no objects or lists stands on a line of its own, so that it can be read and compared."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    if not any(isinstance(part, (dict, list, tuple)) for part in parts):
        return json.dumps(value, ensure_ascii=False)
    deeper = indent + "  "
    if isinstance(value, dict):
        rows = [f"{json.dumps(key)}: {laid_out(part, deeper)}" for key, part in value.items()]
        left, right = "{}"
    else:
        rows = [laid_out(part, deeper) for part in parts]
        left, right = "[]"
    return f"{left}\n{deeper}" + f",\n{deeper}".join(rows) + f"\n{indent}{right}"


def from_json(text: str) -> Abi:
    read = json.loads(text)
    return Abi(
        soname=read["soname"],
        types=tuple(Type(**row) for row in read["types"]),
        handles=tuple(Handle(**row) for row in read["handles"]),
        structs=tuple(
            Struct(**{**row, "fields": tuple(Field(**field) for field in row["fields"])}) for row in read["structs"]
        ),
        statuses=tuple(Constant(**row) for row in read["statuses"]),
        groups=tuple(
            Group(**{**row, "constants": tuple(Constant(**constant) for constant in row["constants"])})
            for row in read["groups"]
        ),
        functions=tuple(
            Function(
                **{
                    **row,
                    "parameters": tuple(Parameter(**parameter) for parameter in row["parameters"]),
                    "statuses": tuple(row["statuses"]),
                }
            )
            for row in read["functions"]
        ),
    )


def load(path: Path) -> Abi:
    return from_json(path.read_text())

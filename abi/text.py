"""What the modules in languages/ need to write text."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from model import CONSTANT_PREFIX, AbiError, Constant, Function, Parameter

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 120


def written_by(module: str) -> str:
    """The first line of each file, behind what starts a comment."""
    return f"Written by abi/languages/{Path(module).name} from abi/agora_token.json (make abi): do not edit it."


def listed(front: str, items: Sequence[str], back: str) -> str:
    """Items between parentheses, in as many lines as they need, each as deep as the first."""
    lines = [front]
    indent = " " * (len(front) - front.rfind("\n") - 1)
    for number, item in enumerate(items):
        last = number == len(items) - 1
        piece = item + (back if last else ",")
        if len(lines[-1].split("\n")[-1]) + len(piece) + 1 > WIDTH and lines[-1].strip() != front.strip():
            lines.append(indent + piece)
        else:
            lines[-1] += piece if lines[-1].endswith("(") or lines[-1] == indent else f" {piece}"
    return "\n".join(lines) if items else front + back


def translated(c_type: str, types: Mapping[str, str], language: str) -> str:
    """The type of a language for one of C's."""
    if c_type not in types:
        raise AbiError(f"{language} has no type for C's {c_type}: give it one in its module in abi/languages")
    return types[c_type]


def camel(name: str) -> str:
    """endpoint_options is EndpointOptions."""
    return "".join(word.capitalize() for word in name.split("_"))


def formatted(text: str, *command: str) -> str:
    """What the formatter of the language makes of it."""
    try:
        done = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True)
    except FileNotFoundError:
        raise AbiError(f"{command[0]} is missing") from None
    if done.returncode != 0:
        raise AbiError(f"{' '.join(command)} failed:\n{done.stderr}")
    return done.stdout


def sentence_for_members(constant: Constant) -> str:
    """The documentation of a constant, without C's prefix, what it is of, and the chapters of the header."""
    text = re.sub(r"^[\w ,]+: (?=\w)", "", constant.doc) if is_labelled(constant.doc) else constant.doc
    text = re.sub(r" \(\"[A-Z]\w+\"\)", "", text).replace(CONSTANT_PREFIX, "")
    return text[:1].upper() + text[1:]


def is_labelled(doc: str) -> bool:
    """Whether it starts with what the constant is of, as "RTC: join a channel." does."""
    return re.match(r"[A-Z]\w*(, \w+)*( resources| permission)?: [a-z]", doc) is not None


#: What the tests call the one-call builders with, by the names of their parameters.
ONE_CALL_INPUTS = {
    "version": "version",
    "channel": "channel",
    "room_uuid": "room",
    "account": "user",
    "user_id": "user",
    "user_uuid": "user",
    "uid": "uid",
    "role": "role",
    "expires_in": "expires_in",
}


def one_call_input(function: Function, parameter: Parameter) -> str:
    if parameter.name not in ONE_CALL_INPUTS:
        raise AbiError(f"{parameter.name} of {function.name} has no place in ONE_CALL_INPUTS of {__file__}")
    is_of_classroom = parameter.name == "role" and parameter.type == "int16_t"
    return "classroom_role" if is_of_classroom else ONE_CALL_INPUTS[parameter.name]

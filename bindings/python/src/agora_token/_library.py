"""The native library through ctypes, and what its prototypes in ``_abi`` are made of.

The functions are called with the interpreter's lock held (PyDLL): they take microseconds, less than giving the lock
up and taking it back would cost under load.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import c_char_p, c_int32, c_size_t, c_void_p
from pathlib import Path
from typing import Any, Callable


class Str(ctypes.Structure):
    """A string that goes in: agora_token_str. It keeps its bytes alive."""

    _fields_ = (("data", c_char_p), ("len", c_size_t))


class Lent(ctypes.Structure):
    """A string that comes out: agora_token_str, whose bytes belong to the library."""

    _fields_ = (("data", c_void_p), ("len", c_size_t))

    def copy(self) -> bytes:
        """Give its bytes."""
        return ctypes.string_at(self.data, self.len) if self.len else b""


def _library_path() -> Path:
    name = {"win32": "agora_token.dll", "darwin": "libagora_token.dylib"}.get(sys.platform, "libagora_token.so")
    return Path(__file__).with_name(name)


def _load() -> ctypes.PyDLL:
    path = _library_path()
    try:
        return ctypes.PyDLL(str(path))
    except OSError as error:
        raise ImportError(
            f"agora_token cannot load its native library {path.name}: install the wheel for this platform, or the "
            f"package from its sources, with pip ({error})"
        ) from error


_library = _load()


def function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of the library with its prototype; without arguments it takes what it is given, unchecked."""
    found = getattr(_library, f"agora_token_{name}")
    found.restype = result
    if arguments:
        found.argtypes = arguments
    return found  # type: ignore[no-any-return]


def call(name: str, *arguments: Any) -> Callable[..., int]:
    """A function that returns a status."""
    return function(name, c_int32, *arguments)


class Handle(c_void_p):
    """A handle of the library's, freed with its last reference.

    A call holds a reference of its own, so that closing an object in one thread cannot free it under another.
    """

    free: Callable[[Handle], None]

    def __del__(self) -> None:
        self.free(self)

    def __reduce__(self) -> str:
        raise TypeError("cannot pickle what the native library holds: make one in each process")

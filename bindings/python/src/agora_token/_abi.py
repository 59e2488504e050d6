"""The C ABI of the native library through ctypes.

The functions are called with the interpreter's lock held (PyDLL): they take microseconds, less than giving the lock
up and taking it back would cost under load.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import POINTER, c_char, c_char_p, c_int16, c_int32, c_size_t, c_uint32, c_uint64, c_void_p
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


class EndpointOptions(ctypes.Structure):
    """agora_token_endpoint_options."""

    _fields_ = (
        ("size", c_size_t),
        ("version", c_uint32),
        ("client_error_status", c_uint32),
        ("allow_origins", POINTER(Str)),
        ("allow_origin_count", c_size_t),
        ("omit_cors_headers", c_uint32),
    )


class Policy(ctypes.Structure):
    """agora_token_policy."""

    _fields_ = (
        ("size", c_size_t),
        ("user", Str),
        ("channels", POINTER(Str)),
        ("channel_count", c_size_t),
        ("max_role", c_uint32),
        ("max_expires_in", c_uint32),
        ("allow_app_tokens", c_uint32),
        ("allow_any_channel", c_uint32),
        ("allow_any_user", c_uint32),
        ("reserved", c_uint32),
        ("allow_ai_services", c_uint32),
    )


class Request(ctypes.Structure):
    """agora_token_request."""

    _fields_ = (
        ("size", c_size_t),
        ("method", Str),
        ("target", Str),
        ("origin", Str),
        ("body", Str),
        ("policy", POINTER(Policy)),
    )


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


def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    function = getattr(_library, f"agora_token_{name}")
    function.restype = result
    if arguments:
        function.argtypes = arguments
    return function  # type: ignore[no-any-return]


class _Handle(c_void_p):
    """A handle of the library's, freed with its last reference.

    A call holds a reference of its own, so that closing an object in one thread cannot free it under another.
    """

    free: Callable[[_Handle], None]

    def __del__(self) -> None:
        self.free(self)

    def __reduce__(self) -> str:
        raise TypeError("cannot pickle what the native library holds: make one in each process")


class IssuerHandle(_Handle):
    """agora_token_issuer."""

    free = _function("issuer_free", None, c_void_p)


class BuilderHandle(_Handle):
    """agora_token_builder."""

    free = _function("builder_free", None, c_void_p)


class InfoHandle(_Handle):
    """agora_token_info."""

    free = _function("info_free", None, c_void_p)


class EndpointHandle(_Handle):
    """agora_token_endpoint."""

    free = _function("endpoint_free", None, c_void_p)


class ResponseHandle(_Handle):
    """agora_token_response."""

    free = _function("response_free", None, c_void_p)


def _call(name: str, *arguments: Any) -> Callable[..., int]:
    return _function(name, c_int32, *arguments)


_OUT = (POINTER(c_char), c_size_t, POINTER(c_size_t))

_status_message = _function("status_message", c_char_p, c_int32)
_library_version = _function("library_version", c_char_p)

issuer_new = _call("issuer_new", Str, Str, POINTER(IssuerHandle))

# The calls whose cost counts have no argtypes: ctypes takes 100 ns an argument to hold it against them, more than for
# the rest of a call. What goes in here has been through text_in, number, seconds or time, which are stricter: it is a
# Str, a handle (or None, which is NULL), an int of at most 32 bits, which C takes as it is, or a time as c_uint64.
rtc_uid = _function("rtc_uid", c_int32)
rtc_account = _function("rtc_account", c_int32)
rtm = _function("rtm", c_int32)
rtc_rtm = _function("rtc_rtm", c_int32)
convoai = _function("convoai", c_int32)
stt = _function("stt", c_int32)
chat_user = _function("chat_user", c_int32)
chat_app = _function("chat_app", c_int32)
education_user = _function("education_user", c_int32)
education_app = _function("education_app", c_int32)
fpa = _function("fpa", c_int32)
verify = _function("verify", c_int32)
check = _function("check", c_int32)
check_rtc_uid = _function("check_rtc_uid", c_int32)
check_rtc_account = _function("check_rtc_account", c_int32)
check_rtm = _function("check_rtm", c_int32)
# An explanation is no such call, and a role of 16 bits is another matter.
explain = _call("explain", IssuerHandle, Str, c_uint32, Str, Str, c_uint32, c_uint64, *_OUT)
education_room_user = _call("education_room_user", IssuerHandle, Str, Str, c_int16, c_uint32, *_OUT)

builder_new = _call("builder_new", IssuerHandle, c_uint32, POINTER(BuilderHandle))
builder_set_issued_at = _call("builder_set_issued_at", BuilderHandle, c_uint32)
builder_set_salt = _call("builder_set_salt", BuilderHandle, c_uint32)
builder_set_expires_in = _call("builder_set_expires_in", BuilderHandle, c_uint32)
builder_add_rtc = _call("builder_add_rtc", BuilderHandle, Str, Str)
builder_add_rtm = _call("builder_add_rtm", BuilderHandle, Str)
builder_add_streaming = _call("builder_add_streaming", BuilderHandle, Str, Str)
builder_add_fpa = _call("builder_add_fpa", BuilderHandle)
builder_add_chat = _call("builder_add_chat", BuilderHandle, Str)
builder_add_fcdn = _call("builder_add_fcdn", BuilderHandle, Str, Str)
builder_add_apaas = _call("builder_add_apaas", BuilderHandle, Str, Str, c_int16)
builder_add_rtm2 = _call("builder_add_rtm2", BuilderHandle, Str)
builder_add_convoai = _call("builder_add_convoai", BuilderHandle)
builder_add_stt = _call("builder_add_stt", BuilderHandle)
builder_grant = _call("builder_grant", BuilderHandle, c_uint32, c_uint32)
builder_permit = _call("builder_permit", BuilderHandle, c_uint32, c_uint32, POINTER(Str), c_size_t)
builder_build = _call("builder_build", BuilderHandle, *_OUT)

parse = _call("parse", Str, POINTER(InfoHandle))
info_json = _call("info_json", InfoHandle, *_OUT)

endpoint_new = _call("endpoint_new", IssuerHandle, POINTER(EndpointOptions), POINTER(EndpointHandle))
endpoint_handle = _call("endpoint_handle", EndpointHandle, POINTER(Request), POINTER(ResponseHandle))
endpoint_error = _call("endpoint_error", EndpointHandle, c_uint32, Str, Str, POINTER(ResponseHandle))
response_status = _function("response_status", c_uint32, ResponseHandle)
response_body = _function("response_body", Lent, ResponseHandle)
response_header_count = _function("response_header_count", c_size_t, ResponseHandle)
response_header_name = _function("response_header_name", Lent, ResponseHandle, c_size_t)
response_header_value = _function("response_header_value", Lent, ResponseHandle, c_size_t)


def status_message(status: int) -> str:
    """Tell what is wrong and what would be right."""
    return str(_status_message(status), "utf-8")


def library_version() -> str:
    """Tell the version of the native library that runs, such as "0.1.0"."""
    return str(_library_version(), "utf-8")

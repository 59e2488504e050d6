# Written by abi/languages/python.py from abi/agora_token.json (make abi): do not edit it.
"""The structs, handles and functions of the C ABI."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_char, c_char_p, c_int16, c_int32, c_size_t, c_uint32, c_uint64, c_void_p

from ._library import Handle, Lent, Str, call, function


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


class BuilderHandle(Handle):
    """agora_token_builder."""

    free = function("builder_free", None, c_void_p)


class EndpointHandle(Handle):
    """agora_token_endpoint."""

    free = function("endpoint_free", None, c_void_p)


class InfoHandle(Handle):
    """agora_token_info."""

    free = function("info_free", None, c_void_p)


class IssuerHandle(Handle):
    """agora_token_issuer."""

    free = function("issuer_free", None, c_void_p)


class ResponseHandle(Handle):
    """agora_token_response."""

    free = function("response_free", None, c_void_p)


_OUT = (POINTER(c_char), c_size_t, POINTER(c_size_t))

# The calls whose cost counts have no argtypes: ctypes takes 100 ns an argument to hold it against them, more than for
# the rest of a call. What goes in here has been through text_in, number, seconds or time, which are stricter: it is a
# Str, a handle (or None, which is NULL), an int of at most 32 bits, which C takes as it is, or a time as c_uint64.
rtc_uid = call("rtc_uid")
rtc_account = call("rtc_account")
rtm = call("rtm")
rtc_rtm = call("rtc_rtm")
convoai = call("convoai")
stt = call("stt")
chat_user = call("chat_user")
chat_app = call("chat_app")
education_user = call("education_user")
education_app = call("education_app")
fpa = call("fpa")
verify = call("verify")
check = call("check")
check_rtc_uid = call("check_rtc_uid")
check_rtc_account = call("check_rtc_account")
check_rtm = call("check_rtm")

library_version_number = function("library_version_number", c_uint32)
issuer_new = call("issuer_new", Str, Str, POINTER(IssuerHandle))
education_room_user = call("education_room_user", IssuerHandle, Str, Str, c_int16, c_uint32, *_OUT)
builder_new = call("builder_new", IssuerHandle, c_uint32, POINTER(BuilderHandle))
builder_set_issued_at = call("builder_set_issued_at", BuilderHandle, c_uint32)
builder_set_salt = call("builder_set_salt", BuilderHandle, c_uint32)
builder_set_expires_in = call("builder_set_expires_in", BuilderHandle, c_uint32)
builder_add_rtc = call("builder_add_rtc", BuilderHandle, Str, Str)
builder_add_rtm = call("builder_add_rtm", BuilderHandle, Str)
builder_add_streaming = call("builder_add_streaming", BuilderHandle, Str, Str)
builder_add_fpa = call("builder_add_fpa", BuilderHandle)
builder_add_chat = call("builder_add_chat", BuilderHandle, Str)
builder_add_fcdn = call("builder_add_fcdn", BuilderHandle, Str, Str)
builder_add_apaas = call("builder_add_apaas", BuilderHandle, Str, Str, c_int16)
builder_add_rtm2 = call("builder_add_rtm2", BuilderHandle, Str)
builder_add_convoai = call("builder_add_convoai", BuilderHandle)
builder_add_stt = call("builder_add_stt", BuilderHandle)
builder_grant = call("builder_grant", BuilderHandle, c_uint32, c_uint32)
builder_permit = call("builder_permit", BuilderHandle, c_uint32, c_uint32, POINTER(Str), c_size_t)
builder_build = call("builder_build", BuilderHandle, *_OUT)
parse = call("parse", Str, POINTER(InfoHandle))
info_json = call("info_json", InfoHandle, *_OUT)
info_version = function("info_version", c_uint32, InfoHandle)
info_app_id = function("info_app_id", Lent, InfoHandle)
info_issued_at = function("info_issued_at", c_uint64, InfoHandle)
info_expires_at = function("info_expires_at", c_uint64, InfoHandle)
info_cut_at = function("info_cut_at", c_uint64, InfoHandle)
info_salt = function("info_salt", c_uint32, InfoHandle)
info_channel_crc = function("info_channel_crc", c_uint32, InfoHandle)
info_user_crc = function("info_user_crc", c_uint32, InfoHandle)
info_service_count = function("info_service_count", c_size_t, InfoHandle)
info_service_type = function("info_service_type", c_uint32, InfoHandle, c_size_t)
info_unknown_service = function("info_unknown_service", c_int32, InfoHandle)
info_field = function("info_field", Lent, InfoHandle, c_size_t, c_uint32)
info_role = function("info_role", c_int16, InfoHandle, c_size_t)
info_privilege_count = function("info_privilege_count", c_size_t, InfoHandle, c_size_t)
info_privilege = function("info_privilege", c_uint32, InfoHandle, c_size_t, c_size_t)
info_privilege_expires_at = function("info_privilege_expires_at", c_uint64, InfoHandle, c_size_t, c_size_t)
info_privilege_time = function("info_privilege_time", c_uint32, InfoHandle, c_size_t, c_size_t)
info_permission_count = function("info_permission_count", c_size_t, InfoHandle, c_size_t)
info_permission_resource = function("info_permission_resource", c_uint32, InfoHandle, c_size_t, c_size_t)
info_permission = function("info_permission", c_uint32, InfoHandle, c_size_t, c_size_t)
info_permission_name_count = function("info_permission_name_count", c_size_t, InfoHandle, c_size_t, c_size_t)
info_permission_name = function("info_permission_name", Lent, InfoHandle, c_size_t, c_size_t, c_size_t)
explain = call("explain", IssuerHandle, Str, c_uint32, Str, Str, c_uint32, c_uint64, *_OUT)
endpoint_new = call("endpoint_new", IssuerHandle, POINTER(EndpointOptions), POINTER(EndpointHandle))
endpoint_handle = call("endpoint_handle", EndpointHandle, POINTER(Request), POINTER(ResponseHandle))
endpoint_error = call("endpoint_error", EndpointHandle, c_uint32, Str, Str, POINTER(ResponseHandle))
response_status = function("response_status", c_uint32, ResponseHandle)
response_body = function("response_body", Lent, ResponseHandle)
response_header_count = function("response_header_count", c_size_t, ResponseHandle)
response_header_name = function("response_header_name", Lent, ResponseHandle, c_size_t)
response_header_value = function("response_header_value", Lent, ResponseHandle, c_size_t)

_library_version = function("library_version", c_char_p)


def library_version() -> str:
    """The version of the library that runs, such as "0.1.0"."""
    return str(_library_version(), "utf-8")


_status_message = function("status_message", c_char_p, c_int32)


def status_message(status: int) -> str:
    """What is wrong and what would be right, in one English sentence."""
    return str(_status_message(status), "utf-8")


_status_name = function("status_name", c_char_p, c_int32)


def status_name(status: int) -> str:
    """The name of a status without the prefix AGORA_TOKEN_, such as "BAD_CHANNEL", for logs."""
    return str(_status_name(status), "utf-8")

// Written by abi/languages/rust.py from abi/agora_token.json (make abi): do not edit it.
//! `include/agora_token.h` in Rust.
#![allow(non_camel_case_types, dead_code)]

use std::ffi::c_char;

pub type agora_token_status = i32;

#[repr(C)]
pub struct agora_token_builder([u8; 0]);

#[repr(C)]
pub struct agora_token_endpoint([u8; 0]);

#[repr(C)]
pub struct agora_token_info([u8; 0]);

#[repr(C)]
pub struct agora_token_issuer([u8; 0]);

#[repr(C)]
pub struct agora_token_response([u8; 0]);

#[derive(Clone, Copy)]
#[repr(C)]
pub struct agora_token_str {
    pub data: *const c_char,
    pub len: usize,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct agora_token_endpoint_options {
    pub size: usize,
    pub version: u32,
    pub client_error_status: u32,
    pub allow_origins: *const agora_token_str,
    pub allow_origin_count: usize,
    pub omit_cors_headers: u32,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct agora_token_policy {
    pub size: usize,
    pub user: agora_token_str,
    pub channels: *const agora_token_str,
    pub channel_count: usize,
    pub max_role: u32,
    pub max_expires_in: u32,
    pub allow_app_tokens: u32,
    pub allow_any_channel: u32,
    pub allow_any_user: u32,
    pub reserved: u32,
    pub allow_ai_services: u32,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct agora_token_request {
    pub size: usize,
    pub method: agora_token_str,
    pub target: agora_token_str,
    pub origin: agora_token_str,
    pub body: agora_token_str,
    pub policy: *const agora_token_policy,
}

pub const AGORA_TOKEN_OK: i32 = 0;
pub const AGORA_TOKEN_NULL_POINTER: i32 = 1;
pub const AGORA_TOKEN_NOT_UTF8: i32 = 2;
pub const AGORA_TOKEN_BUFFER_TOO_SMALL: i32 = 3;
pub const AGORA_TOKEN_BAD_STRUCT_SIZE: i32 = 4;
pub const AGORA_TOKEN_OUT_OF_RANGE: i32 = 5;
pub const AGORA_TOKEN_PANIC: i32 = 6;
pub const AGORA_TOKEN_RANDOM_FAILED: i32 = 7;
pub const AGORA_TOKEN_CLOCK_FAILED: i32 = 8;
pub const AGORA_TOKEN_BAD_APP_ID: i32 = 100;
pub const AGORA_TOKEN_BAD_APP_CERTIFICATE: i32 = 101;
pub const AGORA_TOKEN_BAD_CHANNEL: i32 = 102;
pub const AGORA_TOKEN_BAD_ACCOUNT: i32 = 103;
pub const AGORA_TOKEN_BAD_ROLE: i32 = 104;
pub const AGORA_TOKEN_BAD_VERSION: i32 = 105;
pub const AGORA_TOKEN_BAD_SERVICE: i32 = 106;
pub const AGORA_TOKEN_BAD_PRIVILEGE: i32 = 107;
pub const AGORA_TOKEN_BAD_EXPIRY: i32 = 108;
pub const AGORA_TOKEN_EXPIRY_LOOKS_ABSOLUTE: i32 = 109;
pub const AGORA_TOKEN_NO_SERVICE: i32 = 110;
pub const AGORA_TOKEN_STRING_TOO_LONG: i32 = 111;
pub const AGORA_TOKEN_UNSUPPORTED_IN_VERSION: i32 = 112;
pub const AGORA_TOKEN_MALFORMED_TOKEN: i32 = 200;
pub const AGORA_TOKEN_UNKNOWN_VERSION: i32 = 201;
pub const AGORA_TOKEN_TOKEN_TOO_LARGE: i32 = 202;
pub const AGORA_TOKEN_BAD_SIGNATURE: i32 = 300;
pub const AGORA_TOKEN_EXPIRED: i32 = 301;
pub const AGORA_TOKEN_WRONG_APP: i32 = 302;
pub const AGORA_TOKEN_WRONG_CHANNEL: i32 = 303;
pub const AGORA_TOKEN_WRONG_USER: i32 = 304;
pub const AGORA_TOKEN_NOT_GRANTED: i32 = 305;
pub const AGORA_TOKEN_NO_ROLE: i32 = -1;
pub const AGORA_TOKEN_MAX_LEN: i32 = 1023;
pub const AGORA_TOKEN_MAX_ITEMS: i32 = 1024;
pub const AGORA_TOKEN_UID_ANY: i32 = 0;
pub const AGORA_TOKEN_NO_PRIVILEGE: i32 = 0;
pub const AGORA_TOKEN_MAX_EXPLANATION_LEN: i32 = 4095;
pub const AGORA_TOKEN_MAX_TARGET: i32 = 8192;
pub const AGORA_TOKEN_MAX_BODY: i32 = 65536;
pub const AGORA_TOKEN_VERSION_006: i32 = 6;
pub const AGORA_TOKEN_VERSION_007: i32 = 7;
pub const AGORA_TOKEN_ROLE_PUBLISHER: i32 = 1;
pub const AGORA_TOKEN_ROLE_SUBSCRIBER: i32 = 2;
pub const AGORA_TOKEN_SERVICE_RTC: i32 = 1;
pub const AGORA_TOKEN_SERVICE_RTM: i32 = 2;
pub const AGORA_TOKEN_SERVICE_STREAMING: i32 = 3;
pub const AGORA_TOKEN_SERVICE_FPA: i32 = 4;
pub const AGORA_TOKEN_SERVICE_CHAT: i32 = 5;
pub const AGORA_TOKEN_SERVICE_FCDN: i32 = 6;
pub const AGORA_TOKEN_SERVICE_APAAS: i32 = 7;
pub const AGORA_TOKEN_SERVICE_RTM2: i32 = 8;
pub const AGORA_TOKEN_SERVICE_CONVOAI: i32 = 9;
pub const AGORA_TOKEN_SERVICE_STT: i32 = 10;
pub const AGORA_TOKEN_RTC_JOIN_CHANNEL: i32 = 1;
pub const AGORA_TOKEN_RTC_PUBLISH_AUDIO: i32 = 2;
pub const AGORA_TOKEN_RTC_PUBLISH_VIDEO: i32 = 3;
pub const AGORA_TOKEN_RTC_PUBLISH_DATA: i32 = 4;
pub const AGORA_TOKEN_RTM_LOGIN: i32 = 1;
pub const AGORA_TOKEN_STREAMING_PUBLISH_MIX: i32 = 1;
pub const AGORA_TOKEN_STREAMING_PUBLISH_RAW: i32 = 2;
pub const AGORA_TOKEN_FPA_LOGIN: i32 = 1;
pub const AGORA_TOKEN_CHAT_USER: i32 = 1;
pub const AGORA_TOKEN_CHAT_APP: i32 = 2;
pub const AGORA_TOKEN_FCDN_PUBLISH: i32 = 1;
pub const AGORA_TOKEN_FCDN_PLAY: i32 = 2;
pub const AGORA_TOKEN_APAAS_ROOM_USER: i32 = 1;
pub const AGORA_TOKEN_APAAS_USER: i32 = 2;
pub const AGORA_TOKEN_APAAS_APP: i32 = 3;
pub const AGORA_TOKEN_RTM2_LOGIN: i32 = 1;
pub const AGORA_TOKEN_RTM2_MESSAGE_CHANNELS: i32 = 0;
pub const AGORA_TOKEN_RTM2_STREAM_CHANNELS: i32 = 1;
pub const AGORA_TOKEN_RTM2_GROUP_CHANNELS: i32 = 2;
pub const AGORA_TOKEN_RTM2_SERVER_GROUPS: i32 = 3;
pub const AGORA_TOKEN_RTM2_USERS: i32 = 4;
pub const AGORA_TOKEN_RTM2_READ: i32 = 0;
pub const AGORA_TOKEN_RTM2_WRITE: i32 = 1;
pub const AGORA_TOKEN_FIELD_CHANNEL: i32 = 1;
pub const AGORA_TOKEN_FIELD_ACCOUNT: i32 = 2;
pub const AGORA_TOKEN_FIELD_USER_ID: i32 = 3;
pub const AGORA_TOKEN_FIELD_ROOM_UUID: i32 = 4;
pub const AGORA_TOKEN_FIELD_USER_UUID: i32 = 5;

unsafe extern "C" {
    pub fn agora_token_library_version() -> *const c_char;
    pub fn agora_token_library_version_number() -> u32;
    pub fn agora_token_status_message(status: agora_token_status) -> *const c_char;
    pub fn agora_token_status_name(status: agora_token_status) -> *const c_char;
    pub fn agora_token_issuer_new(
        app_id: agora_token_str,
        app_certificate: agora_token_str,
        out: *mut *mut agora_token_issuer,
    ) -> agora_token_status;
    pub fn agora_token_issuer_free(issuer: *mut agora_token_issuer);
    pub fn agora_token_rtc_uid(
        issuer: *const agora_token_issuer,
        version: u32,
        channel: agora_token_str,
        uid: u32,
        role: u32,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_rtc_account(
        issuer: *const agora_token_issuer,
        version: u32,
        channel: agora_token_str,
        account: agora_token_str,
        role: u32,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_rtm(
        issuer: *const agora_token_issuer,
        version: u32,
        user_id: agora_token_str,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_rtc_rtm(
        issuer: *const agora_token_issuer,
        channel: agora_token_str,
        account: agora_token_str,
        role: u32,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_convoai(
        issuer: *const agora_token_issuer,
        channel: agora_token_str,
        account: agora_token_str,
        role: u32,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_stt(
        issuer: *const agora_token_issuer,
        channel: agora_token_str,
        account: agora_token_str,
        role: u32,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_chat_user(
        issuer: *const agora_token_issuer,
        user_id: agora_token_str,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_chat_app(
        issuer: *const agora_token_issuer,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_education_room_user(
        issuer: *const agora_token_issuer,
        room_uuid: agora_token_str,
        user_uuid: agora_token_str,
        role: i16,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_education_user(
        issuer: *const agora_token_issuer,
        user_uuid: agora_token_str,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_education_app(
        issuer: *const agora_token_issuer,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_fpa(
        issuer: *const agora_token_issuer,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_builder_new(
        issuer: *const agora_token_issuer,
        version: u32,
        out: *mut *mut agora_token_builder,
    ) -> agora_token_status;
    pub fn agora_token_builder_set_issued_at(
        builder: *mut agora_token_builder,
        unix_seconds: u32,
    ) -> agora_token_status;
    pub fn agora_token_builder_set_salt(builder: *mut agora_token_builder, salt: u32) -> agora_token_status;
    pub fn agora_token_builder_set_expires_in(builder: *mut agora_token_builder, seconds: u32) -> agora_token_status;
    pub fn agora_token_builder_add_rtc(
        builder: *mut agora_token_builder,
        channel: agora_token_str,
        account: agora_token_str,
    ) -> agora_token_status;
    pub fn agora_token_builder_add_rtm(
        builder: *mut agora_token_builder,
        user_id: agora_token_str,
    ) -> agora_token_status;
    pub fn agora_token_builder_add_streaming(
        builder: *mut agora_token_builder,
        channel: agora_token_str,
        account: agora_token_str,
    ) -> agora_token_status;
    pub fn agora_token_builder_add_fpa(builder: *mut agora_token_builder) -> agora_token_status;
    pub fn agora_token_builder_add_chat(
        builder: *mut agora_token_builder,
        user_id: agora_token_str,
    ) -> agora_token_status;
    pub fn agora_token_builder_add_fcdn(
        builder: *mut agora_token_builder,
        channel: agora_token_str,
        account: agora_token_str,
    ) -> agora_token_status;
    pub fn agora_token_builder_add_apaas(
        builder: *mut agora_token_builder,
        room_uuid: agora_token_str,
        user_uuid: agora_token_str,
        role: i16,
    ) -> agora_token_status;
    pub fn agora_token_builder_add_rtm2(
        builder: *mut agora_token_builder,
        user_id: agora_token_str,
    ) -> agora_token_status;
    pub fn agora_token_builder_add_convoai(builder: *mut agora_token_builder) -> agora_token_status;
    pub fn agora_token_builder_add_stt(builder: *mut agora_token_builder) -> agora_token_status;
    pub fn agora_token_builder_grant(
        builder: *mut agora_token_builder,
        privilege: u32,
        expires_in: u32,
    ) -> agora_token_status;
    pub fn agora_token_builder_permit(
        builder: *mut agora_token_builder,
        resource: u32,
        permission: u32,
        names: *const agora_token_str,
        count: usize,
    ) -> agora_token_status;
    pub fn agora_token_builder_build(
        builder: *const agora_token_builder,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_builder_free(builder: *mut agora_token_builder);
    pub fn agora_token_parse(token: agora_token_str, out: *mut *mut agora_token_info) -> agora_token_status;
    pub fn agora_token_info_free(info: *mut agora_token_info);
    pub fn agora_token_info_json(
        info: *const agora_token_info,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_info_version(info: *const agora_token_info) -> u32;
    pub fn agora_token_info_app_id(info: *const agora_token_info) -> agora_token_str;
    pub fn agora_token_info_issued_at(info: *const agora_token_info) -> u64;
    pub fn agora_token_info_expires_at(info: *const agora_token_info) -> u64;
    pub fn agora_token_info_cut_at(info: *const agora_token_info) -> u64;
    pub fn agora_token_info_salt(info: *const agora_token_info) -> u32;
    pub fn agora_token_info_channel_crc(info: *const agora_token_info) -> u32;
    pub fn agora_token_info_user_crc(info: *const agora_token_info) -> u32;
    pub fn agora_token_info_service_count(info: *const agora_token_info) -> usize;
    pub fn agora_token_info_service_type(info: *const agora_token_info, service: usize) -> u32;
    pub fn agora_token_info_unknown_service(info: *const agora_token_info) -> i32;
    pub fn agora_token_info_field(info: *const agora_token_info, service: usize, field: u32) -> agora_token_str;
    pub fn agora_token_info_role(info: *const agora_token_info, service: usize) -> i16;
    pub fn agora_token_info_privilege_count(info: *const agora_token_info, service: usize) -> usize;
    pub fn agora_token_info_privilege(info: *const agora_token_info, service: usize, index: usize) -> u32;
    pub fn agora_token_info_privilege_expires_at(info: *const agora_token_info, service: usize, index: usize) -> u64;
    pub fn agora_token_info_privilege_time(info: *const agora_token_info, service: usize, index: usize) -> u32;
    pub fn agora_token_info_permission_count(info: *const agora_token_info, service: usize) -> usize;
    pub fn agora_token_info_permission_resource(info: *const agora_token_info, service: usize, index: usize) -> u32;
    pub fn agora_token_info_permission(info: *const agora_token_info, service: usize, index: usize) -> u32;
    pub fn agora_token_info_permission_name_count(info: *const agora_token_info, service: usize, index: usize)
    -> usize;
    pub fn agora_token_info_permission_name(
        info: *const agora_token_info,
        service: usize,
        index: usize,
        name: usize,
    ) -> agora_token_str;
    pub fn agora_token_verify(
        issuer: *const agora_token_issuer,
        token: agora_token_str,
        now: u64,
    ) -> agora_token_status;
    pub fn agora_token_check(
        issuer: *const agora_token_issuer,
        token: agora_token_str,
        service: u32,
        channel: agora_token_str,
        user: agora_token_str,
        privilege: u32,
        now: u64,
    ) -> agora_token_status;
    pub fn agora_token_check_rtc_uid(
        issuer: *const agora_token_issuer,
        token: agora_token_str,
        channel: agora_token_str,
        uid: u32,
        privilege: u32,
        now: u64,
    ) -> agora_token_status;
    pub fn agora_token_check_rtc_account(
        issuer: *const agora_token_issuer,
        token: agora_token_str,
        channel: agora_token_str,
        account: agora_token_str,
        privilege: u32,
        now: u64,
    ) -> agora_token_status;
    pub fn agora_token_check_rtm(
        issuer: *const agora_token_issuer,
        token: agora_token_str,
        user_id: agora_token_str,
        now: u64,
    ) -> agora_token_status;
    pub fn agora_token_explain(
        issuer: *const agora_token_issuer,
        token: agora_token_str,
        service: u32,
        channel: agora_token_str,
        user: agora_token_str,
        privilege: u32,
        now: u64,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> agora_token_status;
    pub fn agora_token_endpoint_new(
        issuer: *const agora_token_issuer,
        options: *const agora_token_endpoint_options,
        out: *mut *mut agora_token_endpoint,
    ) -> agora_token_status;
    pub fn agora_token_endpoint_handle(
        endpoint: *const agora_token_endpoint,
        request: *const agora_token_request,
        out: *mut *mut agora_token_response,
    ) -> agora_token_status;
    pub fn agora_token_endpoint_error(
        endpoint: *const agora_token_endpoint,
        status: u32,
        text: agora_token_str,
        origin: agora_token_str,
        out: *mut *mut agora_token_response,
    ) -> agora_token_status;
    pub fn agora_token_endpoint_free(endpoint: *mut agora_token_endpoint);
    pub fn agora_token_response_status(response: *const agora_token_response) -> u32;
    pub fn agora_token_response_body(response: *const agora_token_response) -> agora_token_str;
    pub fn agora_token_response_header_count(response: *const agora_token_response) -> usize;
    pub fn agora_token_response_header_name(response: *const agora_token_response, index: usize) -> agora_token_str;
    pub fn agora_token_response_header_value(response: *const agora_token_response, index: usize) -> agora_token_str;
    pub fn agora_token_response_free(response: *mut agora_token_response);
}

/// The statuses that the header documents for each function that returns one.
pub static STATUSES: &[(&str, &[agora_token_status])] = &[
    ("agora_token_issuer_new", &[0, 1, 2, 5, 7, 100, 101]),
    ("agora_token_rtc_uid", &[0, 1, 2, 3, 5, 102, 104, 105, 108, 109]),
    ("agora_token_rtc_account", &[0, 1, 2, 3, 5, 102, 103, 104, 105, 108, 109]),
    ("agora_token_rtm", &[0, 1, 2, 3, 5, 103, 105, 108, 109]),
    ("agora_token_rtc_rtm", &[0, 1, 2, 3, 5, 102, 103, 104, 108, 109]),
    ("agora_token_convoai", &[0, 1, 2, 3, 5, 102, 103, 104, 108, 109]),
    ("agora_token_stt", &[0, 1, 2, 3, 5, 102, 103, 104, 108, 109]),
    ("agora_token_chat_user", &[0, 1, 2, 3, 5, 103, 108, 109]),
    ("agora_token_chat_app", &[0, 1, 3, 108, 109]),
    ("agora_token_education_room_user", &[0, 1, 2, 3, 5, 103, 108, 109]),
    ("agora_token_education_user", &[0, 1, 2, 3, 5, 103, 108, 109]),
    ("agora_token_education_app", &[0, 1, 3, 108, 109]),
    ("agora_token_fpa", &[0, 1, 3]),
    ("agora_token_builder_new", &[0, 1, 105]),
    ("agora_token_builder_set_issued_at", &[0, 1]),
    ("agora_token_builder_set_salt", &[0, 1]),
    ("agora_token_builder_set_expires_in", &[0, 1]),
    ("agora_token_builder_add_rtc", &[0, 1, 2, 5, 111, 112]),
    ("agora_token_builder_add_rtm", &[0, 1, 2, 5, 111, 112]),
    ("agora_token_builder_add_streaming", &[0, 1, 2, 5, 111, 112]),
    ("agora_token_builder_add_fpa", &[0, 1, 112]),
    ("agora_token_builder_add_chat", &[0, 1, 2, 5, 111, 112]),
    ("agora_token_builder_add_fcdn", &[0, 1, 2, 5, 111, 112]),
    ("agora_token_builder_add_apaas", &[0, 1, 2, 5, 111, 112]),
    ("agora_token_builder_add_rtm2", &[0, 1, 2, 5, 111, 112]),
    ("agora_token_builder_add_convoai", &[0, 1, 112]),
    ("agora_token_builder_add_stt", &[0, 1, 112]),
    ("agora_token_builder_grant", &[0, 1, 107, 110]),
    ("agora_token_builder_permit", &[0, 1, 2, 5, 106, 107, 110, 111]),
    ("agora_token_builder_build", &[0, 1, 3, 108, 110, 202]),
    ("agora_token_parse", &[0, 1, 2, 5, 110, 200, 201, 202]),
    ("agora_token_info_json", &[0, 1, 3]),
    ("agora_token_verify", &[0, 1, 2, 5, 8, 110, 112, 200, 201, 202, 300, 301, 302]),
    ("agora_token_check", &[0, 1, 2, 5, 8, 102, 103, 106, 107, 110, 112, 200, 201, 202, 300, 301, 302, 303, 304, 305]),
    (
        "agora_token_check_rtc_uid",
        &[0, 1, 2, 5, 8, 102, 103, 106, 107, 110, 112, 200, 201, 202, 300, 301, 302, 303, 304, 305],
    ),
    (
        "agora_token_check_rtc_account",
        &[0, 1, 2, 5, 8, 102, 103, 106, 107, 110, 112, 200, 201, 202, 300, 301, 302, 303, 304, 305],
    ),
    (
        "agora_token_check_rtm",
        &[0, 1, 2, 5, 8, 102, 103, 106, 107, 110, 112, 200, 201, 202, 300, 301, 302, 303, 304, 305],
    ),
    (
        "agora_token_explain",
        &[0, 1, 2, 3, 5, 8, 102, 103, 106, 107, 110, 112, 200, 201, 202, 300, 301, 302, 303, 304, 305],
    ),
    ("agora_token_endpoint_new", &[0, 1, 2, 4, 5, 105]),
    ("agora_token_endpoint_handle", &[0, 1, 2, 4, 5, 103, 104]),
    ("agora_token_endpoint_error", &[0, 1, 2, 5]),
];

/// What the one-call builders are called with: each takes what it has a parameter for.
pub struct OneCallInput {
    pub version: u32,
    pub channel: agora_token_str,
    pub room: agora_token_str,
    pub user: agora_token_str,
    pub uid: u32,
    pub role: u32,
    pub classroom_role: i16,
    pub expires_in: u32,
}

/// Calls a one-call builder, and asks of the caller what that asks. The last three are those of a text that comes out.
pub type OneCall =
    unsafe fn(*const agora_token_issuer, &OneCallInput, *mut c_char, usize, *mut usize) -> agora_token_status;

/// The one-call builders under their names.
pub static ONE_CALLS: [(&str, OneCall); 12] = [
    ("agora_token_rtc_uid", |issuer, with, out, capacity, out_len| unsafe {
        agora_token_rtc_uid(
            issuer,
            with.version,
            with.channel,
            with.uid,
            with.role,
            with.expires_in,
            out,
            capacity,
            out_len,
        )
    }),
    ("agora_token_rtc_account", |issuer, with, out, capacity, out_len| unsafe {
        agora_token_rtc_account(
            issuer,
            with.version,
            with.channel,
            with.user,
            with.role,
            with.expires_in,
            out,
            capacity,
            out_len,
        )
    }),
    ("agora_token_rtm", |issuer, with, out, capacity, out_len| unsafe {
        agora_token_rtm(issuer, with.version, with.user, with.expires_in, out, capacity, out_len)
    }),
    ("agora_token_rtc_rtm", |issuer, with, out, capacity, out_len| unsafe {
        agora_token_rtc_rtm(issuer, with.channel, with.user, with.role, with.expires_in, out, capacity, out_len)
    }),
    ("agora_token_convoai", |issuer, with, out, capacity, out_len| unsafe {
        agora_token_convoai(issuer, with.channel, with.user, with.role, with.expires_in, out, capacity, out_len)
    }),
    ("agora_token_stt", |issuer, with, out, capacity, out_len| unsafe {
        agora_token_stt(issuer, with.channel, with.user, with.role, with.expires_in, out, capacity, out_len)
    }),
    ("agora_token_chat_user", |issuer, with, out, capacity, out_len| unsafe {
        agora_token_chat_user(issuer, with.user, with.expires_in, out, capacity, out_len)
    }),
    ("agora_token_chat_app", |issuer, with, out, capacity, out_len| unsafe {
        agora_token_chat_app(issuer, with.expires_in, out, capacity, out_len)
    }),
    ("agora_token_education_room_user", |issuer, with, out, capacity, out_len| unsafe {
        agora_token_education_room_user(
            issuer,
            with.room,
            with.user,
            with.classroom_role,
            with.expires_in,
            out,
            capacity,
            out_len,
        )
    }),
    ("agora_token_education_user", |issuer, with, out, capacity, out_len| unsafe {
        agora_token_education_user(issuer, with.user, with.expires_in, out, capacity, out_len)
    }),
    ("agora_token_education_app", |issuer, with, out, capacity, out_len| unsafe {
        agora_token_education_app(issuer, with.expires_in, out, capacity, out_len)
    }),
    ("agora_token_fpa", |issuer, _, out, capacity, out_len| unsafe { agora_token_fpa(issuer, out, capacity, out_len) }),
];

// Written by abi/languages/go.py from abi/agora_token.json (make abi): do not edit it.

//go:build !agora_token_wasm

package agoratoken

// #include "native.h"
//
// #cgo noescape go_issuer_new
// #cgo nocallback go_issuer_new
// #cgo noescape go_rtc_uid
// #cgo nocallback go_rtc_uid
// #cgo noescape go_rtc_account
// #cgo nocallback go_rtc_account
// #cgo noescape go_rtm
// #cgo nocallback go_rtm
// #cgo noescape go_rtc_rtm
// #cgo nocallback go_rtc_rtm
// #cgo noescape go_convoai
// #cgo nocallback go_convoai
// #cgo noescape go_stt
// #cgo nocallback go_stt
// #cgo noescape go_chat_user
// #cgo nocallback go_chat_user
// #cgo noescape go_chat_app
// #cgo nocallback go_chat_app
// #cgo noescape go_education_room_user
// #cgo nocallback go_education_room_user
// #cgo noescape go_education_user
// #cgo nocallback go_education_user
// #cgo noescape go_education_app
// #cgo nocallback go_education_app
// #cgo noescape go_fpa
// #cgo nocallback go_fpa
// #cgo noescape go_builder_new
// #cgo nocallback go_builder_new
// #cgo noescape go_builder_add_rtc
// #cgo nocallback go_builder_add_rtc
// #cgo noescape go_builder_add_rtm
// #cgo nocallback go_builder_add_rtm
// #cgo noescape go_builder_add_streaming
// #cgo nocallback go_builder_add_streaming
// #cgo noescape go_builder_add_chat
// #cgo nocallback go_builder_add_chat
// #cgo noescape go_builder_add_fcdn
// #cgo nocallback go_builder_add_fcdn
// #cgo noescape go_builder_add_apaas
// #cgo nocallback go_builder_add_apaas
// #cgo noescape go_builder_add_rtm2
// #cgo nocallback go_builder_add_rtm2
// #cgo noescape go_builder_build
// #cgo nocallback go_builder_build
// #cgo noescape go_parse
// #cgo nocallback go_parse
// #cgo noescape go_info_json
// #cgo nocallback go_info_json
// #cgo noescape go_verify
// #cgo nocallback go_verify
// #cgo noescape go_check
// #cgo nocallback go_check
// #cgo noescape go_check_rtc_uid
// #cgo nocallback go_check_rtc_uid
// #cgo noescape go_check_rtc_account
// #cgo nocallback go_check_rtc_account
// #cgo noescape go_check_rtm
// #cgo nocallback go_check_rtm
// #cgo noescape go_explain
// #cgo nocallback go_explain
// #cgo noescape go_endpoint_new
// #cgo nocallback go_endpoint_new
// #cgo noescape go_endpoint_error
// #cgo nocallback go_endpoint_error
import "C"

import (
	"runtime"
	"unsafe"
)

func (s *abiEndpointOptions) lend(pinner *runtime.Pinner) C.agora_token_endpoint_options {
	c := C.agora_token_endpoint_options{size: C.sizeof_agora_token_endpoint_options}
	c.version = C.uint32_t(s.version)
	c.client_error_status = C.uint32_t(s.clientErrorStatus)
	c.allow_origins, c.allow_origin_count = list(pinner, s.allowOrigins)
	c.omit_cors_headers = C.uint32_t(s.omitCorsHeaders)
	return c
}

func (s *abiPolicy) lend(pinner *runtime.Pinner) C.agora_token_policy {
	c := C.agora_token_policy{size: C.sizeof_agora_token_policy}
	c.user = lend(pinner, s.user)
	c.channels, c.channel_count = list(pinner, s.channels)
	c.max_role = C.uint32_t(s.maxRole)
	c.max_expires_in = C.uint32_t(s.maxExpiresIn)
	c.allow_app_tokens = C.uint32_t(s.allowAppTokens)
	c.allow_any_channel = C.uint32_t(s.allowAnyChannel)
	c.allow_any_user = C.uint32_t(s.allowAnyUser)
	c.allow_ai_services = C.uint32_t(s.allowAiServices)
	return c
}

func (library) libraryVersion() string {
	return C.GoString(C.agora_token_library_version())
}

func (library) statusMessage(status Status) string {
	return C.GoString(C.agora_token_status_message(C.agora_token_status(status)))
}

func (library) statusName(status Status) string {
	return C.GoString(C.agora_token_status_name(C.agora_token_status(status)))
}

func (library) issuerNew(appId string, appCertificate string) (ref, Status) {
	var made *C.agora_token_issuer
	result := Status(C.go_issuer_new(data(appId), size(appId), data(appCertificate), size(appCertificate), &made))
	return ref(unsafe.Pointer(made)), result
}

func (library) issuerFree(issuer ref) {
	C.agora_token_issuer_free((*C.agora_token_issuer)(issuer))
}

func (library) rtcUid(issuer ref, version uint32, channel string, uid uint32, role uint32, expiresIn uint32,
	out *output) {
	C.go_rtc_uid((*C.go_issuer)(issuer), C.uint32_t(version), data(channel), size(channel), C.uint32_t(uid),
		C.uint32_t(role), C.uint32_t(expiresIn), out.start(), out.capacity(), &out.result)
}

func (library) rtcAccount(issuer ref, version uint32, channel string, account string, role uint32, expiresIn uint32,
	out *output) {
	C.go_rtc_account((*C.go_issuer)(issuer), C.uint32_t(version), data(channel), size(channel), data(account),
		size(account), C.uint32_t(role), C.uint32_t(expiresIn), out.start(), out.capacity(), &out.result)
}

func (library) rtm(issuer ref, version uint32, userId string, expiresIn uint32, out *output) {
	C.go_rtm((*C.go_issuer)(issuer), C.uint32_t(version), data(userId), size(userId), C.uint32_t(expiresIn), out.start(),
		out.capacity(), &out.result)
}

func (library) rtcRtm(issuer ref, channel string, account string, role uint32, expiresIn uint32, out *output) {
	C.go_rtc_rtm((*C.go_issuer)(issuer), data(channel), size(channel), data(account), size(account), C.uint32_t(role),
		C.uint32_t(expiresIn), out.start(), out.capacity(), &out.result)
}

func (library) convoai(issuer ref, channel string, account string, role uint32, expiresIn uint32, out *output) {
	C.go_convoai((*C.go_issuer)(issuer), data(channel), size(channel), data(account), size(account), C.uint32_t(role),
		C.uint32_t(expiresIn), out.start(), out.capacity(), &out.result)
}

func (library) stt(issuer ref, channel string, account string, role uint32, expiresIn uint32, out *output) {
	C.go_stt((*C.go_issuer)(issuer), data(channel), size(channel), data(account), size(account), C.uint32_t(role),
		C.uint32_t(expiresIn), out.start(), out.capacity(), &out.result)
}

func (library) chatUser(issuer ref, userId string, expiresIn uint32, out *output) {
	C.go_chat_user((*C.go_issuer)(issuer), data(userId), size(userId), C.uint32_t(expiresIn), out.start(),
		out.capacity(), &out.result)
}

func (library) chatApp(issuer ref, expiresIn uint32, out *output) {
	C.go_chat_app((*C.go_issuer)(issuer), C.uint32_t(expiresIn), out.start(), out.capacity(), &out.result)
}

func (library) educationRoomUser(issuer ref, roomUuid string, userUuid string, role int16, expiresIn uint32,
	out *output) {
	C.go_education_room_user((*C.go_issuer)(issuer), data(roomUuid), size(roomUuid), data(userUuid), size(userUuid),
		C.int16_t(role), C.uint32_t(expiresIn), out.start(), out.capacity(), &out.result)
}

func (library) educationUser(issuer ref, userUuid string, expiresIn uint32, out *output) {
	C.go_education_user((*C.go_issuer)(issuer), data(userUuid), size(userUuid), C.uint32_t(expiresIn), out.start(),
		out.capacity(), &out.result)
}

func (library) educationApp(issuer ref, expiresIn uint32, out *output) {
	C.go_education_app((*C.go_issuer)(issuer), C.uint32_t(expiresIn), out.start(), out.capacity(), &out.result)
}

func (library) fpa(issuer ref, out *output) {
	C.go_fpa((*C.go_issuer)(issuer), out.start(), out.capacity(), &out.result)
}

func (library) builderNew(issuer ref, version uint32) (ref, Status) {
	var made *C.agora_token_builder
	result := Status(C.go_builder_new((*C.go_issuer)(issuer), C.uint32_t(version), &made))
	return ref(unsafe.Pointer(made)), result
}

func (library) builderSetIssuedAt(builder ref, unixSeconds uint32) Status {
	return Status(C.agora_token_builder_set_issued_at((*C.agora_token_builder)(builder), C.uint32_t(unixSeconds)))
}

func (library) builderSetSalt(builder ref, salt uint32) Status {
	return Status(C.agora_token_builder_set_salt((*C.agora_token_builder)(builder), C.uint32_t(salt)))
}

func (library) builderSetExpiresIn(builder ref, seconds uint32) Status {
	return Status(C.agora_token_builder_set_expires_in((*C.agora_token_builder)(builder), C.uint32_t(seconds)))
}

func (library) builderAddRtc(builder ref, channel string, account string) Status {
	return Status(C.go_builder_add_rtc((*C.agora_token_builder)(builder), data(channel), size(channel), data(account), size(account)))
}

func (library) builderAddRtm(builder ref, userId string) Status {
	return Status(C.go_builder_add_rtm((*C.agora_token_builder)(builder), data(userId), size(userId)))
}

func (library) builderAddStreaming(builder ref, channel string, account string) Status {
	return Status(C.go_builder_add_streaming((*C.agora_token_builder)(builder), data(channel), size(channel), data(account),
		size(account)))
}

func (library) builderAddFpa(builder ref) Status {
	return Status(C.agora_token_builder_add_fpa((*C.agora_token_builder)(builder)))
}

func (library) builderAddChat(builder ref, userId string) Status {
	return Status(C.go_builder_add_chat((*C.agora_token_builder)(builder), data(userId), size(userId)))
}

func (library) builderAddFcdn(builder ref, channel string, account string) Status {
	return Status(C.go_builder_add_fcdn((*C.agora_token_builder)(builder), data(channel), size(channel), data(account), size(account)))
}

func (library) builderAddApaas(builder ref, roomUuid string, userUuid string, role int16) Status {
	return Status(C.go_builder_add_apaas((*C.agora_token_builder)(builder), data(roomUuid), size(roomUuid), data(userUuid),
		size(userUuid), C.int16_t(role)))
}

func (library) builderAddRtm2(builder ref, userId string) Status {
	return Status(C.go_builder_add_rtm2((*C.agora_token_builder)(builder), data(userId), size(userId)))
}

func (library) builderAddConvoai(builder ref) Status {
	return Status(C.agora_token_builder_add_convoai((*C.agora_token_builder)(builder)))
}

func (library) builderAddStt(builder ref) Status {
	return Status(C.agora_token_builder_add_stt((*C.agora_token_builder)(builder)))
}

func (library) builderGrant(builder ref, privilege uint32, expiresIn uint32) Status {
	return Status(C.agora_token_builder_grant((*C.agora_token_builder)(builder), C.uint32_t(privilege), C.uint32_t(expiresIn)))
}

func (library) builderPermit(builder ref, resource uint32, permission uint32, names []string) Status {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	lent, count := list(&pinner, names)
	return Status(C.agora_token_builder_permit((*C.agora_token_builder)(builder), C.uint32_t(resource), C.uint32_t(permission), lent,
		count))
}

func (library) builderBuild(builder ref, out *output) {
	C.go_builder_build((*C.agora_token_builder)(builder), out.start(), out.capacity(), &out.result)
}

func (library) builderFree(builder ref) {
	C.agora_token_builder_free((*C.agora_token_builder)(builder))
}

func (library) parse(token string) (ref, Status) {
	var made *C.agora_token_info
	result := Status(C.go_parse(data(token), size(token), &made))
	return ref(unsafe.Pointer(made)), result
}

func (library) infoFree(info ref) {
	C.agora_token_info_free((*C.agora_token_info)(info))
}

func (library) infoJson(info ref, out *output) {
	C.go_info_json((*C.agora_token_info)(info), out.start(), out.capacity(), &out.result)
}

func (library) infoServiceCount(info ref) int {
	return int(C.agora_token_info_service_count((*C.agora_token_info)(info)))
}

func (library) infoPrivilegeCount(info ref, service int) int {
	return int(C.agora_token_info_privilege_count((*C.agora_token_info)(info), C.size_t(service)))
}

func (library) infoPrivilegeTime(info ref, service int, index int) uint32 {
	return uint32(C.agora_token_info_privilege_time((*C.agora_token_info)(info), C.size_t(service), C.size_t(index)))
}

func (library) infoPermissionResource(info ref, service int, index int) uint32 {
	return uint32(C.agora_token_info_permission_resource((*C.agora_token_info)(info), C.size_t(service), C.size_t(index)))
}

func (library) infoPermission(info ref, service int, index int) uint32 {
	return uint32(C.agora_token_info_permission((*C.agora_token_info)(info), C.size_t(service), C.size_t(index)))
}

func (library) infoPermissionNameCount(info ref, service int, index int) int {
	return int(C.agora_token_info_permission_name_count((*C.agora_token_info)(info), C.size_t(service), C.size_t(index)))
}

func (library) infoPermissionName(info ref, service int, index int, name int) string {
	return text(C.agora_token_info_permission_name((*C.agora_token_info)(info), C.size_t(service), C.size_t(index), C.size_t(name)))
}

func (library) verify(issuer ref, token string, now uint64) Status {
	return Status(C.go_verify((*C.go_issuer)(issuer), data(token), size(token), C.uint64_t(now)))
}

func (library) check(issuer ref, token string, service uint32, channel string, user string, privilege uint32,
	now uint64) Status {
	return Status(C.go_check((*C.go_issuer)(issuer), data(token), size(token), C.uint32_t(service), data(channel), size(channel),
		data(user), size(user), C.uint32_t(privilege), C.uint64_t(now)))
}

func (library) checkRtcUid(issuer ref, token string, channel string, uid uint32, privilege uint32, now uint64) Status {
	return Status(C.go_check_rtc_uid((*C.go_issuer)(issuer), data(token), size(token), data(channel), size(channel), C.uint32_t(uid),
		C.uint32_t(privilege), C.uint64_t(now)))
}

func (library) checkRtcAccount(issuer ref, token string, channel string, account string, privilege uint32,
	now uint64) Status {
	return Status(C.go_check_rtc_account((*C.go_issuer)(issuer), data(token), size(token), data(channel), size(channel), data(account),
		size(account), C.uint32_t(privilege), C.uint64_t(now)))
}

func (library) checkRtm(issuer ref, token string, userId string, now uint64) Status {
	return Status(C.go_check_rtm((*C.go_issuer)(issuer), data(token), size(token), data(userId), size(userId), C.uint64_t(now)))
}

func (library) explain(issuer ref, token string, service uint32, channel string, user string, privilege uint32,
	now uint64, out *output) {
	C.go_explain((*C.go_issuer)(issuer), data(token), size(token), C.uint32_t(service), data(channel), size(channel),
		data(user), size(user), C.uint32_t(privilege), C.uint64_t(now), out.start(), out.capacity(), &out.result)
}

func (library) endpointNew(issuer ref, options *abiEndpointOptions) (ref, Status) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	lent := options.lend(&pinner)
	var made *C.agora_token_endpoint
	result := Status(C.go_endpoint_new((*C.go_issuer)(issuer), &lent, &made))
	return ref(unsafe.Pointer(made)), result
}

func (library) endpointError(endpoint ref, status uint32, text string, origin string) (ref, Status) {
	var made *C.agora_token_response
	result := Status(C.go_endpoint_error((*C.agora_token_endpoint)(endpoint), C.uint32_t(status), data(text), size(text), data(origin),
		size(origin), &made))
	return ref(unsafe.Pointer(made)), result
}

func (library) endpointFree(endpoint ref) {
	C.agora_token_endpoint_free((*C.agora_token_endpoint)(endpoint))
}

func (library) responseStatus(response ref) uint32 {
	return uint32(C.agora_token_response_status((*C.agora_token_response)(response)))
}

func (library) responseBody(response ref) string {
	return text(C.agora_token_response_body((*C.agora_token_response)(response)))
}

func (library) responseHeaderCount(response ref) int {
	return int(C.agora_token_response_header_count((*C.agora_token_response)(response)))
}

func (library) responseHeaderName(response ref, index int) string {
	return text(C.agora_token_response_header_name((*C.agora_token_response)(response), C.size_t(index)))
}

func (library) responseHeaderValue(response ref, index int) string {
	return text(C.agora_token_response_header_value((*C.agora_token_response)(response), C.size_t(index)))
}

func (library) responseFree(response ref) {
	C.agora_token_response_free((*C.agora_token_response)(response))
}

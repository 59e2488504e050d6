// Written by abi/languages/go.py from abi/agora_token.json (make abi): do not edit it.

//go:build !cgo || agora_token_wasm

package agoratoken

func (s *abiEndpointOptions) write(m *module) uint32 {
	at := m.place(24)
	m.putNumber(at, 24)
	m.putNumber(at+4, s.version)
	m.putNumber(at+8, s.clientErrorStatus)
	m.putTexts(at+12, s.allowOrigins)
	m.putNumber(at+20, s.omitCorsHeaders)
	return at
}

func (s *abiPolicy) write(m *module) uint32 {
	at := m.place(48)
	m.putNumber(at, 48)
	m.putText(at+4, s.user)
	m.putTexts(at+12, s.channels)
	m.putNumber(at+20, s.maxRole)
	m.putNumber(at+24, s.maxExpiresIn)
	m.putNumber(at+28, s.allowAppTokens)
	m.putNumber(at+32, s.allowAnyChannel)
	m.putNumber(at+36, s.allowAnyUser)
	m.putNumber(at+44, s.allowAiServices)
	return at
}

func (s *abiRequest) write(m *module) uint32 {
	at := m.place(40)
	m.putNumber(at, 40)
	m.putText(at+4, s.method)
	m.putText(at+12, s.target)
	m.putText(at+20, s.origin)
	m.putText(at+28, s.body)
	if s.policy != nil {
		m.putNumber(at+36, s.policy.write(m))
	}
	return at
}

func (library) libraryVersion() string {
	m := wasm.enter(nil)
	defer m.leave()
	return m.cString("agora_token_library_version")
}

func (library) statusMessage(status Status) string {
	m := wasm.enter(nil)
	defer m.leave()
	m.number(uint64(uint32(status)))
	return m.cString("agora_token_status_message")
}

func (library) statusName(status Status) string {
	m := wasm.enter(nil)
	defer m.leave()
	m.number(uint64(uint32(status)))
	return m.cString("agora_token_status_name")
}

func (library) issuerFree(issuer ref) {
	wasm.free("agora_token_issuer_free", issuer)
}

func (library) rtcUid(issuer ref, version uint32, channel string, uid uint32, role uint32, expiresIn uint32,
	out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.number(uint64(version))
	m.text(channel)
	m.number(uint64(uid))
	m.number(uint64(role))
	m.number(uint64(expiresIn))
	m.write("agora_token_rtc_uid", out)
}

func (library) rtcAccount(issuer ref, version uint32, channel string, account string, role uint32, expiresIn uint32,
	out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.number(uint64(version))
	m.text(channel)
	m.text(account)
	m.number(uint64(role))
	m.number(uint64(expiresIn))
	m.write("agora_token_rtc_account", out)
}

func (library) rtm(issuer ref, version uint32, userId string, expiresIn uint32, out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.number(uint64(version))
	m.text(userId)
	m.number(uint64(expiresIn))
	m.write("agora_token_rtm", out)
}

func (library) rtcRtm(issuer ref, channel string, account string, role uint32, expiresIn uint32, out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(channel)
	m.text(account)
	m.number(uint64(role))
	m.number(uint64(expiresIn))
	m.write("agora_token_rtc_rtm", out)
}

func (library) convoai(issuer ref, channel string, account string, role uint32, expiresIn uint32, out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(channel)
	m.text(account)
	m.number(uint64(role))
	m.number(uint64(expiresIn))
	m.write("agora_token_convoai", out)
}

func (library) stt(issuer ref, channel string, account string, role uint32, expiresIn uint32, out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(channel)
	m.text(account)
	m.number(uint64(role))
	m.number(uint64(expiresIn))
	m.write("agora_token_stt", out)
}

func (library) chatUser(issuer ref, userId string, expiresIn uint32, out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(userId)
	m.number(uint64(expiresIn))
	m.write("agora_token_chat_user", out)
}

func (library) chatApp(issuer ref, expiresIn uint32, out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.number(uint64(expiresIn))
	m.write("agora_token_chat_app", out)
}

func (library) educationRoomUser(issuer ref, roomUuid string, userUuid string, role int16, expiresIn uint32,
	out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(roomUuid)
	m.text(userUuid)
	m.number(uint64(uint32(role)))
	m.number(uint64(expiresIn))
	m.write("agora_token_education_room_user", out)
}

func (library) educationUser(issuer ref, userUuid string, expiresIn uint32, out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(userUuid)
	m.number(uint64(expiresIn))
	m.write("agora_token_education_user", out)
}

func (library) educationApp(issuer ref, expiresIn uint32, out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.number(uint64(expiresIn))
	m.write("agora_token_education_app", out)
}

func (library) fpa(issuer ref, out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.write("agora_token_fpa", out)
}

func (library) builderNew(issuer ref, version uint32) (ref, Status) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.number(uint64(version))
	return m.make("agora_token_builder_new")
}

func (library) builderSetIssuedAt(builder ref, unixSeconds uint32) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.number(uint64(unixSeconds))
	return m.status("agora_token_builder_set_issued_at")
}

func (library) builderSetSalt(builder ref, salt uint32) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.number(uint64(salt))
	return m.status("agora_token_builder_set_salt")
}

func (library) builderSetExpiresIn(builder ref, seconds uint32) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.number(uint64(seconds))
	return m.status("agora_token_builder_set_expires_in")
}

func (library) builderAddRtc(builder ref, channel string, account string) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.text(channel)
	m.text(account)
	return m.status("agora_token_builder_add_rtc")
}

func (library) builderAddRtm(builder ref, userId string) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.text(userId)
	return m.status("agora_token_builder_add_rtm")
}

func (library) builderAddStreaming(builder ref, channel string, account string) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.text(channel)
	m.text(account)
	return m.status("agora_token_builder_add_streaming")
}

func (library) builderAddFpa(builder ref) Status {
	m := wasm.enter(builder)
	defer m.leave()
	return m.status("agora_token_builder_add_fpa")
}

func (library) builderAddChat(builder ref, userId string) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.text(userId)
	return m.status("agora_token_builder_add_chat")
}

func (library) builderAddFcdn(builder ref, channel string, account string) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.text(channel)
	m.text(account)
	return m.status("agora_token_builder_add_fcdn")
}

func (library) builderAddApaas(builder ref, roomUuid string, userUuid string, role int16) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.text(roomUuid)
	m.text(userUuid)
	m.number(uint64(uint32(role)))
	return m.status("agora_token_builder_add_apaas")
}

func (library) builderAddRtm2(builder ref, userId string) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.text(userId)
	return m.status("agora_token_builder_add_rtm2")
}

func (library) builderAddConvoai(builder ref) Status {
	m := wasm.enter(builder)
	defer m.leave()
	return m.status("agora_token_builder_add_convoai")
}

func (library) builderAddStt(builder ref) Status {
	m := wasm.enter(builder)
	defer m.leave()
	return m.status("agora_token_builder_add_stt")
}

func (library) builderGrant(builder ref, privilege uint32, expiresIn uint32) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.number(uint64(privilege))
	m.number(uint64(expiresIn))
	return m.status("agora_token_builder_grant")
}

func (library) builderPermit(builder ref, resource uint32, permission uint32, names []string) Status {
	m := wasm.enter(builder)
	defer m.leave()
	m.number(uint64(resource))
	m.number(uint64(permission))
	m.list(names)
	return m.status("agora_token_builder_permit")
}

func (library) builderBuild(builder ref, out *output) {
	m := wasm.enter(builder)
	defer m.leave()
	m.write("agora_token_builder_build", out)
}

func (library) builderFree(builder ref) {
	wasm.free("agora_token_builder_free", builder)
}

func (library) parse(token string) (ref, Status) {
	m := wasm.enter(nil)
	defer m.leave()
	m.text(token)
	return m.make("agora_token_parse")
}

func (library) infoFree(info ref) {
	wasm.free("agora_token_info_free", info)
}

func (library) infoJson(info ref, out *output) {
	m := wasm.enter(info)
	defer m.leave()
	m.write("agora_token_info_json", out)
}

func (library) infoVersion(info ref) uint32 {
	m := wasm.enter(info)
	defer m.leave()
	return uint32(m.get("agora_token_info_version"))
}

func (library) infoAppId(info ref) string {
	m := wasm.enter(info)
	defer m.leave()
	return m.lent("agora_token_info_app_id")
}

func (library) infoIssuedAt(info ref) uint64 {
	m := wasm.enter(info)
	defer m.leave()
	return uint64(m.get("agora_token_info_issued_at"))
}

func (library) infoExpiresAt(info ref) uint64 {
	m := wasm.enter(info)
	defer m.leave()
	return uint64(m.get("agora_token_info_expires_at"))
}

func (library) infoCutAt(info ref) uint64 {
	m := wasm.enter(info)
	defer m.leave()
	return uint64(m.get("agora_token_info_cut_at"))
}

func (library) infoSalt(info ref) uint32 {
	m := wasm.enter(info)
	defer m.leave()
	return uint32(m.get("agora_token_info_salt"))
}

func (library) infoChannelCrc(info ref) uint32 {
	m := wasm.enter(info)
	defer m.leave()
	return uint32(m.get("agora_token_info_channel_crc"))
}

func (library) infoUserCrc(info ref) uint32 {
	m := wasm.enter(info)
	defer m.leave()
	return uint32(m.get("agora_token_info_user_crc"))
}

func (library) infoServiceCount(info ref) int {
	m := wasm.enter(info)
	defer m.leave()
	return int(m.get("agora_token_info_service_count"))
}

func (library) infoServiceType(info ref, service int) uint32 {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	return uint32(m.get("agora_token_info_service_type"))
}

func (library) infoUnknownService(info ref) int32 {
	m := wasm.enter(info)
	defer m.leave()
	return int32(m.get("agora_token_info_unknown_service"))
}

func (library) infoField(info ref, service int, field uint32) string {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	m.number(uint64(field))
	return m.lent("agora_token_info_field")
}

func (library) infoRole(info ref, service int) int16 {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	return int16(m.get("agora_token_info_role"))
}

func (library) infoPrivilegeCount(info ref, service int) int {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	return int(m.get("agora_token_info_privilege_count"))
}

func (library) infoPrivilege(info ref, service int, index int) uint32 {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	m.number(uint64(index))
	return uint32(m.get("agora_token_info_privilege"))
}

func (library) infoPrivilegeExpiresAt(info ref, service int, index int) uint64 {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	m.number(uint64(index))
	return uint64(m.get("agora_token_info_privilege_expires_at"))
}

func (library) infoPrivilegeTime(info ref, service int, index int) uint32 {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	m.number(uint64(index))
	return uint32(m.get("agora_token_info_privilege_time"))
}

func (library) infoPermissionCount(info ref, service int) int {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	return int(m.get("agora_token_info_permission_count"))
}

func (library) infoPermissionResource(info ref, service int, index int) uint32 {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	m.number(uint64(index))
	return uint32(m.get("agora_token_info_permission_resource"))
}

func (library) infoPermission(info ref, service int, index int) uint32 {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	m.number(uint64(index))
	return uint32(m.get("agora_token_info_permission"))
}

func (library) infoPermissionNameCount(info ref, service int, index int) int {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	m.number(uint64(index))
	return int(m.get("agora_token_info_permission_name_count"))
}

func (library) infoPermissionName(info ref, service int, index int, name int) string {
	m := wasm.enter(info)
	defer m.leave()
	m.number(uint64(service))
	m.number(uint64(index))
	m.number(uint64(name))
	return m.lent("agora_token_info_permission_name")
}

func (library) verify(issuer ref, token string, now uint64) Status {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(token)
	m.number(uint64(now))
	return m.status("agora_token_verify")
}

func (library) check(issuer ref, token string, service uint32, channel string, user string, privilege uint32,
	now uint64) Status {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(token)
	m.number(uint64(service))
	m.text(channel)
	m.text(user)
	m.number(uint64(privilege))
	m.number(uint64(now))
	return m.status("agora_token_check")
}

func (library) checkRtcUid(issuer ref, token string, channel string, uid uint32, privilege uint32, now uint64) Status {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(token)
	m.text(channel)
	m.number(uint64(uid))
	m.number(uint64(privilege))
	m.number(uint64(now))
	return m.status("agora_token_check_rtc_uid")
}

func (library) checkRtcAccount(issuer ref, token string, channel string, account string, privilege uint32,
	now uint64) Status {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(token)
	m.text(channel)
	m.text(account)
	m.number(uint64(privilege))
	m.number(uint64(now))
	return m.status("agora_token_check_rtc_account")
}

func (library) checkRtm(issuer ref, token string, userId string, now uint64) Status {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(token)
	m.text(userId)
	m.number(uint64(now))
	return m.status("agora_token_check_rtm")
}

func (library) explain(issuer ref, token string, service uint32, channel string, user string, privilege uint32,
	now uint64, out *output) {
	m := wasm.enter(issuer)
	defer m.leave()
	m.text(token)
	m.number(uint64(service))
	m.text(channel)
	m.text(user)
	m.number(uint64(privilege))
	m.number(uint64(now))
	m.write("agora_token_explain", out)
}

func (library) endpointHandle(endpoint ref, request *abiRequest) (ref, Status) {
	m := wasm.enter(endpoint)
	defer m.leave()
	m.number(uint64(request.write(m)))
	return m.make("agora_token_endpoint_handle")
}

func (library) endpointError(endpoint ref, status uint32, text string, origin string) (ref, Status) {
	m := wasm.enter(endpoint)
	defer m.leave()
	m.number(uint64(status))
	m.text(text)
	m.text(origin)
	return m.make("agora_token_endpoint_error")
}

func (library) endpointFree(endpoint ref) {
	wasm.free("agora_token_endpoint_free", endpoint)
}

func (library) responseStatus(response ref) uint32 {
	m := wasm.enter(response)
	defer m.leave()
	return uint32(m.get("agora_token_response_status"))
}

func (library) responseBody(response ref) string {
	m := wasm.enter(response)
	defer m.leave()
	return m.lent("agora_token_response_body")
}

func (library) responseHeaderCount(response ref) int {
	m := wasm.enter(response)
	defer m.leave()
	return int(m.get("agora_token_response_header_count"))
}

func (library) responseHeaderName(response ref, index int) string {
	m := wasm.enter(response)
	defer m.leave()
	m.number(uint64(index))
	return m.lent("agora_token_response_header_name")
}

func (library) responseHeaderValue(response ref, index int) string {
	m := wasm.enter(response)
	defer m.leave()
	m.number(uint64(index))
	return m.lent("agora_token_response_header_value")
}

func (library) responseFree(response ref) {
	wasm.free("agora_token_response_free", response)
}

//go:build !agora_token_wasm

package agoratoken

// #include "native.h"
//
// #cgo noescape go_read
// #cgo nocallback go_read
// #cgo noescape go_info_service
// #cgo nocallback go_info_service
// #cgo noescape go_info_privileges
// #cgo nocallback go_info_privileges
import "C"

import (
	"runtime"
	"time"
	"unsafe"
)

// library is the native library, through cgo. wazero.go has the other one, of builds without cgo.
type library struct{}

// ref is an object of the library.
type ref = unsafe.Pointer

// output is where C writes a token: into memory of the token's size, which becomes the string as it is.
type output struct {
	text   []byte
	result C.go_result
}

func (o *output) start() *C.char     { return (*C.char)(unsafe.Pointer(unsafe.SliceData(o.text))) }
func (o *output) capacity() C.size_t { return C.size_t(len(o.text)) }

// lost reports whether the library has lost an object, which this one never does.
func (library) lost(ref) bool { return false }

// data and size pass a string to C, which reads it during the call and keeps nothing of it. They always
// go together: data of an empty string may be any pointer.
func data(s string) *C.char  { return (*C.char)(unsafe.Pointer(unsafe.StringData(s))) }
func size(s string) C.size_t { return C.size_t(len(s)) }

// text copies a string that C lends.
func text(s C.agora_token_str) string {
	return string(unsafe.Slice((*byte)(unsafe.Pointer(s.data)), s.len))
}

// list lends a list of strings to C for as long as the pinner holds them.
func list(pinner *runtime.Pinner, texts []string) (*C.agora_token_str, C.size_t) {
	if len(texts) == 0 {
		return nil, 0
	}
	strs := make([]C.agora_token_str, len(texts))
	for i, text := range texts {
		strs[i] = lend(pinner, text)
	}
	pinner.Pin(&strs[0])
	return &strs[0], C.size_t(len(strs))
}

// nothing is where an empty string points to: for C, NULL can be another thing than an empty string.
var nothing byte

// lend lends a string to C for as long as the pinner holds it.
func lend(pinner *runtime.Pinner, text string) C.agora_token_str {
	start := unsafe.StringData(text)
	if len(text) == 0 {
		start = &nothing
	}
	pinner.Pin(start)
	return C.agora_token_str{data: (*C.char)(unsafe.Pointer(start)), len: size(text)}
}

func (library) endpointHandle(endpoint ref, request *abiRequest) (ref, Status) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	var policy *C.agora_token_policy
	if request.policy != nil {
		lent := request.policy.lend(&pinner)
		policy = &lent
	}
	var made *C.agora_token_response
	status := Status(C.go_endpoint_handle((*C.agora_token_endpoint)(endpoint), data(request.method), size(request.method),
		data(request.target), size(request.target), data(request.origin), size(request.origin),
		data(request.body), size(request.body), policy, &made))
	return ref(unsafe.Pointer(made)), status
}

func (library) read(token string) (*TokenInfo, error) {
	var c C.go_info
	if err := failure(Status(C.go_read(data(token), size(token), &c))); err != nil {
		return nil, err
	}
	defer C.agora_token_info_free(c.info)
	info := &TokenInfo{
		Version:        Version(c.version),
		AppID:          text(c.app_id),
		IssuedAt:       unixTime(uint64(c.issued_at)),
		ExpiresAt:      time.Unix(int64(c.expires_at), 0).UTC(),
		CutAt:          unixTime(uint64(c.cut_at)),
		Salt:           uint32(c.salt),
		Services:       make([]Service, c.service_count),
		UnknownService: int(c.unknown_service),
		ChannelCRC:     uint32(c.channel_crc),
		UserCRC:        uint32(c.user_crc),
	}
	if info.Version == V007 {
		info.IssuedAt = time.Unix(int64(c.issued_at), 0).UTC()
	}
	for i := range info.Services {
		if i > 0 {
			C.go_info_service(c.info, C.size_t(i), &c.service)
		}
		info.Services[i] = service(c.info, C.size_t(i), &c.service)
	}
	return info, nil
}

func service(info *C.agora_token_info, index C.size_t, c *C.go_service) Service {
	s := Service{
		Type:       ServiceType(c._type),
		Channel:    text(c.channel),
		Account:    text(c.account),
		UserID:     text(c.user_id),
		RoomUUID:   text(c.room_uuid),
		UserUUID:   text(c.user_uuid),
		Role:       int16(c.role),
		Privileges: grants(info, index, c),
	}
	for i := range c.permission_count {
		s.Permissions = append(s.Permissions, permission(ref(unsafe.Pointer(info)), int(index), int(i)))
	}
	return s
}

func grants(info *C.agora_token_info, service C.size_t, c *C.go_service) []Grant {
	if c.privilege_count == 0 {
		return nil
	}
	grants := make([]Grant, c.privilege_count)
	for i := range grants {
		at := i % C.GO_PRIVILEGES
		if i > 0 && at == 0 {
			C.go_info_privileges(info, service, C.size_t(i), c.privilege_count, &c.privileges)
		}
		grants[i].Privilege = Privilege(c.privileges.number[at])
		grants[i].ExpiresAt = unixTime(uint64(c.privileges.expires_at[at]))
	}
	return grants
}

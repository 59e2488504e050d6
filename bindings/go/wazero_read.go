//go:build !cgo || agora_token_wasm

package agoratoken

import "time"

func (library) read(token string) (*TokenInfo, error) {
	c, status := lib.parse(token)
	if err := failure(status); err != nil {
		return nil, err
	}
	defer lib.infoFree(c)
	info := &TokenInfo{
		Version:        Version(lib.infoVersion(c)),
		AppID:          lib.infoAppId(c),
		IssuedAt:       unixTime(lib.infoIssuedAt(c)),
		ExpiresAt:      time.Unix(int64(lib.infoExpiresAt(c)), 0).UTC(),
		CutAt:          unixTime(lib.infoCutAt(c)),
		Salt:           lib.infoSalt(c),
		Services:       make([]Service, lib.infoServiceCount(c)),
		UnknownService: int(lib.infoUnknownService(c)),
		ChannelCRC:     lib.infoChannelCrc(c),
		UserCRC:        lib.infoUserCrc(c),
	}
	if info.Version == V007 {
		info.IssuedAt = time.Unix(int64(lib.infoIssuedAt(c)), 0).UTC()
	}
	for i := range info.Services {
		info.Services[i] = service(c, i)
	}
	if lib.lost(c) {
		return nil, ErrPanic
	}
	return info, nil
}

func service(info ref, index int) Service {
	s := Service{
		Type:     ServiceType(lib.infoServiceType(info, index)),
		Channel:  lib.infoField(info, index, abiFieldChannel),
		Account:  lib.infoField(info, index, abiFieldAccount),
		UserID:   lib.infoField(info, index, abiFieldUserId),
		RoomUUID: lib.infoField(info, index, abiFieldRoomUuid),
		UserUUID: lib.infoField(info, index, abiFieldUserUuid),
		Role:     lib.infoRole(info, index),
	}
	for i := range lib.infoPrivilegeCount(info, index) {
		s.Privileges = append(s.Privileges, Grant{
			Privilege: Privilege(lib.infoPrivilege(info, index, i)),
			ExpiresAt: unixTime(lib.infoPrivilegeExpiresAt(info, index, i)),
		})
	}
	for i := range lib.infoPermissionCount(info, index) {
		s.Permissions = append(s.Permissions, permission(info, index, i))
	}
	return s
}

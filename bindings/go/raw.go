package agoratoken

import "agoratoken/internal/raw"

func init() { raw.PrivilegeTimes = privilegeTimes }

func privilegeTimes(token string) ([][]uint32, error) {
	info, status := lib.parse(token)
	if err := failure(status); err != nil {
		return nil, err
	}
	defer lib.infoFree(info)
	times := make([][]uint32, lib.infoServiceCount(info))
	for service := range times {
		for index := range lib.infoPrivilegeCount(info, service) {
			times[service] = append(times[service], lib.infoPrivilegeTime(info, service, index))
		}
	}
	if lib.lost(info) {
		return nil, ErrPanic
	}
	return times, nil
}

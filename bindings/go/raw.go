package agoratoken

// #include "native.h"
import "C"

import "agoratoken/internal/raw"

func init() { raw.PrivilegeTimes = privilegeTimes }

func privilegeTimes(token string) ([][]uint32, error) {
	var c C.go_info
	if err := failure(C.go_parse(data(token), size(token), &c)); err != nil {
		return nil, err
	}
	defer C.agora_token_info_free(c.info)
	times := make([][]uint32, c.service_count)
	for i := range times {
		service := C.size_t(i)
		for j := range C.agora_token_info_privilege_count(c.info, service) {
			times[i] = append(times[i], uint32(C.agora_token_info_privilege_time(c.info, service, j)))
		}
	}
	return times, nil
}

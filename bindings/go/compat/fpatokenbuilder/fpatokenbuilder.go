// Package fpatokenbuilder makes 007 tokens for FPA under the names of Agora's package.
package fpatokenbuilder

import (
	"agoratoken/compat/accesstoken2"
	"agoratoken/compat/internal/build"
)

const day = 24 * 60 * 60

// BuildToken makes a token of 24 hours.
func BuildToken(appId string, appCertificate string) (string, error) {
	service := accesstoken2.NewServiceFpa()
	service.AddPrivilege(accesstoken2.PrivilegeLogin, 0)
	return build.Token(appId, appCertificate, day, service)
}

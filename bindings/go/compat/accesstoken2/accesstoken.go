// Package accesstoken2 builds, reads and verifies 007 tokens of one or more services under the names of Agora's package.
package accesstoken2

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"agoratoken"
	"agoratoken/internal/raw"
)

// The version of the tokens, and its length.
const (
	Version       = "007"
	VersionLength = 3
)

// AccessToken is a 007 token to be built, or that was read.
type AccessToken struct {
	AppCert string
	AppId   string
	// Expire is the token's lifetime in seconds from IssueTs.
	Expire uint32
	// IssueTs is when it is issued, as a Unix time in seconds.
	IssueTs  uint32
	Salt     uint32
	Services []IService

	read *readToken
}

// readToken is what was read, with the numbers that its signature is made with.
type readToken struct {
	text          string
	issueTs, salt uint32
}

// NewAccessToken starts a token that is issued now and lives for so many seconds.
func NewAccessToken(appId string, appCert string, expire uint32) (accessToken *AccessToken) {
	return &AccessToken{AppCert: appCert, AppId: appId, Expire: expire, IssueTs: uint32(time.Now().Unix()), Salt: rand.Uint32()}
}

// CreateAccessToken gives an empty token, for Parse.
func CreateAccessToken() (accessToken *AccessToken) { return NewAccessToken("", "", 900) }

// AddService adds a service; several of one type stay.
func (accessToken *AccessToken) AddService(service IService) {
	accessToken.Services = append(accessToken.Services, service)
}

// GetServices gives the services of a type.
func (accessToken *AccessToken) GetServices(serviceType uint16) []IService {
	services := []IService{}
	for _, service := range accessToken.Services {
		if service.getServiceType() == serviceType {
			services = append(services, service)
		}
	}
	return services
}

// Build gives the token.
//
// Errors: those of agoratoken, and ErrBadService for a service of a type that the library does not write.
func (accessToken *AccessToken) Build() (res string, err error) {
	issuer, err := agoratoken.NewIssuer(accessToken.AppId, accessToken.AppCert)
	if err != nil {
		return "", err
	}
	defer issuer.Close()
	builder := issuer.Builder(agoratoken.V007).
		IssuedAt(time.Unix(int64(accessToken.IssueTs), 0)).
		ExpiresIn(seconds(accessToken.Expire)).
		Salt(accessToken.Salt)
	for _, service := range accessToken.Services {
		life := time.Duration(0)
		if accessToken.Expire > 0 {
			life = max(seconds(accessToken.Expire), service.longest())
		}
		if err := service.heed(issuer, life); err != nil {
			return "", err
		}
		if err := service.addTo(builder); err != nil {
			return "", err
		}
		service.grant(builder)
	}
	return builder.Build()
}

func seconds(n uint32) time.Duration { return time.Duration(n) * time.Second }

// Parse reads a token. A service of a type that the library does not know, and what follows it, are left out.
//
// Errors: those of agoratoken.Parse.
func (accessToken *AccessToken) Parse(token string) (res bool, err error) {
	*accessToken = AccessToken{AppCert: accessToken.AppCert}
	info, err := agoratoken.Parse(token)
	if err != nil {
		return false, err
	}
	if info.Version != agoratoken.V007 {
		return false, agoratoken.ErrUnknownVersion
	}
	times, err := raw.PrivilegeTimes(token)
	if err != nil {
		return false, err
	}
	accessToken.AppId, accessToken.Salt = info.AppID, info.Salt
	accessToken.IssueTs = uint32(info.IssuedAt.Unix())
	accessToken.Expire = uint32(info.ExpiresAt.Sub(info.IssuedAt) / time.Second)
	for i, read := range info.Services {
		service := newService(read)
		for j, grant := range read.Privileges {
			service.AddPrivilege(uint16(grant.Privilege), times[i][j])
		}
		accessToken.AddService(service)
	}
	accessToken.read = &readToken{token, accessToken.IssueTs, accessToken.Salt}
	return true, nil
}

// VerifySignature reports whether the token that was read is signed with this certificate; its lifetime is not looked
// at.
//
// Errors: agoratoken.ErrMalformedToken where none was read, ErrBadAppCertificate.
func (accessToken *AccessToken) VerifySignature(appCertificate string) (bool, error) {
	if accessToken.read == nil {
		return false, fmt.Errorf("no token was read: Parse comes first: %w", agoratoken.ErrMalformedToken)
	}
	issuer, err := agoratoken.NewIssuer(accessToken.AppId, appCertificate)
	if err != nil {
		return false, err
	}
	defer issuer.Close()
	if *accessToken.read != (readToken{accessToken.read.text, accessToken.IssueTs, accessToken.Salt}) {
		return false, nil
	}
	err = issuer.Verify(accessToken.read.text)
	switch {
	case err == nil, errors.Is(err, agoratoken.ErrExpired):
		return true, nil
	case errors.Is(err, agoratoken.ErrBadSignature), errors.Is(err, agoratoken.ErrWrongApp):
		return false, nil
	default:
		return false, err
	}
}

// GetUidStr is a numeric uid as a token names it: 0, any user, is "".
func GetUidStr(uid uint32) string {
	if uid == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(uid), 10)
}

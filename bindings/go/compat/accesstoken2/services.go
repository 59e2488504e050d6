package accesstoken2

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"agoratoken"
	"agoratoken/compat/internal/rules"
)

// The numbers of services, privileges, and of what RTM2 permissions are about.
const (
	ServiceTypeRtc       = 1
	ServiceTypeRtm       = 2
	ServiceTypeStreaming = 3
	ServiceTypeFpa       = 4
	ServiceTypeChat      = 5
	ServiceTypeFCdn      = 6
	ServiceTypeApaas     = 7
	ServiceTypeRtm2      = 8
	ServiceTypeConvoAI   = 9
	ServiceTypeStt       = 10

	PrivilegeJoinChannel        = 1
	PrivilegePublishAudioStream = 2
	PrivilegePublishVideoStream = 3
	PrivilegePublishDataStream  = 4

	// PrivilegeLogin is that of RTM, FPA and RTM2.
	PrivilegeLogin = 1

	PrivilegeStreamingPublishMixStream = 1
	PrivilegeStreamingPublishRawStream = 2

	PrivilegeFCdnPublish = 1
	PrivilegeFCdnPlay    = 2

	PrivilegeChatUser = 1
	PrivilegeChatApp  = 2

	PrivilegeApaasRoomUser = 1
	PrivilegeApaasUser     = 2
	PrivilegeApaasApp      = 3

	Rtm2ResourceMessageChannels = 0
	Rtm2ResourceStreamChannels  = 1
	Rtm2ResourceGroupChannels   = 2
	Rtm2ResourceServerGroups    = 3
	Rtm2ResourceUsers           = 4

	Rtm2PermissionRead  = 0
	Rtm2PermissionWrite = 1
)

// IService is a service of this package.
type IService interface {
	AddPrivilege(privilege uint16, expire uint32)

	getServiceType() uint16
	// longest is the longest lifetime of its privileges.
	longest() time.Duration
	// heed has the rules look at it, with the lifetime that they may have something against.
	heed(issuer *agoratoken.Issuer, life time.Duration) error
	addTo(builder *agoratoken.Builder) error
	grant(builder *agoratoken.Builder)
}

// Service is the number of a service and its privileges, with their lifetimes in seconds from the issuing; 0 is as long
// as the token. By itself it is a whole service only of the types that have no names: FPA, ConvoAI and STT.
type Service struct {
	Privileges map[uint16]uint32
	Type       uint16
}

// NewService starts a service of a type.
func NewService(serviceType uint16) (service *Service) {
	return &Service{Privileges: map[uint16]uint32{}, Type: serviceType}
}

// AddPrivilege grants a privilege for so many seconds from the token's issuing.
func (service *Service) AddPrivilege(privilege uint16, expire uint32) {
	service.Privileges[privilege] = expire
}

func (service *Service) getServiceType() uint16 { return service.Type }

func (service *Service) longest() time.Duration {
	return seconds(slices.Max(append([]uint32{0}, slices.Collect(maps.Values(service.Privileges))...)))
}

func (service *Service) heed(*agoratoken.Issuer, time.Duration) error { return nil }

func (service *Service) addTo(builder *agoratoken.Builder) error {
	switch service.Type {
	case ServiceTypeFpa:
		builder.AddFPA()
	case ServiceTypeConvoAI:
		builder.AddConvoAI()
	case ServiceTypeStt:
		builder.AddSTT()
	default:
		return fmt.Errorf("a service of type %d is not written so: %w", service.Type, agoratoken.ErrBadService)
	}
	return nil
}

func (service *Service) grant(builder *agoratoken.Builder) {
	for privilege, expire := range service.Privileges {
		builder.Grant(agoratoken.Privilege(privilege), seconds(expire))
	}
}

// heedRTC has the rules look at a channel and an account. They are those of a 006 token too, which is made faster.
func heedRTC(issuer *agoratoken.Issuer, channel, account string, life time.Duration) error {
	user := agoratoken.AnyUser
	if account != "" {
		user = agoratoken.Account(account)
	}
	return rules.Heed(issuer.RTC006(channel, user, agoratoken.Subscriber, life))
}

// ServiceRtc is RTC in a channel. Uid is the digits of a uid or a user account; "" is any user.
type ServiceRtc struct {
	*Service
	ChannelName string
	Uid         string
}

// NewServiceRtc starts RTC in a channel.
func NewServiceRtc(channelName string, uid string) (serviceRtc *ServiceRtc) {
	return &ServiceRtc{NewService(ServiceTypeRtc), channelName, uid}
}

func (s *ServiceRtc) heed(issuer *agoratoken.Issuer, life time.Duration) error {
	return heedRTC(issuer, s.ChannelName, s.Uid, life)
}

func (s *ServiceRtc) addTo(builder *agoratoken.Builder) error {
	builder.AddRTC(s.ChannelName, s.Uid)
	return nil
}

// ServiceRtm is RTM of a user.
type ServiceRtm struct {
	*Service
	UserId string
}

// NewServiceRtm starts RTM of a user.
func NewServiceRtm(userId string) (serviceRtm *ServiceRtm) {
	return &ServiceRtm{NewService(ServiceTypeRtm), userId}
}

func (s *ServiceRtm) heed(issuer *agoratoken.Issuer, life time.Duration) error {
	return rules.Heed(issuer.RTM006(s.UserId, life))
}

func (s *ServiceRtm) addTo(builder *agoratoken.Builder) error {
	builder.AddRTM(s.UserId)
	return nil
}

// ServiceStreaming is the push and pull of media in a channel.
type ServiceStreaming struct {
	*Service
	ChannelName string
	Account     string
}

// NewServiceStreaming starts Streaming for a user account; "" is any user.
func NewServiceStreaming(channelName string, account string) *ServiceStreaming {
	return &ServiceStreaming{NewService(ServiceTypeStreaming), channelName, account}
}

// NewServiceStreamingWithUid starts Streaming for a numeric uid; 0 is any user.
func NewServiceStreamingWithUid(channelName string, uid uint32) *ServiceStreaming {
	return NewServiceStreaming(channelName, GetUidStr(uid))
}

func (s *ServiceStreaming) heed(issuer *agoratoken.Issuer, life time.Duration) error {
	return heedRTC(issuer, s.ChannelName, s.Account, life)
}

func (s *ServiceStreaming) addTo(builder *agoratoken.Builder) error {
	builder.AddStreaming(s.ChannelName, s.Account)
	return nil
}

// ServiceFpa is FPA.
type ServiceFpa struct{ *Service }

// NewServiceFpa starts FPA.
func NewServiceFpa() (serviceFpa *ServiceFpa) { return &ServiceFpa{NewService(ServiceTypeFpa)} }

// ServiceChat is Chat of a user; "" is the whole app.
type ServiceChat struct {
	*Service
	UserId string
}

// NewServiceChat starts Chat of a user.
func NewServiceChat(userId string) (serviceChat *ServiceChat) {
	return &ServiceChat{NewService(ServiceTypeChat), userId}
}

func (s *ServiceChat) heed(issuer *agoratoken.Issuer, life time.Duration) error {
	if _, isUser := s.Privileges[PrivilegeChatUser]; isUser {
		return rules.Heed(issuer.ChatUser(s.UserId, life))
	}
	return rules.Heed(issuer.ChatApp(life))
}

func (s *ServiceChat) addTo(builder *agoratoken.Builder) error {
	builder.AddChat(s.UserId)
	return nil
}

// ServiceFCdn is the CDN of live broadcasts.
type ServiceFCdn struct {
	*Service
	ChannelName string
	Account     string
}

// NewServiceFCdn starts FCDN for a user account; "" is any user.
func NewServiceFCdn(channelName string, account string) *ServiceFCdn {
	return &ServiceFCdn{NewService(ServiceTypeFCdn), channelName, account}
}

// NewServiceFCdnWithUid starts FCDN for a numeric uid; 0 is any user.
func NewServiceFCdnWithUid(channelName string, uid uint32) *ServiceFCdn {
	return NewServiceFCdn(channelName, GetUidStr(uid))
}

func (s *ServiceFCdn) heed(issuer *agoratoken.Issuer, life time.Duration) error {
	return heedRTC(issuer, s.ChannelName, s.Account, life)
}

func (s *ServiceFCdn) addTo(builder *agoratoken.Builder) error {
	builder.AddFCDN(s.ChannelName, s.Account)
	return nil
}

// ServiceApaas is Flexible Classroom: a user of a room in a role, a user, or the whole app.
type ServiceApaas struct {
	*Service
	RoomUuid string
	UserUuid string
	Role     int16
}

// NewServiceApaas starts Flexible Classroom; "" and -1 where there is none.
func NewServiceApaas(roomUuid string, userUuid string, role int16) (serviceApaas *ServiceApaas) {
	return &ServiceApaas{NewService(ServiceTypeApaas), roomUuid, userUuid, role}
}

func (s *ServiceApaas) heed(issuer *agoratoken.Issuer, life time.Duration) error {
	if _, isRoomUser := s.Privileges[PrivilegeApaasRoomUser]; isRoomUser {
		return rules.Heed(issuer.EducationRoomUser(s.RoomUuid, s.UserUuid, agoratoken.NoRole, life))
	}
	if _, isUser := s.Privileges[PrivilegeApaasUser]; isUser {
		return rules.Heed(issuer.EducationUser(s.UserUuid, life))
	}
	return rules.Heed(issuer.EducationApp(life))
}

func (s *ServiceApaas) addTo(builder *agoratoken.Builder) error {
	builder.AddAPaaS(s.RoomUuid, s.UserUuid, s.Role)
	return nil
}

// Rtm2Permissions are names by resource and permission.
type Rtm2Permissions struct {
	Details map[uint16]map[uint16][]string
}

// NewRtm2Permissions starts permissions with nothing in them.
func NewRtm2Permissions() *Rtm2Permissions {
	return &Rtm2Permissions{map[uint16]map[uint16][]string{}}
}

// Add adds or replaces the names of a resource and permission.
func (permissions *Rtm2Permissions) Add(resourceType uint16, permissionType uint16, resources []string) {
	if permissions.Details[resourceType] == nil {
		permissions.Details[resourceType] = map[uint16][]string{}
	}
	permissions.Details[resourceType][permissionType] = slices.Clone(resources)
}

// ServiceRtm2 is RTM with a permission for each resource.
type ServiceRtm2 struct {
	*Service
	UserId      string
	Permissions *Rtm2Permissions
}

// NewServiceRtm2 starts RTM2 of a user; nil is no permission.
func NewServiceRtm2(userId string, permissions *Rtm2Permissions) *ServiceRtm2 {
	if permissions == nil {
		permissions = NewRtm2Permissions()
	}
	return &ServiceRtm2{NewService(ServiceTypeRtm2), userId, permissions}
}

func (s *ServiceRtm2) addTo(builder *agoratoken.Builder) error {
	builder.AddRTM2(s.UserId)
	for resource, permissions := range s.Permissions.Details {
		for permission, names := range permissions {
			builder.Permit(agoratoken.Resource(resource), agoratoken.Access(permission), names...)
		}
	}
	return nil
}

// ServiceConvoAI is conversations with an AI agent: its presence is the grant.
type ServiceConvoAI struct{ *Service }

// NewServiceConvoAI starts ConvoAI.
func NewServiceConvoAI() *ServiceConvoAI { return &ServiceConvoAI{NewService(ServiceTypeConvoAI)} }

// ServiceStt is speech to text: its presence is the grant.
type ServiceStt struct{ *Service }

// NewServiceStt starts STT.
func NewServiceStt() *ServiceStt { return &ServiceStt{NewService(ServiceTypeStt)} }

// newService is a service that was read, but for its privileges. The library reads those of these types alone.
func newService(read agoratoken.Service) IService {
	switch read.Type {
	case agoratoken.RTC:
		return NewServiceRtc(read.Channel, read.Account)
	case agoratoken.RTM:
		return NewServiceRtm(read.UserID)
	case agoratoken.Streaming:
		return NewServiceStreaming(read.Channel, read.Account)
	case agoratoken.FPA:
		return NewServiceFpa()
	case agoratoken.Chat:
		return NewServiceChat(read.UserID)
	case agoratoken.FCDN:
		return NewServiceFCdn(read.Channel, read.Account)
	case agoratoken.APaaS:
		return NewServiceApaas(read.RoomUUID, read.UserUUID, read.Role)
	case agoratoken.RTM2:
		permissions := NewRtm2Permissions()
		for _, permission := range read.Permissions {
			permissions.Add(uint16(permission.Resource), uint16(permission.Access), permission.Names)
		}
		return NewServiceRtm2(read.UserID, permissions)
	case agoratoken.ConvoAI:
		return NewServiceConvoAI()
	case agoratoken.STT:
		return NewServiceStt()
	default:
		return NewService(uint16(read.Type))
	}
}

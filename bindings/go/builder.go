package agoratoken

import (
	"math"
	"time"
)

// Builder builds every token that the formats can hold: several services in one token, a lifetime for each
// privilege, RTM2 permissions, a fixed time and salt. It writes what it is given, bounded by the format alone;
// Agora's rules for names and lifetimes are those of the Issuer's one-call methods.
//
//	token, err := issuer.Builder(agoratoken.V007).
//		ExpiresIn(time.Hour).
//		AddRTC("room", "42").
//		Grant(agoratoken.RTCJoinChannel, time.Hour).
//		Grant(agoratoken.RTCPublishAudio, 10*time.Minute).
//		Build()
//
// Its methods note what to do, and [Builder.Build] does it: the first mistake among them is Build's error. A
// Builder holds no native memory. It is for one goroutine at a time, but Build alone leaves it unchanged and may
// run on many.
type Builder struct {
	issuer  *Issuer
	version Version
	steps   []step
	err     error
}

// step is one call on the library's builder.
type step func(builder ref) Status

// Builder starts a token without services. V006 takes exactly one RTC or RTM service.
func (i *Issuer) Builder(version Version) *Builder {
	return &Builder{issuer: i, version: version}
}

// then notes a call, and what was wrong with it before it came to C.
func (b *Builder) then(err error, do step) *Builder {
	if b == nil {
		return nil
	}
	if b.err == nil {
		b.err = err
	}
	b.steps = append(b.steps, do)
	return b
}

// IssuedAt fixes the time of issuing, in whole seconds from 1970 to 2106 ([ErrOutOfRange]). Without it each Build
// takes the current time.
func (b *Builder) IssuedAt(at time.Time) *Builder {
	var err error
	if at.Unix() < 0 || at.Unix() > math.MaxUint32 {
		err = ErrOutOfRange
	}
	return b.then(err, func(c ref) Status {
		return lib.builderSetIssuedAt(c, uint32(at.Unix()))
	})
}

// Salt fixes the salt. Without it each Build takes a new one.
func (b *Builder) Salt(salt uint32) *Builder {
	return b.then(nil, func(c ref) Status {
		return lib.builderSetSalt(c, uint32(salt))
	})
}

// ExpiresIn sets the token's own lifetime from its issuing: 24 hours unless set. No privilege outlives the token.
func (b *Builder) ExpiresIn(lifetime time.Duration) *Builder {
	seconds, err := wholeSeconds(lifetime)
	return b.then(err, func(c ref) Status {
		return lib.builderSetExpiresIn(c, seconds)
	})
}

// AddRTC adds RTC in one channel ("*" is every channel) for one account, which is the decimal digits of a numeric
// uid or a user account; "" is any user.
func (b *Builder) AddRTC(channel, account string) *Builder {
	return b.then(nil, func(c ref) Status {
		return lib.builderAddRtc(c, channel, account)
	})
}

// AddRTM adds RTM (Signaling) for one user id.
func (b *Builder) AddRTM(userID string) *Builder {
	return b.then(nil, func(c ref) Status {
		return lib.builderAddRtm(c, userID)
	})
}

// AddStreaming adds Streaming in one channel for one account; "" is any user.
func (b *Builder) AddStreaming(channel, account string) *Builder {
	return b.then(nil, func(c ref) Status {
		return lib.builderAddStreaming(c, channel, account)
	})
}

// AddFPA adds FPA.
func (b *Builder) AddFPA() *Builder {
	return b.then(nil, func(c ref) Status {
		return lib.builderAddFpa(c)
	})
}

// AddChat adds Chat for one user id; "" for an app token.
func (b *Builder) AddChat(userID string) *Builder {
	return b.then(nil, func(c ref) Status {
		return lib.builderAddChat(c, userID)
	})
}

// AddFCDN adds FCDN in one channel for one account; "" is any user.
func (b *Builder) AddFCDN(channel, account string) *Builder {
	return b.then(nil, func(c ref) Status {
		return lib.builderAddFcdn(c, channel, account)
	})
}

// AddAPaaS adds Education for a user of a room in a role; "" and [NoRole] where there is none.
func (b *Builder) AddAPaaS(roomUUID, userUUID string, role int16) *Builder {
	return b.then(nil, func(c ref) Status {
		return lib.builderAddApaas(c, roomUUID, userUUID, int16(role))
	})
}

// AddRTM2 adds RTM2 (Signaling with permissions) for one user id.
func (b *Builder) AddRTM2(userID string) *Builder {
	return b.then(nil, func(c ref) Status {
		return lib.builderAddRtm2(c, userID)
	})
}

// AddConvoAI adds ConvoAI, which has neither privileges nor names: being in the token is the grant. Only in 007
// tokens.
func (b *Builder) AddConvoAI() *Builder {
	return b.then(nil, func(c ref) Status {
		return lib.builderAddConvoai(c)
	})
}

// AddSTT adds STT (real-time speech to text), which has neither privileges nor names: being in the token is the
// grant. Only in 007 tokens.
func (b *Builder) AddSTT() *Builder {
	return b.then(nil, func(c ref) Status {
		return lib.builderAddStt(c)
	})
}

// Grant gives the service added last a privilege, for a lifetime from the token's issuing; a second grant of the
// same privilege replaces the first. 0 is "as long as the token", in a 006 token "does not expire".
func (b *Builder) Grant(privilege Privilege, expiresIn time.Duration) *Builder {
	seconds, err := wholeSeconds(expiresIn)
	return b.then(err, func(c ref) Status {
		return lib.builderGrant(c, uint32(privilege), seconds)
	})
}

// Permit gives the RTM2 service added last access to named resources; a second call for the same resource and
// access replaces the first.
func (b *Builder) Permit(resource Resource, access Access, names ...string) *Builder {
	names = append([]string(nil), names...)
	return b.then(nil, func(c ref) Status {
		return lib.builderPermit(c, uint32(resource), uint32(access), names)
	})
}

// Build signs a token, each time with a time and salt of its own unless they are fixed.
//
// Errors: what an earlier method of this Builder was given wrongly ([ErrBadExpiry], [ErrExpiryLooksAbsolute],
// [ErrOutOfRange], [ErrNotUTF8], [ErrStringTooLong], [ErrNoService] for a grant before the first service,
// [ErrBadService] for a permission without RTM2, [ErrUnsupportedInVersion], [ErrBadVersion]); [ErrNoService];
// [ErrBadExpiry] where a time of a 006 token would lie after 2106; [ErrTokenTooLarge] above 131,072 bytes before
// compression or [MaxItems]; [ErrClosed], [ErrClockFailed], [ErrRandomFailed].
func (b *Builder) Build() (string, error) {
	if b == nil {
		return "", ErrClosed
	}
	if b.err != nil {
		return "", b.err
	}
	builder, err := b.begin()
	if err != nil {
		return "", err
	}
	defer lib.builderFree(builder)
	for _, do := range b.steps {
		if err := failure(do(builder)); err != nil {
			return "", err
		}
	}
	return grown(func(out *output) { lib.builderBuild(builder, out) })
}

func (b *Builder) begin() (ref, error) {
	issuer, err := b.issuer.borrow()
	if err != nil {
		return nil, err
	}
	defer b.issuer.release()
	builder, status := lib.builderNew(issuer, uint32(b.version))
	return builder, failure(status)
}

// grown asks the library for a text of any length.
func grown(write func(out *output)) (string, error) {
	out := output{text: make([]byte, abiMaxLen+1)}
	for again := true; again; again = out.grow() {
		write(&out)
	}
	return out.token()
}

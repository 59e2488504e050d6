package agoratoken

import (
	"math"
	"time"
)

// wholeSeconds turns a lifetime into what the library takes. A duration that it cannot say is refused, never
// rounded or cut; what the library thinks of a number that it can say is the library's.
func wholeSeconds(d time.Duration) (uint32, error) {
	if d < 0 || d%time.Second != 0 {
		return 0, ErrBadExpiry
	}
	if d/time.Second > math.MaxUint32 {
		return 0, ErrExpiryLooksAbsolute
	}
	return uint32(d / time.Second), nil
}

// unixSeconds turns the time of a check into what the library takes, where 0 is the system clock.
func unixSeconds(now time.Time) (uint64, error) {
	if now.IsZero() {
		return 0, nil
	}
	if now.Unix() <= 0 {
		return 0, ErrOutOfRange
	}
	return uint64(now.Unix()), nil
}

// unixTime is a time that the library gives, where 0 says that there is none.
func unixTime(seconds uint64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// Package rules is what the official packages do without: Agora's rules, said once a process, or returned when strict.
package rules

import (
	"errors"
	"log"
	"sync"
	"sync/atomic"

	"agoratoken"
)

var (
	strict atomic.Bool
	said   sync.Map // the statuses that were said
)

// SetStrict says whether Complain returns what is wrong.
func SetStrict(on bool) { strict.Store(on) }

// Complain says what is wrong and what becomes of the token, or gives the error back when strict.
func Complain(err error, outcome string) error {
	if strict.Load() {
		return err
	}
	var known *agoratoken.Error
	if !errors.As(err, &known) {
		return err
	}
	if _, again := said.LoadOrStore(known.Status, true); !again {
		log.Printf("%v (%s; compat.Strict(true) makes this an error)", err, outcome)
	}
	return nil
}

// Heed takes what a one-call method says of what the builder is given: its token is thrown away.
func Heed(_ string, err error) error {
	var known *agoratoken.Error
	if !errors.As(err, &known) || known.Status < firstOfRules {
		return err
	}
	return Complain(err, "the token is made all the same")
}

// firstOfRules is the first status of what a call was given. Those below it are of the call or the machine, and fail
// the builder too.
const firstOfRules = 100

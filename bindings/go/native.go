package agoratoken

// #include "native.h"
import "C"

import (
	"math"
	"runtime"
	"sync"
	"time"
	"unsafe"
)

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

// wholeSeconds turns a lifetime into what C takes. A duration that it cannot say is refused, never
// rounded or cut; what the library thinks of a number that it can say is the library's.
func wholeSeconds(d time.Duration) (C.uint32_t, error) {
	if d < 0 || d%time.Second != 0 {
		return 0, ErrBadExpiry
	}
	if d/time.Second > math.MaxUint32 {
		return 0, ErrExpiryLooksAbsolute
	}
	return C.uint32_t(d / time.Second), nil
}

// unixSeconds turns the time of a check into what C takes, where 0 is the system clock.
func unixSeconds(now time.Time) (C.uint64_t, error) {
	if now.IsZero() {
		return 0, nil
	}
	if now.Unix() <= 0 {
		return 0, ErrOutOfRange
	}
	return C.uint64_t(now.Unix()), nil
}

// unixTime is a time that C gives, where 0 says that there is none.
func unixTime(seconds C.uint64_t) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// handle owns an object of the library. Calls borrow the object, several at a time; close waits for
// them. What is never closed is freed with the handle, by the garbage collector.
type handle struct {
	mu      sync.RWMutex
	object  unsafe.Pointer // nil once it is closed
	free    func(object unsafe.Pointer)
	cleanup runtime.Cleanup
}

func newHandle(object unsafe.Pointer, free func(unsafe.Pointer)) *handle {
	h := &handle{object: object, free: free}
	h.cleanup = runtime.AddCleanup(h, free, object)
	return h
}

// borrow gives the object until release, which follows only where there is no error.
func (h *handle) borrow() (unsafe.Pointer, error) {
	if h == nil {
		return nil, ErrClosed
	}
	h.mu.RLock()
	if h.object == nil {
		h.mu.RUnlock()
		return nil, ErrClosed
	}
	return h.object, nil
}

func (h *handle) release() { h.mu.RUnlock() }

func (h *handle) close() {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.object != nil {
		h.cleanup.Stop()
		h.free(h.object)
		h.object = nil
	}
}

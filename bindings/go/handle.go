package agoratoken

import (
	"runtime"
	"sync"
)

// lib is the native library: through cgo (native.go), or in builds without it as a WebAssembly module (wazero.go). Both have
// the same methods.
var lib library

// handle owns an object of the library. Calls borrow the object, several at a time; close waits for
// them. What is never closed is freed with the handle, by the garbage collector.
type handle struct {
	mu      sync.RWMutex
	object  ref // nil once it is closed
	free    func(object ref)
	cleanup runtime.Cleanup
}

func newHandle(object ref, free func(ref)) *handle {
	h := &handle{object: object, free: free}
	h.cleanup = runtime.AddCleanup(h, free, object)
	return h
}

// borrow gives the object until release, which follows only where there is no error.
func (h *handle) borrow() (ref, error) {
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

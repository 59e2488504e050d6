//go:build !cgo

package agoratoken

// This package calls a C library, and Go leaves that out where CGO_ENABLED is 0: where it is set so, where there is no C
// compiler, and where GOOS or GOARCH name another machine. The name below is what the compiler then says. Set CGO_ENABLED=1,
// and for another machine CC to a C compiler for it.
var _ = agoratoken_needs_cgo__set_CGO_ENABLED_to_1_and_CC_to_a_C_compiler_for_this_GOOS_and_GOARCH

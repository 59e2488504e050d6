//go:build agora_token_shared

package agoratoken

// #cgo pkg-config: agora_token
import "C"

//go:build !agora_token_wasm && (agora_token_shared || !(((linux || darwin) && (amd64 || arm64)) || (windows && amd64)))

package agoratoken

// #cgo pkg-config: agora_token
import "C"

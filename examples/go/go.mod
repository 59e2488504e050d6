module examples

go 1.24

require agoratoken v0.0.0

require github.com/tetratelabs/wazero v1.10.1 // indirect

// The module of this clone, after `make go`.
replace agoratoken => ../../bindings/go

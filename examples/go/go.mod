module examples

go 1.24

require agoratoken v0.0.0

// The module of this clone, after `make go`.
replace agoratoken => ../../bindings/go

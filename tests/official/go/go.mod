module official

go 1.24

require (
	agoratoken v0.0.0
	github.com/AgoraIO-Community/go-tokenbuilder v1.0.0
)

replace agoratoken => ../../../bindings/go

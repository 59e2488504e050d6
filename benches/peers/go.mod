module agora-token-bench-peers

go 1.24

require github.com/AgoraIO-Community/go-tokenbuilder v1.0.0

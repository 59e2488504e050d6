module agoratoken

go 1.24

require github.com/tetratelabs/wazero v1.10.1

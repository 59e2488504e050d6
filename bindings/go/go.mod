module agoratoken

go 1.24

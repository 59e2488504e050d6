// Package raw is what the packages under compat need of agoratoken, and nobody else does.
package raw

// PrivilegeTimes gives the time of each privilege of each service, in the order of agoratoken.Parse, as it stands in
// the token: 0 is "as long as the token" in a 007 token. The package agoratoken sets it.
var PrivilegeTimes func(token string) ([][]uint32, error)

// Package lib is empty. It is here so that `go mod vendor` takes the static library beside it along.
package lib

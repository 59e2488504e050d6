// Package include is empty. It is here so that `go mod vendor` takes the C header beside it along.
package include

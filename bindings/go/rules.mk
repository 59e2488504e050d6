GO_DIR := bindings/go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# Puts the header and the static library where the Go module looks for them.
.PHONY: go go-wasm go-server test-go
go: lib
	GO="$(GO)" $(GO_DIR)/library.sh $(LIB_DIR)

# Puts the WebAssembly module there, for builds without cgo.
go-wasm: js
	cp target/js/package/agora_token.wasm $(GO_DIR)/

# Go's token server, as target/go-server.
go-server: go
	cd examples/go && $(GO) build -o ../../target/go-server ./server

# Through cgo, without it, and with the race detector, which needs cgo, on what is there without it.
test-go: go go-wasm
	$(NEED) cc=gcc
	cd $(GO_DIR) && test -z "$$(gofmt -l .)" && $(GO) vet -tags bench ./... && $(GO) run $(STATICCHECK) ./...
	cd $(GO_DIR) && CGO_ENABLED=0 $(GO) vet -tags bench ./... && CGO_ENABLED=0 $(GO) run $(STATICCHECK) ./...
	cd examples/go && test -z "$$(gofmt -l .)" && $(GO) vet ./... && $(GO) run $(STATICCHECK) ./...
	cd $(GO_DIR) && $(GO) test ./...
	cd $(GO_DIR) && GODEBUG=cgocheck=1 $(GO) test -race ./...
	cd $(GO_DIR) && GOEXPERIMENT=cgocheck2 $(GO) test ./...
	cd $(GO_DIR) && CGO_ENABLED=0 $(GO) test ./...
	cd $(GO_DIR) && $(GO) test -tags agora_token_wasm -race -run 'Shared|Race|Trap' .

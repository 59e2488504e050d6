# The commands of this repository; CONTRIBUTING.md explains them.

CARGO ?= cargo
LIB_DIR := target/release

UNAME := $(shell uname -s)
ifeq ($(UNAME),Darwin)
SHARED := libagora_token.dylib
SONAME := libagora_token.0.dylib
else ifneq ($(findstring NT,$(UNAME)),)
SHARED := agora_token.dll
else
SHARED := libagora_token.so
SONAME := libagora_token.so.0
endif

.PHONY: lib header

# The static and the shared library. No rlib beside them: it would triple the static one.
lib:
	$(CARGO) rustc -p agora-token --lib --release --crate-type staticlib,cdylib
	$(if $(SONAME),ln -sf $(SHARED) $(LIB_DIR)/$(SONAME))

# Writes include/agora_token.h anew.
header:
	AGORA_TOKEN_UPDATE_HEADER=1 $(CARGO) build -p agora-token --lib

GO ?= go
GO_DIR := bindings/go
GO_LIB = $(GO_DIR)/lib/$(shell $(GO) env GOOS)_$(shell $(GO) env GOARCH)

# Puts the header and the static library where the Go module looks for them.
.PHONY: go
go: lib
	mkdir -p $(GO_LIB)
	cp $(LIB_DIR)/libagora_token.a $(GO_LIB)/
	cp include/agora_token.h $(GO_DIR)/include/

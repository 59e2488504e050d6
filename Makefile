# The commands of this repository; CONTRIBUTING.md explains them. What has a room of its own is in the room's rules.mk.

CARGO ?= cargo
GO ?= go
PYTHON ?= python3
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
FUZZ_SECONDS ?= 60

# Where `make lib` puts the libraries, `make venv` Python's environment, and tests/processors/toolchain.sh a compiler.
LIB_DIR := target/release
LIB_BUILD := target/lib
VENV := target/python
TOOLCHAIN := target/processors/rust
# Installs what a target needs, or says what is missing.
NEED := tests/need.sh

# What differs from system to system: the shared library's file, the name that programs look for, and what
# the C tests run under.
ifeq ($(OS),Windows_NT)
  SHARED := agora_token.dll
else ifeq ($(shell uname -s),Darwin)
  SHARED := libagora_token.dylib
  SONAME := libagora_token.0.dylib
else
  SHARED := libagora_token.so
  SONAME := libagora_token.so.0
endif
ifeq ($(shell uname -s),Linux)
  ON_LINUX := yes
  VALGRIND := valgrind -q --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=all --error-exitcode=99
endif

# Each group of tests is a target test-GROUP, in every language; each slow check a target proof-CHECK.
TEST_GROUPS := rust c cpp python go js java $(if $(ON_LINUX),csharp servers-c abi dependencies openapi contract page instructions packages readme)
PROOF_CHECKS := abi sanitizers secret faults official oidc openapi supply processors fuzz js java deploy systemd kubernetes

.PHONY: lib header test proof test-rust clean

# The static and the shared library, without an rlib beside them, which would triple the static one. They are built in a
# folder of their own: the program has the library without the C ABI, and cargo gives both the same file names.
lib:
	mkdir -p $(LIB_BUILD)/release $(LIB_DIR)
	$(CARGO) rustc -p agora-token --lib --release --target-dir $(LIB_BUILD) --crate-type staticlib,cdylib -- \
	    --print native-static-libs=$(LIB_BUILD)/release/native-static-libs.txt
	cp $(LIB_BUILD)/release/*agora_token.* $(LIB_DIR)/
	packaging/static-libs.sh $(LIB_BUILD)/release/native-static-libs.txt >$(LIB_DIR)/native-static-libs.txt
ifdef ON_LINUX
	packaging/one-object.sh $(LIB_DIR)/libagora_token.a
endif
ifdef SONAME
	ln -sf $(SHARED) $(LIB_DIR)/$(SONAME)
endif

# Writes include/agora_token.h anew.
header:
	AGORA_TOKEN_UPDATE_HEADER=1 $(CARGO) build -p agora-token --lib

test:
	tests/run.sh $(TEST_GROUPS)

# What takes longer than every change can wait for.
proof:
	tests/proof.sh $(PROOF_CHECKS)

test-rust:
	$(NEED) redis-server=redis-server
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	$(CARGO) clippy -p agora-token --no-default-features -- -D warnings
	$(CARGO) test --workspace
	RUSTDOCFLAGS=-Dwarnings $(CARGO) doc --workspace --no-deps
	$(CARGO) fmt --manifest-path fuzz/Cargo.toml --check
	$(CARGO) clippy $(FUZZ_REPLAY) --all-targets -- -D warnings
	$(CARGO) test $(FUZZ_REPLAY)

clean:
	$(CARGO) clean

include $(wildcard bindings/*/rules.mk) $(addsuffix /rules.mk,abi benches fuzz packaging server tests)

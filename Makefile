# The commands of this repository; README.md and CONTRIBUTING.md name the main ones. What belongs to one folder is in its rules.mk.

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

# What differs from system to system: the shared library's file, and what the C tests run under.
ifeq ($(OS),Windows_NT)
  SHARED := agora_token.dll
else ifeq ($(shell uname -s),Darwin)
  SHARED := libagora_token.dylib
else
  SHARED := libagora_token.so
endif
ifeq ($(shell uname -s),Linux)
  ON_LINUX := yes
  VALGRIND := valgrind -q --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=all --error-exitcode=99
endif

# Each group of tests is a target test-GROUP, in every language; each slow check a target proof-CHECK.
TEST_GROUPS := rust c cpp python go js java $(if $(ON_LINUX),csharp servers-c abi dependencies workflows openapi contract page instructions packages readme)
PROOF_CHECKS := abi sanitizers secret faults official oidc openapi supply processors fuzz js java cmake conan deploy systemd kubernetes

.PHONY: lib header test proof test-rust clean

# The static and the shared library, and the list of what the static one needs.
lib:
	CARGO="$(CARGO)" packaging/build-library.sh $(LIB_BUILD) $(LIB_DIR)

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

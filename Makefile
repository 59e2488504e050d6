# The commands of this repository; CONTRIBUTING.md explains them.

CARGO ?= cargo
LIB_DIR := target/release
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

# Demo credentials only where there are no others.
DEMO := $(if $(or $(wildcard .env),$(APP_ID)),,--demo)

.PHONY: lib header run test test-rust test-c test-cpp servers-c test-servers-c clean

# The static and the shared library, without an rlib beside them, which would triple the static one.
lib:
	$(CARGO) rustc -p agora-token --lib --release --crate-type staticlib,cdylib -- \
	    --print native-static-libs=$(LIB_DIR)/native-static-libs.txt
ifdef ON_LINUX
	packaging/one-object.sh $(LIB_DIR)/libagora_token.a
endif
ifdef SONAME
	ln -sf $(SHARED) $(LIB_DIR)/$(SONAME)
endif

# Writes include/agora_token.h anew.
header:
	AGORA_TOKEN_UPDATE_HEADER=1 $(CARGO) build -p agora-token --lib

# The token server on port 8080.
run:
	$(CARGO) run --release -p agora-token-server -- serve $(DEMO)

# Every group of tests, in every language. Each is a target of its own: make test-c.
TEST_GROUPS := rust c cpp python go js $(if $(ON_LINUX),servers-c abi dependencies contract page instructions packages readme)
test:
	tests/run.sh $(TEST_GROUPS)

# What takes longer than every change can wait for. Each check is a target proof-CHECK, added here with PROOF_CHECKS += CHECK.
PROOF_CHECKS :=
.PHONY: proof
proof:
	tests/proof.sh $(PROOF_CHECKS)

test-rust:
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	$(CARGO) test --workspace
	RUSTDOCFLAGS=-Dwarnings $(CARGO) doc --workspace --no-deps
	$(CARGO) fmt --manifest-path fuzz/Cargo.toml --check
	$(CARGO) clippy $(FUZZ_REPLAY) --all-targets -- -D warnings
	$(CARGO) test $(FUZZ_REPLAY)

# The targets of fuzz/ without the fuzzer: their seeds, and inputs near them.
FUZZ_REPLAY := --manifest-path fuzz/Cargo.toml --target-dir target --no-default-features

test-c: lib
ifdef ON_LINUX
	$(NEED) cc=gcc c++=g++ pkg-config=pkg-config pkg-config:libcjson=libcjson-dev valgrind=valgrind nm=binutils
	bindings/c/tests/linux.sh $(LIB_DIR)
endif
	bindings/c/tests/run.sh $(LIB_DIR) $(VALGRIND)

test-cpp: lib
ifdef ON_LINUX
	$(NEED) c++=g++ pkg-config=pkg-config pkg-config:zlib=zlib1g-dev pkg-config:nlohmann_json=nlohmann-json3-dev \
	    header:doctest/doctest.h=doctest-dev header:boost/version.hpp=libboost-dev valgrind=valgrind
	CARGO="$(CARGO)" bindings/cpp/tests/sanitize.sh
endif
	bindings/cpp/tests/run.sh $(LIB_DIR) $(VALGRIND)

# The C ABI of the header against abi/agora_token.abi; `make abi` records what is new.
.PHONY: test-abi proof-abi abi
PROOF_CHECKS += abi
ABI_NEEDS := cc=gcc python3=python3 abidw=abigail-tools
test-abi:
	$(NEED) $(ABI_NEEDS)
	python3 -B abi/abi.py check
	cd abi && python3 -B -m unittest -q test_abi

proof-abi:
	$(NEED) $(ABI_NEEDS)
	found=$$(python3 -B abi/abi.py check) && \
	    echo "proof: the C ABI against its record | $$found | nothing broken"
	python3 -B abi/every_edit.py

abi:
	$(NEED) $(ABI_NEEDS)
	python3 -B abi/abi.py record

# docs/dependencies.md against the manifests and lock files; `make dependencies` writes its lists of what others bring.
.PHONY: test-dependencies dependencies
test-dependencies:
	$(NEED) python3=python3
	python3 -B tests/dependencies.py check

dependencies:
	$(NEED) python3=python3
	python3 -B tests/dependencies.py update

# The library with C and C++ under the sanitizers; what is left of the certificate; a system that fails.
.PHONY: proof-sanitizers proof-secret proof-faults
PROOF_CHECKS += sanitizers secret faults
proof-sanitizers:
	$(NEED) cc=gcc c++=g++ nm=binutils pkg-config=pkg-config pkg-config:libcjson=libcjson-dev \
	    pkg-config:zlib=zlib1g-dev pkg-config:nlohmann_json=nlohmann-json3-dev header:doctest/doctest.h=doctest-dev
	tests/processors/toolchain.sh target/processors/rust
	CARGO="$(CARGO)" tests/sanitizers/run.sh target/processors/rust

proof-secret: lib
	$(NEED) cc=gcc nm=binutils python3=python3
	$(CARGO) build --release -p agora-token-server
	CARGO="$(CARGO)" tests/secret.sh $(LIB_DIR) target/release/agora-token

proof-faults:
	$(NEED) cc=gcc curl=curl openssl=openssl
	$(CARGO) build -p agora-token-server
	server/tests/faults.sh target/debug/agora-token

# What Agora's own npm package says of our tokens for the services that it got last.
.PHONY: proof-official
PROOF_CHECKS += official
proof-official:
	$(NEED) node=nodejs npm=npm
	$(CARGO) build -p agora-token-server
	tests/official/proof.sh target/debug/agora-token

# The dependencies: licences, sources, duplicates, the oldest versions of them, the oldest compiler.
.PHONY: proof-supply
PROOF_CHECKS += supply
proof-supply:
	tests/supply.sh

# The instructions of the hot calls against benches/instructions.txt; `make instructions` writes that file.
.PHONY: test-instructions instructions
test-instructions: lib
	$(NEED) cc=gcc valgrind=valgrind
	benches/instructions.sh check $(LIB_DIR)

instructions: lib
	$(NEED) cc=gcc valgrind=valgrind
	benches/instructions.sh update $(LIB_DIR)

# What calls cost: each kind by itself, with statistics; then, as a table, in every language against the targets.
.PHONY: bench
bench: lib js
	$(NEED) cc=gcc
	$(JS_DIR)/test/unpack.sh
	$(CARGO) bench -p agora-token-bench --bench tokens
	CARGO="$(CARGO)" benches/table.sh $(LIB_DIR)

# What the builders in the packages' registries take, for benches/peers.md.
.PHONY: bench-peers
bench-peers: lib
	$(NEED) cc=gcc node=nodejs npm=npm python3=python3-venv go=golang-go
	benches/peers.sh $(LIB_DIR)

# The token servers in C and C++: server-c and server-cpp in $(C_SERVERS).
C_SERVERS := $(LIB_DIR)/examples
servers-c: lib
ifdef ON_LINUX
	$(NEED) cc=gcc c++=g++ pkg-config=pkg-config pkg-config:libmicrohttpd=libmicrohttpd-dev \
	    header:boost/version.hpp=libboost-dev
endif
	examples/c/build.sh $(LIB_DIR) $(C_SERVERS)

test-servers-c: servers-c
	$(NEED) curl=curl
	bindings/c/tests/servers.sh $(C_SERVERS)

# The token server beside the same route on Express.
.PHONY: bench-server
bench-server:
	$(NEED) node=nodejs npm=npm wrk=wrk curl=curl taskset=util-linux
	$(CARGO) build --release -p agora-token-server
	benches/server.sh target/release/agora-token

# The tests on other processors under qemu, SHA-256 without SHA instructions, and what is for phones. Linux on x86-64.
PROOF_CHECKS += processors
.PHONY: proof-processors
proof-processors: lib
	tests/processors/proof.sh $(LIB_DIR)

# Looks for inputs that break the library: FUZZ_SECONDS for each target of fuzz/.
FUZZ_SECONDS ?= 60
.PHONY: fuzz
fuzz:
	$(NEED) c++=g++
	fuzz/run.sh $(FUZZ_SECONDS)

.PHONY: proof-fuzz
PROOF_CHECKS += fuzz
proof-fuzz: fuzz

# The examples of README, as they stand there.
.PHONY: test-readme
test-readme: lib go js
	$(NEED) cc=gcc c++=g++ curl=curl
	tests/readme.sh

clean:
	$(CARGO) clean

GO ?= go
GO_DIR := bindings/go
GO_LIB = $(GO_DIR)/lib/$(shell $(GO) env GOOS)_$(shell $(GO) env GOARCH)

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# Puts the header and the static library where the Go module looks for them.
.PHONY: go go-server test-go
go: lib
	mkdir -p $(GO_LIB)
	cp $(LIB_DIR)/libagora_token.a $(GO_LIB)/
	cp include/agora_token.h $(GO_DIR)/include/

# Go's token server, as target/go-server.
go-server: go
	cd examples/go && $(GO) build -o ../../target/go-server ./server

test-go: go
	$(NEED) cc=gcc pkg-config=pkg-config
	cd $(GO_DIR) && test -z "$$(gofmt -l .)" && $(GO) vet -tags bench ./... && $(GO) run $(STATICCHECK) ./...
	cd examples/go && test -z "$$(gofmt -l .)" && $(GO) vet ./... && $(GO) run $(STATICCHECK) ./...
	cd $(GO_DIR) && $(GO) test ./...
	cd $(GO_DIR) && GODEBUG=cgocheck=1 $(GO) test -race ./...
	cd $(GO_DIR) && GOEXPERIMENT=cgocheck2 $(GO) test ./...
	$(GO_DIR)/consumers.sh $(LIB_DIR)

# The npm package, as target/js/*.tgz. JS_PACKAGE is the name that it is published under.
JS_DIR := bindings/js
JS_NEEDS := node=nodejs npm=npm
JS_RUST := target/processors/rust
.PHONY: js test-js
js:
	$(NEED) $(JS_NEEDS)
	tests/processors/toolchain.sh $(JS_RUST)
	CARGO="$(CARGO)" $(JS_DIR)/build/package.sh $(JS_RUST)

test-js: js
	$(NEED) chromium=chromium
	$(JS_DIR)/test/run.sh

# The module built again elsewhere, byte for byte; the route of Next.js in Next.js itself.
.PHONY: proof-js
PROOF_CHECKS += js
proof-js: js
	$(NEED) curl=curl
	$(JS_DIR)/test/proof.sh $(JS_RUST)

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib

# Libraries, headers, agora_token.pc and the CMake package AgoraToken under PREFIX; DESTDIR stages them elsewhere.
.PHONY: install uninstall dist test-packages
install uninstall: export PREFIX := $(PREFIX)
install uninstall: export LIBDIR := $(LIBDIR)
install uninstall: export DESTDIR := $(DESTDIR)
install: lib
	packaging/install.sh install $(LIB_DIR)

uninstall:
	packaging/install.sh uninstall $(LIB_DIR)

# What a release carries for this platform, into target/dist.
dist: lib go
	$(NEED) python:ensurepip=python3-venv
	packaging/dist.sh $(LIB_DIR)

test-packages: lib go
	$(NEED) cc=gcc c++=g++ cmake=cmake pkg-config=pkg-config nm=binutils python:ensurepip=python3-venv
	packaging/tests/run.sh $(LIB_DIR)

PYTHON ?= python3
PYTHON_DIR := bindings/python
VENV := target/python

# The package with the library of `make lib`, and what its tests need, in a virtual environment of its own.
.PHONY: venv python test-python test-contract test-page
venv:
	$(NEED) python3=python3 python:ensurepip=python3-venv
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install -q --disable-pip-version-check -r $(PYTHON_DIR)/tests/requirements.txt

python: lib venv
	AGORA_TOKEN_LIBRARY=$(abspath $(LIB_DIR)/$(SHARED)) \
	    $(VENV)/bin/pip install -q --disable-pip-version-check --no-deps --force-reinstall ./$(PYTHON_DIR)

test-python: python
	$(VENV)/bin/ruff format --check $(PYTHON_DIR) examples/python tests/contract_runner.py abi tests/dependencies.py server/tests/test_page.py
	$(VENV)/bin/ruff check $(PYTHON_DIR) examples/python tests/contract_runner.py abi tests/dependencies.py server/tests/test_page.py
	cd $(PYTHON_DIR) && ../../$(VENV)/bin/mypy src ../../examples/python tests ../../tests/contract_runner.py ../../abi \
	    ../../tests/dependencies.py ../../server/tests/test_page.py
	$(VENV)/bin/pytest -q $(PYTHON_DIR)
	CARGO="$(CARGO)" PYTHON="$(PYTHON)" $(PYTHON_DIR)/tests/sdist.sh

# One contract against every token server, over sockets.
test-contract: python go-server servers-c js
	$(JS_DIR)/test/unpack.sh
	$(CARGO) build --release -p agora-token-server
	$(VENV)/bin/python tests/contract_runner.py

# The server's page in a browser.
test-page: venv
	$(NEED) chromium=chromium chromedriver=chromium-driver
	$(CARGO) build --release -p agora-token-server
	$(VENV)/bin/pytest -q server/tests/test_page.py

# The Dockerfile's steps without Docker, and its image asked; the systemd unit in a container that boots.
.PHONY: proof-deploy proof-systemd
PROOF_CHECKS += deploy systemd
proof-deploy:
	packaging/docker/build-without-docker.sh
proof-systemd:
	packaging/systemd/in-a-container.sh

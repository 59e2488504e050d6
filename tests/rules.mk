# What all languages share.

# One contract against every token server, over sockets.
.PHONY: test-contract test-readme test-dependencies dependencies
test-contract: python go-server servers-c java js csharp
	$(JS_DIR)/test/unpack.sh
	$(CARGO) build --release -p agora-token-server
	$(VENV)/bin/python tests/contract_runner.py

# The description in OpenAPI of what the contract says; `make openapi` writes the JSON that the server has.
.PHONY: test-openapi openapi
test-openapi: venv
	$(VENV)/bin/python tests/openapi.py check

openapi: venv
	$(VENV)/bin/python tests/openapi.py write

# The examples of README and of every page of docs/, as they stand there, the links of all pages, and the manuals.
test-readme: lib go go-wasm java js csharp docs
	$(NEED) cc=gcc c++=g++ curl=curl openssl=openssl nm=binutils python3=python3 python:ensurepip=python3-venv
	$(CARGO) build --release -p agora-token-server
	$(PYTHON) -B tests/pages.py

# The manuals of Rust and of the C header as pages, in target/docs. A warning is an error.
.PHONY: docs
docs:
	$(NEED) doxygen=doxygen
	mkdir -p target/docs
	rm -rf target/docs/rust target/docs/c
	RUSTDOCFLAGS=-Dwarnings $(CARGO) doc -p agora-token --no-deps
	cp -r target/doc target/docs/rust
	doxygen docs/header/Doxyfile
	@echo target/docs/rust/agora_token/index.html target/docs/c/index.html

# docs/dependencies.md against the manifests and lock files; `make dependencies` writes its lists of what others bring.
test-dependencies:
	$(NEED) python3=python3
	python3 -B tests/dependencies.py check

# The workflows of GitHub, which no machine here runs, by the linter for them.
ACTIONLINT := github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
.PHONY: test-workflows
test-workflows:
	$(NEED) shellcheck=shellcheck
	$(GO) run $(ACTIONLINT)

dependencies:
	$(NEED) python3=python3
	python3 -B tests/dependencies.py update

# The library with C and C++ under the sanitizers.
.PHONY: proof-sanitizers proof-secret proof-official proof-supply proof-processors
proof-sanitizers:
	$(NEED) cc=gcc c++=g++ nm=binutils pkg-config=pkg-config pkg-config:libcjson=libcjson-dev \
	    pkg-config:zlib=zlib1g-dev pkg-config:nlohmann_json=nlohmann-json3-dev header:doctest/doctest.h=doctest-dev \
	    header:boost/version.hpp=libboost-dev
	tests/processors/toolchain.sh $(TOOLCHAIN)
	CARGO="$(CARGO)" tests/sanitizers/run.sh $(TOOLCHAIN)

# What is left of the certificate in memory.
proof-secret: lib
	$(NEED) cc=gcc nm=binutils python3=python3
	$(CARGO) build --release -p agora-token-server
	CARGO="$(CARGO)" tests/secret.sh $(LIB_DIR) target/release/agora-token

# What Agora's own npm package says of our tokens for the services that it got last, the samples of its packages, and its Go
# module beside what takes its place.
proof-official: python go proof-official-java
	$(NEED) node=nodejs npm=npm go=golang-go
	$(CARGO) build -p agora-token-server
	tests/official/proof.sh target/debug/agora-token
	$(VENV)/bin/python -B $(PYTHON_DIR)/tests/official.py
	cd tests/official/go && test -z "$$(gofmt -l .)" && $(GO) vet . && $(GO) run .

# The dependencies: licences, sources, duplicates, the oldest versions of them, the oldest compiler.
proof-supply:
	$(NEED) redis-server=redis-server
	tests/supply.sh

# The tests on other processors under qemu, SHA-256 without SHA instructions, and what is for phones. Linux on x86-64.
proof-processors: lib
	tests/processors/toolchain.sh $(TOOLCHAIN)
	tests/processors/run.sh $(TOOLCHAIN) $(LIB_DIR); status=$$?; \
	    packaging/tests/mobile.sh $(TOOLCHAIN) $(LIB_DIR)/libagora_token.so && exit $$status

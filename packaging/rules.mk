# Libraries, headers, agora_token.pc and the CMake package AgoraToken under PREFIX; DESTDIR stages them elsewhere.
.PHONY: install uninstall dist test-packages proof-cmake proof-conan
install uninstall: export PREFIX := $(PREFIX)
install uninstall: export LIBDIR := $(LIBDIR)
install uninstall: export DESTDIR := $(DESTDIR)
install: lib
	packaging/install.sh install $(LIB_DIR)

uninstall:
	packaging/install.sh uninstall $(LIB_DIR)

# What a release carries for this platform, into target/dist.
dist: lib go $(if $(ON_LINUX),go-wasm)
	$(NEED) python:ensurepip=python3-venv
	packaging/dist.sh $(LIB_DIR)

# The files of a release for every target, or for those of TARGETS, into target/release-files. Debian on x86-64. GO_MODULE is the path
# of the Go module, JS_PACKAGE the name of the npm package, SIGNING_KEY gpg's name of a key for the sums.
RELEASE_TOOLS := target/release-tools
.PHONY: release proof-release
release: export GO_MODULE := $(GO_MODULE)
release: export SIGNING_KEY := $(SIGNING_KEY)
release: js go-wasm
	$(NEED) gcc=gcc aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu x86_64-w64-mingw32-gcc=gcc-mingw-w64-x86-64-win32 \
	    ld64.lld-16=lld-16 zip=zip python3=python3 python:ensurepip=python3-venv
	tests/processors/toolchain.sh $(TOOLCHAIN)
	CARGO="$(CARGO)" packaging/release/tools.sh $(RELEASE_TOOLS)
	CARGO="$(CARGO)" packaging/release/build.sh $(TOOLCHAIN) $(RELEASE_TOOLS) $(TARGETS)
	packaging/release/pack.sh $(RELEASE_TOOLS) $(TARGETS)

# Those files, and nothing else, as their users take them: where this machine can run them, with emulators too.
proof-release:
	packaging/release/proof.sh $(RELEASE_TOOLS)

# They are built once more, in another folder and under another clock, and compared.
.PHONY: proof-release-twice
proof-release-twice:
	CARGO="$(CARGO)" packaging/release/twice.sh $(TOOLCHAIN) $(RELEASE_TOOLS) $(TARGETS)

test-packages: lib go go-wasm
	$(NEED) cc=gcc c++=g++ cmake=cmake pkg-config=pkg-config nm=binutils python:ensurepip=python3-venv
	packaging/tests/run.sh $(LIB_DIR)
	$(NEED) ninja=ninja-build git=git
	packaging/tests/cmake.sh release

# The repository in the CMake projects of others, where cargo builds the library, and the Conan recipe.
proof-cmake:
	$(NEED) cc=gcc c++=g++ cmake=cmake ninja=ninja-build git=git
	packaging/tests/cmake.sh cargo

proof-conan:
	$(NEED) cc=gcc c++=g++ cmake=cmake git=git pkg-config=pkg-config python:ensurepip=python3-venv
	packaging/tests/conan.sh

# The Dockerfile's steps without Docker, and its image asked; the systemd unit in a container that boots; the manifests
# for Kubernetes against the types of its API.
.PHONY: proof-deploy proof-systemd proof-kubernetes
proof-deploy:
	packaging/docker/build-without-docker.sh

proof-systemd:
	packaging/systemd/in-a-container.sh

proof-kubernetes:
	$(NEED) go=golang-go
	cd packaging/kubernetes/check && test -z "$$(gofmt -l .)" && $(GO) vet . && $(GO) test . && $(GO) run . ../../..

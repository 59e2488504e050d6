# What calls cost: each kind by itself, with statistics; then, as a table, in every language against the targets.
.PHONY: bench bench-peers bench-server test-instructions instructions
bench: lib js
	$(NEED) cc=gcc
	$(JS_DIR)/test/unpack.sh
	$(CARGO) bench -p agora-token-bench --bench tokens
	CARGO="$(CARGO)" benches/table.sh $(LIB_DIR)

# What the builders in the packages' registries take, for benches/peers.md.
bench-peers: lib
	$(NEED) cc=gcc node=nodejs npm=npm python3=python3-venv go=golang-go
	benches/peers.sh $(LIB_DIR)

# The token server beside the same route on Express.
bench-server:
	$(NEED) node=nodejs npm=npm wrk=wrk curl=curl taskset=util-linux
	$(CARGO) build --release -p agora-token-server
	benches/server.sh target/release/agora-token

# The instructions of the hot calls against benches/instructions.txt; `make instructions` writes that file.
test-instructions: lib
	$(NEED) cc=gcc valgrind=valgrind
	benches/instructions.sh check $(LIB_DIR)

instructions: lib
	$(NEED) cc=gcc valgrind=valgrind
	benches/instructions.sh update $(LIB_DIR)

# The targets of fuzz/ without the fuzzer: their seeds, and inputs near them.
FUZZ_REPLAY := --manifest-path fuzz/Cargo.toml --target-dir target --no-default-features

# Looks for inputs that break the library: FUZZ_SECONDS for each target of fuzz/.
.PHONY: fuzz proof-fuzz
fuzz:
	$(NEED) c++=g++
	fuzz/run.sh $(FUZZ_SECONDS)

proof-fuzz: fuzz

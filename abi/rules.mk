# The C ABI of the header against abi/agora_token.json, and the files that languages have from it.
# `make abi` writes the header from the sources, records what is new, and writes those files.
ABI_PYTHON := $(VENV)/bin/python -B

.PHONY: test-abi proof-abi abi
test-abi: venv
	$(ABI_PYTHON) abi/abi.py check
	cd abi && ../$(ABI_PYTHON) -m unittest -q test_abi

proof-abi: venv
	found=$$($(ABI_PYTHON) abi/abi.py check) && \
	    echo "proof: the C ABI against its record | $$found | nothing broken"
	$(ABI_PYTHON) abi/every_edit.py

abi: header venv
	$(ABI_PYTHON) abi/abi.py record

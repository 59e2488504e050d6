# The C ABI of the header against abi/agora_token.abi; `make abi` records what is new.
ABI_NEEDS := cc=gcc python3=python3 abidw=abigail-tools

.PHONY: test-abi proof-abi abi
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

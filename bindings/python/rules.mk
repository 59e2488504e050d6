PYTHON_DIR := bindings/python
# The Python outside of the package, which is held to the same.
PYTHON_ELSEWHERE := abi bindings/csharp/tests examples/python packaging/release server/tests tests

# The package with the library of `make lib`, and what its tests and abi/ need, in a virtual environment of its own.
.PHONY: venv python test-python
venv:
	$(NEED) python3=python3 python:ensurepip=python3-venv
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install -q --disable-pip-version-check -r $(PYTHON_DIR)/tests/requirements.txt -r abi/requirements.txt

python: lib venv
	AGORA_TOKEN_LIBRARY=$(abspath $(LIB_DIR)/$(SHARED)) \
	    $(VENV)/bin/pip install -q --disable-pip-version-check --no-deps --force-reinstall ./$(PYTHON_DIR)

test-python: python
	$(VENV)/bin/ruff format --check $(PYTHON_DIR) $(PYTHON_ELSEWHERE)
	$(VENV)/bin/ruff check $(PYTHON_DIR) $(PYTHON_ELSEWHERE)
	cd $(PYTHON_DIR) && ../../$(VENV)/bin/mypy src tests $(addprefix ../../,$(PYTHON_ELSEWHERE))
	$(VENV)/bin/pytest -q $(PYTHON_DIR)
	CARGO="$(CARGO)" PYTHON="$(PYTHON)" $(PYTHON_DIR)/tests/sdist.sh

# Demo credentials only where there are no others.
DEMO := $(if $(or $(wildcard .env),$(APP_ID)),,--demo)

# The token server on port 8080.
.PHONY: run test-page proof-faults proof-oidc proof-openapi
run:
	$(CARGO) run --release -p agora-token-server -- serve $(DEMO)

# The server's page in a browser.
test-page: venv
	$(NEED) chromium=chromium chromedriver=chromium-driver
	$(CARGO) build --release -p agora-token-server
	$(VENV)/bin/pytest -q server/tests/test_page.py

# The program without a clock or a random source.
proof-faults:
	$(NEED) cc=gcc curl=curl openssl=openssl
	$(CARGO) build -p agora-token-server
	server/tests/faults.sh target/debug/agora-token

# The sessions of two real OpenID providers, whose keys rotate while users ask.
proof-oidc:
	$(NEED) go=golang-go node=nodejs npm=npm python3=python3
	$(CARGO) build --release -p agora-token-server
	server/tests/oidc/proof.sh target/release/agora-token

# The server against its description: schemathesis makes up requests, within it and outside.
proof-openapi:
	$(NEED) python3=python3 python:ensurepip=python3-venv
	$(CARGO) build -p agora-token-server
	server/tests/openapi.sh target/debug/agora-token

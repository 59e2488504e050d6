JS_DIR := bindings/js

# The npm package, as target/js/*.tgz. JS_PACKAGE is the name that it is published under.
.PHONY: js test-js proof-js
js:
	$(NEED) node=nodejs npm=npm
	tests/processors/toolchain.sh $(TOOLCHAIN)
	CARGO="$(CARGO)" $(JS_DIR)/build/package.sh $(TOOLCHAIN)

test-js: js
	$(NEED) chromium=chromium
	$(JS_DIR)/test/run.sh

# The module built again elsewhere, byte for byte; the route of Next.js in Next.js itself.
proof-js: js
	$(NEED) curl=curl
	$(JS_DIR)/test/proof.sh $(TOOLCHAIN)

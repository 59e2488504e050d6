.PHONY: test-cpp
test-cpp: lib
ifdef ON_LINUX
	$(NEED) c++=g++ pkg-config=pkg-config pkg-config:zlib=zlib1g-dev pkg-config:nlohmann_json=nlohmann-json3-dev \
	    header:doctest/doctest.h=doctest-dev header:boost/version.hpp=libboost-dev valgrind=valgrind
	CARGO="$(CARGO)" bindings/cpp/tests/sanitize.sh
endif
	bindings/cpp/tests/run.sh $(LIB_DIR) $(VALGRIND)

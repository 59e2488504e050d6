# C, and the token servers in C and C++: server-c and server-cpp in $(C_SERVERS).
C_SERVERS := $(LIB_DIR)/examples
C_STRICT := -O2 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -Iinclude
C_STATIC = $(LIB_DIR)/libagora_token.a $$(cat $(LIB_DIR)/native-static-libs.txt) -pthread

.PHONY: test-c servers-c test-servers-c
test-c: lib
ifdef ON_LINUX
	$(NEED) cc=gcc c++=g++ pkg-config=pkg-config pkg-config:libcjson=libcjson-dev valgrind=valgrind nm=binutils
	bindings/c/tests/linux.sh $(LIB_DIR)
endif
	bindings/c/tests/run.sh $(LIB_DIR) $(VALGRIND)

servers-c: lib
ifdef ON_LINUX
	$(NEED) cc=gcc c++=g++ pkg-config=pkg-config pkg-config:libmicrohttpd=libmicrohttpd-dev \
	    header:boost/version.hpp=libboost-dev
endif
	mkdir -p $(C_SERVERS)
	cc -std=gnu11 $(C_STRICT) examples/c/server.c $$(pkg-config --cflags --libs libmicrohttpd) $(C_STATIC) \
	    -o $(C_SERVERS)/server-c
	c++ -std=c++17 $(C_STRICT) examples/cpp/server.cpp $(C_STATIC) -o $(C_SERVERS)/server-cpp

test-servers-c: servers-c
	$(NEED) curl=curl
	bindings/c/tests/servers.sh $(C_SERVERS)

JAVA_DIR := bindings/java
MVN ?= mvn
JAVA_NATIVE := target/java-native
MAVEN = $(MVN) -B -ntp -f $(JAVA_DIR)/all.xml

# The jars, in target/java and target/java-compat, with the native library of this machine in a folder as the package
# names it.
.PHONY: java test-java
java: lib
	$(NEED) javac=default-jdk-headless mvn=maven
	$(JAVA_DIR)/native.sh $(LIB_DIR)/$(SHARED) $(JAVA_NATIVE)
	$(MAVEN) -q package -DskipTests

test-java: java
	$(MAVEN) verify
	$(PYTHON) -B tests/pages.py $(JAVA_DIR)/README.md

# What a token costs, beside Agora's own package.
.PHONY: bench-java
bench-java: java
	$(MVN) -B -ntp -q -f $(JAVA_DIR)/bench/pom.xml dependency:copy-dependencies \
	    -DoutputDirectory=$(abspath target/java-bench)
	java -cp 'target/java/*:target/java/lib/*:target/java-bench/*' $(JAVA_DIR)/bench/Bench.java

# The samples of Agora's own package; a part of `make proof-official`.
.PHONY: proof-official-java
proof-official-java: java
	$(NEED) unzip=unzip
	rm -rf target/official-java
	$(MVN) -B -ntp -q -f $(JAVA_DIR)/official/pom.xml dependency:copy-dependencies \
	    -DoutputDirectory=$(abspath target/official-java)
	$(JAVA_DIR)/official/proof.sh target/official-java

# The example in Kotlin, and one jar in a JVM of each platform of Linux.
.PHONY: proof-java
proof-java: java
	tests/processors/toolchain.sh $(TOOLCHAIN)
	$(MVN) -B -ntp -q -f $(JAVA_DIR)/kotlin/pom.xml dependency:copy-dependencies -DoutputDirectory=$(abspath target/java-kotlin)
	$(JAVA_DIR)/kotlin/proof.sh target/java-kotlin
	$(JAVA_DIR)/platforms/proof.sh $(TOOLCHAIN) $(LIB_DIR)/$(SHARED)

CSHARP_DIR := bindings/csharp
CSHARP_OUT := target/csharp
# The language of the compiler that Debian has; what it does not take is not written.
MCS := mcs -langversion:7.2 -warnaserror -debug
CSHARP_REFERENCES := -r:System.Runtime.Serialization -r:System.Xml -r:System.Xml.Linq

# The assembly, with its documentation, and the token server of the examples beside it.
.PHONY: csharp test-csharp
csharp: lib
	$(NEED) mcs=mono-mcs mono=mono-runtime \
	    package:libmono-system-runtime-serialization4.0-cil=libmono-system-runtime-serialization4.0-cil \
	    package:libmono-system-xml-linq4.0-cil=libmono-system-xml-linq4.0-cil
	mkdir -p $(CSHARP_OUT)
	$(MCS) -unsafe -target:library -out:$(CSHARP_OUT)/Agora.Token.dll -doc:$(CSHARP_OUT)/Agora.Token.xml \
	    $(CSHARP_REFERENCES) $(CSHARP_DIR)/src/*.cs
	$(MCS) -out:$(CSHARP_OUT)/server.exe -r:$(CSHARP_OUT)/Agora.Token.dll examples/csharp/Server.cs
	cp $(LIB_DIR)/$(SHARED) $(CSHARP_OUT)/

test-csharp: csharp
	$(NEED) python3=python3
	$(MCS) -out:$(CSHARP_OUT)/tests.exe -r:$(CSHARP_OUT)/Agora.Token.dll $(CSHARP_REFERENCES) $(CSHARP_DIR)/tests/*.cs
	# What .NET Standard 2.0 wants beside it.
	$(MCS) -define:NETSTANDARD2_0 -nowarn:436 -unsafe -target:library -out:$(CSHARP_OUT)/standard.dll \
	    $(CSHARP_REFERENCES) $(CSHARP_DIR)/src/*.cs
	mono --debug $(CSHARP_OUT)/tests.exe tests
	# The project file, as far as a machine without .NET can tell: it is XML, and its sources and version are ours.
	python3 -B $(CSHARP_DIR)/tests/project.py
	python3 -B tests/pages.py $(CSHARP_DIR)/README.md

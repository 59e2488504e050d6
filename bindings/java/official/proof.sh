#!/usr/bin/env bash
# proof.sh DIRECTORY: the samples in the sources of Agora's own package of Maven, compiled as they stand against the jars of
# `make java`, and what their tokens say, beside that package. A row for `make proof`. Maven has put it into DIRECTORY.
. "$(dirname "$0")/../../../tests/lib.sh"
theirs=$1
# What these show is older than 006, and not in this library.
older='DynamicKey5Sample|SignalingTokenSample|Verifier5'

mkdir "$work/sources" "$work/ours"
unzip -q "$theirs"/authentication-*-sources.jar 'io/agora/sample/*' -d "$work/sources"
rm "$theirs"/authentication-*-sources.jar
mapfile -t files < <(find "$work/sources" -name '*.java' | grep -vE "/($older)\.java$" | sort)
[ ${#files[@]} -gt 0 ] || fail 'the package has no samples any more'
jars=(target/java/agora-token-*[0-9].jar target/java/lib/*.jar target/java-compat/agora-token-compat-*[0-9].jar)
classpath=$(IFS=:; echo "${jars[*]}")
javac -nowarn -cp "$classpath" -d "$work/ours" "${files[@]}"

export AGORA_APP_ID=970CA35de60c44645bbae8a215061b33 AGORA_APP_CERTIFICATE=5CFd2fd1755d40ecb72977518be15d3b
for file in "${files[@]}"; do
    name=$(basename "$file" .java)
    java -cp "$work/ours:$classpath" "io.agora.sample.$name" >"$work/$name.ours"
    java -cp "$theirs/*" "io.agora.sample.$name" >"$work/$name.theirs"
done
version=$(basename "$theirs"/authentication-*.jar .jar)
java -cp "$classpath" bindings/java/official/Compare.java "$work" "${version#*-}"

#!/usr/bin/env bash
# proof.sh DIRECTORY: the example in Kotlin, compiled against the jar of `make java` and run, and what Kotlin must not compile.
# A row for `make proof`. Maven has put the compiler into DIRECTORY.
. "$(dirname "$0")/../../../tests/lib.sh"
maven=$1
jars=$(ls target/java/agora-token-*[0-9].jar "$maven"/kotlin-stdlib-*.jar "$maven"/jspecify-*.jar | paste -sd:)

# kotlinc FOLDER FILE...: a warning is an error.
kotlinc() {
    java -cp "$maven/*" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-stdlib -no-reflect -Werror -cp "$jars" \
        -d "$work/$1" "${@:2}"
}

example_runs() {
    kotlinc tokens examples/kotlin/Tokens.kt || return
    java -cp "$jars:$(ls target/java/lib/*.jar | paste -sd:):$work/tokens" TokensKt >"$work/said" || return
    diff <(sed 's/^007eJx.*/a token/' "$work/said") - <<'SAID'
a token
PT1H in room
the token is for another channel: "room", not "Room"
no such channel
SAID
}

each_null_is_an_error() {
    ! kotlinc wrong bindings/java/kotlin/Wrong.kt 2>"$work/errors" || return
    diff <(grep -n '// wrong$' bindings/java/kotlin/Wrong.kt | cut -d: -f1) \
        <(sed -nE 's/.*Wrong\.kt:([0-9]+):[0-9]+: error: .*/\1/p' "$work/errors")
}

step 'examples/kotlin compiles without a warning and runs' example_runs
step 'Kotlin sees what can be null' each_null_is_an_error
version=$(basename "$maven"/kotlin-stdlib-*.jar .jar)
nulls=$(grep -c '// wrong$' bindings/java/kotlin/Wrong.kt)
[ $failed != 0 ] ||
    echo "proof: Kotlin ${version##*-} compiles the example, and what is wrong with null | 1 example, $nulls mistakes | it runs, each mistake is an error"
summary

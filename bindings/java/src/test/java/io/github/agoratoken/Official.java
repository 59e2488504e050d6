package io.github.agoratoken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.function.Executable;

/** What the tests have in common: the App ID and App Certificate of Agora's samples, and what all languages share. */
final class Official {
    static final String APP_ID = "970CA35de60c44645bbae8a215061b33";
    static final String APP_CERTIFICATE = "5CFd2fd1755d40ecb72977518be15d3b";
    static final Path ROOT = Path.of("../..");

    private Official() {}

    static Issuer issuer() {
        return new Issuer(APP_ID, APP_CERTIFICATE);
    }

    static JsonObject json(String path) {
        try {
            return JsonParser.parseString(Files.readString(ROOT.resolve(path))).getAsJsonObject();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Stream<JsonObject> rows(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsJsonObject);
    }

    static String text(JsonObject row, String name) {
        JsonElement member = row.get(name);
        return member == null || member.isJsonNull() ? null : member.getAsString();
    }

    static String textOrEmpty(JsonObject row, String name) {
        String text = text(row, name);
        return text == null ? "" : text;
    }

    static Long number(JsonObject row, String name) {
        JsonElement member = row.get(name);
        return member == null || member.isJsonNull() ? null : member.getAsLong();
    }

    static void fails(Status status, Executable call) {
        assertEquals(status, assertThrows(AgoraTokenException.class, call).status());
    }
}

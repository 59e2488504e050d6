package io.github.agoratoken.compat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.InflaterInputStream;

/** The official tokens that all languages share. */
final class Vectors {
    static final String ANOTHER_CERTIFICATE = "0123456789abcdef0123456789ABCDEF";

    private static final Path FILE = Path.of("../../../tests/vectors/official.json");

    private Vectors() {}

    static List<JsonObject> of(String version) {
        try {
            JsonObject file = JsonParser.parseString(Files.readString(FILE)).getAsJsonObject();
            List<JsonObject> found = objects(file.getAsJsonArray("vectors"));
            found.removeIf(vector -> !text(vector, "version").equals(version));
            return found;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<JsonObject> objects(JsonElement array) {
        List<JsonObject> all = new ArrayList<>();
        if (array instanceof JsonArray) {
            array.getAsJsonArray().forEach(element -> all.add(element.getAsJsonObject()));
        }
        return all;
    }

    static List<String> texts(JsonElement array) {
        List<String> all = new ArrayList<>();
        array.getAsJsonArray().forEach(element -> all.add(element.getAsString()));
        return all;
    }

    static String text(JsonObject row, String name) {
        return Objects.requireNonNull(row.get(name), name).getAsString();
    }

    static String textOrEmpty(JsonObject row, String name) {
        return row.has(name) ? text(row, name) : "";
    }

    /** A number of 32 bits, as Agora's Java has them: the sign is the highest bit. */
    static int number(JsonObject row, String name) {
        return (int) Objects.requireNonNull(row.get(name), name).getAsLong();
    }

    /** Pairs of numbers, such as privileges with their times. */
    static List<int[]> pairs(JsonElement pairs) {
        List<int[]> all = new ArrayList<>();
        for (JsonElement pair : pairs.getAsJsonArray()) {
            JsonArray two = pair.getAsJsonArray();
            all.add(new int[] {two.get(0).getAsInt(), (int) two.get(1).getAsLong()});
        }
        return all;
    }

    /** The inflated content of a 007 token, in hexadecimal. */
    static String contentOf(String token) throws IOException {
        byte[] packed = Base64.getDecoder().decode(token.substring(3));
        return HexFormat.of().formatHex(new InflaterInputStream(new ByteArrayInputStream(packed)).readAllBytes());
    }
}

package io.github.agoratoken;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the library's own JSON objects whose members are texts, whole numbers, true, false and null. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** The members: String, Long, Boolean, or null. */
    static Map<String, @Nullable Object> flat(String text) {
        return new Json(text).object();
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new HashMap<>();
        do {
            at++; // What opens the object, or a comma.
            String name = string();
            at++;
            members.put(name, value());
        } while (text.charAt(at) == ',');
        return members;
    }

    private @Nullable Object value() {
        if (text.charAt(at) == '"') {
            return string();
        }
        int start = at;
        while (",}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        switch (word) {
            case "null":
                return null;
            case "true":
            case "false":
                return Boolean.valueOf(word);
            default:
                return Long.valueOf(word);
        }
    }

    private String string() {
        StringBuilder read = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            read.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
        }
        at++;
        return read.toString();
    }

    private char escaped() {
        char kind = text.charAt(++at);
        if (kind == 'u') {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
        }
        int known = "bfnrt".indexOf(kind);
        return known < 0 ? kind : "\b\f\n\r\t".charAt(known);
    }
}

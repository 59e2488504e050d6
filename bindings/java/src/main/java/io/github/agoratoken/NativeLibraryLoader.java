package io.github.agoratoken;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the native library: in the jar, or where the property io.github.agoratoken.library says. */
final class NativeLibraryLoader {
    private static final String PROPERTY = "io.github.agoratoken.library";

    private NativeLibraryLoader() {}

    static NativeLibrary load() {
        if (Native.POINTER_SIZE != 8) {
            throw new UnsatisfiedLinkError("agora-token needs a JVM of 64 bits");
        }
        String chosen = System.getProperty(PROPERTY);
        return NativeLibrary.getInstance(chosen == null ? extracted() : chosen);
    }

    private static String extracted() {
        String resource = "/" + folder() + "/" + System.mapLibraryName("agora_token");
        try {
            return Native.extractFromResourcePath(resource, NativeLibraryLoader.class.getClassLoader())
                    .getAbsolutePath();
        } catch (IOException absent) {
            UnsatisfiedLinkError error = new UnsatisfiedLinkError("this jar has no native library for " + folder()
                    + ": take the jar of a release, or name the library's file in the property " + PROPERTY);
            error.initCause(absent);
            throw error;
        }
    }

    /** The folder in the jar, as JNA names it; JNA does not tell musl from glibc. */
    static String folder() {
        return Platform.isLinux() && isMusl() ? Platform.RESOURCE_PREFIX + "-musl" : Platform.RESOURCE_PREFIX;
    }

    /** Whether musl's loader is among what this process has mapped. */
    private static boolean isMusl() {
        try {
            // A path in it may be of any bytes.
            return Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1).contains("/ld-musl-");
        } catch (IOException unreadable) {
            return false;
        }
    }
}

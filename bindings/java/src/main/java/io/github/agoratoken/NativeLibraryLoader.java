package io.github.agoratoken;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Finds the native library: in the jar, or where the property io.github.agoratoken.library says. */
final class NativeLibraryLoader {
    private static final String PROPERTY = "io.github.agoratoken.library";

    /** musl is one file, loader and C library, which Alpine and Debian call differently. */
    private static final Pattern MUSL = Pattern.compile("/(ld-musl-|libc\\.musl-|[^/\\s]*-linux-musl\\w*/libc\\.so)");

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

    private static String folder() {
        return folder(Platform.RESOURCE_PREFIX, Platform.isLinux() ? mapped() : "");
    }

    /**
     * The folder in the jar: as JNA names the platform, which does not tell musl from glibc. A system may have both, so
     * what counts is the loader that this process has mapped.
     *
     * @param prefix the name that JNA has for the platform
     * @param mapped /proc/self/maps of Linux
     */
    static String folder(String prefix, String mapped) {
        return MUSL.matcher(mapped).find() ? prefix + "-musl" : prefix;
    }

    private static String mapped() {
        try {
            // A path in it may be of any bytes.
            return Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return "";
        }
    }
}

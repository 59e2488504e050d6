package io.github.agoratoken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.sun.jna.Platform;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which library of the jar is taken: by system, processor and C library. */
class NativeLibraryLoaderTest {
    private static final String GLIBC = "7f1c2a000000-7f1c2a022000 r--p 00000000 fe:01 131 /usr/lib/%s-linux-gnu/libc.so.6\n"
            + "7f1c2a3f5000-7f1c2a3f6000 r--p 00000000 fe:01 99 /usr/lib/%s-linux-gnu/ld-linux.so.2\n";

    /** The system, its processor as Java and as a release name it, and the folder. */
    @ParameterizedTest
    @CsvSource({
        "LINUX, Linux, amd64, x86_64-linux-gnu, linux-x86-64",
        "LINUX, Linux, amd64, x86_64-linux-musl, linux-x86-64-musl",
        "LINUX, Linux, aarch64, aarch64-linux-gnu, linux-aarch64",
        "LINUX, Linux, aarch64, aarch64-linux-musl, linux-aarch64-musl",
        "MAC, Mac OS X, x86_64, x86_64-macos, darwin-x86-64",
        "MAC, Mac OS X, aarch64, aarch64-macos, darwin-aarch64",
        "WINDOWS, Windows 11, amd64, x86_64-windows, win32-x86-64",
    })
    void eachTargetOfAReleaseHasItsFolder(
            String system, String osName, String osArch, String target, String folder, @TempDir Path jar)
            throws Exception {
        Method jna = Platform.class.getDeclaredMethod(
                "getNativeLibraryResourcePrefix", int.class, String.class, String.class);
        jna.setAccessible(true);
        int number = Platform.class.getField(system).getInt(null);
        String prefix = (String) jna.invoke(null, number, osArch, osName);
        String processor = target.replaceFirst("-.*", "");
        for (String mapped : mapsOf(target, processor)) {
            assertEquals(folder, NativeLibraryLoader.folder(prefix, mapped));
        }
        // The folder that a build puts the library of this target in.
        Path library = Files.createFile(jar.resolve("library"));
        run("./native.sh", library.toString(), jar.toString(), target);
        assertEquals("[" + jar.resolve(folder).resolve("library") + "]", filesBelow(jar, library));
    }

    private static String[] mapsOf(String target, String processor) {
        if (target.endsWith("-musl")) {
            return new String[] {
                "7f00-7f01 r-xp 00000000 00:1d 7 /lib/ld-musl-" + processor + ".so.1\n",
                "7f00-7f01 r-xp 00000000 00:1d 7 /lib/libc.musl-" + processor + ".so.1\n",
                "7f00-7f01 r-xp 00000000 00:1d 7 /usr/lib/" + processor + "-linux-musl/libc.so\n",
            };
        }
        // musl's name in that of a file that is not musl's.
        String glibc = String.format(GLIBC, processor, processor);
        return new String[] {target.contains("linux") ? glibc : "", glibc + "7f00-7f01 r--p 0 0:0 7 /srv/musl-1.jar\n"};
    }

    @Test
    void theLibraryOfThisProcessIsInTheFolderOfItsPlatform() {
        String folder = NativeLibraryLoader.folder(Platform.RESOURCE_PREFIX, maps());
        // What the proof for other platforms knows.
        assertEquals(System.getProperty("folder", folder), folder);
        String resource = "/" + folder + "/" + System.mapLibraryName("agora_token");
        assertNotNull(NativeLibraryLoader.class.getResource(resource), resource);
    }

    private static String maps() {
        try {
            return Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1);
        } catch (IOException notLinux) {
            return "";
        }
    }

    private static String filesBelow(Path folder, Path but) throws IOException {
        try (var files = Files.walk(folder)) {
            TreeSet<Path> found = new TreeSet<>();
            files.filter(Files::isRegularFile).filter(file -> !file.equals(but)).forEach(found::add);
            return found.toString();
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1);
    }
}

package io.github.agoratoken.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public class, constructor and method of Agora's sources is there, but what the wire is made of. */
class NamesTest {
    static List<String> names() throws IOException {
        try (InputStream file = NamesTest.class.getResourceAsStream("/names.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().collect(Collectors.toList());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void thePublicNameIsThere(String name) throws Exception {
        String[] parts = name.split(" ", 2);
        Class<?> type = Class.forName(parts[0]);
        assertTrue(Modifier.isPublic(type.getModifiers()));
        if (parts.length == 2) {
            assertTrue(signaturesOf(type).contains(parts[1]), () -> signaturesOf(type).toString());
        }
    }

    @Test
    void thereAre110Names() throws Exception {
        assertEquals(110, Set.copyOf(names()).size());
    }

    private static Set<String> signaturesOf(Class<?> type) {
        return Stream.concat(Arrays.stream(type.getConstructors()), Arrays.stream(type.getMethods()))
                .map(NamesTest::signatureOf)
                .collect(Collectors.toSet());
    }

    private static String signatureOf(Executable executable) {
        String name = executable.getName().equals(executable.getDeclaringClass().getName())
                ? "new"
                : executable.getName();
        return Arrays.stream(executable.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", name + "(", ")"));
    }
}

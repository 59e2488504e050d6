package io.github.agoratoken;

import static io.github.agoratoken.Official.fails;
import static io.github.agoratoken.Official.number;
import static io.github.agoratoken.Official.text;
import static io.github.agoratoken.Official.textOrEmpty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The builder, the parser and the checks, against every token of the official builders. */
class VectorsTest {
    private static final List<JsonObject> VECTORS = Official.rows(
                    Official.json("tests/vectors/official.json").getAsJsonArray("vectors"))
            .collect(Collectors.toList());
    private static final String ANOTHER_CERTIFICATE = "0123456789abcdef0123456789ABCDEF";

    static Stream<JsonObject> of006() {
        return VECTORS.stream().filter(vector -> text(vector, "version").equals("006"));
    }

    static Stream<JsonObject> of007() {
        return VECTORS.stream().filter(vector -> text(vector, "version").equals("007"));
    }

    @Test
    void thereAre144Vectors() {
        assertEquals(144, of006().count() + of007().count());
    }

    @ParameterizedTest
    @MethodSource("of006")
    void theBuilderWritesEvery006TokenToTheLetter(JsonObject vector) {
        try (Issuer issuer = issuerOf(vector); TokenBuilder builder = issuer.builder(Version.V006)) {
            JsonArray privileges =
                    vector.getAsJsonArray(vector.has("add_privileges") ? "add_privileges" : "privileges");
            // Below every time in the vector, so that each can be given as seconds from it.
            long issuedAt = pairs(privileges)
                            .map(pair -> pair[1])
                            .filter(time -> time != 0)
                            .reduce(number(vector, "ts"), Math::min)
                    - 1;
            builder.issuedAt(Instant.ofEpochSecond(issuedAt))
                    .salt(number(vector, "salt"))
                    .expiresIn(Duration.ofSeconds(number(vector, "ts") - issuedAt));
            if (isRtm(vector)) {
                builder.addRtm(userOf(vector));
            } else {
                builder.addRtc(text(vector, "channel_name"), userOf(vector));
            }
            pairs(privileges).forEach(pair -> builder.grant(
                    isRtm(vector) ? RtmPrivilege.LOGIN.number() : (int) pair[0],
                    Duration.ofSeconds(pair[1] == 0 ? 0 : pair[1] - issuedAt)));
            assertEquals(text(vector, "token"), builder.build());
        }
    }

    @ParameterizedTest
    @MethodSource("of007")
    void theBuilderWritesTheContentOfEvery007TokenByteForByte(JsonObject vector) throws IOException {
        try (Issuer issuer = issuerOf(vector); TokenBuilder builder = issuer.builder()) {
            builder.issuedAt(Instant.ofEpochSecond(number(vector, "issue_ts")))
                    .salt(number(vector, "salt"))
                    .expiresIn(Duration.ofSeconds(number(vector, "token_expire_in_token")));
            servicesToAdd(vector).forEach(service -> add(builder, service));
            assertEquals(text(vector, "content_hex"), contentOf(builder.build()));
        }
    }

    @ParameterizedTest
    @MethodSource("of006")
    void every006TokenParsesToTheListedFields(JsonObject vector) {
        TokenInfo info = TokenInfo.parse(text(vector, "token"));
        assertEquals(Version.V006, info.version());
        assertEquals(text(vector, "app_id"), info.appId());
        assertEquals(number(vector, "salt"), info.salt());
        assertEquals(Instant.ofEpochSecond(number(vector, "ts")), info.expiresAt());
        assertEquals(number(vector, "crc_channel_name"), info.channelCrc());
        assertEquals(number(vector, "crc_uid"), info.userCrc());
        assertNull(info.issuedAt());
        assertNull(info.cutAt());
        assertNull(info.unknownService());
        assertEquals(1, info.services().size());
        TokenInfo.Service service = info.services().get(0);
        assertEquals(isRtm(vector) ? ServiceType.RTM : ServiceType.RTC, service.type());
        assertNull(service.channel());
        assertNull(service.account());
        List<List<Long>> listed = new ArrayList<>();
        for (TokenInfo.Grant grant : service.privileges()) {
            long number = isRtm(vector) ? 1000 : grant.privilege();
            listed.add(List.of(number, grant.expiresAt() == null ? 0 : grant.expiresAt().getEpochSecond()));
        }
        assertEquals(listOfPairs(vector.getAsJsonArray("privileges")), listed);
    }

    @ParameterizedTest
    @MethodSource("of007")
    void every007TokenParsesToTheListedFields(JsonObject vector) {
        TokenInfo info = TokenInfo.parse(text(vector, "token"));
        long issuedAt = number(vector, "issue_ts");
        assertEquals(Version.V007, info.version());
        assertEquals(text(vector, "app_id"), info.appId());
        assertEquals(number(vector, "salt"), info.salt());
        assertEquals(Instant.ofEpochSecond(issuedAt), info.issuedAt());
        assertEquals(issuedAt + number(vector, "token_expire_in_token"), info.expiresAt().getEpochSecond());
        assertNull(info.unknownService());
        JsonArray services = vector.getAsJsonArray("services");
        assertEquals(services.size(), info.services().size());
        for (int i = 0; i < services.size(); i++) {
            isAsListed(info, info.services().get(i), services.get(i).getAsJsonObject());
        }
    }

    private static void isAsListed(TokenInfo info, TokenInfo.Service service, JsonObject listed) {
        assertEquals(number(listed, "type"), service.type().number());
        assertEquals(text(listed, "channel_name"), service.channel());
        assertEquals(text(listed, "account"), service.account());
        assertEquals(text(listed, "user_id"), service.userId());
        assertEquals(text(listed, "room_uuid"), service.roomUuid());
        assertEquals(text(listed, "user_uuid"), service.userUuid());
        assertEquals(listed.has("role") ? number(listed, "role") : -1, service.role());
        List<List<Long>> ends = new ArrayList<>();
        pairs(listed.getAsJsonArray("privileges")).forEach(pair -> ends.add(List.of(
                pair[0],
                pair[1] == 0 ? info.expiresAt().getEpochSecond() : info.issuedAt().getEpochSecond() + pair[1])));
        List<List<Long>> found = new ArrayList<>();
        service.privileges()
                .forEach(grant ->
                        found.add(List.of((long) grant.privilege(), grant.expiresAt().getEpochSecond())));
        assertEquals(ends, found);
        int permissions = listed.has("permissions") ? listed.getAsJsonArray("permissions").size() : 0;
        assertEquals(permissions, service.permissions().size());
        for (TokenInfo.Permission permission : service.permissions()) {
            List<String> names = Official.rows(listed.getAsJsonArray("permissions"))
                    .filter(row -> number(row, "resource_type") == permission.resource()
                            && number(row, "permission_type") == permission.permission())
                    .map(row -> texts(row.getAsJsonArray("resources")))
                    .findFirst()
                    .orElseThrow();
            assertEquals(names, permission.names());
        }
    }

    @ParameterizedTest
    @MethodSource("of006")
    void every006TokenIsGoodAndIsNotUnderAnotherCertificate(JsonObject vector) {
        // Without a privilege there is nothing to be good for, but the signature has been checked.
        boolean grantsNothing = vector.getAsJsonArray("privileges").isEmpty();
        try (Issuer issuer = issuerOf(vector);
                Issuer other = new Issuer(text(vector, "app_id"), ANOTHER_CERTIFICATE)) {
            if (grantsNothing) {
                fails(Status.NOT_GRANTED, () -> issuer.check(text(vector, "token"), questionOf(vector)));
            } else {
                issuer.check(text(vector, "token"), questionOf(vector));
            }
            fails(Status.BAD_SIGNATURE, () -> other.check(text(vector, "token"), questionOf(vector)));
        }
    }

    @ParameterizedTest
    @MethodSource("of007")
    void every007TokenVerifiesAndDoesNotUnderAnotherCertificate(JsonObject vector) {
        Question question = Question.SIGNATURE.at(Instant.ofEpochSecond(number(vector, "issue_ts")));
        try (Issuer issuer = issuerOf(vector);
                Issuer other = new Issuer(text(vector, "app_id"), ANOTHER_CERTIFICATE)) {
            // A lifetime of 0 has ended when it starts.
            if (number(vector, "token_expire_in_token") == 0) {
                fails(Status.EXPIRED, () -> issuer.check(text(vector, "token"), question));
            } else {
                issuer.check(text(vector, "token"), question);
            }
            fails(Status.BAD_SIGNATURE, () -> other.check(text(vector, "token"), question));
        }
    }

    private static Question questionOf(JsonObject vector) {
        Instant now = Instant.ofEpochSecond(1);
        if (isRtm(vector)) {
            return Question.of(ServiceType.RTM, RtmPrivilege.LOGIN).user(userOf(vector)).at(now);
        }
        int first = pairs(vector.getAsJsonArray("privileges"))
                .map(pair -> (int) pair[0])
                .findFirst()
                .orElse(1);
        return Question.of(ServiceType.RTC, first)
                .channel(text(vector, "channel_name"))
                .user(userOf(vector))
                .at(now);
    }

    private static Issuer issuerOf(JsonObject vector) {
        return new Issuer(text(vector, "app_id"), text(vector, "app_certificate"));
    }

    private static boolean isRtm(JsonObject vector) {
        return text(vector, "kind").equals("rtm");
    }

    /** The user as a 006 token signs it; uid 0 is any user. */
    private static String userOf(JsonObject vector) {
        if (vector.has("uid")) {
            return number(vector, "uid") == 0 ? "" : text(vector, "uid");
        }
        return textOrEmpty(vector, "user_account");
    }

    private static Stream<long[]> pairs(JsonArray pairs) {
        List<long[]> all = new ArrayList<>();
        for (JsonElement pair : pairs) {
            JsonArray two = pair.getAsJsonArray();
            all.add(new long[] {two.get(0).getAsLong(), two.get(1).getAsLong()});
        }
        return all.stream();
    }

    private static List<List<Long>> listOfPairs(JsonArray pairs) {
        List<List<Long>> all = new ArrayList<>();
        pairs(pairs).forEach(pair -> all.add(List.of(pair[0], pair[1])));
        return all;
    }

    private static List<String> texts(JsonArray array) {
        List<String> all = new ArrayList<>();
        array.forEach(element -> all.add(element.getAsString()));
        return all;
    }

    /** The services in the order in which they were added, where the vector tells; it may tell it by their types. */
    private static List<JsonObject> servicesToAdd(JsonObject vector) {
        List<JsonObject> all = new ArrayList<>();
        for (JsonElement entry : vector.getAsJsonArray(vector.has("add_services") ? "add_services" : "services")) {
            all.add(entry.isJsonObject()
                    ? entry.getAsJsonObject()
                    : Official.rows(vector.getAsJsonArray("services"))
                            .filter(service -> number(service, "type") == entry.getAsLong())
                            .findFirst()
                            .orElseThrow());
        }
        return all;
    }

    private static void add(TokenBuilder builder, JsonObject service) {
        String channel = textOrEmpty(service, "channel_name");
        String account = textOrEmpty(service, "account");
        String userId = textOrEmpty(service, "user_id");
        switch (ServiceType.of(number(service, "type").intValue())) {
            case RTC:
                builder.addRtc(channel, account);
                break;
            case RTM:
                builder.addRtm(userId);
                break;
            case STREAMING:
                builder.addStreaming(channel, account);
                break;
            case FPA:
                builder.addFpa();
                break;
            case CHAT:
                builder.addChat(userId);
                break;
            case FCDN:
                builder.addFcdn(channel, account);
                break;
            case APAAS:
                builder.addApaas(
                        text(service, "room_uuid"),
                        text(service, "user_uuid"),
                        number(service, "role").intValue());
                break;
            case RTM2:
                builder.addRtm2(userId);
                break;
            case CONVOAI:
                builder.addConvoai();
                break;
            case STT:
                builder.addStt();
                break;
        }
        pairs(service.getAsJsonArray("privileges"))
                .forEach(pair -> builder.grant((int) pair[0], Duration.ofSeconds(pair[1])));
        if (service.has("permissions") && !service.get("permissions").isJsonNull()) {
            Official.rows(service.getAsJsonArray("permissions"))
                    .forEach(row -> builder.permit(
                            number(row, "resource_type").intValue(),
                            number(row, "permission_type").intValue(),
                            texts(row.getAsJsonArray("resources"))));
        }
    }

    /** The inflated content of a 007 token, in hexadecimal. */
    private static String contentOf(String token) throws IOException {
        byte[] packed = Base64.getDecoder().decode(token.substring(3));
        return HexFormat.of().formatHex(new InflaterInputStream(new ByteArrayInputStream(packed)).readAllBytes());
    }
}

package io.github.agoratoken.compat;

import static io.github.agoratoken.compat.Vectors.number;
import static io.github.agoratoken.compat.Vectors.pairs;
import static io.github.agoratoken.compat.Vectors.text;
import static io.github.agoratoken.compat.Vectors.textOrEmpty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.agora.apaas.ApaasTokenBuilder;
import io.agora.chat.ChatTokenBuilder2;
import io.agora.education.EducationTokenBuilder2;
import io.agora.media.AccessToken;
import io.agora.media.AccessToken2;
import io.agora.media.ConvoAITokenBuilder;
import io.agora.media.FpaTokenBuilder;
import io.agora.media.RtcTokenBuilder;
import io.agora.media.RtcTokenBuilder2;
import io.agora.media.SttTokenBuilder;
import io.agora.rtm.RtmTokenBuilder;
import io.agora.rtm.RtmTokenBuilder2;
import io.github.agoratoken.TokenInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Agora's functions, called as Agora's list of names has them, give the content of the official tokens. */
class OfficialTokensTest {
    private static final List<JsonObject> OF_006 = Vectors.of("006");
    private static final List<JsonObject> OF_007 = Vectors.of("007");

    /** The call of each kind of vector; the two kinds that are not here put a token together of its parts. */
    private static final Map<String, Function<JsonObject, String>> CALLS = new TreeMap<>();

    static {
        RtcTokenBuilder rtc006 = new RtcTokenBuilder();
        RtcTokenBuilder2 rtc = new RtcTokenBuilder2();
        RtmTokenBuilder2 rtm = new RtmTokenBuilder2();
        ChatTokenBuilder2 chat = new ChatTokenBuilder2();
        EducationTokenBuilder2 education = new EducationTokenBuilder2();
        ApaasTokenBuilder apaas = new ApaasTokenBuilder();
        CALLS.put("006 rtc_uid", v -> rtc006.buildTokenWithUid(
                id(v), pair(v), text(v, "channel_name"), number(v, "uid"), role006(v), number(v, "privilege_expired_ts")));
        CALLS.put("006 rtc_account", v -> rtc006.buildTokenWithUserAccount(
                id(v),
                pair(v),
                text(v, "channel_name"),
                text(v, "user_account"),
                role006(v),
                number(v, "privilege_expired_ts")));
        CALLS.put("006 rtm", v -> new RtmTokenBuilder().buildToken(
                id(v),
                pair(v),
                text(v, "user_account"),
                RtmTokenBuilder.Role.Rtm_User,
                number(v, "privilege_expired_ts")));
        CALLS.put("007 rtc_uid", v -> rtc.buildTokenWithUid(
                id(v),
                pair(v),
                text(v, "channel_name"),
                number(v, "uid"),
                role(v, "role"),
                number(v, "token_expire"),
                number(v, "privilege_expire")));
        CALLS.put("007 rtc_account", v -> rtc.buildTokenWithUserAccount(
                id(v),
                pair(v),
                text(v, "channel_name"),
                text(v, "user_account"),
                role(v, "role"),
                number(v, "token_expire"),
                number(v, "privilege_expire")));
        CALLS.put("007 rtc_uid_privileges", v -> rtc.buildTokenWithUid(
                id(v),
                pair(v),
                text(v, "channel_name"),
                number(v, "uid"),
                number(v, "token_expire"),
                number(v, "join_channel_privilege_expire"),
                number(v, "pub_audio_privilege_expire"),
                number(v, "pub_video_privilege_expire"),
                number(v, "pub_data_stream_privilege_expire")));
        CALLS.put("007 rtc_account_privileges", v -> rtc.buildTokenWithUserAccount(
                id(v),
                pair(v),
                text(v, "channel_name"),
                text(v, "user_account"),
                number(v, "token_expire"),
                number(v, "join_channel_privilege_expire"),
                number(v, "pub_audio_privilege_expire"),
                number(v, "pub_video_privilege_expire"),
                number(v, "pub_data_stream_privilege_expire")));
        CALLS.put("007 rtc_rtm", v -> rtc.buildTokenWithRtm(
                id(v),
                pair(v),
                text(v, "channel_name"),
                text(v, "user_account"),
                role(v, "role"),
                number(v, "token_expire"),
                number(v, "privilege_expire")));
        CALLS.put("007 rtc_rtm2", v -> rtc.buildTokenWithRtm2(
                id(v),
                pair(v),
                text(v, "channel_name"),
                text(v, "rtc_account"),
                role(v, "rtc_role"),
                number(v, "rtc_token_expire"),
                number(v, "join_channel_privilege_expire"),
                number(v, "pub_audio_privilege_expire"),
                number(v, "pub_video_privilege_expire"),
                number(v, "pub_data_stream_privilege_expire"),
                text(v, "rtm_user_id"),
                number(v, "rtm_token_expire")));
        CALLS.put("007 convoai", v -> ConvoAITokenBuilder.buildToken(
                id(v),
                pair(v),
                text(v, "channel_name"),
                text(v, "rtc_account"),
                role(v, "rtc_role"),
                number(v, "token_expire"),
                number(v, "join_channel"),
                number(v, "pub_audio"),
                number(v, "pub_video"),
                number(v, "pub_data"),
                text(v, "rtm_user_id"),
                number(v, "rtm_expire")));
        CALLS.put("007 stt", v -> SttTokenBuilder.buildToken(
                id(v),
                pair(v),
                text(v, "channel_name"),
                text(v, "rtc_account"),
                role(v, "rtc_role"),
                number(v, "token_expire"),
                number(v, "join_channel"),
                number(v, "pub_audio"),
                number(v, "pub_video"),
                number(v, "pub_data"),
                text(v, "rtm_user_id"),
                number(v, "rtm_expire")));
        CALLS.put("007 rtm", v -> rtm.buildToken(id(v), pair(v), text(v, "user_id"), number(v, "expire")));
        CALLS.put("007 rtm2_permissions", v -> rtm.buildTokenWithPermissions(
                id(v), pair(v), text(v, "user_id"), permissionsOf(v), number(v, "expire")));
        CALLS.put("007 fpa", v -> new FpaTokenBuilder().buildToken(id(v), pair(v)));
        CALLS.put("007 chat_user", v -> chat.buildUserToken(id(v), pair(v), text(v, "user_id"), number(v, "expire")));
        CALLS.put("007 chat_app", v -> chat.buildAppToken(id(v), pair(v), number(v, "expire")));
        CALLS.put("007 education_room_user", v -> education.buildRoomUserToken(
                id(v),
                pair(v),
                text(v, "room_uuid"),
                text(v, "user_uuid"),
                (short) number(v, "role"),
                number(v, "expire")));
        CALLS.put("007 education_user", v -> education.buildUserToken(
                id(v), pair(v), text(v, "user_uuid"), number(v, "expire")));
        CALLS.put("007 education_app", v -> education.buildAppToken(id(v), pair(v), number(v, "expire")));
        CALLS.put("007 apaas_room_user", v -> apaas.buildRoomUserToken(
                id(v),
                pair(v),
                text(v, "room_uuid"),
                text(v, "user_uuid"),
                (short) number(v, "role"),
                number(v, "expire")));
        CALLS.put("007 apaas_user", v -> apaas.buildUserToken(
                id(v), pair(v), text(v, "user_uuid"), number(v, "expire")));
        CALLS.put("007 apaas_app", v -> apaas.buildAppToken(id(v), pair(v), number(v, "expire")));
    }

    static List<JsonObject> of006() {
        return OF_006;
    }

    static List<JsonObject> of007() {
        return OF_007;
    }

    @Test
    void thereIsAVectorForEachCall() {
        TreeSet<String> kinds = new TreeSet<>();
        OF_006.forEach(vector -> kinds.add("006 " + text(vector, "kind")));
        OF_007.forEach(vector -> kinds.add("007 " + text(vector, "kind")));
        kinds.removeAll(List.of("006 custom_uid", "006 custom_account", "007 services"));
        assertEquals(kinds, CALLS.keySet());
    }

    /** The library takes time and salt. With those of the vector the token that is read is built again. */
    @ParameterizedTest
    @MethodSource("of006")
    void every006CallGivesTheOfficialToken(JsonObject vector) {
        String token = call006(vector);
        TokenInfo info = TokenInfo.parse(token);
        assertEquals(number(vector, "crc_channel_name"), (int) info.channelCrc());
        assertEquals(number(vector, "crc_uid"), (int) info.userCrc());
        assertEquals(text(vector, "token"), builtAgain006(token, vector));
    }

    @ParameterizedTest
    @MethodSource("of006")
    void a006TokenThatWasReadCanBeBuiltAgain(JsonObject vector) {
        assertEquals(text(vector, "token"), builtAgain006(text(vector, "token"), vector));
    }

    private static String builtAgain006(String token, JsonObject vector) {
        boolean isRtm = text(vector, "kind").equals("rtm");
        String channel = text(vector, isRtm ? "user_account" : "channel_name");
        AccessToken read = new AccessToken("", pair(vector), channel, isRtm ? "" : userOf(vector));
        assertTrue(read.fromString(token));
        assertEquals(id(vector), read.appId);
        assertEquals(number(vector, "crc_channel_name"), read.crcChannelName);
        assertEquals(number(vector, "crc_uid"), read.crcUid);
        read.message.salt = number(vector, "salt");
        read.message.ts = number(vector, "ts");
        return read.build();
    }

    private static String call006(JsonObject vector) {
        Function<JsonObject, String> call = CALLS.get("006 " + text(vector, "kind"));
        if (call != null) {
            return call.apply(vector);
        }
        AccessToken token = new AccessToken(id(vector), pair(vector), text(vector, "channel_name"), userOf(vector));
        for (int[] privilege : pairs(vector.get("add_privileges"))) {
            // The enum has five of them.
            token.message.messages.put((short) privilege[0], privilege[1]);
        }
        return token.build();
    }

    @ParameterizedTest
    @MethodSource("of007")
    void every007CallGivesTheContentOfTheOfficialToken(JsonObject vector) throws Exception {
        AccessToken2 read = new AccessToken2();
        String token = call007(vector);
        assertTrue(read.parse(token));
        assertTrue(read.verifySignature(pair(vector)));
        read.issueTs = number(vector, "issue_ts");
        read.salt = number(vector, "salt");
        read.appCert = pair(vector);
        assertEquals(text(vector, "content_hex"), Vectors.contentOf(read.build()));
    }

    @ParameterizedTest
    @MethodSource("of007")
    void a007TokenThatWasReadVerifiesAndCanBeBuiltAgain(JsonObject vector) throws Exception {
        AccessToken2 read = new AccessToken2();
        assertTrue(read.parse(text(vector, "token")));
        assertTrue(read.verifySignature(pair(vector)));
        assertFalse(read.verifySignature(Vectors.ANOTHER_CERTIFICATE));
        assertFalse(read.verifySignature("no certificate"));
        assertEquals(number(vector, "token_expire_in_token"), read.expire);
        read.appCert = pair(vector);
        assertEquals(text(vector, "content_hex"), Vectors.contentOf(read.build()));
        read.salt++;
        assertFalse(read.verifySignature(pair(vector)));
    }

    private static String call007(JsonObject vector) {
        Function<JsonObject, String> call = CALLS.get("007 " + text(vector, "kind"));
        if (call != null) {
            return call.apply(vector);
        }
        AccessToken2 token = new AccessToken2(id(vector), pair(vector), number(vector, "token_expire_in_token"));
        JsonElement added = vector.get(vector.has("add_services") ? "add_services" : "services");
        List<JsonObject> services = Vectors.objects(vector.get("services"));
        for (JsonElement each : added.getAsJsonArray()) {
            token.addService(serviceOf(
                    each.isJsonObject()
                            ? each.getAsJsonObject()
                            : services.stream()
                                    .filter(service -> number(service, "type") == each.getAsInt())
                                    .findFirst()
                                    .orElseThrow()));
        }
        return token.build();
    }

    private static AccessToken2.Service serviceOf(JsonObject listed) {
        String channel = textOrEmpty(listed, "channel_name");
        String account = textOrEmpty(listed, "account");
        String userId = textOrEmpty(listed, "user_id");
        AccessToken2.Service service;
        switch ((short) number(listed, "type")) {
            case AccessToken2.SERVICE_TYPE_RTC:
                service = new AccessToken2.ServiceRtc(channel, account);
                break;
            case AccessToken2.SERVICE_TYPE_RTM:
                service = new AccessToken2.ServiceRtm(userId);
                break;
            case AccessToken2.SERVICE_TYPE_STREAMING:
                service = new AccessToken2.ServiceStreaming(channel, account);
                break;
            case AccessToken2.SERVICE_TYPE_CHAT:
                service = new AccessToken2.ServiceChat(userId);
                break;
            case AccessToken2.SERVICE_TYPE_FCDN:
                service = new AccessToken2.ServiceFCdn(channel, account);
                break;
            case AccessToken2.SERVICE_TYPE_APAAS:
                service = new AccessToken2.ServiceApaas(
                        text(listed, "room_uuid"), text(listed, "user_uuid"), (short) number(listed, "role"));
                break;
            case AccessToken2.SERVICE_TYPE_RTM2:
                service = new AccessToken2.ServiceRtm2(userId, permissionsOf(listed));
                break;
            default:
                service = new AccessToken2().getService((short) number(listed, "type"));
        }
        pairs(listed.get("privileges")).forEach(pair -> service.privileges.put((short) pair[0], pair[1]));
        return service;
    }

    private static AccessToken2.ServiceRtm2.Permissions permissionsOf(JsonObject listed) {
        AccessToken2.ServiceRtm2.Permissions permissions = new AccessToken2.ServiceRtm2.Permissions();
        for (JsonObject row : Vectors.objects(listed.get("permissions"))) {
            permissions.add(
                    (short) number(row, "resource_type"),
                    (short) number(row, "permission_type"),
                    Vectors.texts(row.get("resources")));
        }
        return permissions;
    }

    private static String id(JsonObject vector) {
        return text(vector, "app_id");
    }

    private static String pair(JsonObject vector) {
        return text(vector, "app_certificate");
    }

    private static String userOf(JsonObject vector) {
        return vector.has("uid") ? AccessToken2.getUidStr(number(vector, "uid")) : text(vector, "user_account");
    }

    private static RtcTokenBuilder.Role role006(JsonObject vector) {
        return Arrays.stream(RtcTokenBuilder.Role.values())
                .filter(role -> role.initValue == number(vector, "role"))
                .findFirst()
                .orElse(null);
    }

    private static RtcTokenBuilder2.Role role(JsonObject vector, String name) {
        return Arrays.stream(RtcTokenBuilder2.Role.values())
                .filter(role -> role.initValue == number(vector, name))
                .findFirst()
                .orElse(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "006", "007eJx", "no token", "\uD800"})
    void whatIsNoTokenIsNotReadAndDoesNotVerify(String text) {
        AccessToken2 token = new AccessToken2();
        assertTrue(token.parse(text(OF_007.get(0), "token")));
        assertFalse(token.parse(text));
        assertFalse(token.verifySignature(pair(OF_007.get(0))));
        assertTrue(token.services.isEmpty());
        assertFalse(new AccessToken("", "", "", "").fromString(text));
        assertFalse(new RtmTokenBuilder().initTokenBuilder(text));
    }

    @Test
    void aTokenOfTheOtherVersionIsNotRead() {
        assertFalse(new AccessToken2().parse(text(OF_006.get(0), "token")));
        assertFalse(new AccessToken2().parse(null));
        assertFalse(new AccessToken("", "", "", "").fromString(text(OF_007.get(0), "token")));
    }

    @Test
    void servicesAreFoundByTheirTypeAsInTheMapOfPackage213() {
        AccessToken2 token = new AccessToken2();
        token.addService(new AccessToken2.ServiceRtm("ann"));
        token.addService(new AccessToken2.ServiceRtm("bob"));
        assertEquals("bob", ((AccessToken2.ServiceRtm) token.services.get(AccessToken2.SERVICE_TYPE_RTM)).getUserId());
        assertEquals("ann", ((AccessToken2.ServiceRtm) token.services.get(0)).getUserId());
        assertEquals(2, token.getServices(AccessToken2.SERVICE_TYPE_RTM).size());
        assertEquals(2, token.services.values().size());
        assertTrue(token.services.containsKey(AccessToken2.SERVICE_TYPE_RTM));
        assertNull(token.services.get(AccessToken2.SERVICE_TYPE_RTC));
    }

    @Test
    void anRtmTokenThatWasReadGetsAnotherPrivilege() {
        JsonObject vector = OF_006.stream()
                .filter(each -> text(each, "kind").equals("rtm"))
                .findFirst()
                .orElseThrow();
        RtmTokenBuilder builder = new RtmTokenBuilder();
        assertTrue(builder.initTokenBuilder(text(vector, "token")));
        builder.setPrivilege(AccessToken.Privileges.kRtmLogin, 4);
        builder.mTokenCreator.appCertificate = pair(vector);
        TokenInfo info = TokenInfo.parse(builder.mTokenCreator.build());
        assertEquals(4, info.services().get(0).privileges().get(0).time());
    }
}

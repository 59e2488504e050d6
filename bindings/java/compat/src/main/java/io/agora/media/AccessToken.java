package io.agora.media;

import io.github.agoratoken.AgoraTokenException;
import io.github.agoratoken.Issuer;
import io.github.agoratoken.ServiceType;
import io.github.agoratoken.Status;
import io.github.agoratoken.TokenBuilder;
import io.github.agoratoken.TokenInfo;
import io.github.agoratoken.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/** Builds and reads a 006 token. Times are Unix times in seconds; a privilege that ends at 0 does not expire. */
public class AccessToken {
    private static final int DAY = 24 * 3600;

    public String appId;
    public String appCertificate;
    public String channelName;
    public String uid;
    /** Set by {@link #build} and {@link #fromString}, as is the next. */
    public int crcChannelName;
    public int crcUid;
    public PrivilegeMessage message = new PrivilegeMessage();
    /** Of no use, as in Agora's package. */
    public int expireTimestamp;

    /** @param uid the digits of a number, or a user account; "" is any user */
    public AccessToken(String appId, String appCertificate, String channelName, String uid) {
        this.appId = appId;
        this.appCertificate = appCertificate;
        this.channelName = channelName;
        this.uid = uid;
    }

    /** The token, or "" where the App ID or the certificate is none. */
    public String build() {
        Issuer issuer = Rules.issuerOf(appId, appCertificate);
        if (issuer == null) {
            return "";
        }
        heed(issuer);
        // The builder takes seconds from the issuing, of which 0 is for ever: below every end each can be given so.
        long issuedAt = message.messages.values().stream()
                .filter(end -> end != 0)
                .mapToLong(end -> Integer.toUnsignedLong(end) - 1)
                .reduce(Integer.toUnsignedLong(message.ts), Math::min);
        try (TokenBuilder builder = issuer.builder(Version.V006)) {
            builder.issuedAt(Instant.ofEpochSecond(issuedAt)).expiresIn(from(issuedAt, message.ts));
            if (message.salt != 0) {
                builder.salt(Integer.toUnsignedLong(message.salt));
            }
            builder.addRtc(Rules.text(channelName), Rules.text(uid));
            message.messages.forEach((privilege, end) -> builder.grant(
                    Short.toUnsignedInt(privilege), end == 0 ? Duration.ZERO : from(issuedAt, end)));
            String token = builder.build();
            read(TokenInfo.parse(token));
            return token;
        }
    }

    private static Duration from(long issuedAt, int end) {
        return Rules.seconds(end).minusSeconds(issuedAt);
    }

    private void heed(Issuer issuer) {
        Duration now = Duration.ofSeconds(Instant.now().getEpochSecond());
        if (message.messages.values().stream().anyMatch(end -> Rules.seconds(end).compareTo(now) <= 0)) {
            Rules.complain(
                    Status.BAD_EXPIRY,
                    "a privilege's end is not in the future: it is a Unix time in seconds, such as "
                            + "System.currentTimeMillis() / 1000 + 3600");
        }
        Duration life = Duration.ofSeconds(1);
        if (message.messages.containsKey(Privileges.kRtmLogin.intValue)) {
            Rules.heedRtm(issuer, channelName, life);
        } else {
            Rules.heedChannel(issuer, channelName, uid, life);
        }
    }

    /** Grants a privilege until a Unix time. */
    public void addPrivilege(Privileges privilege, int expireTimestamp) {
        message.messages.put(privilege.intValue, expireTimestamp);
    }

    /** The version of the tokens. */
    public static String getVersion() {
        return "006";
    }

    /** Reads a token; false where it is none. It holds no names, so channelName and uid stay as they are. */
    public boolean fromString(String token) {
        try {
            TokenInfo info = TokenInfo.parse(token);
            if (info.version() == Version.V006) {
                read(info);
                return true;
            }
            return false;
        } catch (AgoraTokenException none) {
            return false;
        }
    }

    private void read(TokenInfo info) {
        appId = info.appId();
        crcChannelName = (int) info.channelCrc();
        crcUid = (int) info.userCrc();
        message.salt = (int) info.salt();
        message.ts = (int) info.expiresAt().getEpochSecond();
        message.messages = new TreeMap<>();
        TokenInfo.Service service = info.services().get(0);
        boolean isLogin = service.type() == ServiceType.RTM;
        for (TokenInfo.Grant grant : service.privileges()) {
            short privilege = isLogin ? Privileges.kRtmLogin.intValue : (short) grant.privilege();
            message.messages.put(privilege, (int) grant.time());
        }
    }

    /** The privileges of a 006 token. */
    public enum Privileges {
        kJoinChannel(1),
        kPublishAudioStream(2),
        kPublishVideoStream(3),
        kPublishDataStream(4),
        kRtmLogin(1000);

        public short intValue;

        Privileges(int value) {
            intValue = (short) value;
        }
    }

    /** What a 006 token says beside its names. */
    public static class PrivilegeMessage {
        /** The library takes one that no other token of the pair has where it is 0. A token that is built again keeps it. */
        public int salt;

        public int ts = (int) Instant.now().getEpochSecond() + DAY;
        /** The end of each privilege, by its number. */
        public TreeMap<Short, Integer> messages = new TreeMap<>();
    }
}

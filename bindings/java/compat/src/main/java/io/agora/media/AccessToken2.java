package io.agora.media;

import io.github.agoratoken.AgoraTokenException;
import io.github.agoratoken.InvalidArgumentException;
import io.github.agoratoken.Issuer;
import io.github.agoratoken.Status;
import io.github.agoratoken.TokenBuilder;
import io.github.agoratoken.TokenInfo;
import io.github.agoratoken.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds, reads and verifies a 007 token of one or more services. Lifetimes are seconds from the issuing. */
public class AccessToken2 {
    public static final short SERVICE_TYPE_RTC = 1;
    public static final short SERVICE_TYPE_RTM = 2;
    public static final short SERVICE_TYPE_STREAMING = 3;
    public static final short SERVICE_TYPE_FPA = 4;
    public static final short SERVICE_TYPE_CHAT = 5;
    public static final short SERVICE_TYPE_FCDN = 6;
    public static final short SERVICE_TYPE_APAAS = 7;
    public static final short SERVICE_TYPE_RTM2 = 8;
    public static final short SERVICE_TYPE_CONVOAI = 9;
    public static final short SERVICE_TYPE_STT = 10;

    public String appCert = "";
    public String appId = "";
    public int expire;
    public int issueTs;
    /** The library takes one that no other token of the pair has where it is 0. */
    public int salt;

    public Services services = new Services();

    /** What was read, with the numbers that its signature is made with. */
    private @Nullable String read;
    private int readIssueTs;
    private int readSalt;

    /** For {@link #parse}. */
    public AccessToken2() {}

    public AccessToken2(String appId, String appCert, int expire) {
        this.appId = appId;
        this.appCert = appCert;
        this.expire = expire;
        this.issueTs = (int) Instant.now().getEpochSecond();
    }

    /** Adds a service; several of one type stay. */
    public void addService(Service service) {
        services.add(service);
    }

    /** The services of a type. */
    public List<Service> getServices(short serviceType) {
        return services.stream().filter(service -> service.type == serviceType).collect(Collectors.toList());
    }

    /** The token, or "" where the App ID or the certificate is none, or there is no service. */
    public String build() {
        Issuer issuer = Rules.issuerOf(appId, appCert);
        if (issuer == null || services.isEmpty()) {
            return "";
        }
        List<Service> sorted = new ArrayList<>(services);
        sorted.sort(Comparator.comparingInt(service -> Short.toUnsignedInt(service.type)));
        sorted.forEach(service -> service.heed(issuer, longest(service)));
        try (TokenBuilder builder = issuer.builder()) {
            builder.expiresIn(Rules.seconds(expire));
            if (issueTs != 0) {
                builder.issuedAt(Instant.ofEpochSecond(Integer.toUnsignedLong(issueTs)));
            }
            if (salt != 0) {
                builder.salt(Integer.toUnsignedLong(salt));
            }
            for (Service service : sorted) {
                service.addTo(builder);
                service.privileges.forEach(
                        (privilege, life) -> builder.grant(Short.toUnsignedInt(privilege), Rules.seconds(life)));
            }
            return builder.build();
        }
    }

    /** The lifetime that a rule may have something against: one that is 0, or the longest. */
    private Duration longest(Service service) {
        Duration whole = Rules.seconds(expire);
        return whole.isZero()
                ? whole
                : service.privileges.values().stream().map(Rules::seconds).reduce(whole, AccessToken2::longer);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** A new service of a type; null where it is none of those that Agora has. */
    public @Nullable Service getService(short serviceType) {
        switch (serviceType) {
            case SERVICE_TYPE_RTC:
                return new ServiceRtc();
            case SERVICE_TYPE_RTM:
                return new ServiceRtm();
            case SERVICE_TYPE_STREAMING:
                return new ServiceStreaming();
            case SERVICE_TYPE_FPA:
                return new ServiceFpa();
            case SERVICE_TYPE_CHAT:
                return new ServiceChat();
            case SERVICE_TYPE_FCDN:
                return new ServiceFCdn();
            case SERVICE_TYPE_APAAS:
                return new ServiceApaas();
            case SERVICE_TYPE_RTM2:
                return new ServiceRtm2();
            case SERVICE_TYPE_CONVOAI:
                return new ServiceConvoAI();
            case SERVICE_TYPE_STT:
                return new ServiceStt();
            default:
                return null;
        }
    }

    /** A uid as it stands in a token: "" for 0, which is any user. */
    public static String getUidStr(int uid) {
        return uid == 0 ? "" : Integer.toUnsignedString(uid);
    }

    /** The version of the tokens. */
    public static String getVersion() {
        return "007";
    }

    /** Reads a token; false where it is none. */
    public boolean parse(String token) {
        appId = "";
        issueTs = expire = salt = 0;
        services.clear();
        read = null;
        try {
            TokenInfo info = TokenInfo.parse(token == null ? "" : token);
            return info.version() == Version.V007 && read(token, info);
        } catch (AgoraTokenException none) {
            return false;
        }
    }

    private boolean read(String token, TokenInfo info) {
        long issuedAt = info.issuedAt().getEpochSecond();
        appId = info.appId();
        issueTs = readIssueTs = (int) issuedAt;
        expire = (int) (info.expiresAt().getEpochSecond() - issuedAt);
        salt = readSalt = (int) info.salt();
        for (TokenInfo.Service found : info.services()) {
            Service service = getService((short) found.type().number());
            service.read(found);
            found.privileges().forEach(
                    grant -> service.privileges.put((short) grant.privilege(), (int) grant.time()));
            services.add(service);
        }
        read = token;
        return true;
    }

    /** Whether the token that was read is signed with this certificate; its lifetime is not looked at. */
    public boolean verifySignature(String appCertificate) {
        if (read == null || readIssueTs != issueTs || readSalt != salt || appCertificate == null) {
            return false;
        }
        // Not one of those that are kept: a certificate that is tried may be a guess.
        try (Issuer issuer = new Issuer(appId, appCertificate)) {
            issuer.verify(read);
            return true;
        } catch (AgoraTokenException failed) {
            return failed.status() == Status.EXPIRED;
        }
    }

    public enum PrivilegeRtc {
        PRIVILEGE_JOIN_CHANNEL(1),
        PRIVILEGE_PUBLISH_AUDIO_STREAM(2),
        PRIVILEGE_PUBLISH_VIDEO_STREAM(3),
        PRIVILEGE_PUBLISH_DATA_STREAM(4);

        public short intValue;

        PrivilegeRtc(int value) {
            intValue = (short) value;
        }
    }

    public enum PrivilegeRtm {
        PRIVILEGE_LOGIN(1);

        public short intValue;

        PrivilegeRtm(int value) {
            intValue = (short) value;
        }
    }

    public enum PrivilegeStreaming {
        PRIVILEGE_PUBLISH_MIX_STREAM(1),
        PRIVILEGE_PUBLISH_RAW_STREAM(2);

        public short intValue;

        PrivilegeStreaming(int value) {
            intValue = (short) value;
        }
    }

    public enum PrivilegeFpa {
        PRIVILEGE_LOGIN(1);

        public short intValue;

        PrivilegeFpa(int value) {
            intValue = (short) value;
        }
    }

    public enum PrivilegeChat {
        PRIVILEGE_CHAT_USER(1),
        PRIVILEGE_CHAT_APP(2);

        public short intValue;

        PrivilegeChat(int value) {
            intValue = (short) value;
        }
    }

    public enum PrivilegeFCdn {
        PRIVILEGE_PUBLISH(1),
        PRIVILEGE_PLAY(2);

        public short intValue;

        PrivilegeFCdn(int value) {
            intValue = (short) value;
        }
    }

    public enum PrivilegeApaas {
        PRIVILEGE_ROOM_USER(1),
        PRIVILEGE_USER(2),
        PRIVILEGE_APP(3);

        public short intValue;

        PrivilegeApaas(int value) {
            intValue = (short) value;
        }
    }

    public enum PrivilegeRtm2 {
        PRIVILEGE_LOGIN(1);

        public short intValue;

        PrivilegeRtm2(int value) {
            intValue = (short) value;
        }
    }

    /** The services of a token in their order, and, as package 2.1.3 has them, by their type. */
    public static final class Services extends ArrayList<Service> {
        private static final long serialVersionUID = 1;

        /** The last service of a type, or null. */
        public @Nullable Service get(short serviceType) {
            return stream().filter(service -> service.type == serviceType).reduce(null, (before, last) -> last);
        }

        /** Whether there is a service of a type. */
        public boolean containsKey(short serviceType) {
            return get(serviceType) != null;
        }

        /** All of them. */
        public Collection<Service> values() {
            return this;
        }
    }

    /** A service of a token, with the privileges that it grants: each a lifetime, of which 0 is as long as the token. */
    public static class Service {
        public short type;
        public TreeMap<Short, Integer> privileges = new TreeMap<>();

        public Service() {}

        public Service(short serviceType) {
            this.type = serviceType;
        }

        public void addPrivilegeRtc(PrivilegeRtc privilege, int expire) {
            privileges.put(privilege.intValue, expire);
        }

        public void addPrivilegeRtm(PrivilegeRtm privilege, int expire) {
            privileges.put(privilege.intValue, expire);
        }

        public void addPrivilegeStreaming(PrivilegeStreaming privilege, int expire) {
            privileges.put(privilege.intValue, expire);
        }

        public void addPrivilegeFpa(PrivilegeFpa privilege, int expire) {
            privileges.put(privilege.intValue, expire);
        }

        public void addPrivilegeChat(PrivilegeChat privilege, int expire) {
            privileges.put(privilege.intValue, expire);
        }

        public void addPrivilegeFCdn(PrivilegeFCdn privilege, int expire) {
            privileges.put(privilege.intValue, expire);
        }

        public void addPrivilegeApaas(PrivilegeApaas privilege, int expire) {
            privileges.put(privilege.intValue, expire);
        }

        public void addPrivilegeRtm2(PrivilegeRtm2 privilege, int expire) {
            privileges.put(privilege.intValue, expire);
        }

        public TreeMap<Short, Integer> getPrivileges() {
            return privileges;
        }

        public short getServiceType() {
            return type;
        }

        void addTo(TokenBuilder builder) {
            String message = "this library writes no plain service of type " + Short.toUnsignedInt(type)
                    + ": take the class of the service, such as ServiceRtc";
            throw new InvalidArgumentException(Status.BAD_SERVICE, message);
        }

        /** Has the rules look at it. */
        void heed(Issuer issuer, Duration life) {}

        /** Takes what was read from a token. */
        void read(TokenInfo.Service found) {}
    }

    /** A channel of live voice and video. */
    public static class ServiceRtc extends Service {
        public String channelName;
        public String uid;

        public ServiceRtc() {
            super(SERVICE_TYPE_RTC);
        }

        /** @param uid the digits of a number, or a user account; "" is any user */
        public ServiceRtc(String channelName, String uid) {
            this();
            this.channelName = channelName;
            this.uid = uid;
        }

        public String getChannelName() {
            return channelName;
        }

        public String getUid() {
            return uid;
        }

        @Override
        void addTo(TokenBuilder builder) {
            builder.addRtc(Rules.text(channelName), Rules.text(uid));
        }

        @Override
        void heed(Issuer issuer, Duration life) {
            Rules.heedChannel(issuer, channelName, uid, life);
        }

        @Override
        void read(TokenInfo.Service found) {
            channelName = found.channel();
            uid = found.account();
        }
    }

    /** Messaging (Signaling). */
    public static class ServiceRtm extends Service {
        public String userId;

        public ServiceRtm() {
            super(SERVICE_TYPE_RTM);
        }

        public ServiceRtm(String userId) {
            this();
            this.userId = userId;
        }

        public String getUserId() {
            return userId;
        }

        @Override
        void addTo(TokenBuilder builder) {
            builder.addRtm(Rules.text(userId));
        }

        @Override
        void heed(Issuer issuer, Duration life) {
            Rules.heedRtm(issuer, userId, life);
        }

        @Override
        void read(TokenInfo.Service found) {
            userId = found.userId();
        }
    }

    /** Media push and pull. */
    public static class ServiceStreaming extends Service {
        public String channelName;
        public String account;

        public ServiceStreaming() {
            this("", "");
        }

        /** @param account the digits of a number, or a user account; "" is any user */
        public ServiceStreaming(String channelName, String account) {
            super(SERVICE_TYPE_STREAMING);
            this.channelName = channelName;
            this.account = account;
        }

        /** @param uid a number; 0 is any user */
        public ServiceStreaming(String channelName, long uid) {
            this(channelName, uid == 0 ? "" : Long.toString(uid));
        }

        @Override
        void addTo(TokenBuilder builder) {
            builder.addStreaming(Rules.text(channelName), Rules.text(account));
        }

        @Override
        void heed(Issuer issuer, Duration life) {
            Rules.heedChannel(issuer, channelName, account, life);
        }

        @Override
        void read(TokenInfo.Service found) {
            channelName = found.channel();
            account = found.account();
        }
    }

    /** Full-path acceleration. */
    public static class ServiceFpa extends Service {
        public ServiceFpa() {
            super(SERVICE_TYPE_FPA);
        }

        @Override
        void addTo(TokenBuilder builder) {
            builder.addFpa();
        }
    }

    /** Chat: of one user, or of the whole app. */
    public static class ServiceChat extends Service {
        public String userId;

        public ServiceChat() {
            this("");
        }

        public ServiceChat(String userId) {
            super(SERVICE_TYPE_CHAT);
            this.userId = userId;
        }

        public String getUserId() {
            return userId;
        }

        @Override
        void addTo(TokenBuilder builder) {
            builder.addChat(Rules.text(userId));
        }

        @Override
        void heed(Issuer issuer, Duration life) {
            boolean isUser = privileges.containsKey(PrivilegeChat.PRIVILEGE_CHAT_USER.intValue);
            Rules.heed(isUser ? () -> issuer.chatUser(userId, life) : () -> issuer.chatApp(life));
        }

        @Override
        void read(TokenInfo.Service found) {
            userId = found.userId();
        }
    }

    /** The CDN of live broadcasts. */
    public static class ServiceFCdn extends Service {
        public String channelName;
        public String account;

        public ServiceFCdn() {
            this("", "");
        }

        /** @param account the digits of a number, or a user account; "" is any user */
        public ServiceFCdn(String channelName, String account) {
            super(SERVICE_TYPE_FCDN);
            this.channelName = channelName;
            this.account = account;
        }

        /** @param uid a number; 0 is any user */
        public ServiceFCdn(String channelName, long uid) {
            this(channelName, uid == 0 ? "" : Long.toString(uid));
        }

        @Override
        void addTo(TokenBuilder builder) {
            builder.addFcdn(Rules.text(channelName), Rules.text(account));
        }

        @Override
        void heed(Issuer issuer, Duration life) {
            Rules.heedChannel(issuer, channelName, account, life);
        }

        @Override
        void read(TokenInfo.Service found) {
            channelName = found.channel();
            account = found.account();
        }
    }

    /** Flexible Classroom. */
    public static class ServiceApaas extends Service {
        private static final short NO_ROLE = -1;

        public String roomUuid;
        public String userUuid;
        public Short role;

        public ServiceApaas() {
            this("");
        }

        public ServiceApaas(String roomUuid, String userUuid, Short role) {
            super(SERVICE_TYPE_APAAS);
            this.roomUuid = roomUuid;
            this.userUuid = userUuid;
            this.role = role;
        }

        public ServiceApaas(String userUuid) {
            this("", userUuid, NO_ROLE);
        }

        public String getRoomUuid() {
            return roomUuid;
        }

        public String getUserUuid() {
            return userUuid;
        }

        public Short getRole() {
            return role;
        }

        @Override
        void addTo(TokenBuilder builder) {
            builder.addApaas(Rules.text(roomUuid), Rules.text(userUuid), role);
        }

        @Override
        void heed(Issuer issuer, Duration life) {
            if (privileges.containsKey(PrivilegeApaas.PRIVILEGE_ROOM_USER.intValue)) {
                Rules.heed(() -> issuer.educationRoomUser(roomUuid, userUuid, role, life));
            } else if (privileges.containsKey(PrivilegeApaas.PRIVILEGE_USER.intValue)) {
                Rules.heed(() -> issuer.educationUser(userUuid, life));
            } else {
                Rules.heed(() -> issuer.educationApp(life));
            }
        }

        @Override
        void read(TokenInfo.Service found) {
            roomUuid = found.roomUuid();
            userUuid = found.userUuid();
            role = (short) found.role();
        }
    }

    /** Messaging with a permission for each resource. */
    public static class ServiceRtm2 extends Service {
        public String userId;
        public Permissions permissions;

        public ServiceRtm2() {
            this("", new Permissions());
        }

        public ServiceRtm2(String userId, @Nullable Permissions permissions) {
            super(SERVICE_TYPE_RTM2);
            this.userId = userId;
            this.permissions = permissions == null ? new Permissions() : permissions;
        }

        @Override
        void addTo(TokenBuilder builder) {
            builder.addRtm2(Rules.text(userId));
            permissions.details.forEach((resource, allowed) -> allowed.forEach((permission, names) -> builder.permit(
                    Short.toUnsignedInt(resource),
                    Short.toUnsignedInt(permission),
                    names.stream().map(Rules::text).collect(Collectors.toList()))));
        }

        @Override
        void heed(Issuer issuer, Duration life) {
            Rules.heedRtm(issuer, userId, life);
        }

        @Override
        void read(TokenInfo.Service found) {
            userId = found.userId();
            permissions = new Permissions();
            for (TokenInfo.Permission each : found.permissions()) {
                permissions.add((short) each.resource(), (short) each.permission(), each.names());
            }
        }

        /** What the service allows, by resource and permission. */
        public static class Permissions {
            public static final short MESSAGE_CHANNELS = 0;
            public static final short STREAM_CHANNELS = 1;
            public static final short GROUP_CHANNELS = 2;
            public static final short SERVER_GROUPS = 3;
            public static final short USERS = 4;
            public static final short READ = 0;
            public static final short WRITE = 1;

            public TreeMap<Short, TreeMap<Short, List<String>>> details = new TreeMap<>();

            /** Adds or replaces the names of a resource and permission. */
            public void add(short resourceType, short permissionType, List<String> resources) {
                details.computeIfAbsent(resourceType, key -> new TreeMap<>())
                        .put(permissionType, new ArrayList<>(resources));
            }
        }
    }

    /** Conversations with an AI agent: to be there is the grant. */
    public static class ServiceConvoAI extends Service {
        public ServiceConvoAI() {
            super(SERVICE_TYPE_CONVOAI);
        }

        @Override
        void addTo(TokenBuilder builder) {
            builder.addConvoai();
        }
    }

    /** Speech to text: to be there is the grant. */
    public static class ServiceStt extends Service {
        public ServiceStt() {
            super(SERVICE_TYPE_STT);
        }

        @Override
        void addTo(TokenBuilder builder) {
            builder.addStt();
        }
    }
}

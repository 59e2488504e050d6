package io.github.agoratoken;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is inside a token. To read one needs no certificate and says nothing about the signature: grant nothing on the
 * strength of it, but on {@link Issuer#check}.
 */
public final class TokenInfo {
    private final Version version;
    private final String appId;
    private final @Nullable Instant issuedAt;
    private final Instant expiresAt;
    private final @Nullable Instant cutAt;
    private final long salt;
    private final List<Service> services;
    private final @Nullable Integer unknownService;
    private final long channelCrc;
    private final long userCrc;

    private TokenInfo(long info) {
        version = Version.of(Abi.agora_token_info_version(info));
        appId = Abi.agora_token_info_app_id(info).text();
        issuedAt = Numbers.instant(Abi.agora_token_info_issued_at(info));
        expiresAt = Instant.ofEpochSecond(Abi.agora_token_info_expires_at(info));
        cutAt = Numbers.instant(Abi.agora_token_info_cut_at(info));
        salt = Integer.toUnsignedLong(Abi.agora_token_info_salt(info));
        services = each(Abi.agora_token_info_service_count(info), index -> new Service(info, index, version));
        int unknown = Abi.agora_token_info_unknown_service(info);
        unknownService = unknown < 0 ? null : unknown;
        channelCrc = Integer.toUnsignedLong(Abi.agora_token_info_channel_crc(info));
        userCrc = Integer.toUnsignedLong(Abi.agora_token_info_user_crc(info));
    }

    /**
     * Reads a 006 or 007 token.
     *
     * @param token the token
     * @return what is inside
     * @throws UnreadableTokenException the text is no token
     * @throws InvalidArgumentException it has no service ({@link Status#NO_SERVICE})
     */
    public static TokenInfo parse(String token) {
        try (Frame frame = Frame.take()) {
            AgoraTokenException.raiseFor(Abi.agora_token_parse(frame.in(token, "token"), frame.slot()));
            long info = frame.handle();
            try {
                return new TokenInfo(info);
            } finally {
                Abi.agora_token_info_free(info);
            }
        }
    }

    private static <T> List<T> each(long count, LongFunction<T> read) {
        List<T> all = new ArrayList<>();
        for (long index = 0; index < count; index++) {
            all.add(read.apply(index));
        }
        return List.copyOf(all);
    }

    /**
     * The token's version.
     *
     * @return the version
     */
    public Version version() {
        return version;
    }

    /**
     * The App ID that the token is for.
     *
     * @return the App ID
     */
    public String appId() {
        return appId;
    }

    /**
     * When it was issued.
     *
     * @return the time; null for a 006 token, which does not say
     */
    public @Nullable Instant issuedAt() {
        return issuedAt;
    }

    /**
     * When the token itself ends. In a 006 token it is the {@code ts} field.
     *
     * @return the time
     */
    public Instant expiresAt() {
        return expiresAt;
    }

    /**
     * When Agora takes the token for expired, where a 007 token lives longer than the 24 hours that Agora honours.
     *
     * @return the time; null where it is not cut
     */
    public @Nullable Instant cutAt() {
        return cutAt;
    }

    /**
     * The salt.
     *
     * @return the salt, of 32 bits
     */
    public long salt() {
        return salt;
    }

    /**
     * The services, in the order of the token. A 006 token has one, which it does not name: it is taken for RTM where
     * its only privilege is the RTM login and it names no uid, for RTC otherwise.
     *
     * @return the services
     */
    public List<Service> services() {
        return services;
    }

    /**
     * The type of a service that the library does not know. It and what follows it are not among the services; the
     * signature covers them all the same.
     *
     * @return the type; null where there is none
     */
    public @Nullable Integer unknownService() {
        return unknownService;
    }

    /**
     * The CRC-32 of a 006 token's channel, or of an RTM token's user id.
     *
     * @return the CRC; 0 for a 007 token
     */
    public long channelCrc() {
        return channelCrc;
    }

    /**
     * The CRC-32 of a 006 token's uid digits or account, 0 for any user.
     *
     * @return the CRC; 0 for a 007 token
     */
    public long userCrc() {
        return userCrc;
    }

    /** Names the app and the services. */
    @Override
    public String toString() {
        return "token " + version + " of app " + appId + " for " + services;
    }

    /** One service of a token. A name that it does not have is null, as is every name in a 006 token. */
    public static final class Service {
        private final ServiceType type;
        private final @Nullable String channel;
        private final @Nullable String account;
        private final @Nullable String userId;
        private final @Nullable String roomUuid;
        private final @Nullable String userUuid;
        private final int role;
        private final List<Grant> privileges;
        private final List<Permission> permissions;

        private Service(long info, long index, Version version) {
            type = ServiceType.of(Abi.agora_token_info_service_type(info, index));
            LongFunction<@Nullable String> name = field -> version == Version.V006 || !has(type, (int) field)
                    ? null
                    : Abi.agora_token_info_field(info, index, (int) field).text();
            channel = name.apply(Abi.FIELD_CHANNEL);
            account = name.apply(Abi.FIELD_ACCOUNT);
            userId = name.apply(Abi.FIELD_USER_ID);
            roomUuid = name.apply(Abi.FIELD_ROOM_UUID);
            userUuid = name.apply(Abi.FIELD_USER_UUID);
            role = Abi.agora_token_info_role(info, index);
            privileges = each(Abi.agora_token_info_privilege_count(info, index), at -> new Grant(info, index, at));
            permissions =
                    each(Abi.agora_token_info_permission_count(info, index), at -> new Permission(info, index, at));
        }

        private static boolean has(ServiceType type, int field) {
            switch (type) {
                case RTC:
                case STREAMING:
                case FCDN:
                    return field == Abi.FIELD_CHANNEL || field == Abi.FIELD_ACCOUNT;
                case RTM:
                case CHAT:
                case RTM2:
                    return field == Abi.FIELD_USER_ID;
                case APAAS:
                    return field == Abi.FIELD_ROOM_UUID || field == Abi.FIELD_USER_UUID;
                default:
                    return false;
            }
        }

        /**
         * Its type.
         *
         * @return the type
         */
        public ServiceType type() {
            return type;
        }

        /**
         * The channel; {@code *} is every channel.
         *
         * @return the channel; null but in RTC, Streaming and FCDN
         */
        public @Nullable String channel() {
            return channel;
        }

        /**
         * The decimal digits of a numeric uid, or the user account; "" is any user.
         *
         * @return the account; null but in RTC, Streaming and FCDN
         */
        public @Nullable String account() {
            return account;
        }

        /**
         * The user id; "" in a Chat app token.
         *
         * @return the user id; null but in RTM, Chat and RTM2
         */
        public @Nullable String userId() {
            return userId;
        }

        /**
         * The room.
         *
         * @return the room; null but in Education
         */
        public @Nullable String roomUuid() {
            return roomUuid;
        }

        /**
         * The user.
         *
         * @return the user; null but in Education
         */
        public @Nullable String userUuid() {
            return userUuid;
        }

        /**
         * The role in Education.
         *
         * @return the role; -1 where there is none
         */
        public int role() {
            return role;
        }

        /**
         * What it grants.
         *
         * @return the privileges
         */
        public List<Grant> privileges() {
            return privileges;
        }

        /**
         * What RTM2 allows on named resources.
         *
         * @return the permissions; none for other services
         */
        public List<Permission> permissions() {
            return permissions;
        }

        @Override
        public String toString() {
            return type.toString();
        }
    }

    /** A privilege and its end. */
    public static final class Grant {
        private final int privilege;
        private final @Nullable Instant expiresAt;
        private final long time;

        private Grant(long info, long service, long index) {
            privilege = Abi.agora_token_info_privilege(info, service, index);
            time = Integer.toUnsignedLong(Abi.agora_token_info_privilege_time(info, service, index));
            expiresAt = Numbers.instant(Abi.agora_token_info_privilege_expires_at(info, service, index));
        }

        /**
         * Its number within its service, such as that of {@link RtcPrivilege#JOIN_CHANNEL}.
         *
         * @return the number
         */
        public int privilege() {
            return privilege;
        }

        /**
         * Whether it is this one, of the service that it stands in.
         *
         * @param other a privilege of that service
         * @return whether the numbers are the same
         */
        public boolean is(Privilege other) {
            return privilege == Objects.requireNonNull(other, "other is null").number();
        }

        /**
         * When it ends. The token's own end is not counted in.
         *
         * @return the time; null where it does not expire, which only a 006 token can say
         */
        public @Nullable Instant expiresAt() {
            return expiresAt;
        }

        /**
         * The number that stands in the token, for whoever writes it anew: seconds from the issuing in a 007 token,
         * where 0 is as long as the token; a Unix time in a 006 token, where 0 is for ever.
         *
         * @return the number, from 0 to 4294967295
         */
        public long time() {
            return time;
        }
    }

    /** What an RTM2 service allows on the resources of one kind. */
    public static final class Permission {
        private final int resource;
        private final int permission;
        private final List<String> names;

        private Permission(long info, long service, long index) {
            resource = Abi.agora_token_info_permission_resource(info, service, index);
            permission = Abi.agora_token_info_permission(info, service, index);
            names = each(
                    Abi.agora_token_info_permission_name_count(info, service, index),
                    name -> Abi.agora_token_info_permission_name(info, service, index, name).text());
        }

        /**
         * What it is about.
         *
         * @return the number, such as that of {@link Rtm2Resource#MESSAGE_CHANNELS}
         */
        public int resource() {
            return resource;
        }

        /**
         * What it allows.
         *
         * @return the number, such as that of {@link Rtm2Permission#READ}
         */
        public int permission() {
            return permission;
        }

        /**
         * The names that it is for, such as those of channels.
         *
         * @return the names
         */
        public List<String> names() {
            return names;
        }
    }
}

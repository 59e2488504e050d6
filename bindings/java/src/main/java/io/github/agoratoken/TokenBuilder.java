package io.github.agoratoken;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Builds every token that the formats can hold: several services, a lifetime for each privilege, a fixed time and salt.
 *
 * <p>It writes what it is given, bounded by the format alone: the rules for names and lifetimes are those of the
 * {@link Issuer}'s own methods. Services are added, and each privilege is granted to the service that was added last.
 *
 * <pre>{@code
 * String token = issuer.builder()
 *         .expiresIn(Duration.ofHours(1))
 *         .addRtc("room", "42")
 *         .grant(RtcPrivilege.JOIN_CHANNEL, Duration.ofHours(1))
 *         .grant(RtcPrivilege.PUBLISH_AUDIO, Duration.ofMinutes(10))
 *         .addRtm("42")
 *         .grant(RtmPrivilege.LOGIN, Duration.ofHours(1))
 *         .build();
 * }</pre>
 *
 * <p>A token holds at most 1,024 services, privileges, resources, permissions and names, all counted together. A call
 * that fails leaves the builder as it was. It keeps what it needs of the issuer, which may be closed first. One thread
 * at a time may use it. Close it, or leave that to the garbage collector.
 *
 * <p>A method that adds a service is an {@link InvalidArgumentException} with {@link Status#STRING_TOO_LONG} for a
 * string of more than 65,535 bytes, and with {@link Status#UNSUPPORTED_IN_VERSION} where a 006 token cannot have it.
 */
public final class TokenBuilder implements AutoCloseable {
    private final Handle.Owned handle;

    TokenBuilder(Issuer issuer, Version version) {
        int number = Objects.requireNonNull(version, "version is null").number();
        try (Frame frame = Frame.take()) {
            issuer.handle().raise(object -> Abi.agora_token_builder_new(object, number, frame.slot()));
            handle = Handle.own(this, frame.handle(), Abi::agora_token_builder_free, "builder");
        }
    }

    /** Gives the native object back. */
    @Override
    public void close() {
        handle.close();
    }

    /**
     * Fixes the time of issuing. Without it each build takes the current time.
     *
     * @param time the time, of which the seconds count
     * @return this
     */
    public TokenBuilder issuedAt(Instant time) {
        int seconds = Numbers.u32(time.getEpochSecond(), "issuedAt in Unix seconds");
        return changed(builder -> Abi.agora_token_builder_set_issued_at(builder, seconds));
    }

    /**
     * Fixes the salt. Without it each build takes a new one.
     *
     * @param salt the salt, from 0 to 4294967295
     * @return this
     */
    public TokenBuilder salt(long salt) {
        int number = Numbers.u32(salt, "salt");
        return changed(builder -> Abi.agora_token_builder_set_salt(builder, number));
    }

    /**
     * Sets the token's own lifetime from its issuing: 24 hours unless set. No privilege outlives the token. In a 006
     * token this is the {@code ts} field.
     *
     * @param lifetime the lifetime
     * @return this
     */
    public TokenBuilder expiresIn(Duration lifetime) {
        int seconds = Numbers.seconds(lifetime, "lifetime");
        return changed(builder -> Abi.agora_token_builder_set_expires_in(builder, seconds));
    }

    /**
     * Adds RTC in one channel.
     *
     * @param channel the channel; {@code *} is every channel
     * @param account the decimal digits of a numeric uid, or a user account; "" is any user
     * @return this
     */
    public TokenBuilder addRtc(String channel, String account) {
        try (Frame frame = Frame.take()) {
            Str channelText = frame.in(channel, "channel");
            Str accountText = frame.in(account, "account");
            return changed(builder -> Abi.agora_token_builder_add_rtc(builder, channelText, accountText));
        }
    }

    /**
     * Adds RTM (Signaling) for one user id.
     *
     * @param userId the user id
     * @return this
     */
    public TokenBuilder addRtm(String userId) {
        try (Frame frame = Frame.take()) {
            Str userIdText = frame.in(userId, "userId");
            return changed(builder -> Abi.agora_token_builder_add_rtm(builder, userIdText));
        }
    }

    /**
     * Adds Streaming in one channel.
     *
     * @param channel the channel; {@code *} is every channel
     * @param account the decimal digits of a numeric uid, or a user account; "" is any user
     * @return this
     */
    public TokenBuilder addStreaming(String channel, String account) {
        try (Frame frame = Frame.take()) {
            Str channelText = frame.in(channel, "channel");
            Str accountText = frame.in(account, "account");
            return changed(builder -> Abi.agora_token_builder_add_streaming(builder, channelText, accountText));
        }
    }

    /**
     * Adds FPA.
     *
     * @return this
     */
    public TokenBuilder addFpa() {
        return changed(Abi::agora_token_builder_add_fpa);
    }

    /**
     * Adds Chat for one user id; "" for an app token ({@link ChatPrivilege#APP}).
     *
     * @param userId the user id
     * @return this
     */
    public TokenBuilder addChat(String userId) {
        try (Frame frame = Frame.take()) {
            Str userIdText = frame.in(userId, "userId");
            return changed(builder -> Abi.agora_token_builder_add_chat(builder, userIdText));
        }
    }

    /**
     * Adds FCDN in one channel.
     *
     * @param channel the channel; {@code *} is every channel
     * @param account the decimal digits of a numeric uid, or a user account; "" is any user
     * @return this
     */
    public TokenBuilder addFcdn(String channel, String account) {
        try (Frame frame = Frame.take()) {
            Str channelText = frame.in(channel, "channel");
            Str accountText = frame.in(account, "account");
            return changed(builder -> Abi.agora_token_builder_add_fcdn(builder, channelText, accountText));
        }
    }

    /**
     * Adds Education: a user of a room in a role.
     *
     * @param roomUuid the room; "" where there is none
     * @param userUuid the user; "" where there is none
     * @param role the role; -1 where there is none
     * @return this
     */
    public TokenBuilder addApaas(String roomUuid, String userUuid, int role) {
        short number = Numbers.i16(role, "role");
        try (Frame frame = Frame.take()) {
            Str roomUuidText = frame.in(roomUuid, "roomUuid");
            Str userUuidText = frame.in(userUuid, "userUuid");
            return changed(builder -> Abi.agora_token_builder_add_apaas(builder, roomUuidText, userUuidText, number));
        }
    }

    /**
     * Adds RTM2 (Signaling with permissions) for one user id.
     *
     * @param userId the user id
     * @return this
     */
    public TokenBuilder addRtm2(String userId) {
        try (Frame frame = Frame.take()) {
            Str userIdText = frame.in(userId, "userId");
            return changed(builder -> Abi.agora_token_builder_add_rtm2(builder, userIdText));
        }
    }

    /**
     * Adds ConvoAI, which has neither privileges nor names: being in the token is the grant.
     *
     * @return this
     */
    public TokenBuilder addConvoai() {
        return changed(Abi::agora_token_builder_add_convoai);
    }

    /**
     * Adds STT, which has neither privileges nor names: being in the token is the grant.
     *
     * @return this
     */
    public TokenBuilder addStt() {
        return changed(Abi::agora_token_builder_add_stt);
    }

    /**
     * Grants a privilege of the service that was added last. A second grant of the same replaces the first.
     *
     * @param privilege the privilege
     * @param expiresIn the lifetime from the token's issuing; zero is as long as the token (007), or for ever (006)
     * @return this
     */
    public TokenBuilder grant(Privilege privilege, Duration expiresIn) {
        return grant(Objects.requireNonNull(privilege, "privilege is null").number(), expiresIn);
    }

    /**
     * Grants a privilege by its number.
     *
     * @param privilege the number, from 0 to 65535
     * @param expiresIn the lifetime from the token's issuing; zero is as long as the token (007), or for ever (006)
     * @return this
     * @throws InvalidArgumentException there is no service yet ({@link Status#NO_SERVICE}), or the number is another
     *     ({@link Status#BAD_PRIVILEGE})
     */
    public TokenBuilder grant(int privilege, Duration expiresIn) {
        int number = Numbers.u32(privilege, "privilege");
        int seconds = Numbers.seconds(expiresIn, "expiresIn");
        return changed(builder -> Abi.agora_token_builder_grant(builder, number, seconds));
    }

    /**
     * Gives the RTM2 service that was added last a permission on named resources. A second call for the same resource
     * and permission replaces the first.
     *
     * @param resource what it is about
     * @param permission what it allows
     * @param names the names, such as those of channels
     * @return this
     */
    public TokenBuilder permit(Rtm2Resource resource, Rtm2Permission permission, Collection<String> names) {
        int resourceNumber = Objects.requireNonNull(resource, "resource is null").number();
        int permissionNumber = Objects.requireNonNull(permission, "permission is null").number();
        return permit(resourceNumber, permissionNumber, names);
    }

    /**
     * Gives a permission by its numbers.
     *
     * @param resource the number of what it is about, from 0 to 65535
     * @param permission the number of what it allows, from 0 to 65535
     * @param names the names, at most 65,535, each of at most 65,535 bytes
     * @return this
     * @throws InvalidArgumentException there is no service yet ({@link Status#NO_SERVICE}), it is not RTM2 ({@link
     *     Status#BAD_SERVICE}), or a number or a length is another
     */
    public TokenBuilder permit(int resource, int permission, Collection<String> names) {
        int resourceNumber = Numbers.u32(resource, "resource");
        int permissionNumber = Numbers.u32(permission, "permission");
        List<String> copy = List.copyOf(Objects.requireNonNull(names, "names is null"));
        try (Frame frame = Frame.take()) {
            long list = frame.list(copy, "names");
            return changed(builder -> Abi.agora_token_builder_permit(
                    builder, resourceNumber, permissionNumber, list, copy.size()));
        }
    }

    /**
     * Signs a token. The builder stays as it is and can build again, each time with a time and salt of its own unless
     * they are fixed.
     *
     * @return the token
     * @throws InvalidArgumentException there is no service ({@link Status#NO_SERVICE}), a time of a 006 token would lie
     *     after 2106 ({@link Status#BAD_EXPIRY}), or the token does not fit its format ({@link Status#STRING_TOO_LONG})
     * @throws UnreadableTokenException it would be larger than what can be read ({@link Status#TOKEN_TOO_LARGE})
     */
    public String build() {
        try (Frame frame = Frame.take()) {
            return handle.text(frame, Abi::agora_token_builder_build);
        }
    }

    private TokenBuilder changed(Handle.Call call) {
        handle.raise(call);
        return this;
    }
}

package io.github.agoratoken;

import com.sun.jna.Pointer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the sender of a request may be given. Each method gives a policy that differs in the one thing.
 *
 * <p>Authenticate the sender in your own way and give one of these: every token of the request is held against it
 * before it is signed, and one that asks for more is answered with 403. It starts with no channel, as a subscriber, for
 * at most 24 hours.
 *
 * <pre>{@code
 * Policy.of("42").channels(List.of("room-*")).maxRole(Role.PUBLISHER)
 * }</pre>
 *
 * <p>A 006 token can be rewritten by its holder: its signature covers channel and user without a separator. So a policy
 * that limits the user or the channels makes every token a 007 one.
 */
public final class Policy extends Decision {
    /** Everything: whoever reaches an endpoint under it can have any token of the app. */
    public static final Policy OPEN = new Policy("", false);

    private final String user;
    private final boolean anyUser;
    private List<String> channels = List.of();
    private boolean anyChannel;
    private Role maxRole = Role.SUBSCRIBER;
    private @Nullable Integer maxExpiresIn;
    private boolean appTokens;
    private boolean aiServices;

    private Policy(String user, boolean anyUser) {
        this.user = user;
        this.anyUser = anyUser;
    }

    private Policy(Policy other) {
        user = other.user;
        anyUser = other.anyUser;
        channels = other.channels;
        anyChannel = other.anyChannel;
        maxRole = other.maxRole;
        maxExpiresIn = other.maxExpiresIn;
        appTokens = other.appTokens;
        aiServices = other.aiServices;
    }

    /**
     * For one user.
     *
     * @param user the one whom tokens may name: uid digits, account or user id. An answer under a policy for "" is an
     *     {@link InvalidArgumentException}, so that a session without a user does not open the door
     * @return the policy
     */
    public static Policy of(String user) {
        return new Policy(Objects.requireNonNull(user, "user is null"), false);
    }

    /**
     * For any user, with tokens that name no user.
     *
     * @return the policy
     */
    public static Policy ofAnyUser() {
        return new Policy("", true);
    }

    /**
     * Opens channels.
     *
     * @param channels names, or prefixes that end in {@code *}; only a literal {@code *} is the token for every channel
     * @return the policy
     */
    public Policy channels(Collection<String> channels) {
        Policy changed = changed();
        changed.channels = List.copyOf(channels);
        return changed;
    }

    /**
     * Opens any channel by its name, but not with the token for every channel.
     *
     * @return the policy
     */
    public Policy allowAnyChannel() {
        Policy changed = changed();
        changed.anyChannel = true;
        return changed;
    }

    /**
     * Sets the highest role.
     *
     * @param role the role
     * @return the policy
     */
    public Policy maxRole(Role role) {
        Policy changed = changed();
        changed.maxRole = Objects.requireNonNull(role, "role is null");
        return changed;
    }

    /**
     * Sets the longest lifetime.
     *
     * @param lifetime at least a second
     * @return the policy
     * @throws InvalidArgumentException it is no number of whole seconds, or none
     */
    public Policy maxExpiresIn(Duration lifetime) {
        Policy changed = changed();
        changed.maxExpiresIn = Numbers.seconds(lifetime, "maxExpiresIn");
        if (changed.maxExpiresIn == 0) {
            throw AgoraTokenException.of(
                    Status.OUT_OF_RANGE, "maxExpiresIn must be at least 1 second; allowAnyLifetime() is no limit");
        }
        return changed;
    }

    /**
     * Takes the limit of lifetimes away.
     *
     * @return the policy
     */
    public Policy allowAnyLifetime() {
        Policy changed = changed();
        changed.maxExpiresIn = 0;
        return changed;
    }

    /**
     * Allows tokens that name no user and act for the whole app: Chat app, Education app, FPA.
     *
     * @return the policy
     */
    public Policy allowAppTokens() {
        Policy changed = changed();
        changed.appTokens = true;
        return changed;
    }

    /**
     * Allows ConvoAI and STT, which start work on the bill of the app's owner. They name nobody, so neither user nor
     * channels limit what is started.
     *
     * @return the policy
     */
    public Policy allowAiServices() {
        Policy changed = changed();
        changed.aiServices = true;
        return changed;
    }

    private Policy changed() {
        if (this == OPEN) {
            throw new IllegalStateException("Policy.OPEN has no limits to change: start from Policy.of or ofAnyUser");
        }
        return new Policy(this);
    }

    @Override
    Response answer(Endpoint endpoint, Request request) {
        return endpoint.handle(request, this);
    }

    /** Its address for the library, where 0 is no policy. */
    long in(Frame frame) {
        if (this == OPEN) {
            return 0;
        }
        Pointer struct = frame.memory(Abi.Policy.BYTES);
        Abi.Policy.initialise(struct);
        frame.put(struct, Abi.Policy.USER, Frame.utf8(user, "user"));
        frame.putList(struct, Abi.Policy.CHANNELS, Abi.Policy.CHANNEL_COUNT, channels, "channels");
        struct.setInt(Abi.Policy.MAX_ROLE, maxRole.number());
        if (maxExpiresIn != null) {
            struct.setInt(Abi.Policy.MAX_EXPIRES_IN, maxExpiresIn);
        }
        struct.setInt(Abi.Policy.ALLOW_APP_TOKENS, toggle(appTokens));
        struct.setInt(Abi.Policy.ALLOW_ANY_CHANNEL, toggle(anyChannel));
        struct.setInt(Abi.Policy.ALLOW_ANY_USER, toggle(anyUser));
        struct.setInt(Abi.Policy.ALLOW_AI_SERVICES, toggle(aiServices));
        return Pointer.nativeValue(struct);
    }

    static int toggle(boolean on) {
        return on ? 1 : 0;
    }
}

package io.github.agoratoken;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An app's App ID and App Certificate, and what they sign.
 *
 * <pre>{@code
 * try (var issuer = new Issuer(appId, appCertificate)) {
 *     String token = issuer.rtc("room", User.uid(42), Role.PUBLISHER, Duration.ofHours(1));
 * }
 * }</pre>
 *
 * <p>One issuer per app is enough: make it when the program starts. Any number of threads may share it. To close it in
 * one thread takes nothing from the calls that others are in; each later call is an {@link IllegalStateException}, and
 * to close twice is fine. One that is never closed is freed by the garbage collector. The certificate is in no message,
 * response or {@link #toString()}.
 *
 * <p>Lifetimes are from now, in whole seconds, at least one. From 1,000,000,000 seconds on one is a Unix time by
 * mistake and refused. Agora honours at most 24 hours: it takes a token that lives longer for expired 24 hours after
 * its issuing.
 *
 * <p>A channel is 1 to 64 bytes of {@code a-z A-Z 0-9}, space, comma and {@code !#$%&()+-:;<=.>?@[]^_{}|~}, or
 * {@code *} alone, which is every channel. A user account is 1 to 255 bytes, a user id or uuid 1 to 64, of UTF-8
 * without control characters.
 *
 * <p>An argument that breaks these rules is an {@link InvalidArgumentException}, whose status says which; null is a
 * {@link NullPointerException}. Where the system's clock is wrong or its random source failed, a call that makes a
 * token is an {@link AgoraTokenException} with {@link Status#CLOCK_FAILED} or {@link Status#RANDOM_FAILED}.
 */
public final class Issuer implements AutoCloseable {
    private final Handle.Owned handle;
    private final String appId;

    /**
     * Makes one.
     *
     * @param appId the App ID, 32 hexadecimal characters as Agora's console shows them
     * @param appCertificate the App Certificate, 32 hexadecimal characters too
     * @throws InvalidArgumentException it is not so ({@link Status#BAD_APP_ID}, {@link Status#BAD_APP_CERTIFICATE})
     */
    public Issuer(String appId, String appCertificate) {
        this.appId = Objects.requireNonNull(appId, "appId is null");
        try (Frame frame = Frame.take()) {
            try {
                Str certificate = frame.in(appCertificate, "appCertificate");
                AgoraTokenException.raiseFor(
                        Abi.agora_token_issuer_new(frame.in(appId, "appId"), certificate, frame.slot()));
                handle = Handle.own(this, frame.handle(), Abi::agora_token_issuer_free, "issuer");
            } finally {
                frame.wipe();
            }
        }
    }

    Handle.Owned handle() {
        return handle;
    }

    /**
     * The App ID.
     *
     * @return the App ID
     */
    public String appId() {
        return appId;
    }

    /** Gives the native object back. */
    @Override
    public void close() {
        handle.close();
    }

    /** Names the app, and nothing else. */
    @Override
    public String toString() {
        return "Issuer of app " + appId;
    }

    /**
     * A 007 token for one user of an RTC channel.
     *
     * @param channel the channel, or {@code *} for every channel
     * @param user who joins
     * @param role what the user may do there
     * @param expiresIn the lifetime
     * @return the token
     */
    public String rtc(String channel, User user, Role role, Duration expiresIn) {
        return rtc(channel, user, role, expiresIn, Version.V007);
    }

    /**
     * A token for one user of an RTC channel.
     *
     * @param channel the channel, or {@code *} for every channel
     * @param user who joins
     * @param role what the user may do there
     * @param expiresIn the lifetime
     * @param version 007, or 006 for old clients
     * @return the token
     */
    public String rtc(String channel, User user, Role role, Duration expiresIn, Version version) {
        int seconds = Numbers.seconds(expiresIn, "expiresIn");
        int roleNumber = Objects.requireNonNull(role, "role is null").number();
        int versionNumber = Objects.requireNonNull(version, "version is null").number();
        Objects.requireNonNull(user, "user is null: User.ANY is any user");
        try (Frame frame = Frame.take()) {
            Str name = frame.in(channel, "channel");
            if (user.isUid()) {
                int uid = user.uid();
                return handle.text(frame, (issuer, out, capacity, length) -> Abi.agora_token_rtc_uid(
                        issuer, versionNumber, name, uid, roleNumber, seconds, out, capacity, length));
            }
            Str account = frame.in(user.account(), "account");
            return handle.text(frame, (issuer, out, capacity, length) -> Abi.agora_token_rtc_account(
                    issuer, versionNumber, name, account, roleNumber, seconds, out, capacity, length));
        }
    }

    /**
     * A 007 token for one user id of RTM (Signaling).
     *
     * @param userId the user id
     * @param expiresIn the lifetime
     * @return the token
     */
    public String rtm(String userId, Duration expiresIn) {
        return rtm(userId, expiresIn, Version.V007);
    }

    /**
     * A token for one user id of RTM (Signaling).
     *
     * @param userId the user id
     * @param expiresIn the lifetime
     * @param version 007, or 006 for old clients
     * @return the token
     */
    public String rtm(String userId, Duration expiresIn, Version version) {
        int seconds = Numbers.seconds(expiresIn, "expiresIn");
        int versionNumber = Objects.requireNonNull(version, "version is null").number();
        try (Frame frame = Frame.take()) {
            Str userIdText = frame.in(userId, "userId");
            return handle.text(frame, (issuer, out, capacity, length) ->
                    Abi.agora_token_rtm(issuer, versionNumber, userIdText, seconds, out, capacity, length));
        }
    }

    /**
     * One 007 token for RTC in a channel and for RTM, both under the same account.
     *
     * @param channel the channel, or {@code *} for every channel
     * @param account the account, of 1 to 64 bytes
     * @param role what the user may do there
     * @param expiresIn the lifetime
     * @return the token
     */
    public String rtcRtm(String channel, String account, Role role, Duration expiresIn) {
        int roleNumber = Objects.requireNonNull(role, "role is null").number();
        int seconds = Numbers.seconds(expiresIn, "expiresIn");
        try (Frame frame = Frame.take()) {
            Str channelText = frame.in(channel, "channel");
            Str accountText = frame.in(account, "account");
            return handle.text(frame, (issuer, out, capacity, length) ->
                    Abi.agora_token_rtc_rtm(
                            issuer, channelText, accountText, roleNumber, seconds, out, capacity, length));
        }
    }

    /**
     * One 007 token for RTC in a channel, for RTM under the same account, and for ConvoAI.
     * 
     * <p>An app needs it that starts a voice agent in its channel. Whoever holds it can start agents on the bill of the
     * app's owner.
     *
     * @param channel the channel, or {@code *} for every channel
     * @param account the account, of 1 to 64 bytes
     * @param role what the user may do there
     * @param expiresIn the lifetime
     * @return the token
     */
    public String convoai(String channel, String account, Role role, Duration expiresIn) {
        int roleNumber = Objects.requireNonNull(role, "role is null").number();
        int seconds = Numbers.seconds(expiresIn, "expiresIn");
        try (Frame frame = Frame.take()) {
            Str channelText = frame.in(channel, "channel");
            Str accountText = frame.in(account, "account");
            return handle.text(frame, (issuer, out, capacity, length) ->
                    Abi.agora_token_convoai(
                            issuer, channelText, accountText, roleNumber, seconds, out, capacity, length));
        }
    }

    /**
     * One 007 token for RTC in a channel, for RTM under the same account, and for STT (real-time speech to text).
     * 
     * <p>An app needs it that starts the transcription of its channel. Whoever holds it can start work on the bill of
     * the app's owner.
     *
     * @param channel the channel, or {@code *} for every channel
     * @param account the account, of 1 to 64 bytes
     * @param role what the user may do there
     * @param expiresIn the lifetime
     * @return the token
     */
    public String stt(String channel, String account, Role role, Duration expiresIn) {
        int roleNumber = Objects.requireNonNull(role, "role is null").number();
        int seconds = Numbers.seconds(expiresIn, "expiresIn");
        try (Frame frame = Frame.take()) {
            Str channelText = frame.in(channel, "channel");
            Str accountText = frame.in(account, "account");
            return handle.text(frame, (issuer, out, capacity, length) ->
                    Abi.agora_token_stt(
                            issuer, channelText, accountText, roleNumber, seconds, out, capacity, length));
        }
    }

    /**
     * A 007 token for one Chat user id.
     *
     * @param userId the user id
     * @param expiresIn the lifetime
     * @return the token
     */
    public String chatUser(String userId, Duration expiresIn) {
        int seconds = Numbers.seconds(expiresIn, "expiresIn");
        try (Frame frame = Frame.take()) {
            Str userIdText = frame.in(userId, "userId");
            return handle.text(frame, (issuer, out, capacity, length) ->
                    Abi.agora_token_chat_user(issuer, userIdText, seconds, out, capacity, length));
        }
    }

    /**
     * A 007 token for the whole Chat app, for a backend that calls Chat's REST API. Never give it to a user.
     *
     * @param expiresIn the lifetime
     * @return the token
     */
    public String chatApp(Duration expiresIn) {
        int seconds = Numbers.seconds(expiresIn, "expiresIn");
        try (Frame frame = Frame.take()) {
            return handle.text(frame, (issuer, out, capacity, length) ->
                    Abi.agora_token_chat_app(issuer, seconds, out, capacity, length));
        }
    }

    /**
     * A 007 token for one user of one Education (Flexible Classroom) room, with that user's RTM and Chat.
     *
     * @param roomUuid the room
     * @param userUuid the user
     * @param role the classroom's own: 1 teacher, 2 student, 3 assistant, 4 observer, or another number of 16 bits that
     *     your classroom defines
     * @param expiresIn the lifetime
     * @return the token
     */
    public String educationRoomUser(String roomUuid, String userUuid, int role, Duration expiresIn) {
        short roleNumber = Numbers.i16(role, "role");
        int seconds = Numbers.seconds(expiresIn, "expiresIn");
        try (Frame frame = Frame.take()) {
            Str roomUuidText = frame.in(roomUuid, "roomUuid");
            Str userUuidText = frame.in(userUuid, "userUuid");
            return handle.text(frame, (issuer, out, capacity, length) ->
                    Abi.agora_token_education_room_user(
                            issuer, roomUuidText, userUuidText, roleNumber, seconds, out, capacity, length));
        }
    }

    /**
     * A 007 token for one Education user outside of rooms.
     *
     * @param userUuid the user
     * @param expiresIn the lifetime
     * @return the token
     */
    public String educationUser(String userUuid, Duration expiresIn) {
        int seconds = Numbers.seconds(expiresIn, "expiresIn");
        try (Frame frame = Frame.take()) {
            Str userUuidText = frame.in(userUuid, "userUuid");
            return handle.text(frame, (issuer, out, capacity, length) ->
                    Abi.agora_token_education_user(issuer, userUuidText, seconds, out, capacity, length));
        }
    }

    /**
     * A 007 token for the whole Education app, for a backend that calls its REST API. Never give it to a user.
     *
     * @param expiresIn the lifetime
     * @return the token
     */
    public String educationApp(Duration expiresIn) {
        int seconds = Numbers.seconds(expiresIn, "expiresIn");
        try (Frame frame = Frame.take()) {
            return handle.text(frame, (issuer, out, capacity, length) ->
                    Abi.agora_token_education_app(issuer, seconds, out, capacity, length));
        }
    }

    /**
     * A 007 token for FPA. It names no user and lives for 24 hours, as the official builder's does.
     *
     * @return the token
     */
    public String fpa() {
        try (Frame frame = Frame.take()) {
            return handle.text(frame, (issuer, out, capacity, length) ->
                    Abi.agora_token_fpa(issuer, out, capacity, length));
        }
    }

    /**
     * Starts any other 007 token.
     *
     * @return a builder without services
     */
    public TokenBuilder builder() {
        return builder(Version.V007);
    }

    /**
     * Starts any other token.
     *
     * @param version 007, or 006, which takes exactly one RTC or RTM service
     * @return a builder without services
     */
    public TokenBuilder builder(Version version) {
        return new TokenBuilder(this, version);
    }

    /**
     * Checks the signature and the lifetime of a 007 token by the system clock, and nothing about whom it is for.
     *
     * @param token the token
     * @throws UnreadableTokenException it is no token
     * @throws TokenNotGoodException it is not good: another app's, not signed by this certificate, or expired
     * @throws InvalidArgumentException it is a 006 token ({@link Status#UNSUPPORTED_IN_VERSION}), or has no service
     */
    public void verify(String token) {
        check(token, Question.SIGNATURE);
    }

    /**
     * Checks a token for one privilege of one service.
     *
     * @param token the token
     * @param question what is asked of it
     * @throws UnreadableTokenException it is no token
     * @throws TokenNotGoodException it is not good for this; {@link AgoraTokenException#found()} and
     *     {@link AgoraTokenException#asked()} tell the two sides
     * @throws InvalidArgumentException the service has no such thing as was asked, or the token has no service, or is a
     *     006 token asked for what that cannot say
     */
    public void check(String token, Question question) {
        try (Frame frame = Frame.take()) {
            Str text = frame.in(token, "token");
            Objects.requireNonNull(question, "question is null");
            int status = handle.status(issuer -> question.ask(issuer, frame, text));
            if (status != 0) {
                throw AgoraTokenException.of(status, whyNot(status, token, question));
            }
        }
    }

    /**
     * Checks a token for one privilege of one user in one RTC channel, by the system clock.
     *
     * @param token the token
     * @param channel the channel
     * @param user the user; {@link User#ANY} asks for a token that is good for any user
     * @param privilege the privilege
     * @throws AgoraTokenException as {@link #check}
     */
    public void checkRtc(String token, String channel, User user, RtcPrivilege privilege) {
        check(token, Question.rtc(channel, user, privilege));
    }

    /**
     * Checks a token for the RTM login of one user id, by the system clock.
     *
     * @param token the token
     * @param userId the user id
     * @throws AgoraTokenException as {@link #check}
     */
    public void checkRtm(String token, String userId) {
        check(token, Question.of(ServiceType.RTM, RtmPrivilege.LOGIN).user(userId));
    }

    /**
     * Says whether a token is good, and where it is not, why and what to do. To let somebody in, take {@link #check}: a
     * token that is not good is no exception here.
     *
     * @param token the token
     * @param question what is asked of it; {@link Question#SIGNATURE} is signature and lifetime alone
     * @return the explanation
     * @throws InvalidArgumentException the service has no such thing as was asked
     */
    public Explanation explain(String token, Question question) {
        try (Frame frame = Frame.take()) {
            Str text = frame.in(token, "token");
            Objects.requireNonNull(question, "question is null");
            return Explanation.of(handle.text(frame, question.explanation(frame, text)));
        }
    }

    /** The two sides of a failed check. The library is asked for them only here. */
    private @Nullable Explanation whyNot(int status, String token, Question question) {
        try {
            Explanation why = explain(token, question);
            // By the system clock another second may have begun between the two calls.
            return why.statusNumber() == status ? why : null;
        } catch (InvalidArgumentException mistake) {
            // A mistake in the question is one of the explanation's too, and has no two sides.
            return null;
        }
    }
}

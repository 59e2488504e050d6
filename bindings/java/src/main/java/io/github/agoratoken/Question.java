package io.github.agoratoken;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a check asks of a token.
 *
 * <pre>{@code
 * issuer.check(token, Question.of(ServiceType.CHAT, ChatPrivilege.USER).user("anna"));
 * }</pre>
 */
public final class Question {
    /** The signature and the lifetime alone, by the system clock. */
    public static final Question SIGNATURE = new Question(0, Abi.NO_PRIVILEGE, "", "", null);

    private final int service;
    private final int privilege;
    private final String channel;
    private final String user;
    private final @Nullable Instant now;

    private Question(int service, int privilege, String channel, String user, @Nullable Instant now) {
        this.service = service;
        this.privilege = privilege;
        this.channel = channel;
        this.user = user;
        this.now = now;
    }

    /**
     * Asks for a privilege of a service.
     *
     * @param service the service
     * @param privilege the privilege
     * @return the question, which names nobody yet
     */
    public static Question of(ServiceType service, Privilege privilege) {
        return of(service, Objects.requireNonNull(privilege, "privilege is null").number());
    }

    /**
     * Asks for a privilege by its number.
     *
     * @param service the service
     * @param privilege the number
     * @return the question, which names nobody yet
     */
    public static Question of(ServiceType service, int privilege) {
        int number = Objects.requireNonNull(service, "service is null").number();
        return new Question(number, Numbers.u32(privilege, "privilege"), "", "", null);
    }

    /**
     * Asks for a service that has no privileges, ConvoAI or STT: its presence is the grant.
     *
     * @param service the service
     * @return the question
     */
    public static Question of(ServiceType service) {
        return of(service, Abi.NO_PRIVILEGE);
    }

    /**
     * Asks for a privilege of one user in one RTC channel.
     *
     * @param channel the channel
     * @param user the user; {@link User#ANY} asks for a token that is good for any user
     * @param privilege the privilege
     * @return the question
     */
    public static Question rtc(String channel, User user, RtcPrivilege privilege) {
        String name = Objects.requireNonNull(user, "user is null: User.ANY is any user").inToken();
        return of(ServiceType.RTC, privilege).channel(channel).user(name);
    }

    /**
     * Names the channel.
     *
     * @param channel the channel, or the room uuid for Education; "" for a service that has none
     * @return the same question with it
     */
    public Question channel(String channel) {
        return new Question(service, privilege, Objects.requireNonNull(channel, "channel is null"), user, now);
    }

    /**
     * Names the user.
     *
     * @param user the account (decimal digits of a numeric uid), user id or user uuid; "" for a service that has none.
     *     In RTC, Streaming and FCDN "" asks for a token that is good for any user
     * @return the same question with it
     */
    public Question user(String user) {
        return new Question(service, privilege, channel, Objects.requireNonNull(user, "user is null"), now);
    }

    /**
     * Looks at the token as if it were another time.
     *
     * @param now the time, after 1970; null is the system clock
     * @return the same question with it
     */
    public Question at(@Nullable Instant now) {
        Numbers.time(now);
        return new Question(service, privilege, channel, user, now);
    }

    int ask(long issuer, Frame frame, Str token) {
        long time = Numbers.time(now);
        if (service == 0) {
            return askWithoutService(issuer, token, time);
        }
        Str channelText = frame.in(channel, "channel");
        Str userText = frame.in(user, "user");
        return Abi.agora_token_check(issuer, token, service, channelText, userText, privilege, time);
    }

    /** The signature says nothing about whom the token is for: who asks that here is mistaken. */
    private int askWithoutService(long issuer, Str token, long time) {
        if (!channel.isEmpty()) {
            return Status.BAD_CHANNEL.number();
        }
        return user.isEmpty() ? Abi.agora_token_verify(issuer, token, time) : Status.BAD_ACCOUNT.number();
    }

    Handle.TextCall explanation(Frame frame, Str token) {
        Str channelText = frame.in(channel, "channel");
        Str userText = frame.in(user, "user");
        return (issuer, out, capacity, length) -> Abi.agora_token_explain(
                issuer, token, service, channelText, userText, privilege, Numbers.time(now), out, capacity, length);
    }
}

package io.agora.media;

import io.github.agoratoken.AgoraTokenException;
import io.github.agoratoken.InvalidArgumentException;
import io.github.agoratoken.Issuer;
import io.github.agoratoken.Role;
import io.github.agoratoken.Status;
import io.github.agoratoken.User;
import io.github.agoratoken.Version;
import io.github.agoratoken.compat.Compat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What Agora's package does without: the rules, said once a process for each, or thrown where that is asked for. */
final class Rules {
    private static final System.Logger LOGGER = System.getLogger(Compat.LOGGER);
    static final Set<Status> SAID = ConcurrentHashMap.newKeySet();
    private static final int KEPT = 16;

    /** The issuers that were used last: Agora's functions are given the pair with every token. */
    private static final Map<String, Issuer> ISSUERS = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        // Nobody closes the eldest, which another thread may be about to use: the garbage collector frees it.
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Issuer> eldest) {
            return size() > KEPT;
        }
    };

    private Rules() {}

    /** The issuer of a pair, or null where it is none: the token is "" then. */
    static @Nullable Issuer issuerOf(String appId, String appCertificate) {
        String pair = appId + " " + appCertificate;
        synchronized (ISSUERS) {
            Issuer known = ISSUERS.get(pair);
            if (known != null) {
                return known;
            }
            try {
                Issuer issuer = new Issuer(appId, appCertificate);
                ISSUERS.put(pair, issuer);
                return issuer;
            } catch (InvalidArgumentException none) {
                complain(none, "so there is no token");
                return null;
            }
        }
    }

    /** Says what is wrong, or throws it. */
    static void complain(AgoraTokenException mistake, String outcome) {
        if (Compat.isStrict()) {
            throw mistake;
        }
        if (SAID.add(mistake.status())) {
            LOGGER.log(System.Logger.Level.WARNING, mistake.getMessage() + " (" + outcome
                    + "; io.github.agoratoken.compat.Compat.strict(true) makes this an exception)");
        }
    }

    static void complain(Status status, String message) {
        complain(new InvalidArgumentException(status, message), "the token is made all the same");
    }

    /** Has the library's own rules look at what its one-call function would be given; that token is thrown away. */
    static void heed(Runnable call) {
        try {
            call.run();
        } catch (InvalidArgumentException mistake) {
            complain(mistake, "the token is made all the same");
        }
    }

    /** The rules of a channel and a user. They are the same for a 006 token, which takes a third of the time. */
    static void heedChannel(Issuer issuer, String channel, String account, Duration life) {
        User user = account.isEmpty() ? User.ANY : User.account(account);
        heed(() -> issuer.rtc(channel, user, Role.SUBSCRIBER, life, Version.V006));
    }

    static void heedRtm(Issuer issuer, String userId, Duration life) {
        heed(() -> issuer.rtm(userId, life, Version.V006));
    }

    /** Complains of a role that is null, of which both packages make a subscriber. */
    static void heedRole(@Nullable Object role) {
        if (role == null) {
            InvalidArgumentException mistake = new InvalidArgumentException(
                    Status.BAD_ROLE, "the role is null: it is one of the enum Role of this builder");
            complain(mistake, "the token is a subscriber's");
        }
    }

    /** A text as Java writes it: half of a surrogate pair is a question mark. */
    static String text(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Seconds as those packages write them: an int of which the sign is the highest bit. */
    static Duration seconds(int seconds) {
        return Duration.ofSeconds(Integer.toUnsignedLong(seconds));
    }
}

// What a token costs here and in Agora's own package from Maven, in one run: `make bench-java`.
import io.agora.media.RtcTokenBuilder2;
import io.github.agoratoken.Issuer;
import io.github.agoratoken.Role;
import io.github.agoratoken.RtcPrivilege;
import io.github.agoratoken.User;
import io.github.agoratoken.Version;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

public class Bench {
    private static final String APP_ID = "970CA35de60c44645bbae8a215061b33";
    private static final String APP_CERTIFICATE = "5CFd2fd1755d40ecb72977518be15d3b";
    private static final int CALLS = 20_000;
    private static final int ROUNDS = 15;

    /** What the last call gave, so that no call can be left out. */
    private static volatile Object last;

    public static void main(String[] arguments) {
        Duration hour = Duration.ofHours(1);
        Issuer issuer = new Issuer(APP_ID, APP_CERTIFICATE);
        RtcTokenBuilder2 official = new RtcTokenBuilder2();
        String token = issuer.rtc("room", User.uid(42), Role.PUBLISHER, hour);
        print("007, Agora's package", () -> official.buildTokenWithUid(
                APP_ID, APP_CERTIFICATE, "room", 42, RtcTokenBuilder2.Role.ROLE_PUBLISHER, 3600, 3600));
        print("007", () -> issuer.rtc("room", User.uid(42), Role.PUBLISHER, hour));
        print("007 for an account", () -> issuer.rtc("room", User.account("anna"), Role.PUBLISHER, hour));
        print("006", () -> issuer.rtc("room", User.uid(42), Role.PUBLISHER, hour, Version.V006));
        print("a check", () -> {
            issuer.checkRtc(token, "room", User.uid(42), RtcPrivilege.JOIN_CHANNEL);
            return token;
        });
    }

    /** The median of some rounds, after those in which the JVM compiles. */
    private static void print(String name, Supplier<Object> call) {
        double[] times = new double[ROUNDS];
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                last = call.get();
            }
            times[Math.max(round, 0)] = (System.nanoTime() - start) / 1000.0 / CALLS;
        }
        Arrays.sort(times);
        System.out.printf("%-22s %6.2f µs%n", name, times[ROUNDS / 2]);
    }
}

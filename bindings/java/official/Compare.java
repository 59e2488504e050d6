// What two runs of each sample printed, NAME.ours and NAME.theirs in a folder, with what each token says in its place.
import io.github.agoratoken.ServiceType;
import io.github.agoratoken.TokenInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public class Compare {
    private static final Pattern TOKEN = Pattern.compile("00[67][\\w+/=]{60,}");

    private static int tokens;
    private static int rooms;

    public static void main(String[] arguments) throws IOException {
        List<Path> printed;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            printed = files.filter(file -> file.toString().endsWith(".ours")).sorted().collect(Collectors.toList());
        }
        for (Path file : printed) {
            String ours = said(Files.readString(file));
            String theirs = said(Files.readString(Path.of(file.toString().replace(".ours", ".theirs"))));
            if (!ours.equals(theirs)) {
                throw new AssertionError(file + "\n" + ours + "\nand\n" + theirs);
            }
        }
        // Each was counted on both sides; the inspector's one is no token that it makes.
        System.out.printf(
                "proof: the samples of Agora's Maven package authentication %s | %d samples, %d tokens"
                        + " | each compiles as it stands and says the same, but for the Chat login of %d classroom"
                        + " users, which that package gives to RTM%n",
                arguments[1], printed.size(), tokens / 2, rooms);
    }

    private static String said(String text) {
        return TOKEN.matcher(text).replaceAll(token -> lasting(TokenInfo.parse(token.group())));
    }

    /** What a token says, but for its salt and when it was made. Two runs are seconds apart, and lifetimes minutes. */
    private static String lasting(TokenInfo info) {
        tokens++;
        Instant start = info.issuedAt() == null ? Instant.now() : info.issuedAt();
        return info.version() + info.appId() + info.channelCrc() + info.userCrc() + left(start, info.expiresAt())
                + info.services().stream().map(service -> services(start, service, info)).collect(Collectors.toList());
    }

    private static String services(Instant start, TokenInfo.Service service, TokenInfo info) {
        String privileges = service.privileges().stream()
                .map(grant -> grant.privilege() + "=" + left(start, grant.expiresAt()))
                .collect(Collectors.joining(","));
        boolean isRoomUser = service.type() == ServiceType.CHAT
                && info.services().stream().anyMatch(each -> each.type() == ServiceType.APAAS);
        if (isRoomUser) {
            rooms += privileges.isEmpty() ? 1 : 0;
            privileges = "";
        }
        return String.join(
                "/",
                service.type().toString(),
                service.channel(),
                service.account(),
                service.userId(),
                service.roomUuid(),
                service.userUuid(),
                Integer.toString(service.role()),
                privileges);
    }

    private static Object left(Instant start, Instant end) {
        return end == null ? null : Math.round(Duration.between(start, end).toSeconds() / 60.0);
    }
}

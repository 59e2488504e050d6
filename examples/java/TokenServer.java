// The token server on the JDK's own HttpServer.
//
// APP_ID and APP_CERTIFICATE are required; PORT (8080), TOKEN_VERSION (006) and CLIENT_ERROR_STATUS (500) are not.
import com.sun.net.httpserver.HttpServer;
import io.github.agoratoken.Endpoint;
import io.github.agoratoken.EndpointOptions;
import io.github.agoratoken.Issuer;
import io.github.agoratoken.Policy;
import io.github.agoratoken.TokenHandler;
import io.github.agoratoken.Version;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

public class TokenServer {
    public static void main(String[] arguments) throws IOException {
        Issuer issuer = new Issuer(setting("APP_ID", null), setting("APP_CERTIFICATE", null));
        EndpointOptions options = new EndpointOptions()
                .version(setting("TOKEN_VERSION", "006").equals("007") ? Version.V007 : Version.V006)
                .clientErrorStatus(Integer.parseInt(setting("CLIENT_ERROR_STATUS", "500")));

        // This server is open, as the article's is: whoever reaches it can have any token of the app. To give tokens to
        // your own users alone, put in place of Policy.OPEN what you know of them:
        //
        // exchange -> {
        //     User user = sessions.userOf(exchange.getRequestHeaders().getFirst("Authorization"));
        //     return user == null
        //             ? new Refusal(401, "log in first").challenge("Bearer")
        //             : Policy.of(user.id()).channels(user.rooms()).maxRole(Role.PUBLISHER);
        // }
        TokenHandler handler = new TokenHandler(new Endpoint(issuer, options), exchange -> Policy.OPEN);

        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(setting("PORT", "8080"))), 0);
        server.createContext("/", handler);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println("Listening on port: " + server.getAddress().getPort());
    }

    private static String setting(String name, String otherwise) {
        String value = System.getenv(name);
        if (value != null && !value.isEmpty()) {
            return value;
        }
        if (otherwise == null) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return otherwise;
    }
}

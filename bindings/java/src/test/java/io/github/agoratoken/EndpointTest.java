package io.github.agoratoken;

import static io.github.agoratoken.Official.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the contract, with its policy and options, through the endpoint; and what a host gets wrong. */
class EndpointTest {
    static Stream<JsonObject> cases() {
        return Contract.CASES.stream();
    }

    @Test
    void theContractIsThere() {
        assertTrue(Contract.CASES.size() > 300);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theEndpointAnswersAsTheContractSays(JsonObject given) {
        Instant askedAt = Instant.now();
        Request request = Request.of(Contract.method(given), Contract.target(given))
                .origin(Contract.origin(given))
                .body(Contract.body(given));
        try (Endpoint endpoint = Contract.endpointOf(given)) {
            Response response = endpoint.handle(request, Contract.policyOf(given));
            Map<String, String> headers = new TreeMap<>();
            response.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
            Contract.check(given, response.status(), headers, response.body(), askedAt);
        }
    }

    @Test
    void aPolicyForNobodyOpensNothing() {
        Endpoint endpoint = new Endpoint(Contract.ISSUER);
        Request request = Request.of("GET", "/rtm/ann");
        fails(Status.BAD_ACCOUNT, () -> endpoint.handle(request, Policy.of("")));
        assertThrows(NullPointerException.class, () -> Policy.of(null));
        assertThrows(NullPointerException.class, () -> endpoint.handle(request, null));
        assertThrows(IllegalStateException.class, () -> Policy.OPEN.allowAppTokens());
        fails(Status.OUT_OF_RANGE, () -> Policy.of("ann").maxExpiresIn(Duration.ZERO));
        assertEquals(403, endpoint.handle(request, Policy.of("bob")).status());
        assertEquals(200, endpoint.handle(request, Policy.of("ann")).status());
        assertEquals(200, endpoint.handle(request, Policy.ofAnyUser()).status());
    }

    @Test
    void optionsThatAreNoneAreRefused() {
        Issuer issuer = Contract.ISSUER;
        fails(Status.OUT_OF_RANGE, () -> new Endpoint(issuer, new EndpointOptions().clientErrorStatus(200)));
        fails(Status.OUT_OF_RANGE, () -> new Endpoint(issuer, new EndpointOptions().allowOrigins(List.of(""))));
        fails(Status.NOT_UTF8, () -> new Endpoint(issuer, new EndpointOptions().allowOrigins(List.of("\ud800"))));
        Endpoint endpoint = new Endpoint(issuer);
        fails(Status.OUT_OF_RANGE, () -> endpoint.error(200, "x", Request.of("GET", "/")));
        endpoint.close();
        assertThrows(
                IllegalStateException.class, () -> endpoint.handle(Request.of("GET", "/ping"), Policy.OPEN));
    }
}

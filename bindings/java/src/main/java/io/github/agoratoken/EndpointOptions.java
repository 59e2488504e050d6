package io.github.agoratoken;

import com.sun.jna.Pointer;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** How an endpoint answers where the servers in the field differ. It starts as Agora's article has it. */
public final class EndpointOptions {
    private Version version = Version.V006;
    private int clientErrorStatus = 500;
    private List<String> allowOrigins = List.of();
    private boolean omitCorsHeaders;

    /** As Agora's article has it: 006, 500, every origin. */
    public EndpointOptions() {}

    /**
     * Sets the version of the tokens that GET answers. {@code ?version=007} or {@code ?version=006} in a request goes
     * before it, and a policy that limits the user or the channels makes it 007.
     *
     * @param version the version
     * @return this
     */
    public EndpointOptions version(Version version) {
        this.version = Objects.requireNonNull(version, "version is null");
        return this;
    }

    /**
     * Sets the HTTP status of a mistake in a GET.
     *
     * @param status 500 as the article's server, or 400
     * @return this
     */
    public EndpointOptions clientErrorStatus(int status) {
        clientErrorStatus = status;
        return this;
    }

    /**
     * Sets the origins that browsers may ask from.
     *
     * @param origins such as {@code https://example.com}; none is every origin
     * @return this
     */
    public EndpointOptions allowOrigins(Collection<String> origins) {
        allowOrigins = List.copyOf(origins);
        return this;
    }

    /**
     * Leaves out every header of CORS, for a host that writes its own.
     *
     * @return this
     */
    public EndpointOptions omitCorsHeaders() {
        omitCorsHeaders = true;
        return this;
    }

    long in(Frame frame) {
        Pointer struct = frame.memory(Abi.EndpointOptions.BYTES);
        Abi.EndpointOptions.initialise(struct);
        struct.setInt(Abi.EndpointOptions.VERSION, version.number());
        struct.setInt(Abi.EndpointOptions.CLIENT_ERROR_STATUS, Numbers.u32(clientErrorStatus, "clientErrorStatus"));
        frame.putList(
                struct,
                Abi.EndpointOptions.ALLOW_ORIGINS,
                Abi.EndpointOptions.ALLOW_ORIGIN_COUNT,
                allowOrigins,
                "allowOrigins");
        struct.setInt(Abi.EndpointOptions.OMIT_CORS_HEADERS, Policy.toggle(omitCorsHeaders));
        return Pointer.nativeValue(struct);
    }
}

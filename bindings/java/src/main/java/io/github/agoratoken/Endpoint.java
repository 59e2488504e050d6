package io.github.agoratoken;

import java.util.Objects;

/**
 * The token server without the sockets: a request in, a response out. It answers the requests of Agora's token server
 * article and of the servers that are built like it. {@link TokenHandler} and {@link TokenServlet} mount it; {@link
 * #handle} serves any other framework. Any number of threads may share one.
 *
 * <pre>
 * GET  /rtc/{channel}/{role}/{tokentype}/{uid}?expiry=             {"rtcToken":"…"}
 * GET  /rtm/{uid}?expiry=                                          {"rtmToken":"…"}
 * GET  /rte/{channel}/{role}/{tokentype}/{uid}[/{rtmuid}]?expiry=  {"rtcToken":"…","rtmToken":"…"}
 * GET  /chat/app?expiry=  and  /chat/account/{chatid}?expiry=      {"chatToken":"…"}
 * GET  /ping                                                       {"message":"pong"}
 * POST /getToken  and  /token/getNew                               {"token":"…"}
 * POST /token/generate                                             {"code":0,…,"data":{"token":"…"}}
 * </pre>
 */
public final class Endpoint implements AutoCloseable {
    /** The largest body that is read, in bytes. A host may cut a larger one after the first byte too many. */
    public static final int MAX_BODY = Abi.MAX_BODY;

    private final Handle.Owned handle;

    /**
     * Makes an endpoint that answers as Agora's article has it.
     *
     * @param issuer who signs; it may be closed first
     */
    public Endpoint(Issuer issuer) {
        this(issuer, new EndpointOptions());
    }

    /**
     * Makes an endpoint.
     *
     * @param issuer who signs; it may be closed first
     * @param options how it answers
     * @throws InvalidArgumentException the status is neither 400 nor 500, or an origin is not made of visible ASCII
     *     characters ({@link Status#OUT_OF_RANGE})
     */
    public Endpoint(Issuer issuer, EndpointOptions options) {
        Objects.requireNonNull(issuer, "issuer is null");
        Objects.requireNonNull(options, "options is null");
        try (Frame frame = Frame.take()) {
            long address = options.in(frame);
            issuer.handle().raise(object -> Abi.agora_token_endpoint_new(object, address, frame.slot()));
            handle = Handle.own(this, frame.handle(), Abi::agora_token_endpoint_free, "endpoint");
        }
    }

    /** Gives the native object back; calls that other threads are in go on. */
    @Override
    public void close() {
        handle.close();
    }

    /**
     * Answers a request. A mistake in it is a response too; the exceptions speak of the host's own mistakes.
     *
     * @param request the request
     * @param policy what its sender may be given; {@link Policy#OPEN} is everything
     * @return the response
     * @throws InvalidArgumentException the policy names the user "" ({@link Status#BAD_ACCOUNT}), or a text in it
     *     has a lone surrogate
     */
    public Response handle(Request request, Policy policy) {
        Objects.requireNonNull(request, "request is null");
        Objects.requireNonNull(policy, "policy is null: refuse the request; Policy.OPEN gives whoever asks any token");
        try (Frame frame = Frame.take()) {
            long address = request.in(frame, policy.in(frame));
            handle.raise(object -> Abi.agora_token_endpoint_handle(object, address, frame.slot()));
            return Response.take(frame.handle());
        }
    }

    /**
     * Gives an answer of the host's own in the endpoint's form, with its headers and the body {@code {"error":"…"}}.
     *
     * @param status the HTTP status, from 400 to 599
     * @param text what is wrong and what would be right
     * @param request the request, whose Origin header the answer follows
     * @return the response
     * @throws InvalidArgumentException the HTTP status is another ({@link Status#OUT_OF_RANGE})
     */
    public Response error(int status, String text, Request request) {
        int number = Numbers.u32(status, "status");
        try (Frame frame = Frame.take()) {
            Str message = frame.in(text, "text");
            Str origin = request.origin(frame);
            handle.raise(object -> Abi.agora_token_endpoint_error(object, number, message, origin, frame.slot()));
            return Response.take(frame.handle());
        }
    }
}

package io.github.agoratoken;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** An HTTP request as it came: nothing in it needs to be valid. Each method gives a request that differs. */
public final class Request {
    private static final byte[] EMPTY = {};

    private final byte[] method;
    private final byte[] target;
    private final byte[] origin;
    private final byte[] body;

    private Request(byte[] method, byte[] target, byte[] origin, byte[] body) {
        this.method = method;
        this.target = target;
        this.origin = origin;
        this.body = body;
    }

    /**
     * Takes a request.
     *
     * @param method the method, such as {@code GET}
     * @param target path and query as they came, not decoded
     * @return the request, without an origin and a body
     */
    public static Request of(String method, String target) {
        return new Request(Frame.utf8(method, "method"), Frame.utf8(target, "target"), EMPTY, EMPTY);
    }

    /** As Java's servers give it, who make a character of each byte. */
    static Request ofBytes(String method, String target, String origin, byte[] body) {
        return new Request(latin1(method), latin1(target), latin1(origin), body);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Adds the Origin header.
     *
     * @param origin the header, or ""
     * @return the request
     */
    public Request origin(String origin) {
        return new Request(method, target, Frame.utf8(origin, "origin"), body);
    }

    /**
     * Adds the body.
     *
     * @param body the body; a host may cut it after the byte {@link Endpoint#MAX_BODY} + 1, the answer is the same
     * @return the request
     */
    public Request body(byte[] body) {
        return new Request(method, target, origin, Objects.requireNonNull(body, "body is null").clone());
    }

    Str origin(Frame frame) {
        return frame.in(origin);
    }

    long in(Frame frame, long policy) {
        Pointer struct = frame.memory(Abi.Request.BYTES);
        Abi.Request.initialise(struct);
        frame.put(struct, Abi.Request.METHOD, method);
        frame.put(struct, Abi.Request.TARGET, target);
        frame.put(struct, Abi.Request.ORIGIN, origin);
        frame.put(struct, Abi.Request.BODY, body);
        struct.setLong(Abi.Request.POLICY, policy);
        return Pointer.nativeValue(struct);
    }
}

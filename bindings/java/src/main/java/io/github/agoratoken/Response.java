package io.github.agoratoken;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An HTTP response. Content-Length and Date are for the host to add. */
public final class Response {
    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    private Response(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /** Copies a response of the library's, and frees it. */
    static Response take(long response) {
        try {
            List<Map.Entry<String, String>> headers = new ArrayList<>();
            long count = Abi.agora_token_response_header_count(response);
            for (long i = 0; i < count; i++) {
                headers.add(Map.entry(
                        Abi.agora_token_response_header_name(response, i).text(),
                        Abi.agora_token_response_header_value(response, i).text()));
            }
            byte[] body = Abi.agora_token_response_body(response).copy();
            return new Response(Abi.agora_token_response_status(response), headers, body);
        } finally {
            Abi.agora_token_response_free(response);
        }
    }

    Response with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Response(status, more, body);
    }

    /**
     * The status.
     *
     * @return the status, such as 200
     */
    public int status() {
        return status;
    }

    /**
     * The headers.
     *
     * @return names and values, in order
     */
    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /**
     * The body.
     *
     * @return JSON in UTF-8, or nothing
     */
    public byte[] body() {
        return body.clone();
    }
}

// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The C ABI. Pointers and size_t are long, for which {@link NativeLibraryLoader} wants 64 bits. */
final class Abi {
    private Abi() {}

    static {
        Native.register(Abi.class, NativeLibraryLoader.load());
    }

    /** The role of an Education service that has none. */
    static final int NO_ROLE = -1;

    /**
     * The longest token of a one-call builder, in bytes, without the terminating NUL: a buffer of AGORA_TOKEN_MAX_LEN
     * + 1 bytes takes every one of them.
     */
    static final int MAX_LEN = 1023;

    /**
     * How many services, privileges, and of RTM2 resources, permissions and names a token can hold, all counted
     * together.
     */
    static final int MAX_ITEMS = 1024;

    /** The uid that stands for any user: whoever holds the token may join under any uid. */
    static final int UID_ANY = 0;

    /** What a check asks of a service that has no privileges, ConvoAI and STT: its presence is the grant. */
    static final int NO_PRIVILEGE = 0;

    /** The longest text of agora_token_explain, in bytes, without the terminating NUL. */
    static final int MAX_EXPLANATION_LEN = 4095;

    /**
     * The longest request target that an endpoint reads, in bytes. A host may stop reading after
     * AGORA_TOKEN_MAX_TARGET + 1 bytes: the answer is 414 either way.
     */
    static final int MAX_TARGET = 8192;

    /**
     * The largest request body that an endpoint reads, in bytes. A host may stop reading after AGORA_TOKEN_MAX_BODY +
     * 1 bytes: the answer is 413 either way.
     */
    static final int MAX_BODY = 65536;

    /** RTC, Streaming, FCDN: the channel name; "*" is every channel. */
    static final int FIELD_CHANNEL = 1;

    /** RTC, Streaming, FCDN: the decimal digits of a numeric uid, or the user account; "" is any user. */
    static final int FIELD_ACCOUNT = 2;

    /** RTM, Chat, RTM2: the user id; "" in a Chat app token. */
    static final int FIELD_USER_ID = 3;

    /** Education: the room uuid. */
    static final int FIELD_ROOM_UUID = 4;

    /** Education: the user uuid. */
    static final int FIELD_USER_UUID = 5;

    /** The most strings that a function takes. */
    static final int MAX_TEXTS = 3;

    /** The version of the library that runs, such as "0.1.0". */
    static native Pointer agora_token_library_version();

    /**
     * The version of the library that runs as one number: major * 10000 + minor * 100 + patch, as
     * AGORA_TOKEN_VERSION_NUMBER.
     */
    static native int agora_token_library_version_number();

    /** What is wrong and what would be right, in one English sentence. */
    static native Pointer agora_token_status_message(int status);

    /** The name of a status without the prefix AGORA_TOKEN_, such as "BAD_CHANNEL", for logs. */
    static native Pointer agora_token_status_name(int status);

    /**
     * Makes an issuer of an app's App ID and App Certificate, each 32 hexadecimal characters exactly as Agora's
     * console shows them.
     */
    static native int agora_token_issuer_new(Str app_id, Str app_certificate, long out);

    /** Frees an issuer; NULL is fine. */
    static native void agora_token_issuer_free(long issuer);

    /** An RTC token for a numeric uid. */
    static native int agora_token_rtc_uid(long issuer, int version, Str channel, int uid, int role, int expires_in,
                                          long out, long capacity, long out_len);

    /** An RTC token for a user account (a string uid), which is 1 to 255 bytes. */
    static native int agora_token_rtc_account(long issuer, int version, Str channel, Str account, int role,
                                              int expires_in, long out, long capacity, long out_len);

    /** An RTM (Signaling) token for one user id, which is 1 to 64 bytes. */
    static native int agora_token_rtm(long issuer, int version, Str user_id, int expires_in, long out, long capacity,
                                      long out_len);

    /** One 007 token for RTC in a channel and for RTM, both under the same account of 1 to 64 bytes. */
    static native int agora_token_rtc_rtm(long issuer, Str channel, Str account, int role, int expires_in, long out,
                                          long capacity, long out_len);

    /**
     * One 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for ConvoAI: what an
     * app needs that starts a voice agent in its channel.
     */
    static native int agora_token_convoai(long issuer, Str channel, Str account, int role, int expires_in, long out,
                                          long capacity, long out_len);

    /**
     * One 007 token for RTC in a channel, for RTM under the same account of 1 to 64 bytes, and for STT (real-time
     * speech to text): what an app needs that starts the transcription of its channel.
     */
    static native int agora_token_stt(long issuer, Str channel, Str account, int role, int expires_in, long out,
                                      long capacity, long out_len);

    /** A 007 token for one Chat user id, which is 1 to 64 bytes. */
    static native int agora_token_chat_user(long issuer, Str user_id, int expires_in, long out, long capacity,
                                            long out_len);

    /** A 007 token for the whole Chat app, for a backend that calls Chat's REST API. */
    static native int agora_token_chat_app(long issuer, int expires_in, long out, long capacity, long out_len);

    /** A 007 token for one user of one Education (Flexible Classroom) room, with that user's RTM and Chat. */
    static native int agora_token_education_room_user(long issuer, Str room_uuid, Str user_uuid, short role,
                                                      int expires_in, long out, long capacity, long out_len);

    /** A 007 token for one Education user outside of rooms. */
    static native int agora_token_education_user(long issuer, Str user_uuid, int expires_in, long out, long capacity,
                                                 long out_len);

    /** A 007 token for the whole Education app, for a backend that calls its REST API. */
    static native int agora_token_education_app(long issuer, int expires_in, long out, long capacity, long out_len);

    /** A 007 token for FPA. */
    static native int agora_token_fpa(long issuer, long out, long capacity, long out_len);

    /** Makes a builder without services. */
    static native int agora_token_builder_new(long issuer, int version, long out);

    /** Fixes the time of issuing, as a Unix time in seconds. */
    static native int agora_token_builder_set_issued_at(long builder, int unix_seconds);

    /** Fixes the salt. */
    static native int agora_token_builder_set_salt(long builder, int salt);

    /** Sets the token's own lifetime in seconds from its issuing: 86400 (24 hours) unless set. */
    static native int agora_token_builder_set_expires_in(long builder, int seconds);

    /**
     * Adds RTC in one channel ("*" is every channel) for one account, which is the decimal digits of a numeric uid or
     * a user account; "" is any user.
     */
    static native int agora_token_builder_add_rtc(long builder, Str channel, Str account);

    /** Adds RTM (Signaling) for one user id. */
    static native int agora_token_builder_add_rtm(long builder, Str user_id);

    /** Adds Streaming in one channel for one account; "" is any user. */
    static native int agora_token_builder_add_streaming(long builder, Str channel, Str account);

    /** Adds FPA. */
    static native int agora_token_builder_add_fpa(long builder);

    /** Adds Chat for one user id; "" for an app token (AGORA_TOKEN_CHAT_APP). */
    static native int agora_token_builder_add_chat(long builder, Str user_id);

    /** Adds FCDN in one channel for one account; "" is any user. */
    static native int agora_token_builder_add_fcdn(long builder, Str channel, Str account);

    /** Adds Education: a user of a room in a role; "" and AGORA_TOKEN_NO_ROLE where there is none. */
    static native int agora_token_builder_add_apaas(long builder, Str room_uuid, Str user_uuid, short role);

    /** Adds RTM2 (Signaling with permissions) for one user id. */
    static native int agora_token_builder_add_rtm2(long builder, Str user_id);

    /** Adds ConvoAI, which has neither privileges nor names: being in the token is the grant. */
    static native int agora_token_builder_add_convoai(long builder);

    /**
     * Adds STT (real-time speech to text), which has neither privileges nor names: being in the token is the grant.
     */
    static native int agora_token_builder_add_stt(long builder);

    /** Grants a privilege of the service that was added last, for `expires_in` seconds from the token's issuing. */
    static native int agora_token_builder_grant(long builder, int privilege, int expires_in);

    /** Gives the RTM2 service that was added last a permission on named resources. */
    static native int agora_token_builder_permit(long builder, int resource, int permission, long names, long count);

    /** Signs a token. */
    static native int agora_token_builder_build(long builder, long out, long capacity, long out_len);

    /** Frees a builder; NULL is fine. */
    static native void agora_token_builder_free(long builder);

    /** Reads a 006 or 007 token. */
    static native int agora_token_parse(Str token, long out);

    /** Frees an info, and with it the strings that it lent; NULL is fine. */
    static native void agora_token_info_free(long info);

    /** Everything in the token as a JSON object; what a token does not say is null. */
    static native int agora_token_info_json(long info, long out, long capacity, long out_len);

    /** AGORA_TOKEN_VERSION_006 or AGORA_TOKEN_VERSION_007. */
    static native int agora_token_info_version(long info);

    /** The App ID that the token is for. */
    static native Str agora_token_info_app_id(long info);

    /** When a 007 token was issued; 0 for a 006 token, which does not say. */
    static native long agora_token_info_issued_at(long info);

    /** When the token itself ends. */
    static native long agora_token_info_expires_at(long info);

    /** Where a 007 token lives longer than the 24 hours that Agora honours: when Agora treats it as expired. */
    static native long agora_token_info_cut_at(long info);

    /** The salt. */
    static native int agora_token_info_salt(long info);

    /** The CRC-32 of a 006 token's channel, or of an RTM token's user id; 0 for a 007 token. */
    static native int agora_token_info_channel_crc(long info);

    /** The CRC-32 of a 006 token's uid digits or account, 0 for any user; 0 for a 007 token. */
    static native int agora_token_info_user_crc(long info);

    /** How many services the token has that this library knows. */
    static native long agora_token_info_service_count(long info);

    /** The type of a service, AGORA_TOKEN_SERVICE_RTC and so on. */
    static native int agora_token_info_service_type(long info, long service);

    /** The type of a service that this library does not know, from 0 to 65535, or -1 where there is none. */
    static native int agora_token_info_unknown_service(long info);

    /**
     * A field of a service, AGORA_TOKEN_FIELD_CHANNEL and so on; "" where its type has no such field, and in a 006
     * token, which holds no names.
     */
    static native Str agora_token_info_field(long info, long service, int field);

    /**
     * The role of an Education service; AGORA_TOKEN_NO_ROLE (-1) where it has none, for other services and out of
     * range.
     */
    static native short agora_token_info_role(long info, long service);

    /** How many privileges a service has. */
    static native long agora_token_info_privilege_count(long info, long service);

    /** The number of a privilege within its service, AGORA_TOKEN_RTC_JOIN_CHANNEL and so on. */
    static native int agora_token_info_privilege(long info, long service, long index);

    /** When a privilege ends; 0 where it does not expire, which only a 006 token can say. */
    static native long agora_token_info_privilege_expires_at(long info, long service, long index);

    /** The time of a privilege as it stands in the token. */
    static native int agora_token_info_privilege_time(long info, long service, long index);

    /**
     * How many permissions an RTM2 service has, one for each pair of resource and permission; 0 for other services.
     */
    static native long agora_token_info_permission_count(long info, long service);

    /** What a permission is about, AGORA_TOKEN_RTM2_MESSAGE_CHANNELS and so on. */
    static native int agora_token_info_permission_resource(long info, long service, long index);

    /** What a permission allows, AGORA_TOKEN_RTM2_READ or AGORA_TOKEN_RTM2_WRITE. */
    static native int agora_token_info_permission(long info, long service, long index);

    /** How many names a permission is for. */
    static native long agora_token_info_permission_name_count(long info, long service, long index);

    /** A name that a permission is for, such as a channel's. */
    static native Str agora_token_info_permission_name(long info, long service, long index, long name);

    /** Checks the signature and the lifetime of a 007 token, and nothing about whom it is for. */
    static native int agora_token_verify(long issuer, Str token, long now);

    /** Checks a token for one privilege of one service, as "Checks" at the top says. */
    static native int agora_token_check(long issuer, Str token, int service, Str channel, Str user, int privilege,
                                        long now);

    /** agora_token_check for RTC and a numeric uid. */
    static native int agora_token_check_rtc_uid(long issuer, Str token, Str channel, int uid, int privilege, long now);

    /** agora_token_check for RTC and a user account. */
    static native int agora_token_check_rtc_account(long issuer, Str token, Str channel, Str account, int privilege,
                                                    long now);

    /** agora_token_check for the RTM login of one user id. */
    static native int agora_token_check_rtm(long issuer, Str token, Str user_id, long now);

    /** Says as a JSON object whether a token is good, and where it is not, why and what to do. */
    static native int agora_token_explain(long issuer, Str token, int service, Str channel, Str user, int privilege,
                                          long now, long out, long capacity, long out_len);

    /** Makes an endpoint. */
    static native int agora_token_endpoint_new(long issuer, long options, long out);

    /** Answers a request. */
    static native int agora_token_endpoint_handle(long endpoint, long request, long out);

    /**
     * An answer of the host's own in the endpoint's form, with its headers and the body {"error":"..."}: a 401 before
     * there is a policy, a 429.
     */
    static native int agora_token_endpoint_error(long endpoint, int status, Str text, Str origin, long out);

    /** Frees an endpoint; NULL is fine. */
    static native void agora_token_endpoint_free(long endpoint);

    /** The HTTP status of a response, such as 200. */
    static native int agora_token_response_status(long response);

    /** The body of a response: JSON, or "". */
    static native Str agora_token_response_body(long response);

    /** How many headers a response has. */
    static native long agora_token_response_header_count(long response);

    /** The name of a header, such as "Content-Type". */
    static native Str agora_token_response_header_name(long response, long index);

    /** The value of a header. */
    static native Str agora_token_response_header_value(long response, long index);

    /** Frees a response, and with it the strings that it lent; NULL is fine. */
    static native void agora_token_response_free(long response);

    /** agora_token_endpoint_options. */
    static final class EndpointOptions {
        static final int BYTES = 40;
        static final int SIZE = 0;
        static final int VERSION = 8;
        static final int CLIENT_ERROR_STATUS = 12;
        static final int ALLOW_ORIGINS = 16;
        static final int ALLOW_ORIGIN_COUNT = 24;
        static final int OMIT_CORS_HEADERS = 32;

        private EndpointOptions() {}

        /** AGORA_TOKEN_ENDPOINT_OPTIONS_INIT. */
        static void initialise(Pointer at) {
            at.clear(BYTES);
            at.setLong(SIZE, BYTES);
            at.setInt(VERSION, 6);
            at.setInt(CLIENT_ERROR_STATUS, 500);
        }
    }

    /** agora_token_policy. */
    static final class Policy {
        static final int BYTES = 72;
        static final int SIZE = 0;
        static final int USER = 8;
        static final int CHANNELS = 24;
        static final int CHANNEL_COUNT = 32;
        static final int MAX_ROLE = 40;
        static final int MAX_EXPIRES_IN = 44;
        static final int ALLOW_APP_TOKENS = 48;
        static final int ALLOW_ANY_CHANNEL = 52;
        static final int ALLOW_ANY_USER = 56;
        static final int RESERVED = 60;
        static final int ALLOW_AI_SERVICES = 64;

        private Policy() {}

        /** AGORA_TOKEN_POLICY_INIT. */
        static void initialise(Pointer at) {
            at.clear(BYTES);
            at.setLong(SIZE, BYTES);
            at.setInt(MAX_ROLE, 2);
            at.setInt(MAX_EXPIRES_IN, 86400);
        }
    }

    /** agora_token_request. */
    static final class Request {
        static final int BYTES = 80;
        static final int SIZE = 0;
        static final int METHOD = 8;
        static final int TARGET = 24;
        static final int ORIGIN = 40;
        static final int BODY = 56;
        static final int POLICY = 72;

        private Request() {}

        /** AGORA_TOKEN_REQUEST_INIT. */
        static void initialise(Pointer at) {
            at.clear(BYTES);
            at.setLong(SIZE, BYTES);
        }
    }
}

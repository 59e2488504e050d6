// Written by abi/languages/java.py from abi/agora_token.json (make abi): do not edit it.
package io.github.agoratoken;

/** A service of Agora's that a token can open. */
public enum ServiceType {
    /** Real-time voice and video. */
    RTC(1),
    /** Real-time messaging (Signaling). */
    RTM(2),
    /** Media streaming (push and pull). */
    STREAMING(3),
    /** Full-path acceleration. */
    FPA(4),
    /** Chat. */
    CHAT(5),
    /** The CDN of Agora's live broadcasts. */
    FCDN(6),
    /** Education, the Flexible Classroom; Agora also calls it APaaS. */
    APAAS(7),
    /** Signaling with a permission for each resource. */
    RTM2(8),
    /** Conversational AI: starts and ends agents that talk in a channel. */
    CONVOAI(9),
    /** Real-time speech to text: starts and ends the transcription of a channel. */
    STT(10);

    private final int number;

    ServiceType(int number) {
        this.number = number;
    }

    /**
     * Its number in the token and in the C header.
     *
     * @return the number, which never changes
     */
    public int number() {
        return number;
    }

    static ServiceType of(int number) {
        for (ServiceType each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        throw new IllegalArgumentException("ServiceType has no number " + number);
    }
}

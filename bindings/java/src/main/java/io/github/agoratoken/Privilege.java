package io.github.agoratoken;

/** A privilege of a service, such as {@link RtcPrivilege#JOIN_CHANNEL}. */
public interface Privilege {
    /**
     * Its number within its service.
     *
     * @return the number
     */
    int number();
}

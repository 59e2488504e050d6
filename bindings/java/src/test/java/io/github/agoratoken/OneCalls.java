package io.github.agoratoken;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Each one-call builder of the C ABI under its name there: how many privileges each service has, and its call. */
final class OneCalls {
    interface Call {
        String with(Issuer issuer, String name, Duration lifetime);
    }

    static final class OneCall {
        final Map<ServiceType, Integer> services;
        final boolean takesName;
        final boolean takesLifetime;
        final Call call;

        private OneCall(String takes, Map<ServiceType, Integer> services, Call call) {
            takesName = takes.contains("name");
            takesLifetime = takes.contains("lifetime");
            this.services = new TreeMap<>(services);
            this.call = call;
        }
    }

    private static final ServiceType RTC = ServiceType.RTC;
    private static final ServiceType RTM = ServiceType.RTM;
    private static final String BOTH = "name, lifetime";

    static final Map<String, OneCall> ALL = Map.ofEntries(
            entry("rtc_uid", new OneCall("lifetime", Map.of(RTC, 4), (issuer, name, lifetime) ->
                    issuer.rtc("room", User.uid(42), Role.PUBLISHER, lifetime))),
            entry("rtc_account", new OneCall(BOTH, Map.of(RTC, 1), (issuer, name, lifetime) ->
                    issuer.rtc("room", User.account(name), Role.SUBSCRIBER, lifetime))),
            entry("rtm", new OneCall(BOTH, Map.of(RTM, 1), Issuer::rtm)),
            entry("rtc_rtm", new OneCall(BOTH, Map.of(RTC, 1, RTM, 1), (issuer, name, lifetime) ->
                    issuer.rtcRtm("room", name, Role.SUBSCRIBER, lifetime))),
            entry("convoai", new OneCall(
                    BOTH,
                    Map.of(RTC, 4, RTM, 1, ServiceType.CONVOAI, 0),
                    (issuer, name, lifetime) -> issuer.convoai("room", name, Role.PUBLISHER, lifetime))),
            entry("stt", new OneCall(BOTH, Map.of(RTC, 4, RTM, 1, ServiceType.STT, 0), (issuer, name, lifetime) ->
                    issuer.stt("room", name, Role.PUBLISHER, lifetime))),
            entry("chat_user", new OneCall(BOTH, Map.of(ServiceType.CHAT, 1), Issuer::chatUser)),
            entry("chat_app", new OneCall("lifetime", Map.of(ServiceType.CHAT, 1), (issuer, name, lifetime) ->
                    issuer.chatApp(lifetime))),
            entry("education_room_user", new OneCall(
                    BOTH,
                    Map.of(RTM, 1, ServiceType.CHAT, 1, ServiceType.APAAS, 1),
                    (issuer, name, lifetime) -> issuer.educationRoomUser("class", name, 2, lifetime))),
            entry("education_user", new OneCall(BOTH, Map.of(ServiceType.APAAS, 1), Issuer::educationUser)),
            entry("education_app", new OneCall("lifetime", Map.of(ServiceType.APAAS, 1), (issuer, name, lifetime) ->
                    issuer.educationApp(lifetime))),
            entry("fpa", new OneCall("", Map.of(ServiceType.FPA, 1), (issuer, name, lifetime) -> issuer.fpa())));

    private OneCalls() {}
}

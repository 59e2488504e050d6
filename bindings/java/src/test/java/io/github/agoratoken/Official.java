package io.github.agoratoken;

/** The App ID and App Certificate of Agora's samples, which are no secret. */
final class Official {
    static final String APP_ID = "970CA35de60c44645bbae8a215061b33";
    static final String APP_CERTIFICATE = "5CFd2fd1755d40ecb72977518be15d3b";

    private Official() {}

    static Issuer issuer() {
        return new Issuer(APP_ID, APP_CERTIFICATE);
    }
}

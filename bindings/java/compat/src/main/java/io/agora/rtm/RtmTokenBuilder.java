package io.agora.rtm;

import io.agora.media.AccessToken;

/** RTM tokens, version 006. Times are Unix times in seconds. */
public class RtmTokenBuilder {
    public AccessToken mTokenCreator;

    public String buildToken(String appId, String appCertificate, String uid, Role role, int privilegeTs) {
        mTokenCreator = new AccessToken(appId, appCertificate, uid, "");
        mTokenCreator.addPrivilege(AccessToken.Privileges.kRtmLogin, privilegeTs);
        return mTokenCreator.build();
    }

    /** Grants a privilege in the token that {@code mTokenCreator} builds next. */
    public void setPrivilege(AccessToken.Privileges privilege, int expireTs) {
        mTokenCreator.addPrivilege(privilege, expireTs);
    }

    /** Reads a token into {@code mTokenCreator}; false where it is none. */
    public boolean initTokenBuilder(String originToken) {
        if (mTokenCreator == null) {
            mTokenCreator = new AccessToken("", "", "", "");
        }
        return mTokenCreator.fromString(originToken);
    }

    public enum Role {
        Rtm_User(1);

        int value;

        Role(int value) {
            this.value = value;
        }
    }
}

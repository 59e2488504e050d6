/** Stands in for `agora-token/src/RtmTokenBuilder2`. */
import { AccessToken2, type Rtm2Permissions, ServiceRtm2 } from "./AccessToken2.js";
import { rtmService } from "./RtcTokenBuilder2.js";

/** RTM tokens, version 007. `expire` is in seconds from now. */
export class RtmTokenBuilder {
  static buildToken(appId: string, appCertificate: string, userId: string | number, expire: number): string {
    const token = new AccessToken2(appId, appCertificate, 0, expire);
    token.add_service(rtmService(userId, expire));
    return token.build();
  }

  /** A token with a permission for each resource. */
  static buildTokenWithPermissions(
    appId: string,
    appCertificate: string,
    userId: string | number,
    permissions: Rtm2Permissions,
    expire: number,
  ): string {
    const token = new AccessToken2(appId, appCertificate, 0, expire);
    const service = new ServiceRtm2(userId, permissions);
    service.add_privilege(ServiceRtm2.kPrivilegeLogin, expire);
    token.add_service(service);
    return token.build();
  }
}

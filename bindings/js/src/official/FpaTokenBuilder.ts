/** Stands in for `agora-token/src/FpaTokenBuilder`. */
import { AccessToken2, ServiceFpa } from "./AccessToken2.js";

const DAY = 24 * 3600;

export class FpaTokenBuilder {
  /** A token of 24 hours. */
  static buildToken(appId: string, appCertificate: string): string {
    const token = new AccessToken2(appId, appCertificate, 0, DAY);
    const service = new ServiceFpa();
    service.add_privilege(ServiceFpa.kPrivilegeLogin, 0);
    token.add_service(service);
    return token.build();
  }
}

/** Stands in for `agora-token/src/ChatTokenBuilder`. */
import { AccessToken2, ServiceChat } from "./AccessToken2.js";

/** Chat tokens. `expire` is in seconds from now. */
export class ChatTokenBuilder {
  static buildUserToken(appId: string, appCertificate: string, userUuid: string | number, expire: number): string {
    return built(appId, appCertificate, new ServiceChat(userUuid), ServiceChat.kPrivilegeUser, expire);
  }

  /** A token for the whole app: for your backend alone. */
  static buildAppToken(appId: string, appCertificate: string, expire: number): string {
    return built(appId, appCertificate, new ServiceChat(), ServiceChat.kPrivilegeApp, expire);
  }
}

function built(appId: string, certificate: string, service: ServiceChat, privilege: number, expire: number): string {
  const token = new AccessToken2(appId, certificate, 0, expire);
  service.add_privilege(privilege, expire);
  token.add_service(service);
  return token.build();
}

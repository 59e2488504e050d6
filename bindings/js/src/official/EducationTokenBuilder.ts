/** Stands in for `agora-token/src/EducationTokenBuilder` and `ApaasTokenBuilder`. */
import { ServiceType } from "../abi.js";
import { parse } from "../info.js";
import { AccessToken2, ServiceApaas, ServiceChat } from "./AccessToken2.js";
import { rtmService } from "./RtcTokenBuilder2.js";
import { issuerOf } from "./rules.js";

/** Tokens of Flexible Classroom. `expire` is in seconds from now. */
export class EducationTokenBuilder {
  /** A user of a room, with that user's RTM and Chat. */
  static buildRoomUserToken(
    appId: string,
    appCertificate: string,
    roomUuid: string,
    userUuid: string | number,
    role: number,
    expire: number,
  ): string {
    const chatUserId = chatUserIdOf(appId, appCertificate, `${userUuid}`);
    if (chatUserId === undefined) return "";
    const token = new AccessToken2(appId, appCertificate, 0, expire);
    // Agora's builders for other languages grant ROOM_USER here, this one does not; issuer.educationRoomUser does.
    token.add_service(new ServiceApaas(roomUuid, userUuid, role));
    token.add_service(rtmService(userUuid, expire));
    const chat = new ServiceChat(chatUserId);
    chat.add_privilege(ServiceChat.kPrivilegeUser, expire);
    token.add_service(chat);
    return token.build();
  }

  /** A user outside of rooms. */
  static buildUserToken(appId: string, appCertificate: string, userUuid: string | number, expire: number): string {
    return built(appId, appCertificate, new ServiceApaas("", userUuid), ServiceApaas.PRIVILEGE_USER, expire);
  }

  /** A token for the whole app: for your backend alone. */
  static buildAppToken(appId: string, appCertificate: string, expire: number): string {
    return built(appId, appCertificate, new ServiceApaas(), ServiceApaas.PRIVILEGE_APP, expire);
  }
}

/** The Chat user id of an Education user, which the library makes of the uuid: read from a token of its own. */
function chatUserIdOf(appId: string, appCertificate: string, userUuid: string): string | undefined {
  const token = issuerOf(appId, appCertificate)?.educationRoomUser("room", userUuid, { expiresIn: 1 });
  return token && parse(token).services.find((service) => service.type === ServiceType.CHAT)?.userId;
}

function built(appId: string, certificate: string, service: ServiceApaas, privilege: number, expire: number): string {
  const token = new AccessToken2(appId, certificate, 0, expire);
  service.add_privilege(privilege, expire);
  token.add_service(service);
  return token.build();
}

/** Stands in for `agora-token/src/RtcTokenBuilder2`. */
import { Role as Roles } from "../abi.js";
import { AccessToken2, type Service, ServiceRtc, ServiceRtm } from "./AccessToken2.js";
import { heedUid } from "./rules.js";

export const Role = { PUBLISHER: Roles.PUBLISHER, SUBSCRIBER: Roles.SUBSCRIBER } as const;

/** A lifetime for each privilege of RTC, in seconds. */
export interface Lifetimes {
  join: number;
  audio: number;
  video: number;
  data: number;
}

/** A service with these privileges; the last three for who may publish. */
export function rtcService(channelName: string, account: string | number, role: number, lives: Lifetimes): ServiceRtc {
  const service = new ServiceRtc(channelName, account);
  service.add_privilege(ServiceRtc.kPrivilegeJoinChannel, lives.join);
  // A role from an environment variable is a string.
  if (Number(role) === Role.PUBLISHER) {
    service.add_privilege(ServiceRtc.kPrivilegePublishAudioStream, lives.audio);
    service.add_privilege(ServiceRtc.kPrivilegePublishVideoStream, lives.video);
    service.add_privilege(ServiceRtc.kPrivilegePublishDataStream, lives.data);
  }
  return service;
}

export function rtmService(userId: string | number, expire: number): ServiceRtm {
  const service = new ServiceRtm(userId);
  service.add_privilege(ServiceRtm.kPrivilegeLogin, expire);
  return service;
}

/** The function for one token for RTC, RTM, and what there is beside them, with an account and lifetimes for each. */
export function rtcAndRtm(beside: () => Service[]) {
  return (
    appId: string,
    appCertificate: string,
    channelName: string,
    rtcAccount: string | number,
    rtcRole: number,
    rtcTokenExpire: number,
    joinChannelPrivilegeExpire: number,
    pubAudioPrivilegeExpire: number,
    pubVideoPrivilegeExpire: number,
    pubDataStreamPrivilegeExpire: number,
    rtmUserId: string | number,
    rtmTokenExpire: number,
  ): string => {
    const token = new AccessToken2(appId, appCertificate, 0, rtcTokenExpire);
    const lives = {
      join: joinChannelPrivilegeExpire,
      audio: pubAudioPrivilegeExpire,
      video: pubVideoPrivilegeExpire,
      data: pubDataStreamPrivilegeExpire,
    };
    token.add_service(rtcService(channelName, rtcAccount, rtcRole, lives));
    token.add_service(rtmService(rtmUserId, rtmTokenExpire));
    for (const service of beside()) token.add_service(service);
    return token.build();
  };
}

const all = (life: number): Lifetimes => ({ join: life, audio: life, video: life, data: life });

/** RTC tokens, version 007. Lifetimes are in seconds from now; that of a privilege is the token's where it is 0. */
export class RtcTokenBuilder {
  /** A token for a numeric uid; 0 is any user. */
  static buildTokenWithUid(
    appId: string,
    appCertificate: string,
    channelName: string,
    uid: string | number,
    role: number,
    tokenExpire: number,
    privilegeExpire = 0,
  ): string {
    heedUid(uid);
    return RtcTokenBuilder.buildTokenWithUserAccount(
      appId, appCertificate, channelName, uid, role, tokenExpire, privilegeExpire,
    );
  }

  /** A token for a user account. */
  static buildTokenWithUserAccount(
    appId: string,
    appCertificate: string,
    channelName: string,
    account: string | number,
    role: number,
    tokenExpire: number,
    privilegeExpire = 0,
  ): string {
    const token = new AccessToken2(appId, appCertificate, 0, tokenExpire);
    token.add_service(rtcService(channelName, account, role, all(privilegeExpire)));
    return token.build();
  }

  /** A token for a numeric uid with a lifetime for each privilege. */
  static buildTokenWithUidAndPrivilege(
    appId: string,
    appCertificate: string,
    channelName: string,
    uid: string | number,
    tokenExpire: number,
    joinChannelPrivilegeExpire: number,
    pubAudioPrivilegeExpire: number,
    pubVideoPrivilegeExpire: number,
    pubDataStreamPrivilegeExpire: number,
  ): string {
    heedUid(uid);
    return RtcTokenBuilder.BuildTokenWithUserAccountAndPrivilege(
      appId, appCertificate, channelName, uid, tokenExpire, joinChannelPrivilegeExpire, pubAudioPrivilegeExpire,
      pubVideoPrivilegeExpire, pubDataStreamPrivilegeExpire,
    );
  }

  /** A token for a user account with a lifetime for each privilege. */
  static BuildTokenWithUserAccountAndPrivilege(
    appId: string,
    appCertificate: string,
    channelName: string,
    account: string | number,
    tokenExpire: number,
    joinChannelPrivilegeExpire: number,
    pubAudioPrivilegeExpire: number,
    pubVideoPrivilegeExpire: number,
    pubDataStreamPrivilegeExpire: number,
  ): string {
    const token = new AccessToken2(appId, appCertificate, 0, tokenExpire);
    const lives = {
      join: joinChannelPrivilegeExpire,
      audio: pubAudioPrivilegeExpire,
      video: pubVideoPrivilegeExpire,
      data: pubDataStreamPrivilegeExpire,
    };
    token.add_service(rtcService(channelName, account, Role.PUBLISHER, lives));
    return token.build();
  }

  /** One token for RTC and RTM under one account. */
  static buildTokenWithRtm(
    appId: string,
    appCertificate: string,
    channelName: string,
    account: string | number,
    role: number,
    tokenExpire: number,
    privilegeExpire = 0,
  ): string {
    const token = new AccessToken2(appId, appCertificate, 0, tokenExpire);
    token.add_service(rtcService(channelName, account, role, all(privilegeExpire)));
    token.add_service(rtmService(account, tokenExpire));
    return token.build();
  }

  /** One token for RTC and RTM, with an account and lifetimes for each. */
  static buildTokenWithRtm2 = rtcAndRtm(() => []);
}

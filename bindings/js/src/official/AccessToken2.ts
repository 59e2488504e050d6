/** Stands in for `agora-token/src/AccessToken2`. */
import {
  ApaasPrivilege,
  ChatPrivilege,
  FcdnPrivilege,
  FpaPrivilege,
  NO_ROLE,
  Role,
  RtcPrivilege,
  Rtm2Permission,
  Rtm2Privilege,
  Rtm2Resource,
  RtmPrivilege,
  ServiceType,
  StreamingPrivilege,
  VERSION_006,
} from "../abi.js";
import type { TokenBuilder } from "../builder.js";
import { AgoraTokenError } from "../errors.js";
import { parseWithTimes, type Service as Read } from "../info.js";
import { Issuer } from "../issuer.js";
import { put, wasm } from "../native.js";
import { account, enter, heed, issuerOf, text, u32 } from "./rules.js";

export const kRtcServiceType = ServiceType.RTC;
export const kRtmServiceType = ServiceType.RTM;
export const kStreamingServiceType = ServiceType.STREAMING;
export const kFpaServiceType = ServiceType.FPA;
export const kChatServiceType = ServiceType.CHAT;
export const kFCdnServiceType = ServiceType.FCDN;
export const kApaasServiceType = ServiceType.APAAS;
export const kRtm2ServiceType = ServiceType.RTM2;
export const kConvoAIServiceType = ServiceType.CONVOAI;
export const kSttServiceType = ServiceType.STT;

/** A service of a token, with the privileges that it grants. */
export class Service {
  readonly __type: number;
  __privileges: Record<number, number> = {};

  constructor(service_type: number) {
    this.__type = service_type;
  }

  service_type(): number {
    return this.__type;
  }

  /** Grants a privilege for so many seconds from the token's issuing; 0 is as long as the token. */
  add_privilege(privilege: number, expire: number): void {
    this.__privileges[privilege] = expire;
  }

  /** @internal */
  __add(_builder: TokenBuilder): void {
    throw new AgoraTokenError("BAD_SERVICE", `this library writes no service of type ${this.__type}`);
  }

  /** @internal Has the rules look at it. */
  __heed(_issuer: number, _life: number): void {}

  /** @internal */
  __read(_service: Read): void {}
}

/** The rules of a channel and a user. They are the same for a 006 token, which takes a third of the time. */
function heedChannel(issuer: number, life: number, channel: string, user: string): void {
  const room = put(0, "channelName", channel);
  if (user === "") {
    return heed((out, size, len) =>
      wasm.agora_token_rtc_uid(issuer, VERSION_006, room, 0, Role.SUBSCRIBER, life, out, size, len),
    );
  }
  const who = put(1, "account", user);
  heed((out, size, len) =>
    wasm.agora_token_rtc_account(issuer, VERSION_006, room, who, Role.SUBSCRIBER, life, out, size, len),
  );
}

export class ServiceRtc extends Service {
  static readonly kPrivilegeJoinChannel = RtcPrivilege.JOIN_CHANNEL;
  static readonly kPrivilegePublishAudioStream = RtcPrivilege.PUBLISH_AUDIO;
  static readonly kPrivilegePublishVideoStream = RtcPrivilege.PUBLISH_VIDEO;
  static readonly kPrivilegePublishDataStream = RtcPrivilege.PUBLISH_DATA;
  __channel_name: string;
  __uid: string;

  /** @param uid A number, of which 0 is any user, or a user account. */
  constructor(channel_name: string, uid: string | number) {
    super(kRtcServiceType);
    this.__channel_name = channel_name;
    this.__uid = account(uid);
  }

  /** @internal */
  override __add(builder: TokenBuilder): void {
    builder.addRtc(text("channelName", this.__channel_name), this.__uid);
  }

  /** @internal */
  override __heed(issuer: number, life: number): void {
    heedChannel(issuer, life, this.__channel_name, this.__uid);
  }

  /** @internal */
  override __read({ channel = "", account = "" }: Read): void {
    this.__channel_name = channel;
    this.__uid = account;
  }
}

export class ServiceRtm extends Service {
  static readonly kPrivilegeLogin = RtmPrivilege.LOGIN;
  __user_id: string;

  constructor(user_id?: string | number | null) {
    super(kRtmServiceType);
    this.__user_id = text("userId", `${user_id || ""}`);
  }

  /** @internal */
  override __add(builder: TokenBuilder): void {
    builder.addRtm(this.__user_id);
  }

  /** @internal */
  override __heed(issuer: number, life: number): void {
    const user = put(0, "userId", this.__user_id);
    heed((out, size, len) => wasm.agora_token_rtm(issuer, VERSION_006, user, life, out, size, len));
  }

  /** @internal */
  override __read({ userId = "" }: Read): void {
    this.__user_id = userId;
  }
}

/** A service with a channel and a user. */
abstract class ServiceOfChannel extends Service {
  __channel_name: string;
  __account: string;

  constructor(type: number, channelName: string, user: string | number) {
    super(type);
    this.__channel_name = channelName;
    this.__account = account(user);
  }

  /** @internal */
  override __heed(issuer: number, life: number): void {
    heedChannel(issuer, life, this.__channel_name, this.__account);
  }

  /** @internal */
  override __read({ channel = "", account = "" }: Read): void {
    this.__channel_name = channel;
    this.__account = account;
  }
}

export class ServiceStreaming extends ServiceOfChannel {
  static readonly kPrivilegePublishMixStream = StreamingPrivilege.PUBLISH_MIX;
  static readonly kPrivilegePublishRawStream = StreamingPrivilege.PUBLISH_RAW;

  constructor(channelName = "", user: string | number = "") {
    super(kStreamingServiceType, channelName, user);
  }

  /** @internal */
  override __add(builder: TokenBuilder): void {
    builder.addStreaming(text("channelName", this.__channel_name), this.__account);
  }
}

export class ServiceFpa extends Service {
  static readonly kPrivilegeLogin = FpaPrivilege.LOGIN;

  constructor() {
    super(kFpaServiceType);
  }

  /** @internal */
  override __add(builder: TokenBuilder): void {
    builder.addFpa();
  }
}

export class ServiceChat extends Service {
  static readonly kPrivilegeUser = ChatPrivilege.USER;
  static readonly kPrivilegeApp = ChatPrivilege.APP;
  __user_id: string;

  constructor(user_id?: string | number | null) {
    super(kChatServiceType);
    this.__user_id = text("userId", `${user_id || ""}`);
  }

  /** @internal */
  override __add(builder: TokenBuilder): void {
    builder.addChat(this.__user_id);
  }

  /** @internal */
  override __heed(issuer: number, life: number): void {
    if (!(ServiceChat.kPrivilegeUser in this.__privileges)) {
      return heed((out, size, len) => wasm.agora_token_chat_app(issuer, life, out, size, len));
    }
    const user = put(0, "userId", this.__user_id);
    heed((out, size, len) => wasm.agora_token_chat_user(issuer, user, life, out, size, len));
  }

  /** @internal */
  override __read({ userId = "" }: Read): void {
    this.__user_id = userId;
  }
}

export class ServiceFCdn extends ServiceOfChannel {
  static readonly kPrivilegePublish = FcdnPrivilege.PUBLISH;
  static readonly kPrivilegePlay = FcdnPrivilege.PLAY;

  constructor(channelName = "", user: string | number = "") {
    super(kFCdnServiceType, channelName, user);
  }

  /** @internal */
  override __add(builder: TokenBuilder): void {
    builder.addFcdn(text("channelName", this.__channel_name), this.__account);
  }
}

export class ServiceApaas extends Service {
  static readonly PRIVILEGE_ROOM_USER = ApaasPrivilege.ROOM_USER;
  static readonly PRIVILEGE_USER = ApaasPrivilege.USER;
  static readonly PRIVILEGE_APP = ApaasPrivilege.APP;
  __room_uuid: string;
  __user_uuid: string;
  __role: number;

  constructor(roomUuid?: string, userUuid?: string | number, role?: number) {
    super(kApaasServiceType);
    this.__room_uuid = text("roomUuid", `${roomUuid || ""}`);
    this.__user_uuid = text("userUuid", `${userUuid || ""}`);
    this.__role = Number(role || NO_ROLE);
  }

  /** @internal */
  override __add(builder: TokenBuilder): void {
    builder.addApaas({ roomUuid: this.__room_uuid, userUuid: this.__user_uuid, role: this.__role });
  }

  /** @internal */
  override __heed(issuer: number, life: number): void {
    if (this.__user_uuid === "") {
      return heed((out, size, len) => wasm.agora_token_education_app(issuer, life, out, size, len));
    }
    const user = put(0, "userUuid", this.__user_uuid);
    if (this.__room_uuid === "") {
      return heed((out, size, len) => wasm.agora_token_education_user(issuer, user, life, out, size, len));
    }
    const room = put(1, "roomUuid", this.__room_uuid);
    heed((out, size, len) =>
      wasm.agora_token_education_room_user(issuer, room, user, NO_ROLE, life, out, size, len),
    );
  }

  /** @internal */
  override __read({ roomUuid = "", userUuid = "", role = NO_ROLE }: Read): void {
    this.__room_uuid = roomUuid;
    this.__user_uuid = userUuid;
    this.__role = role;
  }
}

/** What an RTM2 service allows, by resource and permission. */
export class Rtm2Permissions {
  static readonly kMessageChannels = Rtm2Resource.MESSAGE_CHANNELS;
  static readonly kStreamChannels = Rtm2Resource.STREAM_CHANNELS;
  static readonly kGroupChannels = Rtm2Resource.GROUP_CHANNELS;
  static readonly kServerGroups = Rtm2Resource.SERVER_GROUPS;
  static readonly kUsers = Rtm2Resource.USERS;
  static readonly kRead = Rtm2Permission.READ;
  static readonly kWrite = Rtm2Permission.WRITE;
  // Without Object.prototype, which a resource of the name "__proto__" would change.
  details: { [resourceType: number]: { [permissionType: number]: string[] } } = Object.create(null);

  /** Adds or replaces the names of a resource and permission. */
  add(resourceType: number, permissionType: number, resources: string[]): void {
    (this.details[resourceType] ??= Object.create(null) as {})[permissionType] = Array.from(resources);
  }
}

export class ServiceRtm2 extends Service {
  static readonly kPrivilegeLogin = Rtm2Privilege.LOGIN;
  __user_id: string;
  __permissions: Rtm2Permissions;

  constructor(userId?: string | number | null, permissions?: Rtm2Permissions) {
    super(kRtm2ServiceType);
    this.__user_id = userId == null ? "" : account(userId);
    this.__permissions = permissions ?? new Rtm2Permissions();
  }

  /** @internal */
  override __add(builder: TokenBuilder): void {
    builder.addRtm2(this.__user_id);
    for (const [resource, permissions] of Object.entries(this.__permissions.details)) {
      for (const [permission, names] of Object.entries(permissions)) {
        builder.permit(Number(resource), Number(permission), names.map((name) => text("a resource", name)));
      }
    }
  }

  /** @internal */
  override __read({ userId = "", permissions = [] }: Read): void {
    this.__user_id = userId;
    this.__permissions = new Rtm2Permissions();
    for (const { resource, permission, names } of permissions) this.__permissions.add(resource, permission, names);
  }
}

export class ServiceConvoAI extends Service {
  constructor() {
    super(kConvoAIServiceType);
  }

  /** @internal */
  override __add(builder: TokenBuilder): void {
    builder.addConvoai();
  }
}

export class ServiceStt extends Service {
  constructor() {
    super(kSttServiceType);
  }

  /** @internal */
  override __add(builder: TokenBuilder): void {
    builder.addStt();
  }
}

/** Builds, reads and verifies a 007 token of one or more services. */
export class AccessToken2 {
  static readonly kServices: Record<number, new () => Service> = {
    [kRtcServiceType]: ServiceRtc as unknown as new () => Service,
    [kRtmServiceType]: ServiceRtm,
    [kStreamingServiceType]: ServiceStreaming,
    [kFpaServiceType]: ServiceFpa,
    [kChatServiceType]: ServiceChat,
    [kFCdnServiceType]: ServiceFCdn,
    [kApaasServiceType]: ServiceApaas,
    [kRtm2ServiceType]: ServiceRtm2,
    [kConvoAIServiceType]: ServiceConvoAI,
    [kSttServiceType]: ServiceStt,
  };
  appId: string;
  appCertificate: string;
  /** A Unix time in seconds; 0 is that of the build. */
  issueTs: number;
  /** The token's own lifetime in seconds. */
  expire: number;
  /** The library takes one that no other token of the pair has, unless this is set. */
  salt: number | undefined;
  services: Service[] = [];
  /** What was read, with the numbers that its signature is made with. */
  #read: { token: string; issueTs: number; salt: number } | undefined;

  constructor(appId: string, appCertificate: string, issueTs: number | null | undefined, expire: number) {
    this.appId = appId;
    this.appCertificate = appCertificate;
    this.issueTs = issueTs || 0;
    this.expire = expire;
  }

  add_service(service: Service): void {
    this.services.push(service);
  }

  getServices(serviceType: number): Service[] {
    return this.services.filter((service) => service.service_type() === serviceType);
  }

  /** The token, or "" where the App ID or the certificate is none, or there is no service. */
  build(): string {
    const issuer = issuerOf(this.appId, this.appCertificate);
    if (issuer === undefined || this.services.length === 0) return "";
    const expire = u32("expire", this.expire);
    const services = this.services.slice();
    if (services.length > 1) services.sort((a, b) => a.service_type() - b.service_type());
    for (const service of services) {
      enter();
      service.__heed(issuer.address(), longestOf(expire, service));
    }
    const builder = issuer.builder().expiresIn(expire);
    try {
      if (this.issueTs) builder.issuedAt(u32("issueTs", this.issueTs));
      if (this.salt !== undefined) builder.salt(u32("salt", this.salt));
      for (const service of services) {
        service.__add(builder);
        for (const privilege in service.__privileges) {
          builder.grant(Number(privilege), u32("expire", service.__privileges[privilege]));
        }
      }
      return builder.build();
    } finally {
      builder.close();
    }
  }

  /** Reads a token; false where it is none. */
  from_string(origin_token: string): boolean {
    this.appId = "";
    this.issueTs = this.expire = this.salt = 0;
    this.services = [];
    this.#read = undefined;
    try {
      const { info, times } = parseWithTimes(origin_token);
      if (info.version !== "007" || info.issuedAt === null) return false;
      this.appId = info.appId;
      this.issueTs = info.issuedAt;
      this.expire = info.expiresAt - info.issuedAt;
      this.salt = info.salt;
      this.services = info.services.map((read, index) => serviceOf(read, times[index]!));
      this.#read = { token: origin_token, issueTs: this.issueTs, salt: this.salt };
    } catch (error) {
      if (error instanceof AgoraTokenError || error instanceof TypeError) return false;
      throw error;
    }
    return true;
  }

  /** @internal The library keeps the signature that was read. Who puts another in its place has a token without one. */
  set __signature(_: unknown) {
    this.#read = undefined;
  }

  /** @internal As the signature. */
  set __signing_info(_: unknown) {
    this.#read = undefined;
  }

  /** Whether the token that was read is signed with this certificate; its lifetime is not looked at. */
  verifySignature(appCertificate: string): boolean {
    const read = this.#read;
    if (read === undefined || read.issueTs !== this.issueTs || read.salt !== this.salt) return false;
    try {
      // Not one of those that are kept: a certificate that is tried may be a guess.
      const issuer = new Issuer(this.appId, appCertificate);
      try {
        issuer.verify(read.token);
      } finally {
        issuer.close();
      }
      return true;
    } catch (error) {
      return error instanceof AgoraTokenError && error.code === "EXPIRED";
    }
  }
}

/** The lifetime that a rule may have something against: one that is 0, or the longest. */
function longestOf(expire: number, service: Service): number {
  let longest = expire;
  for (const privilege in service.__privileges) longest = Math.max(longest, u32("expire", service.__privileges[privilege]));
  return expire === 0 ? 0 : longest;
}

function serviceOf(read: Read, times: number[]): Service {
  const service = new AccessToken2.kServices[read.type]!();
  service.__read(read);
  read.privileges.forEach(({ privilege }, index) => service.add_privilege(privilege, times[index]!));
  return service;
}

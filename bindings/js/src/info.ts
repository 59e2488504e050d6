import type { Version } from "./names.js";
import {
  FIELD_ACCOUNT,
  FIELD_CHANNEL,
  FIELD_ROOM_UUID,
  FIELD_USER_ID,
  FIELD_USER_UUID,
  VERSION_006,
} from "./abi.js";
import { call, enter, lent, make, put, textOf, wasm } from "./native.js";

/** A privilege and its end. */
export interface Privilege {
  /** Its number within its service, such as `RtcPrivilege.JOIN_CHANNEL`. */
  privilege: number;
  /** Its name, such as "join channel"; null where the number has none. */
  name: string | null;
  /** When it ends; null where it does not expire, which only a 006 token can say. The token's own end is not counted
   *  in. */
  expiresAt: number | null;
}

/** What an RTM2 service allows on the resources of one kind. */
export interface Permission {
  /** What it is about, such as `Rtm2Resource.MESSAGE_CHANNELS`. */
  resource: number;
  resourceName: string | null;
  /** What it allows, such as `Rtm2Permission.READ`. */
  permission: number;
  permissionName: string | null;
  /** The names that it is for, such as those of channels. */
  names: string[];
}

/** One service of a token. A field that the service does not have is not there, as is every name in a 006 token, which
 *  holds only their CRCs. */
export interface Service {
  /** Such as `ServiceType.RTC`. */
  type: number;
  /** The name of the type, such as "RTC". */
  name: string;
  /** RTC, Streaming, FCDN: the channel; `*` is every channel. */
  channel?: string;
  /** RTC, Streaming, FCDN: the decimal digits of a numeric uid, or the user account; `""` is any user. */
  account?: string;
  /** RTM, Chat, RTM2: the user id; `""` in a Chat app token. */
  userId?: string;
  /** Education. */
  roomUuid?: string;
  userUuid?: string;
  /** Education; -1 where there is none. */
  role?: number;
  /** RTM2. */
  permissions?: Permission[];
  privileges: Privilege[];
}

/** What is inside a token. Times are Unix times in seconds. */
export interface TokenInfo {
  version: Version;
  appId: string;
  /** Null for a 006 token, which does not say. */
  issuedAt: number | null;
  /** When the token itself ends. In a 006 token it is the `ts` field. */
  expiresAt: number;
  /** When Agora takes the token for expired, where a 007 token lives longer than the 24 hours that Agora honours. */
  cutAt: number | null;
  salt: number;
  /** The CRC-32 of a 006 token's channel, or of an RTM token's user id. */
  channelCrc: number | null;
  /** The CRC-32 of a 006 token's uid digits or account; 0 is any user. */
  userCrc: number | null;
  /** A 006 token has one, which it does not name: it is taken for RTM where its only privilege is the RTM login and it
   *  names no uid, for RTC otherwise. */
  services: Service[];
  /** The type of a service that the library does not know. It and what follows it are not among the services; the
   *  signature covers them all the same. */
  unknownService: number | null;
}

/**
 * Reads a 006 or 007 token.
 *
 * That needs no certificate, and says nothing about the signature: grant nothing on the strength of it, but on
 * {@link Issuer.check}.
 *
 * @throws {AgoraTokenError} `MALFORMED_TOKEN`, `UNKNOWN_VERSION`, `TOKEN_TOO_LARGE`, `NO_SERVICE`
 */
export function parse(token: string): TokenInfo {
  return opened(token, read);
}

/** @internal As {@link parse}, with the time of each privilege of each service as it stands in the token. */
export function parseWithTimes(token: string): { info: TokenInfo; times: number[][] } {
  return opened(token, (info) => ({ info: read(info), times: readTimes(info) }));
}

function opened<T>(token: string, body: (info: number) => T): T {
  enter();
  const text = put(0, "token", token);
  const info = make((out) => wasm.agora_token_parse(text, out));
  try {
    if (!call(() => isKnown(info))) learn(textOf((out, size, len) => wasm.agora_token_info_json(info, out, size, len)));
    return call(() => body(info));
  } finally {
    call(() => wasm.agora_token_info_free(info));
  }
}

// The getters are three times as fast as the library's JSON, but only that has names and tells which fields a service has.
// So they are learnt from it when a number is seen first.

/** The name of a service type and of its numbers, and the fields that it has. */
interface Kind {
  name: string;
  fields: readonly (readonly [key: TextField, field: number])[];
  hasRole: boolean;
  privileges: Map<number, string | null>;
}

type TextField = "channel" | "account" | "userId" | "roomUuid" | "userUuid";

const FIELDS: readonly (readonly [inJson: string, key: TextField, field: number])[] = [
  ["channel", "channel", FIELD_CHANNEL],
  ["account", "account", FIELD_ACCOUNT],
  ["user_id", "userId", FIELD_USER_ID],
  ["room_uuid", "roomUuid", FIELD_ROOM_UUID],
  ["user_uuid", "userUuid", FIELD_USER_UUID],
];

/** By version and type. */
const kinds = new Map<number, Kind>();
const resources = new Map<number, string | null>();
const permissions = new Map<number, string | null>();

const kindKey = (version: number, type: number): number => (version << 16) | type;

function isKnown(info: number): boolean {
  const version = wasm.agora_token_info_version(info);
  const services = wasm.agora_token_info_service_count(info);
  for (let service = 0; service < services; service++) {
    const kind = kinds.get(kindKey(version, wasm.agora_token_info_service_type(info, service)));
    if (kind === undefined) return false;
    const privileges = wasm.agora_token_info_privilege_count(info, service);
    for (let index = 0; index < privileges; index++) {
      if (!kind.privileges.has(wasm.agora_token_info_privilege(info, service, index))) return false;
    }
    const count = wasm.agora_token_info_permission_count(info, service);
    for (let index = 0; index < count; index++) {
      if (!resources.has(wasm.agora_token_info_permission_resource(info, service, index))) return false;
      if (!permissions.has(wasm.agora_token_info_permission(info, service, index))) return false;
    }
  }
  return true;
}

function learn(json: string): void {
  const info = JSON.parse(json);
  for (const service of info.services) {
    const key = kindKey(Number(info.version), service.type);
    const kind = kinds.get(key) ?? {
      name: service.name,
      fields: FIELDS.filter(([inJson]) => inJson in service).map(([, name, field]) => [name, field] as const),
      hasRole: "role" in service,
      privileges: new Map(),
    };
    kinds.set(key, kind);
    for (const { privilege, name } of service.privileges) kind.privileges.set(privilege, name);
    for (const { resource, resource_name, permission, permission_name } of service.permissions ?? []) {
      resources.set(resource, resource_name);
      permissions.set(permission, permission_name);
    }
  }
}

function read(info: number): TokenInfo {
  const version = wasm.agora_token_info_version(info);
  const is006 = version === VERSION_006;
  const unknown = wasm.agora_token_info_unknown_service(info);
  const services: Service[] = [];
  for (let index = 0; index < wasm.agora_token_info_service_count(info); index++) {
    services.push(readService(info, version, index));
  }
  return {
    version: is006 ? "006" : "007",
    appId: lent((result) => wasm.agora_token_info_app_id(result, info)),
    issuedAt: is006 ? null : Number(wasm.agora_token_info_issued_at(info)),
    expiresAt: Number(wasm.agora_token_info_expires_at(info)),
    cutAt: Number(wasm.agora_token_info_cut_at(info)) || null,
    salt: wasm.agora_token_info_salt(info) >>> 0,
    channelCrc: is006 ? wasm.agora_token_info_channel_crc(info) >>> 0 : null,
    userCrc: is006 ? wasm.agora_token_info_user_crc(info) >>> 0 : null,
    services,
    unknownService: unknown < 0 ? null : unknown,
  };
}

function readService(info: number, version: number, index: number): Service {
  const type = wasm.agora_token_info_service_type(info, index);
  const kind = kinds.get(kindKey(version, type))!;
  const service: Service = { type, name: kind.name, privileges: readPrivileges(info, index, kind) };
  for (const [key, field] of kind.fields) {
    service[key] = lent((result) => wasm.agora_token_info_field(result, info, index, field));
  }
  if (kind.hasRole) service.role = wasm.agora_token_info_role(info, index);
  if (wasm.agora_token_info_permission_count(info, index) > 0) service.permissions = readPermissions(info, index);
  return service;
}

function readPrivileges(info: number, service: number, kind: Kind): Privilege[] {
  const privileges: Privilege[] = [];
  for (let index = 0; index < wasm.agora_token_info_privilege_count(info, service); index++) {
    const privilege = wasm.agora_token_info_privilege(info, service, index);
    const expiresAt = Number(wasm.agora_token_info_privilege_expires_at(info, service, index)) || null;
    privileges.push({ privilege, name: kind.privileges.get(privilege) ?? null, expiresAt });
  }
  return privileges;
}

function readTimes(info: number): number[][] {
  const counts = Array.from({ length: wasm.agora_token_info_service_count(info) }, (_, service) =>
    wasm.agora_token_info_privilege_count(info, service),
  );
  return counts.map((length, service) =>
    Array.from({ length }, (_, index) => wasm.agora_token_info_privilege_time(info, service, index) >>> 0),
  );
}

function readPermissions(info: number, service: number): Permission[] {
  const read: Permission[] = [];
  for (let index = 0; index < wasm.agora_token_info_permission_count(info, service); index++) {
    const resource = wasm.agora_token_info_permission_resource(info, service, index);
    const permission = wasm.agora_token_info_permission(info, service, index);
    const names: string[] = [];
    for (let name = 0; name < wasm.agora_token_info_permission_name_count(info, service, index); name++) {
      names.push(lent((result) => wasm.agora_token_info_permission_name(result, info, service, index, name)));
    }
    read.push({
      resource,
      resourceName: resources.get(resource) ?? null,
      permission,
      permissionName: permissions.get(permission) ?? null,
      names,
    });
  }
  return read;
}

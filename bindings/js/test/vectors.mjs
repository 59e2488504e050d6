/**
 * The builder, the parser and the checks against every token of the official builders. It runs in every runtime, so it has
 * no test framework and no file of its own: it is given the package and the vectors, and throws where something differs.
 */

const ANOTHER_CERTIFICATE = "0123456789abcdef0123456789ABCDEF";

export function same(what, actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a}, not ${b}`);
}

/** The code of what a call throws, or "OK". */
export function outcome(call) {
  try {
    call();
    return "OK";
  } catch (error) {
    if (typeof error.code !== "string") throw error;
    return error.code;
  }
}

/** The user as a 006 token signs it; uid 0 is any user. */
function userOf(vector) {
  if ("uid" in vector) return vector.uid ? String(vector.uid) : "";
  return vector.user_account ?? "";
}

function builder006(api, issuer, vector) {
  const privileges = vector.add_privileges ?? vector.privileges;
  // Below every time in the vector, so that each can be given as seconds from it.
  const issuedAt = Math.min(vector.ts, ...privileges.map(([, time]) => time).filter(Boolean)) - 1;
  const builder = issuer.builder("006").issuedAt(issuedAt).salt(vector.salt).expiresIn(vector.ts - issuedAt);
  const isRtm = vector.kind === "rtm";
  if (isRtm) builder.addRtm(userOf(vector));
  else builder.addRtc(vector.channel_name, userOf(vector));
  for (const [privilege, time] of privileges) {
    builder.grant(isRtm ? api.RtmPrivilege.LOGIN : privilege, time ? time - issuedAt : 0);
  }
  return builder;
}

function add(api, builder, service) {
  const { channel_name = "", account = "", user_id = "" } = service;
  const type = api.ServiceType;
  if (service.type === type.RTC) builder.addRtc(channel_name, account);
  else if (service.type === type.RTM) builder.addRtm(user_id);
  else if (service.type === type.STREAMING) builder.addStreaming(channel_name, account);
  else if (service.type === type.FPA) builder.addFpa();
  else if (service.type === type.CHAT) builder.addChat(user_id);
  else if (service.type === type.FCDN) builder.addFcdn(channel_name, account);
  else if (service.type === type.APAAS) {
    builder.addApaas({ roomUuid: service.room_uuid, userUuid: service.user_uuid, role: service.role });
  } else if (service.type === type.RTM2) builder.addRtm2(user_id);
  else if (service.type === type.CONVOAI) builder.addConvoai();
  else if (service.type === type.STT) builder.addStt();
  else throw new Error(`service ${service.type}`);
  for (const [privilege, expiresIn] of service.privileges) builder.grant(privilege, expiresIn);
  for (const p of service.permissions ?? []) builder.permit(p.resource_type, p.permission_type, p.resources);
}

function builder007(api, issuer, vector) {
  const builder = issuer.builder().issuedAt(vector.issue_ts).salt(vector.salt).expiresIn(vector.token_expire_in_token);
  for (const added of vector.add_services ?? vector.services) {
    // Some vectors list the types alone.
    add(api, builder, typeof added === "number" ? vector.services.find(({ type }) => type === added) : added);
  }
  return builder;
}

async function contentOf(token) {
  const packed = Uint8Array.from(atob(token.slice(3)), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function reads006(api, vector) {
  const info = api.parse(vector.token);
  const isRtm = vector.kind === "rtm";
  same("fields", [info.version, info.appId, info.salt, info.expiresAt, info.channelCrc, info.userCrc], [
    "006", vector.app_id, vector.salt, vector.ts, vector.crc_channel_name, vector.crc_uid,
  ]);
  same("absent", [info.issuedAt, info.cutAt, info.unknownService], [null, null, null]);
  const [service, ...others] = info.services;
  same("services", [others, service.type], [[], isRtm ? api.ServiceType.RTM : api.ServiceType.RTC]);
  same("privileges", service.privileges.map((p) => [isRtm ? 1000 : p.privilege, p.expiresAt ?? 0]), vector.privileges);
}

function reads007(api, vector) {
  const info = api.parse(vector.token);
  const issuedAt = vector.issue_ts;
  same("fields", [info.version, info.appId, info.salt, info.issuedAt, info.expiresAt], [
    "007", vector.app_id, vector.salt, issuedAt, issuedAt + vector.token_expire_in_token,
  ]);
  same("absent", [info.channelCrc, info.userCrc, info.unknownService], [null, null, null]);
  same("types", info.services.map((service) => service.type), vector.services.map((service) => service.type));
  info.services.forEach((service, index) => {
    const listed = vector.services[index];
    same("names", [service.channel, service.account, service.userId, service.roomUuid, service.userUuid, service.role], [
      listed.channel_name, listed.account, listed.user_id, listed.room_uuid, listed.user_uuid, listed.role,
    ]);
    const ends = listed.privileges.map(([number, time]) => [number, time ? issuedAt + time : info.expiresAt]);
    same("privileges", service.privileges.map((p) => [p.privilege, p.expiresAt]), ends);
    const permissions = (listed.permissions ?? []).map((p) => [p.resource_type, p.permission_type, p.resources]);
    const read = (service.permissions ?? []).map((p) => [p.resource, p.permission, p.names]);
    same("permissions", read.sort(), permissions.sort());
  });
}

function checks006(issuer, vector) {
  if (vector.kind === "rtm") return outcome(() => issuer.checkRtm(vector.token, userOf(vector), { now: 1 }));
  const privilege = vector.privileges[0]?.[0] ?? 1;
  const user = userOf(vector) ? { account: userOf(vector) } : { uid: 0 };
  return outcome(() => issuer.checkRtc(vector.token, vector.channel_name, { ...user, privilege, now: 1 }));
}

async function check(api, vector) {
  const issuer = new api.Issuer(vector.app_id, vector.app_certificate);
  const stranger = new api.Issuer(vector.app_id, ANOTHER_CERTIFICATE);
  if (vector.version === "006") {
    same("token", builder006(api, issuer, vector).build(), vector.token);
    reads006(api, vector);
    same("check", checks006(issuer, vector), vector.privileges.length ? "OK" : "NOT_GRANTED");
    same("check under another certificate", checks006(stranger, vector), "BAD_SIGNATURE");
  } else {
    const token = builder007(api, issuer, vector).build();
    same("content", await contentOf(token), vector.content_hex);
    // The text may differ, but both texts say the same.
    same("what it says", api.parse(token), api.parse(vector.token));
    reads007(api, vector);
    const now = vector.issue_ts;
    // A lifetime of 0 has ended when it starts.
    same("verify", outcome(() => issuer.verify(vector.token, { now })), vector.token_expire_in_token ? "OK" : "EXPIRED");
    same("verify under another certificate", outcome(() => stranger.verify(vector.token, { now })), "BAD_SIGNATURE");
  }
  issuer.close();
  stranger.close();
}

/** How many vectors passed: all of them, or it throws. */
export async function checkVectors(api, { vectors }) {
  const tokens = vectors.filter(({ version }) => version === "006" || version === "007");
  for (const vector of tokens) {
    try {
      await check(api, vector);
    } catch (error) {
      throw new Error(`${vector.name}: ${error.message}`, { cause: error });
    }
  }
  return tokens.length;
}

/** As {@link checkVectors}, of what a page may have. */
export function readVectors(api, { vectors }) {
  const tokens = vectors.filter(({ version }) => version === "006" || version === "007");
  for (const vector of tokens) (vector.version === "006" ? reads006 : reads007)(api, vector);
  return tokens.length;
}

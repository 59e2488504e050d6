/** The checks of an answer against tests/contract.json, as tests/contract_runner.py has them for servers. */
import { outcome, same } from "./vectors.mjs";

/** A text, or a list of texts and repetitions to be joined. */
export function text(value) {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(text).join("") : value.repeat.repeat(value.times);
}

/** The bytes of a request's body, or undefined. */
export function bodyOf(request) {
  if ("body_hex" in request) return Uint8Array.from(request.body_hex.match(/../g) ?? [], (hex) => parseInt(hex, 16));
  return "body" in request ? new TextEncoder().encode(text(request.body)) : undefined;
}

const camelCase = (key) => key.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const renamed = (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => [camelCase(key), value]));

/** The endpoint's options of a case. */
export const optionsOf = (case_) => renamed(case_.options ?? {});

/** The policy of a case; the user "" of the contract is one whom no token names. */
export function policyOf(case_) {
  if (!("policy" in case_)) return null;
  const { user, ...policy } = renamed(case_.policy);
  return { user: user || "nobody", ...policy };
}

export class Contract {
  constructor(api, { app_id, app_certificate, headers, cases }) {
    this.api = api;
    this.headers = headers;
    this.cases = cases;
    this.appId = app_id;
    this.issuer = new api.Issuer(app_id, app_certificate);
  }

  /** Holds an answer, { status, headers: [name, value][], body: string }, against a case. */
  check(answer, case_, askedAt) {
    const { expect } = case_;
    same("status", answer.status, expect.status);
    const expected = { ...this.headers, ...expect.headers };
    const pairs = (list) => list.map(([name, value]) => [name.toLowerCase(), value]).sort();
    same("headers", pairs(answer.headers), pairs(Object.entries(expected).filter(([, value]) => value !== null)));
    if (!("body" in expect)) return same("body", answer.body, "");
    const body = JSON.parse(answer.body);
    same("body as text", answer.body, JSON.stringify(body));
    this.checkBody(body, expect.body, askedAt);
  }

  checkBody(actual, expected, askedAt) {
    if (expected !== null && typeof expected === "object" && "$token" in expected) {
      return this.checkToken(actual, expected.$token, askedAt);
    }
    if (expected === null || typeof expected !== "object") return same("body", actual, expected);
    same("members", Object.keys(actual), Object.keys(expected));
    for (const name of Object.keys(expected)) this.checkBody(actual[name], expected[name], askedAt);
  }

  checkToken(token, expected, askedAt) {
    const info = this.api.parse(token);
    same("version and app", [info.version, info.appId], [expected.version, this.appId]);
    checkLifetime(info, info.expiresAt, expected.expires_in, askedAt);
    same("services", info.services.map((service) => service.type), expected.services.map((service) => service.type));
    info.services.forEach((service, index) => this.checkService(token, info, service, expected.services[index], askedAt));
  }

  checkService(token, info, service, expected, askedAt) {
    const { channel = "", user = "" } = expected;
    if (info.version === "007") {
      same("channel", service.channel || service.roomUuid || "", channel);
      same("user", service.account || service.userId || service.userUuid || "", user);
      if (service.role !== undefined) same("role", service.role, expected.role ?? -1);
    }
    same("privileges", service.privileges.map((p) => String(p.privilege)), Object.keys(expected.privileges));
    for (const { privilege, expiresAt } of service.privileges) {
      checkLifetime(info, expiresAt, expected.privileges[privilege], askedAt);
      const question = { service: service.type, privilege, channel, user };
      const ask = (change) => outcome(() => this.issuer.check(token, { ...question, ...change }));
      same("check", ask({}), "OK");
      if (user) same("check of somebody else", ask({ user: "somebody else" }), "WRONG_USER");
      if (channel !== "" && channel !== "*") same("check elsewhere", ask({ channel: "elsewhere" }), "WRONG_CHANNEL");
    }
  }
}

/** A 006 token does not say when it was issued. */
function checkLifetime(info, expiresAt, expected, askedAt) {
  if (expiresAt === null) throw new Error("a privilege never expires");
  if (info.issuedAt !== null) return same("lifetime", expiresAt - info.issuedAt, expected);
  const issuedAt = expiresAt - expected;
  if (issuedAt < askedAt || issuedAt > Date.now() / 1000) throw new Error(`lifetime: ${expiresAt - askedAt}, not ${expected}`);
}

import { kindOf } from "./native.js";

/** Every name that an argument may have. */
export class Members {
  readonly list: readonly string[];
  /** Each name with the value true. */
  readonly known: { readonly [name: string]: true };
  /** Each name with the value undefined. */
  readonly none: { readonly [name: string]: undefined };

  constructor(...list: readonly string[]) {
    this.list = list;
    this.known = Object.fromEntries(list.map((name) => [name, true]));
    this.none = Object.fromEntries(list.map((name) => [name, undefined]));
  }
}

/**
 * A copy of an argument: the members are each read once, and its own alone: what somebody has put on `Object.prototype` is
 * no option. A name that nobody reads is refused, since what it says would be left out in silence.
 *
 * @param what What the argument is, for messages, such as "the options of rtc".
 */
export function own<T extends object>(what: string, given: T, names: Members): T {
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`${what} must be an object of ${names.list.join(", ")}, not ${kindOf(given)}`);
  }
  const members = { ...names.none, ...given };
  if (Object.keys(members).length > names.list.length) throw unknown(what, members, names);
  return members;
}

/**
 * As {@link own}, for who reads each member once and at once: no copy where the argument is a plain object of known names,
 * which takes a third of the time.
 */
export function checked<T extends object>(what: string, given: T, names: Members): T {
  return isPlain(given, names.known) ? given : own(what, given, names);
}

const BARE = {};

/** Whether an object has known names alone, and inherits none. */
function isPlain(given: object, known: { readonly [name: string]: true }): boolean {
  if (typeof given !== "object" || given === null || Object.getPrototypeOf(given) !== Object.prototype) return false;
  for (const name in given) if (known[name] !== true) return false;
  // What somebody has put on Object.prototype comes with every object.
  for (const _ in BARE) return false;
  return true;
}
function unknown(what: string, members: object, { list }: Members): TypeError {
  const name = Object.keys(members).find((member) => !list.includes(member))!;
  const right = nearest(name, list);
  const hint = right === undefined ? ":" : `: did you mean "${right}"?`;
  // A name may be long, but the one that was meant is not.
  return new TypeError(`${what} have no "${name.slice(0, 40)}"${hint} there are ${list.join(", ")}`);
}

/** What one says elsewhere for a name here. */
const ALSO: Record<string, string[]> = {
  user: ["uid", "account", "useraccount"],
  account: ["user"],
  expiresIn: ["ttl", "lifetime"],
  maxExpiresIn: ["expiry", "maxexpiry", "ttl", "lifetime"],
  channel: ["room"],
  channels: ["rooms"],
};

/** The name that was meant, if one is like it. */
function nearest(given: string, names: readonly string[]): string | undefined {
  const asked = given.toLowerCase().slice(0, 40);
  const known = names.find((name) => ALSO[name]?.includes(asked));
  if (known !== undefined) return known;
  const scores = names.map((name) => [distance(asked, name.toLowerCase()), name] as const);
  const [score, name] = scores.reduce((best, next) => (next[0] < best[0] ? next : best));
  return score <= 2 ? name : undefined;
}

/** How many letters are to be put in, left out or replaced to make one of the other; 1 where one is part of the other. */
function distance(a: string, b: string): number {
  if (Math.min(a.length, b.length) > 2 && (a.includes(b) || b.includes(a))) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(row[j]! + Number(a[i] !== b[j]), row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

import { kindOf } from "./native.js";

/**
 * The members of an argument, each read once, and its own alone: what somebody has put on `Object.prototype` is no option.
 * A name that nobody reads is refused, since what it says would be left out in silence.
 *
 * @param what What the argument is, for messages, such as "the options of rtc".
 * @param names Every name that there is, each with the value undefined.
 */
export function own<T extends object>(what: string, given: T, names: object): T {
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`${what} must be an object of ${listed(names)}, not ${kindOf(given)}`);
  }
  const members = { ...names, ...given };
  if (Object.keys(members).length > Object.keys(names).length) throw unknown(what, members, names);
  return members;
}

const listed = (names: object): string => Object.keys(names).join(", ");

function unknown(what: string, members: object, names: object): TypeError {
  const name = Object.keys(members).find((member) => !Object.hasOwn(names, member))!;
  const right = nearest(name, Object.keys(names));
  const hint = right === undefined ? ":" : `: did you mean "${right}"?`;
  // A name may be long, but the one that was meant is not.
  return new TypeError(`${what} have no "${name.slice(0, 40)}"${hint} there are ${listed(names)}`);
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
function nearest(given: string, names: string[]): string | undefined {
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

import { Role, VERSION_006, VERSION_007 } from "./abi.js";

/** A token's version. Take 007; a 006 token can be changed by its holder. */
export type Version = "006" | "007";

/** What a token lets its user do: join a channel, or publish in it too. */
export type RoleName = "publisher" | "subscriber";

// What is no version or role goes to the library as a number that is none, and comes back as its error.
const NONE = 0;

export function versionNumber(version: Version): number {
  return version === "007" ? VERSION_007 : version === "006" ? VERSION_006 : NONE;
}

export function roleNumber(role: RoleName): number {
  return role === "publisher" ? Role.PUBLISHER : role === "subscriber" ? Role.SUBSCRIBER : NONE;
}

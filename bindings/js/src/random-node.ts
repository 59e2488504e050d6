// In Node 18 `crypto` is no global.
import { webcrypto } from "node:crypto";

/** A random number of 32 bits. */
export function random(): number {
  return webcrypto.getRandomValues(new Uint32Array(1))[0]!;
}

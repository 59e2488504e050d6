/** A random number of 32 bits. */
export function random(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}

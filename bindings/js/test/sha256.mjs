/** The state of SHA-256 after one block, which node:crypto does not tell: what an HMAC keeps of its key. */
const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((prime) => n % prime !== 0)) PRIMES.push(n);
const fraction = (x) => Math.floor((x - Math.floor(x)) * 2 ** 32);
const INITIAL = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const CONSTANTS = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const rotated = (x, n) => (x >>> n) | (x << (32 - n));

export function stateAfter(block) {
  const w = new Uint32Array(64);
  for (let i = 0; i < 16; i++) w[i] = Buffer.from(block).readUInt32BE(4 * i);
  for (let i = 16; i < 64; i++) {
    const s0 = rotated(w[i - 15], 7) ^ rotated(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const s1 = rotated(w[i - 2], 17) ^ rotated(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = INITIAL;
  for (let i = 0; i < 64; i++) {
    const t1 = (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & f) ^ (~e & g)) + CONSTANTS[i] + w[i]) | 0;
    const t2 = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + INITIAL[i]) >>> 0);
}

/** What an HMAC of a key of at most 64 bytes keeps: its two padded keys, and the states after them as they lie in memory. */
export function tracesOf(key) {
  return [0x36, 0x5c].flatMap((pad) => {
    const block = Buffer.alloc(64, pad);
    key.forEach((byte, i) => (block[i] ^= byte));
    const state = Buffer.alloc(32);
    stateAfter(block).forEach((word, i) => state.writeUInt32LE(word, 4 * i));
    return [block.subarray(0, 32), state];
  });
}

/**
 * The one instance of the WebAssembly module, and its memory.
 *
 * Arguments are written to pages that are this file's own: some slots of fixed places (an output word, strings as the
 * pointer and length that the C ABI takes, structs), then the texts and the output, for one call at a time. The module
 * runs on one thread and never calls back, so one such area is enough.
 *
 * A call that does not come back (a trap, or JavaScript's own stack that is full) leaves the module half changed. It is
 * then thrown away: the call reports PANIC, and the next one starts a new instance. `generation` tells handles of the
 * new one from those of the old.
 */
import type { Functions } from "./abi.js";
import { AgoraTokenError, codeOf, type ErrorCode, type ErrorDetails } from "./errors.js";
import { STATUSES } from "./abi.js";
import { module } from "#module";
import { random } from "#random";

interface Exports extends Functions {
  readonly memory: WebAssembly.Memory;
  /** The end of the stack that the module keeps in its memory; it starts at 0. */
  readonly __stack_high: WebAssembly.Global;
}

/** Calls a function of the module that writes to a buffer. */
type WritesTo<T> = (out: number, capacity: number, outLen: number) => T;

const PAGE = 65536;
/** Texts and outputs together may have this many bytes in one call: far more than the library takes. */
const MAX_TEXTS = 64 << 20;
/** No text that the library takes is this long. It refuses a longer one that was cut here in the same way. */
const MAX_TEXT = 2 << 20;
/** The least room for an output, which every one-call token fits. */
const MIN_OUTPUT = 1024;
/** Below this length a loop is faster than TextEncoder. */
const SHORT = 32;

export let wasm: Exports;
/** Which instance runs: 0 is none yet. */
export let generation = 0;
let bytes = new Uint8Array(0);
let words = new Uint32Array(0);
/** The same bytes, where the host has what reads ASCII from them in half of the time that a decoder takes. */
let ascii: Buffer | undefined;
/** Whether a call has begun and not come back. */
let busy = false;
/** The own pages: where the slots start, where the texts do, how far they go, and how far they are filled. */
let slots = 0;
let texts = 0;
let end = 0;
let top = 0;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Places in the slots. */
const OUT = 0;
const RESULT = 8;
const STRINGS = 16;
const STRUCTS = 128;
const SLOTS_SIZE = 512;

/** What the clock of the module says while a call is made for a time of its own; 0 otherwise. */
let fixed = 0;

/** The current Unix time in seconds; 0 where there is no clock. */
export function now(): number {
  const seconds = Math.floor(Date.now() / 1000);
  return Number.isFinite(seconds) ? seconds : 0;
}

const host = {
  clock: () => (fixed === 0 ? now() : fixed),
  random: () => {
    try {
      return random();
    } catch {
      return -1;
    }
  },
};

function start(): void {
  if (generation > 0) wipe();
  const instance = new WebAssembly.Instance(module, { host });
  wasm = instance.exports as unknown as Exports;
  slots = wasm.memory.grow(1) * PAGE;
  texts = slots + SLOTS_SIZE;
  end = slots + PAGE;
  refresh();
  generation++;
  busy = false;
}

/** The views of a memory that has grown are empty. */
function refresh(): void {
  bytes = new Uint8Array(wasm.memory.buffer);
  words = new Uint32Array(wasm.memory.buffer);
  ascii = typeof Buffer === "undefined" ? undefined : Buffer.from(wasm.memory.buffer);
}

/** Nothing of an instance that is thrown away stays in its memory. */
function wipe(): void {
  refresh();
  bytes.fill(0);
}

/** Makes ready for a call: every call of the module starts here. */
export function enter(): void {
  if (busy || generation === 0) start();
  top = texts;
}

/** Calls functions of the module. Nothing else may throw in it. */
export function call<T>(body: () => T): T {
  return callOn(body, 0, 0, 0);
}

/** As {@link call}, with the place of an output: one closure less, in the calls that should be fast. */
function callOn<T>(body: WritesTo<T>, out: number, capacity: number, outLen: number): T {
  const before = generation;
  busy = true;
  let result;
  try {
    result = body(out, capacity, outLen);
  } catch (cause) {
    throw new AgoraTokenError("PANIC", "the module failed and was made anew: please report it", { cause });
  }
  // Somebody's own Date.now or getRandomValues made a call in the middle of this one, and its memory is gone.
  if (generation !== before) throw new AgoraTokenError("PANIC", "the clock or the randomness called this package");
  busy = false;
  if (bytes.length === 0) refresh();
  return result;
}

/** The error of a status, with the library's sentence. */
export function errorOf(status: number, details?: ErrorDetails): AgoraTokenError {
  return new AgoraTokenError(codeOf(status), cString(wasm.agora_token_status_message(status)), details);
}

/** An error that this package finds before the library is asked, with the library's sentence. */
export function error(code: Exclude<ErrorCode, "CLOSED">): AgoraTokenError {
  if (busy || generation === 0) start();
  return errorOf(STATUSES[code]);
}

/** Calls a function of the module, and throws where it fails. */
export function run(body: () => number): void {
  const status = call(body);
  if (status !== 0) throw errorOf(status);
}

/** Calls a function of the module that makes a handle, and returns that. */
export function make(body: (out: number) => number): number {
  run(() => body(slots + OUT));
  return words[(slots + OUT) >> 2]!;
}

/** Calls a function of the module that writes a text, and returns that. */
export function textOf(body: WritesTo<number>): string {
  const length = write(body);
  return decoder.decode(bytes.subarray(top, top + length));
}

/** As {@link textOf}, of a token, which is ASCII. */
export function tokenOf(body: WritesTo<number>): string {
  const length = write(body);
  return ascii?.toString("latin1", top, top + length) ?? decoder.decode(bytes.subarray(top, top + length));
}

/** As {@link tokenOf}, with the clock at a time that has been read already: the token is of that second. */
export function tokenAt(time: number, body: WritesTo<number>): string {
  fixed = time;
  try {
    return tokenOf(body);
  } finally {
    fixed = 0;
  }
}

/** Calls a function of the module that writes a text, and returns its length. The text is at `top`. */
function write(body: WritesTo<number>): number {
  room(MIN_OUTPUT);
  const outLen = slots + OUT;
  let status = callOn(body, top, end - top, outLen);
  if (status === STATUSES.BUFFER_TOO_SMALL) {
    room(words[outLen >> 2]! + 1);
    status = callOn(body, top, end - top, outLen);
  }
  if (status !== 0) throw errorOf(status);
  return words[outLen >> 2]!;
}

/** The string that a getter of the module lends; inside of `call`. */
export function lent(body: (result: number) => void): string {
  const result = slots + RESULT;
  body(result);
  const data = words[result >> 2]!;
  return decoder.decode(bytes.subarray(data, data + words[(result + 4) >> 2]!));
}

/** The place of the output word. */
export function outWord(): number {
  return slots + OUT;
}

function cString(pointer: number): string {
  if (bytes.length === 0) refresh();
  return decoder.decode(bytes.subarray(pointer, bytes.indexOf(0, pointer)));
}

/** Sees to it that there is room for so many bytes more. What was written before stays where it is. */
function room(size: number): void {
  if (end - top >= size) return;
  if (size > MAX_TEXTS) throw error("STRING_TOO_LONG");
  // Twice as much each time, since pages are never given back.
  const pages = Math.ceil(Math.max(size, 2 * (end - texts)) / PAGE);
  try {
    texts = wasm.memory.grow(pages) * PAGE;
  } catch {
    throw error("STRING_TOO_LONG");
  }
  top = texts;
  end = texts + pages * PAGE;
  refresh();
}

/** The pointer of a string's slot. */
export function string(slot: number): number {
  return slots + STRINGS + 8 * slot;
}

/** Writes a text, and its pointer and length to a slot. Returns the slot's pointer. */
export function put(slot: number, name: string, text: string): number {
  const at = slots + STRINGS + 8 * slot;
  putAt(at, name, text);
  return at;
}

/** Writes a text, and its pointer and length to a place. */
export function putAt(at: number, name: string, text: string): void {
  if (typeof text !== "string") throw new TypeError(`${name} must be a string, not ${kindOf(text)}`);
  room(3 * SHORT);
  const length = text.length;
  let written = 0;
  if (length <= SHORT) {
    while (written < length) {
      const code = text.charCodeAt(written);
      if (code > 127) break;
      bytes[top + written++] = code;
    }
  }
  if (written < length) written = encode(name, text);
  words[at >> 2] = top;
  words[(at + 4) >> 2] = written;
  top += written;
}

function encode(name: string, text: string): number {
  // A "u" regular expression finds a surrogate only where its other half is missing.
  if (/[\uD800-\uDFFF]/u.test(text)) {
    throw new AgoraTokenError("NOT_UTF8", `${name} has half of a surrogate pair: pass well-formed text`);
  }
  const cut = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  room(3 * cut.length);
  return encoder.encodeInto(cut, bytes.subarray(top, end)).written;
}

const ofTypedArray = (name: "buffer" | "byteOffset" | "byteLength" | typeof Symbol.toStringTag) =>
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), name)!.get!;
const bufferOf = ofTypedArray("buffer");
const offsetOf = ofTypedArray("byteOffset");
const lengthOf = ofTypedArray("byteLength");
const nameOf = ofTypedArray(Symbol.toStringTag);

/** Whether a value is a Uint8Array, of another realm too. */
export function isBytes(value: unknown): value is Uint8Array {
  return nameOf.call(value) === "Uint8Array";
}

/** The first bytes of an array, at most `most`, as they are: a class that extends Uint8Array may answer what it likes, and make
 *  calls of its own. */
export function front(data: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bufferOf.call(data), offsetOf.call(data), Math.min(lengthOf.call(data), most));
}

/** Writes bytes, and their pointer and length to a place. */
export function putBytes(at: number, data: Uint8Array): void {
  const cut = front(data, MAX_TEXT);
  room(cut.length);
  bytes.set(cut, top);
  words[at >> 2] = top;
  words[(at + 4) >> 2] = cut.length;
  top += cut.length;
}

/** A list of strings as it is now, read before the call begins. */
export function copied(name: string, list: readonly string[]): string[] {
  if (!Array.isArray(list)) throw new TypeError(`${name} must be an array of strings, not ${kindOf(list)}`);
  return [...list];
}

/** Writes a list of strings; returns its pointer. The library takes its length beside it. */
export function putList(name: string, list: readonly string[]): number {
  room(8 * list.length + 8);
  top = (top + 7) & ~7;
  const start = top;
  top += 8 * list.length;
  for (let index = 0; index < list.length; index++) putAt(start + 8 * index, `each of ${name}`, list[index]!);
  return start;
}

/** The pointer of a struct's place, filled with zeros, of which there are three. */
export function struct(place: 0 | 1 | 2): number {
  const at = slots + STRUCTS + 128 * place;
  bytes.fill(0, at, at + 128);
  return at;
}

/** Writes a number of 32 bits. */
export function setWord(at: number, value: number): void {
  words[at >> 2] = value;
}

/** Fills the texts of this call with zeros. */
export function wipeTexts(): void {
  if (bytes.length === 0) refresh();
  bytes.fill(0, texts, top);
}

/** Fills the module's stack with zeros, which holds copies of what functions that have returned were working on. */
export function wipeStack(): void {
  if (bytes.length === 0) refresh();
  bytes.fill(0, 0, wasm.__stack_high.value as number);
}

/** What a value is, for a message that does not show it: it may be the certificate. */
export function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
}

/** A number that 32 bits hold; WebAssembly would cut another one to that in silence. */
export function u32(name: string, value: number): number {
  return integer(name, value, 0, 0xffffffff);
}

/** A whole number within bounds. */
export function integer(name: string, value: number, lowest: number, highest: number): number {
  if (typeof value !== "number") throw new TypeError(`${name} must be a number, not ${kindOf(value)}`);
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new AgoraTokenError("OUT_OF_RANGE", `${name} must be a whole number from ${lowest} to ${highest}`);
}

/** A lifetime in whole seconds; the library says what else is wrong with one. */
export function seconds(name: string, value: number): number {
  if (typeof value !== "number") throw new TypeError(`${name} must be a number of seconds, not ${kindOf(value)}`);
  if (value > 0xffffffff) throw error("EXPIRY_LOOKS_ABSOLUTE");
  if (!(value >= 0) || !Number.isInteger(value)) throw error("BAD_EXPIRY");
  return value;
}

/** The time of a check: 0 is the system clock. */
export function time(value: number | undefined): bigint {
  return value === undefined ? 0n : BigInt(integer("now", value, 1, Number.MAX_SAFE_INTEGER));
}

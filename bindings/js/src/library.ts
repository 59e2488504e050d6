import { call, enter, wasm } from "./native.js";

/** The version of the library inside, as one number: major * 10000 + minor * 100 + patch. */
export function libraryVersion(): string {
  enter();
  const number = call(() => wasm.agora_token_library_version_number());
  return [Math.floor(number / 10000), Math.floor(number / 100) % 100, number % 100].join(".");
}

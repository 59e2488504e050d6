// What package.json resolves for each runtime ("imports").
declare module "#module" {
  /** The WebAssembly module, compiled. */
  export const module: WebAssembly.Module;
}
declare module "#random" {
  /** A random number of 32 bits; it throws where there is none to be had. */
  export function random(): number;
}

/// <reference lib="esnext.disposable" preserve="true" />
import type { Functions } from "./abi.js";
import { AgoraTokenError } from "./errors.js";
import { call, enter, generation, wasm, wipeStack } from "./native.js";

type Free = "agora_token_issuer_free" | "agora_token_builder_free" | "agora_token_endpoint_free";

/** Where something is in the module's memory. */
class Place {
  /** The instance of the module that it is in. */
  generation = generation;
  closed = false;

  constructor(
    public address: number,
    readonly free: Free,
    /** The issuer that it was made with. */
    readonly issuer: Place | undefined,
  ) {}

  close(): void {
    this.closed = true;
    if (this.generation !== generation) return;
    enter();
    // A call that did not come back may have just ended the instance.
    if (this.generation !== generation) return;
    call(() => (wasm as Functions)[this.free](this.address));
    // While the issuer is open its certificate is in memory anyway.
    if (this.issuer?.closed !== false) wipeStack();
  }
}

/** Gives back what nobody closed. */
const forgotten =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry<Place>((place) => {
        if (!place.closed) place.close();
      });

/** Something that the module holds until it is closed. */
export abstract class Handle {
  readonly #place: Place;
  readonly #name: string;

  /** @internal */
  protected constructor(name: string, free: Free, address: number, issuer?: Handle) {
    this.#name = name;
    this.#place = new Place(address, free, issuer === undefined ? undefined : issuer.#place);
    forgotten?.register(this, this.#place, this.#place);
  }

  /**
   * @internal The address of an issuer that came as an argument. One of another copy of the package is in the memory of that
   * copy's module, where the same address is something else.
   */
  static issuerAddress(issuer: unknown): number {
    if (typeof issuer === "object" && issuer !== null && #place in issuer) {
      const handle = issuer as Handle;
      if (handle.#name === "issuer") return handle.address();
    }
    throw new TypeError("issuer must be an Issuer of the same copy of this package: take all by import, or all by require");
  }

  /** @internal Makes it again, in the instance that runs. */
  protected abstract again(): number;

  /** @internal Its address. Ask for it after `enter()` and before the texts of the call are written. */
  address(): number {
    const place = this.#place;
    if (place.closed) throw new AgoraTokenError("CLOSED", `the ${this.#name} is closed: make a new one`);
    if (place.generation !== generation) {
      place.address = this.again();
      place.generation = generation;
      enter();
    }
    return place.address;
  }

  /**
   * Gives back what the module holds, and wipes it. To close twice is fine; every later call throws an
   * `AgoraTokenError` with the code `"CLOSED"`. What nobody closes is closed by the garbage collector, some day.
   */
  close(): void {
    if (this.#place.closed) return;
    forgotten?.unregister(this.#place);
    this.#place.close();
  }
}

export interface Handle {
  /** What a `using` declaration calls at the end of its block: `close()`. */
  [Symbol.dispose](): void;
}

// Node 18 got it with a late release.
if (typeof Symbol.dispose === "symbol") {
  Object.defineProperty(Handle.prototype, Symbol.dispose, {
    value(this: Handle): void {
      this.close();
    },
    configurable: true,
    writable: true,
  });
}

/**
 * What a page may have of this package: reading tokens. The App Certificate must never reach a browser, so nothing that
 * takes one is here.
 *
 * @packageDocumentation
 */
export * from "./reading.js";

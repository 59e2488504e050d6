// The package that has this file is CommonJS, of which a module of the other kind imports the whole as its default.
export * from "../RtcTokenBuilder2.js";
export * as default from "../RtcTokenBuilder2.js";

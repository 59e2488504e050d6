// The package that has this file is CommonJS, of which a module of the other kind imports the whole as its default.
export * from "../AccessToken.js";
export * as default from "../AccessToken.js";

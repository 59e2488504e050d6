/** Stands in for `agora-token/src/ApaasTokenBuilder`. */
export { EducationTokenBuilder as ApaasTokenBuilder } from "./EducationTokenBuilder.js";

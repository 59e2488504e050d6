export {
  ApaasPrivilege,
  ChatPrivilege,
  FcdnPrivilege,
  FpaPrivilege,
  NO_PRIVILEGE,
  NO_ROLE,
  RtcPrivilege,
  Rtm2Permission,
  Rtm2Privilege,
  Rtm2Resource,
  RtmPrivilege,
  ServiceType,
  StreamingPrivilege,
  UID_ANY,
} from "./abi.js";
export { AgoraTokenError, type ErrorCode, type ErrorDetails } from "./errors.js";
export { parse, type Permission, type Privilege, type Service, type TokenInfo } from "./info.js";
export { libraryVersion } from "./library.js";
export type { RoleName, Version } from "./names.js";

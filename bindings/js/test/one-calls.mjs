/** Each one-call builder of the C ABI: the services of its token, each with how many privileges, and its call with a lifetime. */
export const ONE_CALLS = {
  rtc_uid: [{ RTC: 4 }, (issuer, life) => issuer.rtc("room", { uid: 42, role: "publisher", ...life })],
  rtc_account: [{ RTC: 1 }, (issuer, life) => issuer.rtc("room", { account: "ann", role: "subscriber", ...life })],
  rtm: [{ RTM: 1 }, (issuer, life) => issuer.rtm("ann", life)],
  rtc_rtm: [{ RTC: 1, RTM: 1 }, (issuer, life) => issuer.rtcRtm("room", { account: "ann", role: "subscriber", ...life })],
  convoai: [
    { RTC: 4, RTM: 1, CONVOAI: 0 },
    (issuer, life) => issuer.convoai("room", { account: "ann", role: "publisher", ...life }),
  ],
  stt: [{ RTC: 4, RTM: 1, STT: 0 }, (issuer, life) => issuer.stt("room", { account: "ann", role: "publisher", ...life })],
  chat_user: [{ CHAT: 1 }, (issuer, life) => issuer.chatUser("ann", life)],
  chat_app: [{ CHAT: 1 }, (issuer, life) => issuer.chatApp(life)],
  education_room_user: [{ RTM: 1, CHAT: 1, APAAS: 1 }, (issuer, life) => issuer.educationRoomUser("r", "ann", { role: 2, ...life })],
  education_user: [{ APAAS: 1 }, (issuer, life) => issuer.educationUser("ann", life)],
  education_app: [{ APAAS: 1 }, (issuer, life) => issuer.educationApp(life)],
  fpa: [{ FPA: 1 }, (issuer) => issuer.fpa()],
};

// A client as Agora's article has it, which also says who it is. For a page or an app; it needs no package.

/** A token for this user in this channel. `session` is what your app's login gave. */
export async function fetchToken(server, session, channel, uid) {
  const response = await fetch(`${server}/rtc/${encodeURIComponent(channel)}/publisher/uid/${uid}`, {
    headers: { Authorization: `Bearer ${session}` },
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${response.status}: ${answer.error}`);
  return answer.rtcToken;
}

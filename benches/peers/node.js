// What Node's packages take for one RTC token: lines of a name, a tab, and the least nanoseconds of all rounds.
'use strict'

const current = require('agora-token')
const deprecated = require('agora-access-token')

const ROUNDS = 60
const CALLS = 1000
const PUBLISHER = [
  '970CA35de60c44645bbae8a215061b33', '5CFd2fd1755d40ecb72977518be15d3b', '0123456789abcdef0123456789abcdef', 42
]
const anHourFromNow = () => Math.floor(Date.now() / 1000) + 3600

const builders = {
  'agora-token (npm) 007': () =>
    current.RtcTokenBuilder.buildTokenWithUid(...PUBLISHER, current.RtcRole.PUBLISHER, 3600, 3600),
  'agora-access-token (npm) 006': () =>
    deprecated.RtcTokenBuilder.buildTokenWithUid(...PUBLISHER, deprecated.RtcRole.PUBLISHER, anHourFromNow())
}

function nanosecondsPerCall (build) {
  const start = process.hrtime.bigint()
  for (let i = 0; i < CALLS; i++) build()
  return Number(process.hrtime.bigint() - start) / CALLS
}

for (const [name, build] of Object.entries(builders)) {
  if (!build().startsWith(name.slice(-3))) throw new Error(`${name} builds no such token`)
  const times = Array.from({ length: ROUNDS }, () => nanosecondsPerCall(build))
  console.log(`${name}\t${Math.min(...times).toFixed(0)}`)
}

// GET /rtc/{channel}/{role}/{tokentype}/{uid}?expiry= as the article "How to Build a Token Server for Agora
// Applications" has it: Express, and the package that it names. Prints its port once it listens.
'use strict'

const express = require('express')
const { RtcRole, RtcTokenBuilder } = require('agora-access-token')

const { APP_ID, APP_CERTIFICATE } = process.env
const ROLES = { publisher: RtcRole.PUBLISHER, audience: RtcRole.SUBSCRIBER }
const BUILDERS = {
  uid: 'buildTokenWithUid',
  userAccount: 'buildTokenWithAccount'
}

function noCache (request, response, next) {
  response.header('Cache-Control', 'private, no-cache, no-store, must-revalidate')
  response.header('Expires', '-1')
  response.header('Pragma', 'no-cache')
  next()
}

function rtcToken (request, response) {
  response.header('Access-Control-Allow-Origin', '*')
  const { channel, role, tokentype, uid } = request.params
  if (!Object.hasOwn(ROLES, role)) return response.status(500).json({ error: 'role is incorrect' })
  if (!Object.hasOwn(BUILDERS, tokentype)) return response.status(500).json({ error: 'token type is invalid' })
  const expiresIn = Number.parseInt(request.query.expiry || '3600', 10)
  const expiresAt = Math.floor(Date.now() / 1000) + expiresIn
  const build = BUILDERS[tokentype]
  const token = RtcTokenBuilder[build](APP_ID, APP_CERTIFICATE, channel, uid, ROLES[role], expiresAt)
  return response.json({ rtcToken: token })
}

const app = express()
app.get('/rtc/:channel/:role/:tokentype/:uid', noCache, rtcToken)
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port))

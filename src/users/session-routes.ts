import { appendAudit } from '../audit/append.ts'
import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import type { App } from '../http/server.ts'
import { getSession } from '../keys/identify.ts'
import { refuseOtherSites } from './check-csrf.ts'
import { Credentials, Session } from './contract.ts'
import { clearedCookie, deviceCookie, readDeviceCookie, readSessionCookie, sessionCookie } from './cookie.ts'
import { DEVICE_MS } from './known-devices.ts'
import { presentSession } from './present.ts'
import { endSession, SESSION_MS } from './sessions.ts'
import { signIn } from './sign-in.ts'

/** E-mail address and password, and room for how JSON may escape them. */
const BODY_BYTES_MAX = 8 * 1024

const create = operation({
  id: 'signIn',
  tag: 'access',
  summary: 'Sign in',
  description:
    'For people, in a browser: the reply sets a cookie that pages cannot read. What is sent with it may do what the user may do; everything but GET and HEAD needs `X-CSRF-Token` besides. A second cookie says that somebody signed in here before: wrong passwords that others try lock nobody out here. Programs use keys.',
  body: Credentials,
  replies: { 200: { description: 'Somebody is signed in.', shape: Session } },
  problems: ['forbidden', 'too_many_requests'],
})

const get = operation({
  id: 'getSession',
  tag: 'access',
  summary: 'Who is signed in',
  replies: { 200: { description: 'The session of the cookie.', shape: Session } },
})

const end = operation({
  id: 'signOut',
  tag: 'access',
  summary: 'Sign out',
  replies: { 204: { description: 'The session has ended.' } },
  problems: ['forbidden'],
})

/** `/v1/session`: editors sign in and out. */
export function sessionRoutes(app: App, deps: Deps): void {
  app.post('/v1/session', { schema: create, bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    // Else another site could sign its visitors in as somebody else.
    refuseOtherSites(request)
    const { body, ip, id: requestId } = request
    const cookies = { device: readDeviceCookie(request), earlier: readSessionCookie(request) }
    const { secret, device, ...session } = await signIn(deps, { ...body, ...cookies, ip, requestId })
    reply.headers({
      'set-cookie': [sessionCookie(secret, SESSION_MS), deviceCookie(device, DEVICE_MS)],
      'cache-control': 'no-store',
    })
    return presentSession(session)
  })

  app.get('/v1/session', { schema: get }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return presentSession(await getSession(deps, request))
  })

  app.delete('/v1/session', { schema: end }, async (request, reply) => {
    const session = await getSession(deps, request)
    const { id, name } = session.user
    await deps.store.write(async (tx) => {
      await endSession(tx, session)
      const deed = { actor: `${id} ${name}`, action: 'user.sign-out', resource: 'user', id }
      await appendAudit(tx, deps, { ...deed, requestId: request.id })
    })
    return reply.code(204).headers({ 'set-cookie': clearedCookie, 'cache-control': 'no-store' }).send()
  })
}

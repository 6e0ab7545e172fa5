import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { checkCsrf } from '../users/check-csrf.ts'
import { clearedCookie, readSessionCookie } from '../users/cookie.ts'
import { findSession, type Session } from '../users/sessions.ts'
import type { KeyRole } from './contract.ts'
import { findKey, type Key } from './queries.ts'

/** Who sent a request: the holder of a key, or somebody who signed in. */
export interface Caller {
  id: string
  name: string
  role: KeyRole
  /** The key that was sent; none where a session was. */
  key?: Key
}

const callers = new WeakMap<FastifyRequest, Caller>()

/**
 * Who sent a request, by its key or else by its session; undefined where it has neither. `Problem` where what it has is
 * wrong, or where a session would write without the proof that a page of ours asked for it.
 */
export async function identify(deps: Deps, request: FastifyRequest): Promise<Caller | undefined> {
  const caller = callers.get(request) ?? (await identifyAnew(deps, request))
  if (caller) callers.set(request, caller)
  return caller
}

/** The same as of now, whoever it was when the request came. */
export async function identifyAnew(deps: Deps, request: FastifyRequest): Promise<Caller | undefined> {
  return (await callerByKey(deps, request)) ?? (await callerBySession(deps, request))
}

/** Who `identify` found; undefined where it was not asked, or found nobody. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  return callers.get(request)
}

/**
 * Who sent a request, by a key that came elsewhere than in `Authorization`; undefined where the key does not hold. From
 * then on `identify` and `callerOf` find them.
 */
export async function identifyByKey(
  deps: Deps,
  request: FastifyRequest,
  secret: string,
): Promise<Caller | undefined> {
  const caller = await holderOf(deps, secret)
  if (caller) callers.set(request, caller)
  return caller
}

async function holderOf({ store, now }: Deps, secret: string): Promise<Caller | undefined> {
  const key = await findKey(store.read, secret, now())
  return key && { id: key.id, name: key.name, role: key.role, key }
}

async function callerByKey(deps: Deps, { headers }: FastifyRequest): Promise<Caller | undefined> {
  if (headers.authorization === undefined) return undefined
  const [scheme, secret] = headers.authorization.split(' ', 2)
  if (scheme?.toLowerCase() !== 'bearer' || !secret) throw unauthenticated('Send Authorization: Bearer KEY.')
  const caller = await holderOf(deps, secret)
  if (!caller) throw unauthenticated('The key is unknown, was revoked or has expired.')
  return caller
}

async function callerBySession(deps: Deps, request: FastifyRequest): Promise<Caller | undefined> {
  if (readSessionCookie(request) === undefined) return undefined
  const { user } = await getSession(deps, request)
  return { id: user.id, name: user.name, role: user.role }
}

/** The session of a request, whatever key it has beside it. `Problem` where there is none, or as `identify` says. */
export async function getSession({ store, now }: Deps, request: FastifyRequest): Promise<Session> {
  const secret = readSessionCookie(request)
  const session = secret === undefined ? undefined : await findSession(store.read, secret, now())
  if (!session)
    throw new Problem('unauthenticated', 'Nobody is signed in, or the session has ended. Sign in.', {
      headers: { 'www-authenticate': 'Bearer', 'set-cookie': clearedCookie },
      errors: [{ header: 'Cookie', code: 'invalid', detail: 'has no session that goes on.' }],
    })
  checkCsrf(request, session)
  return session
}

/** Refuses a request whose sender is not known. */
export function unauthenticated(detail: string): Problem {
  return new Problem('unauthenticated', detail, {
    headers: { 'www-authenticate': 'Bearer' },
    errors: [{ header: 'Authorization', code: 'invalid', detail }],
  })
}

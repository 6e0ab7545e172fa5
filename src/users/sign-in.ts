import { appendAudit } from '../audit/append.ts'
import type { Deps } from '../deps.ts'
import { hashOfSecret } from '../keys/secret-hash.ts'
import { Problem } from '../problem.ts'
import type { Credentials } from './contract.ts'
import { findDevice, rememberDevice } from './known-devices.ts'
import { HASH_OF_NOBODY, isPassword } from './password.ts'
import { findUser, findUserByEmail } from './queries.ts'
import { endSession, type Session, startSession } from './sessions.ts'
import { countAttempt, forgiveAttempt } from './throttle.ts'

/** What a request to sign in comes with. */
export interface SignIn extends Credentials {
  ip: string
  requestId: string
  /** Secret by which the browser may be known. */
  device?: string | undefined
  /** Secret of a session that goes on in the same browser. */
  earlier?: string | undefined
}

/**
 * Signs somebody in, and ends what session there was in the same browser. `Problem`, the same one after the same work,
 * where there is no such user, the password is another, or the user is disabled; `Problem('too_many_requests')` where
 * that happened too often.
 */
export async function signIn(
  deps: Deps,
  { email, password, ip, requestId, ...cookies }: SignIn,
): Promise<Session & { secret: string; device: string }> {
  const { store } = deps
  const device =
    cookies.device === undefined
      ? undefined
      : await findDevice(store.read, { secret: cookies.device, email, now: deps.now() })
  const attempt = { email, ip, device }
  await store.write((tx) => countAttempt(tx, deps.now(), attempt))
  const known = await findUserByEmail(store.read, email)
  const isRight = await isPassword(known?.passwordHash ?? HASH_OF_NOBODY, password)
  if (!known || !isRight) throw refused()
  return store.write(async (tx) => {
    const user = await findUser(tx, known.id)
    // Checking took its time, in which the user may have been disabled or given another password.
    if (user?.disabledAt !== null || user.passwordHash !== known.passwordHash) throw refused()
    await forgiveAttempt(tx, attempt)
    if (cookies.earlier !== undefined) await endSession(tx, { hash: hashOfSecret(cookies.earlier) })
    const actor = `${user.id} ${user.name}`
    await appendAudit(tx, deps, { actor, action: 'user.sign-in', resource: 'user', id: user.id, requestId })
    const session = await startSession(tx, deps, user)
    return { ...session, device: await rememberDevice(tx, deps, { userId: user.id, known: device }) }
  })
}

function refused(): Problem {
  const detail = 'E-mail address and password are not those of somebody who may sign in.'
  return new Problem('unauthenticated', detail, { headers: { 'www-authenticate': 'Bearer' } })
}

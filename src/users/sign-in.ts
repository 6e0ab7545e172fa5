import { appendAudit } from '../audit/append.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import type { Credentials } from './contract.ts'
import { HASH_OF_NOBODY, isPassword } from './password.ts'
import { findUser, findUserByEmail } from './queries.ts'
import { type Session, startSession } from './sessions.ts'
import { countAttempt, forgiveAttempt } from './throttle.ts'

/**
 * Signs somebody in. `Problem`, the same one after the same work, where there is no such user, the password is another, or
 * the user is disabled; `Problem('too_many_requests')` where that happened too often.
 */
export async function signIn(
  deps: Deps,
  { email, password, ip, requestId }: Credentials & { ip: string; requestId: string },
): Promise<Session & { secret: string }> {
  const { store } = deps
  const attempt = { email, ip }
  await store.write((tx) => countAttempt(tx, deps.now(), attempt))
  const known = await findUserByEmail(store.read, email)
  const isRight = await isPassword(known?.passwordHash ?? HASH_OF_NOBODY, password)
  if (!known || !isRight) throw refused()
  return store.write(async (tx) => {
    const user = await findUser(tx, known.id)
    // Checking took its time, in which the user may have been disabled or given another password.
    if (user?.disabledAt !== null || user.passwordHash !== known.passwordHash) throw refused()
    await forgiveAttempt(tx, attempt)
    const actor = `${user.id} ${user.name}`
    await appendAudit(tx, deps, { actor, action: 'user.sign-in', resource: 'user', id: user.id, requestId })
    return startSession(tx, deps, user)
  })
}

function refused(): Problem {
  const detail = 'E-mail address and password are not those of somebody who may sign in.'
  return new Problem('unauthenticated', detail, { headers: { 'www-authenticate': 'Bearer' } })
}

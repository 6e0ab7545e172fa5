import { eq, inArray, lt } from 'drizzle-orm'
import { signInFailures } from '../db/access-tables.ts'
import type { Db } from '../db/store.ts'
import { networkOf } from '../http/network-of.ts'
import { Problem } from '../problem.ts'

/** So many wrong passwords lock an e-mail address, or a known device. */
export const EMAIL_FAILURES_MAX = 5
/** So many lock an address of the network. */
export const IP_FAILURES_MAX = 20
/** The first lock; each further failure doubles it. */
export const LOCK_MS_MIN = 60 * 1000
const LOCK_MS_MAX = 60 * 60 * 1000
/** After so long without a failure all is forgotten. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000

/** Who tries to sign in, and from where. */
export interface Attempt {
  email: string
  ip: string
  /** Hash of a device that the user of the e-mail address is known by. */
  device?: string | undefined
}

interface Counted {
  key: string
  failuresMax: number
}

/**
 * Counts an attempt as a failure before it is made, so that many at once are counted too; `forgiveAttempt` takes that back.
 * `Problem('too_many_requests')` where e-mail address or network are locked. Who has no account is counted like who has.
 * An attempt from a known device counts for this device alone, so that whoever guesses does not lock out whose password it is
 * (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
 */
export async function countAttempt(tx: Db, now: Date, attempt: Attempt): Promise<void> {
  const lastAt = now.toISOString()
  await tx.delete(signInFailures).where(lt(signInFailures.lastAt, later(now, -REMEMBERED_MS)))
  const counted = countedBy(attempt)
  const rows = await tx
    .select()
    .from(signInFailures)
    .where(
      inArray(
        signInFailures.key,
        counted.map(({ key }) => key),
      ),
    )
  for (const { lockedUntil } of rows)
    if (lockedUntil !== null && lockedUntil > lastAt) throw locked(new Date(lockedUntil), now)
  for (const { key, failuresMax } of counted) {
    const count = (rows.find((row) => row.key === key)?.count ?? 0) + 1
    const lockedUntil = count < failuresMax ? null : later(now, lockMs(count - failuresMax))
    await tx
      .insert(signInFailures)
      .values({ key, count, lastAt, lockedUntil })
      .onConflictDoUpdate({ target: signInFailures.key, set: { count, lastAt, lockedUntil } })
  }
}

/** The attempt was none to guess: e-mail address or device begin anew, the network is as it was before. */
export async function forgiveAttempt(tx: Db, attempt: Attempt): Promise<void> {
  if (attempt.device !== undefined) {
    await tx.delete(signInFailures).where(eq(signInFailures.key, deviceKey(attempt.device)))
    return
  }
  await forgiveEmail(tx, attempt)
  const isOfNetwork = eq(signInFailures.key, networkKey(attempt))
  const [network] = await tx.select().from(signInFailures).where(isOfNetwork)
  if (!network) return
  // It was not locked when the attempt was let in: what locks it now is the attempt itself.
  await tx
    .update(signInFailures)
    .set({ count: Math.max(0, network.count - 1), lockedUntil: null })
    .where(isOfNetwork)
}

/** Lets an e-mail address begin anew. */
export async function forgiveEmail(tx: Db, attempt: Pick<Attempt, 'email'>): Promise<void> {
  await tx.delete(signInFailures).where(eq(signInFailures.key, emailKey(attempt)))
}

function countedBy(attempt: Attempt): Counted[] {
  if (attempt.device !== undefined)
    return [{ key: deviceKey(attempt.device), failuresMax: EMAIL_FAILURES_MAX }]
  return [
    { key: emailKey(attempt), failuresMax: EMAIL_FAILURES_MAX },
    { key: networkKey(attempt), failuresMax: IP_FAILURES_MAX },
  ]
}

function deviceKey(hash: string): string {
  return `device:${hash}`
}

function emailKey({ email }: Pick<Attempt, 'email'>): string {
  return `email:${email}`
}

function networkKey({ ip }: Attempt): string {
  return `ip:${networkOf(ip)}`
}

function lockMs(further: number): number {
  return Math.min(LOCK_MS_MIN * 2 ** further, LOCK_MS_MAX)
}

function later(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString()
}

function locked(until: Date, now: Date): Problem {
  const seconds = Math.ceil((until.getTime() - now.getTime()) / 1000)
  return new Problem(
    'too_many_requests',
    `Too many wrong passwords. Signing in is locked for ${seconds} s; the right password does not help before.`,
    { headers: { 'retry-after': String(seconds) } },
  )
}

import { and, eq, gt, isNull, lte } from 'drizzle-orm'
import { sessions, users } from '../db/access-tables.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { hashOfSecret } from '../keys/secret-hash.ts'
import type { UserRow } from './queries.ts'

/** A session ends so long after it began, however much it is used. */
export const SESSION_MS = 7 * 24 * 60 * 60 * 1000

export interface Session {
  /** Of what the cookie has. */
  hash: string
  csrfToken: string
  expiresAt: string
  user: UserRow
}

/** Begins a session. What is returned has the only copy of its secret. Sessions that are over are forgotten. */
export async function startSession(
  tx: Db,
  world: World,
  user: UserRow,
): Promise<Session & { secret: string }> {
  const now = world.now()
  await tx.delete(sessions).where(lte(sessions.expiresAt, now.toISOString()))
  const secret = world.newSecret()
  const row = {
    hash: hashOfSecret(secret),
    csrfToken: world.newSecret(),
    expiresAt: new Date(now.getTime() + SESSION_MS).toISOString(),
  }
  await tx.insert(sessions).values({ ...row, userId: user.id, createdAt: now.toISOString() })
  return { ...row, user, secret }
}

/** The session of a secret; undefined where there is none, it is over, or its user may no longer sign in. */
export async function findSession(db: Db, secret: string, now: Date): Promise<Session | undefined> {
  const { hash, csrfToken, expiresAt } = sessions
  const goesOn = and(gt(expiresAt, now.toISOString()), isNull(users.disabledAt))
  const [row] = await db
    .select({ hash, csrfToken, expiresAt, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(hash, hashOfSecret(secret)), goesOn))
  return row
}

/** Ends one session at once. */
export async function endSession(tx: Db, { hash }: Pick<Session, 'hash'>): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.hash, hash))
}

/** Ends every session of a user at once. */
export async function endSessionsOf(tx: Db, userId: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.userId, userId))
}

import { and, eq, gt, lte } from 'drizzle-orm'
import { knownDevices, users } from '../db/access-tables.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { hashOfSecret } from '../keys/secret-hash.ts'

/** A browser is known so long after somebody signed in with it. */
export const DEVICE_MS = 180 * 24 * 60 * 60 * 1000

/** The hash that a browser is known by where the user of an e-mail address signed in with it before; else undefined. */
export async function findDevice(
  db: Db,
  { secret, email, now }: { secret: string; email: string; now: Date },
): Promise<string | undefined> {
  const { hash, expiresAt } = knownDevices
  const [row] = await db
    .select({ hash })
    .from(knownDevices)
    .innerJoin(users, eq(users.id, knownDevices.userId))
    .where(and(eq(hash, hashOfSecret(secret)), eq(users.email, email), gt(expiresAt, now.toISOString())))
  return row?.hash
}

/** Knows a browser by a new secret, in the place of what it was known by. Those that nobody came with for long are forgotten. */
export async function rememberDevice(
  tx: Db,
  world: World,
  { userId, known }: { userId: string; known: string | undefined },
): Promise<string> {
  const now = world.now()
  await tx.delete(knownDevices).where(lte(knownDevices.expiresAt, now.toISOString()))
  if (known !== undefined) await tx.delete(knownDevices).where(eq(knownDevices.hash, known))
  const secret = world.newSecret()
  const expiresAt = new Date(now.getTime() + DEVICE_MS).toISOString()
  await tx.insert(knownDevices).values({ hash: hashOfSecret(secret), userId, expiresAt })
  return secret
}

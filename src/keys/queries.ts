import { createHash } from 'node:crypto'
import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../db/store.ts'
import { apiKeys } from '../db/access-tables.ts'
import type { World } from '../deps.ts'
import type { CreatedKey, KeyRole } from './contract.ts'

const KEY_PREFIX = 'clq_'
/** So many characters of a key are kept, to tell keys apart. */
const SHOWN_CHARS = 8

export type Key = Omit<typeof apiKeys.$inferSelect, 'hash'>

/** Makes a key. What is returned is the only copy of it: the database keeps a hash. */
export async function createKey(
  tx: Db,
  world: World,
  { role, name }: { role: KeyRole; name: string },
): Promise<CreatedKey> {
  const key = `${KEY_PREFIX}${world.newSecret()}`
  const id = world.newId('key')
  const createdAt = world.now().toISOString()
  await tx
    .insert(apiKeys)
    .values({ id, name, role, hash: hashOf(key), prefix: key.slice(0, SHOWN_CHARS), createdAt })
  return { id, key, role, name }
}

/** The key that was presented; undefined where it is unknown or revoked. */
export async function findKey(db: Db, key: string): Promise<Key | undefined> {
  const [row] = await db
    .select(shown)
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, hashOf(key)), isNull(apiKeys.revokedAt)))
  return row
}

/** Every key ever made, oldest first. */
export async function listKeys(db: Db): Promise<Key[]> {
  return db.select(shown).from(apiKeys).orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
}

/** Ends a key at once; false where there is no such key in force. */
export async function revokeKey(tx: Db, world: World, id: string): Promise<boolean> {
  const revoked = await tx
    .update(apiKeys)
    .set({ revokedAt: world.now().toISOString() })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id })
  return revoked.length > 0
}

const shown = {
  id: apiKeys.id,
  name: apiKeys.name,
  role: apiKeys.role,
  prefix: apiKeys.prefix,
  createdAt: apiKeys.createdAt,
  expiresAt: apiKeys.expiresAt,
  lastUsedAt: apiKeys.lastUsedAt,
  revokedAt: apiKeys.revokedAt,
}

// A key is 256 random bits, so a fast hash is as good as a slow one: there is nothing to guess.
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

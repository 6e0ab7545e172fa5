import { and, asc, count, eq, isNull, lt, or } from 'drizzle-orm'
import { apiKeys } from '../db/access-tables.ts'
import { cutPage, keyset, type Page, type PageRequest } from '../db/keyset.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import type { KeyRole } from './contract.ts'
import { hashOfSecret, isSameHash } from './secret-hash.ts'

const KEY_PREFIX = 'clq_'
/** So many characters of a key are kept, to tell keys apart. */
const SHOWN_CHARS = 8

export type Key = Omit<typeof apiKeys.$inferSelect, 'hash'>

export interface KeyToMake {
  role: KeyRole
  name: string
  /** null: never. */
  expiresAt?: string | null | undefined
}

/** Makes a key. What is returned has the only copy of it: the database keeps a hash. */
export async function createKey(
  tx: Db,
  world: World,
  { role, name, expiresAt = null }: KeyToMake,
): Promise<Key & { key: string }> {
  // In hex, as there are clients that take nothing else for a key.
  const key = `${KEY_PREFIX}${Buffer.from(world.newSecret(), 'base64url').toString('hex')}`
  const row: Key = {
    id: world.newId('key'),
    name,
    role,
    prefix: key.slice(0, SHOWN_CHARS),
    createdAt: world.now().toISOString(),
    expiresAt,
    lastUsedAt: null,
    revokedAt: null,
  }
  await tx.insert(apiKeys).values({ ...row, hash: hashOfSecret(key) })
  return { ...row, key }
}

/** The key that was presented; undefined where it is unknown, was revoked or has expired. */
export async function findKey(db: Db, key: string, now: Date): Promise<Key | undefined> {
  const wanted = hashOfSecret(key)
  const [row] = await db
    .select({ hash: apiKeys.hash, key: shown })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, wanted), isNull(apiKeys.revokedAt)))
  if (!row || !isSameHash(row.hash, wanted)) return undefined
  const { expiresAt } = row.key
  return expiresAt !== null && expiresAt <= now.toISOString() ? undefined : row.key
}

/** Every key ever made, oldest first. */
export async function listKeys(db: Db): Promise<Key[]> {
  return db.select(shown).from(apiKeys).orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
}

/** A page of every key ever made, the newest first. */
export async function pageOfKeys(db: Db, page: PageRequest): Promise<Page<{ row: Key }>> {
  const { orderBy, where, columns: key } = keyset([{ column: apiKeys.id, descending: true }], page.after)
  const rows = await db
    .select({ row: shown, key })
    .from(apiKeys)
    .where(where)
    .orderBy(...orderBy)
    .limit(page.limit + 1)
  const counted = page.count ? await db.select({ total: count() }).from(apiKeys) : []
  return cutPage(rows, page.limit, { total: counted[0]?.total })
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

/** Notes that a key was used at a minute, where nothing later is noted. */
export async function noteUse(tx: Db, id: string, minute: string): Promise<void> {
  const isNews = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, minute))
  await tx
    .update(apiKeys)
    .set({ lastUsedAt: minute })
    .where(and(eq(apiKeys.id, id), isNews))
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

import { and, eq, gte, inArray, lt, ne, notExists } from 'drizzle-orm'
import { type Cursor, cutPage, keyset } from '../db/keyset.ts'
import { webhookAttempts, webhookDeliveries, webhooks } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'

/** So many deliveries are looked at, and at most removed, in one transaction: others write in between. */
const BATCH = 500
const DAY_MS = 24 * 60 * 60 * 1000

const oldestFirst = [{ column: webhookDeliveries.createdAt }, { column: webhookDeliveries.id }]

/**
 * Takes deliveries out of the log that came to their end and were not tried for `WEBHOOK_LOG_DAYS`, with their attempts.
 * What is yet to be sent stays, however old it is. Ends early when the signal comes.
 */
export async function pruneDeliveries(
  { store, now, config }: Deps,
  { signal, batch = BATCH }: { signal?: AbortSignal; batch?: number } = {},
): Promise<void> {
  const before = new Date(now().getTime() - config.webhookLogDays * DAY_MS).toISOString()
  for (const { id: webhookId } of await store.read.select({ id: webhooks.id }).from(webhooks)) {
    let after: Cursor | undefined
    do {
      if (signal?.aborted) return
      const { ids, next } = await findOld(store.read, { webhookId, before, after, limit: batch })
      if (ids.length > 0) await store.write((tx) => removeEnded(tx, ids, before))
      after = next ?? undefined
    } while (after)
  }
}

/** Deliveries of before a moment, in the order of an index; whether they may go is another question. */
async function findOld(
  db: Db,
  {
    webhookId,
    before,
    after,
    limit,
  }: { webhookId: string; before: string; after: Cursor | undefined; limit: number },
): Promise<{ ids: string[]; next: Cursor | null }> {
  const { orderBy, where, columns: key } = keyset(oldestFirst, after)
  const isOld = and(eq(webhookDeliveries.webhookId, webhookId), lt(webhookDeliveries.createdAt, before))
  const found = await db
    .select({ id: webhookDeliveries.id, status: webhookDeliveries.status, key })
    .from(webhookDeliveries)
    .where(and(isOld, where))
    .orderBy(...orderBy)
    .limit(limit + 1)
  const { rows, next } = cutPage(found, limit, { total: undefined })
  return { ids: rows.filter(({ status }) => status !== 'pending').map(({ id }) => id), next }
}

async function removeEnded(tx: Db, ids: string[], before: string): Promise<void> {
  const { id, status } = webhookDeliveries
  const lately = tx
    .select({ number: webhookAttempts.number })
    .from(webhookAttempts)
    .where(and(eq(webhookAttempts.deliveryId, id), gte(webhookAttempts.at, before)))
  const ended = await tx
    .select({ id })
    .from(webhookDeliveries)
    .where(and(inArray(id, ids), ne(status, 'pending'), notExists(lately)))
  const endedIds = ended.map((row) => row.id)
  await tx.delete(webhookAttempts).where(inArray(webhookAttempts.deliveryId, endedIds))
  await tx.delete(webhookDeliveries).where(inArray(id, endedIds))
}

import { and, asc, eq, gt, inArray, isNull, lt, lte } from 'drizzle-orm'
import { presentChange } from '../changes/present.ts'
import { type ChangeRow, lastSeqOf } from '../changes/queries.ts'
import { changes, changeTopics, webhookDeliveries, webhooks } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import type { Deps, World } from '../deps.ts'
import type { WebhookPayload } from './contract.ts'
import type { DeliveryRow, WebhookRow } from './queries.ts'

/** So many changes are looked at in one transaction. */
const BATCH_CHANGES = 500

/**
 * Makes deliveries of what is new in the log, for every webhook in use. A batch and the mark of how far it went are
 * written together: whenever the process ends, each change becomes a delivery once. Reads only where nothing is new.
 */
export async function fanOut(deps: Deps): Promise<void> {
  const { store } = deps
  const newest = await lastSeqOf(store.read)
  const behind = await store.read
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(isNull(webhooks.disabledAt), lt(webhooks.lastSeq, newest)))
    .orderBy(asc(webhooks.createdAt), asc(webhooks.id))
  for (const { id } of behind) while (await store.write((tx) => advance(tx, deps, id)));
}

/** One batch for one webhook; false where it was the last. */
async function advance(tx: Db, world: World, id: string): Promise<boolean> {
  const isInUse = and(eq(webhooks.id, id), isNull(webhooks.disabledAt))
  const [webhook] = await tx.select().from(webhooks).where(isInUse)
  if (!webhook) return false
  const batch = await tx
    .select()
    .from(changes)
    .where(gt(changes.seq, webhook.lastSeq))
    .orderBy(asc(changes.seq))
    .limit(BATCH_CHANGES)
  const lastSeq = batch.at(-1)?.seq
  if (lastSeq === undefined) return false
  // Guarded: of two that have read the same batch one goes on.
  const advanced = await tx
    .update(webhooks)
    .set({ lastSeq })
    .where(and(isInUse, eq(webhooks.lastSeq, webhook.lastSeq)))
    .returning({ id: webhooks.id })
  if (advanced.length === 0) return true
  const wanted = await select(tx, webhook, batch, lastSeq)
  if (wanted.length > 0)
    await tx
      .insert(webhookDeliveries)
      .values(wanted.map((row) => newDelivery(world, id, row.seq, payloadOf(row))))
  return batch.length === BATCH_CHANGES
}

/** What of a batch a webhook asked for. */
async function select(
  tx: Db,
  { types, topicIds, lastSeq: firstSeq }: WebhookRow,
  batch: ChangeRow[],
  lastSeq: number,
): Promise<ChangeRow[]> {
  const ofType = types.length === 0 ? batch : batch.filter(({ type }) => types.includes(type))
  if (topicIds.length === 0) return ofType
  const inBatch = and(gt(changeTopics.seq, firstSeq), lte(changeTopics.seq, lastSeq))
  const rows = await tx
    .select({ seq: changeTopics.seq })
    .from(changeTopics)
    .where(and(inArray(changeTopics.topicId, topicIds), inBatch))
  const aboutTopics = new Set(rows.map(({ seq }) => seq))
  return ofType.filter(({ seq }) => aboutTopics.has(seq))
}

function payloadOf(row: ChangeRow): WebhookPayload {
  const data = presentChange(row)
  return { type: data.type, timestamp: data.at, data }
}

/** A delivery that is due at once. `seq` is null of a test. */
export function newDelivery(
  world: World,
  webhookId: string,
  seq: number | null,
  payload: WebhookPayload,
): DeliveryRow {
  const now = world.now().toISOString()
  return {
    id: world.newId('dlv'),
    webhookId,
    seq,
    type: payload.type,
    payload: JSON.stringify(payload),
    status: 'pending',
    attempts: 0,
    nextAttemptAt: now,
    leasedUntil: null,
    createdAt: now,
  }
}

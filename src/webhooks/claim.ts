import { and, asc, eq, inArray, isNull, lte, notInArray, or, type SQL } from 'drizzle-orm'
import { webhookDeliveries, webhooks } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import type { DeliveryRow, WebhookRow } from './queries.ts'

/** From the look-up of the name to the end of what is read of the reply. */
export const SEND_TIMEOUT_MS = 15_000
/** A delivery is one process's for so long; after that it is anybody's again. Well over what an attempt may take. */
export const LEASE_MS = 4 * SEND_TIMEOUT_MS

/** A delivery that nobody else sends until `leasedUntil`, and where to. */
export interface Claim {
  delivery: DeliveryRow & { leasedUntil: string }
  webhook: WebhookRow
}

export interface Room {
  /** So many may be claimed. */
  limit: number
  /** So many of one webhook, and how many of each are under way here. */
  limitPerWebhook: number
  underWay: ReadonlyMap<string, number>
}

/**
 * Takes deliveries that are due, in the order of the log, and marks them as taken in the same transaction: of two
 * processes one gets each. Reads only where nothing is due.
 */
export async function claimDue({ store, now }: Deps, room: Room): Promise<Claim[]> {
  const at = now()
  const full = [...room.underWay].filter(([, count]) => count >= room.limitPerWebhook).map(([id]) => id)
  const due = and(isDue(at.toISOString()), notInArray(webhookDeliveries.webhookId, full))
  if ((await findDue(store.read, due, 1)).length === 0) return []
  return store.write(async (tx) => {
    const chosen = choose(await findDue(tx, due, room.limit), room)
    const leasedUntil = new Date(at.getTime() + LEASE_MS).toISOString()
    const ids = chosen.map(({ delivery }) => delivery.id)
    const taken = await tx
      .update(webhookDeliveries)
      .set({ leasedUntil })
      .where(and(due, inArray(webhookDeliveries.id, ids)))
      .returning({ id: webhookDeliveries.id })
    const takenIds = new Set(taken.map(({ id }) => id))
    return chosen
      .filter(({ delivery }) => takenIds.has(delivery.id))
      .map(({ delivery, webhook }) => ({ delivery: { ...delivery, leasedUntil }, webhook }))
  })
}

function isDue(at: string): SQL | undefined {
  const { status, nextAttemptAt, leasedUntil } = webhookDeliveries
  return and(eq(status, 'pending'), lte(nextAttemptAt, at), or(isNull(leasedUntil), lte(leasedUntil, at)))
}

async function findDue(
  db: Db,
  due: SQL | undefined,
  limit: number,
): Promise<{ delivery: DeliveryRow; webhook: WebhookRow }[]> {
  return db
    .select({ delivery: webhookDeliveries, webhook: webhooks })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .where(and(due, isNull(webhooks.disabledAt)))
    .orderBy(asc(webhookDeliveries.nextAttemptAt), asc(webhookDeliveries.seq), asc(webhookDeliveries.id))
    .limit(limit)
}

/** One slow receiver must not take the room of all the others. */
function choose<T extends { webhook: WebhookRow }>(found: T[], { limitPerWebhook, underWay }: Room): T[] {
  const counts = new Map(underWay)
  return found.filter(({ webhook: { id } }) => {
    const count = counts.get(id) ?? 0
    counts.set(id, count + 1)
    return count < limitPerWebhook
  })
}

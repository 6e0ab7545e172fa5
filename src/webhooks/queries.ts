import { and, count, desc, eq, inArray } from 'drizzle-orm'
import { cutPage, keyset, type Page, type PageRequest, type SortKey } from '../db/keyset.ts'
import { webhookAttempts, webhookDeliveries, webhooks } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'

export type WebhookRow = typeof webhooks.$inferSelect
export type DeliveryRow = typeof webhookDeliveries.$inferSelect
export type AttemptRow = typeof webhookAttempts.$inferSelect

const byCreation: SortKey[] = [{ column: webhooks.createdAt }, { column: webhooks.id }]
const newestFirst: SortKey[] = [
  { column: webhookDeliveries.createdAt, descending: true },
  { column: webhookDeliveries.id, descending: true },
]

/** A webhook; undefined where there is none. */
export async function findWebhook(db: Db, id: string): Promise<WebhookRow | undefined> {
  const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id))
  return row
}

/** How many webhooks there are, in use or not. */
export async function countWebhooks(db: Db): Promise<number> {
  const [row] = await db.select({ total: count() }).from(webhooks)
  return row?.total ?? 0
}

/** Webhooks, oldest first. */
export async function listWebhooks(db: Db, page: PageRequest): Promise<Page<{ webhook: WebhookRow }>> {
  const { orderBy, where, columns: key } = keyset(byCreation, page.after)
  const rows = await db
    .select({ webhook: webhooks, key })
    .from(webhooks)
    .where(where)
    .orderBy(...orderBy)
    .limit(page.limit + 1)
  return cutPage(rows, page.limit, { total: page.count ? await countWebhooks(db) : undefined })
}

/** A delivery of a webhook; undefined where there is none. */
export async function findDelivery(db: Db, webhookId: string, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await db
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.webhookId, webhookId)))
  return row
}

/** Every attempt at a delivery, the last one first. */
export async function listAttempts(db: Db, deliveryId: string): Promise<AttemptRow[]> {
  return db
    .select()
    .from(webhookAttempts)
    .where(eq(webhookAttempts.deliveryId, deliveryId))
    .orderBy(desc(webhookAttempts.number))
}

/** Deliveries of a webhook, newest first, each with its last attempt. */
export async function listDeliveries(
  db: Db,
  webhookId: string,
  status: DeliveryRow['status'] | undefined,
  page: PageRequest,
): Promise<Page<{ delivery: DeliveryRow; lastAttempt: AttemptRow | undefined }>> {
  const { orderBy, where, columns: key } = keyset(newestFirst, page.after)
  const filter = and(
    eq(webhookDeliveries.webhookId, webhookId),
    status && eq(webhookDeliveries.status, status),
  )
  const rows = await db
    .select({ delivery: webhookDeliveries, key })
    .from(webhookDeliveries)
    .where(and(filter, where))
    .orderBy(...orderBy)
    .limit(page.limit + 1)
  const [counted] = page.count
    ? await db.select({ total: count() }).from(webhookDeliveries).where(filter)
    : [undefined]
  const cut = cutPage(rows, page.limit, { total: counted?.total })
  const last = await lastAttempts(
    db,
    cut.rows.map(({ delivery }) => delivery),
  )
  return { ...cut, rows: cut.rows.map(({ delivery }) => ({ delivery, lastAttempt: last.get(delivery.id) })) }
}

async function lastAttempts(db: Db, deliveries: DeliveryRow[]): Promise<Map<string, AttemptRow>> {
  const rows = await db
    .select({ attempt: webhookAttempts })
    .from(webhookAttempts)
    .innerJoin(
      webhookDeliveries,
      and(
        eq(webhookDeliveries.id, webhookAttempts.deliveryId),
        eq(webhookDeliveries.attempts, webhookAttempts.number),
      ),
    )
    .where(
      inArray(
        webhookAttempts.deliveryId,
        deliveries.map(({ id }) => id),
      ),
    )
  return new Map(rows.map(({ attempt }) => [attempt.deliveryId, attempt]))
}

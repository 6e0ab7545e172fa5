import { count, isNotNull, lte } from 'drizzle-orm'
import { webhookDeliveries } from '../db/log-tables.ts'
import { reprojections } from '../db/reply-tables.ts'
import { articles } from '../db/tables.ts'
import type { Deps } from '../deps.ts'

/**
 * How much waits for each job: deliveries to webhooks that are still to be made, names that are not yet shown everywhere,
 * and what is to be published by now. What is only planned is nobody's business.
 */
export async function countQueued({
  store: { read },
  now,
}: Deps): Promise<Record<'deliveries' | 'renames' | 'publications', number>> {
  const { nextAttemptAt } = webhookDeliveries
  const deliveries = await read
    .select({ waiting: count() })
    .from(webhookDeliveries)
    .where(isNotNull(nextAttemptAt))
  const renames = await read.select({ waiting: count() }).from(reprojections)
  const publications = await read
    .select({ waiting: count() })
    .from(articles)
    .where(lte(articles.scheduledAt, now().toISOString()))
  return {
    deliveries: deliveries[0]?.waiting ?? 0,
    renames: renames[0]?.waiting ?? 0,
    publications: publications[0]?.waiting ?? 0,
  }
}

import { eq } from 'drizzle-orm'
import { appendAudit } from '../audit/append.ts'
import { webhookDeliveries } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { Problem } from '../problem.ts'
import type { Asker } from './change-webhook.ts'
import { TEST_TYPE } from './contract.ts'
import { newDelivery } from './fan-out.ts'
import type { DeliveryRow, WebhookRow } from './queries.ts'

/** Queues a delivery that tells of nothing. `Problem` where the webhook is disabled. */
export async function queueTest(
  tx: Db,
  world: World,
  webhook: WebhookRow,
  asker: Asker,
): Promise<DeliveryRow> {
  refuseDisabled(webhook)
  const { id } = webhook
  const timestamp = world.now().toISOString()
  const row = newDelivery(world, id, null, { type: TEST_TYPE, timestamp, data: { id } })
  await tx.insert(webhookDeliveries).values(row)
  await appendAudit(tx, world, { ...asker, action: 'webhook.test', resource: 'webhook', id })
  return row
}

/**
 * Makes a delivery due again, under its id and whatever came of it. Its attempts go on being counted, so that after the
 * last of the schedule it is tried this once. `Problem` where the webhook is disabled.
 */
export async function queueAgain(
  tx: Db,
  world: World,
  webhook: WebhookRow,
  delivery: DeliveryRow,
  asker: Asker,
): Promise<DeliveryRow> {
  refuseDisabled(webhook)
  const due = { status: 'pending', nextAttemptAt: world.now().toISOString() } as const
  await tx.update(webhookDeliveries).set(due).where(eq(webhookDeliveries.id, delivery.id))
  const deed = { action: 'webhook.redeliver', resource: 'delivery', id: delivery.id }
  await appendAudit(tx, world, { ...asker, ...deed })
  return { ...delivery, ...due }
}

function refuseDisabled({ disabledAt }: WebhookRow): void {
  if (disabledAt !== null)
    throw new Problem('conflict', 'The webhook is disabled. Enable it first: PATCH {"enabled": true}.')
}

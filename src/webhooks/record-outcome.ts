import { and, eq } from 'drizzle-orm'
import { webhookAttempts, webhookDeliveries, webhooks } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { disable } from './change-webhook.ts'
import type { Claim } from './claim.ts'
import { findWebhook, type WebhookRow } from './queries.ts'
import { fractionOf, pauseAfter, readRetryAfter } from './retry.ts'
import type { Sent } from './send.ts'

/** A webhook to which nothing has got through for so long is disabled … */
export const FAILING_MS_MAX = 5 * 24 * 60 * 60 * 1000
/** … by a delivery that was tried this often: not by the one bad moment after a quiet month. */
export const FAILING_ATTEMPTS_MIN = 4

const GONE = 410
const ASKER = { actor: 'webhooks' }

/**
 * Writes down what came of an attempt and when the next one is. Where the lease ran out and another process took over,
 * or the webhook was deleted, nothing is written.
 */
export async function recordOutcome(
  deps: Deps,
  { delivery, webhook: { id: webhookId } }: Claim,
  startedAt: Date,
  sent: Sent,
): Promise<void> {
  const endedAt = deps.now()
  const number = delivery.attempts + 1
  await deps.store.write(async (tx) => {
    const webhook = await findWebhook(tx, webhookId)
    if (!webhook) return
    const held = await tx
      .update(webhookDeliveries)
      .set({ ...nextState(deps, webhook, number, endedAt, sent), attempts: number, leasedUntil: null })
      .where(
        and(eq(webhookDeliveries.id, delivery.id), eq(webhookDeliveries.leasedUntil, delivery.leasedUntil)),
      )
      .returning({ id: webhookDeliveries.id })
    if (held.length === 0) return
    const { httpStatus, responseHead, error } = sent
    const latencyMs = Math.max(0, endedAt.getTime() - startedAt.getTime())
    const at = startedAt.toISOString()
    await tx
      .insert(webhookAttempts)
      .values({ deliveryId: delivery.id, number, at, httpStatus, latencyMs, responseHead, error })
    await keepHealth(tx, deps, webhook, number, endedAt, sent)
  })
}

function nextState(
  { config, newSecret }: Deps,
  webhook: WebhookRow,
  number: number,
  endedAt: Date,
  { error, httpStatus, retryAfter }: Sent,
): { status: 'pending' | 'delivered' | 'failed'; nextAttemptAt: string | null } {
  if (error === null) return { status: 'delivered', nextAttemptAt: null }
  const pauseMs = pauseAfter(number, {
    baseMs: config.webhookRetryBaseMs,
    random: fractionOf(newSecret()),
    retryAfterMs: readRetryAfter(retryAfter, endedAt),
  })
  if (httpStatus === GONE || pauseMs === null) return { status: 'failed', nextAttemptAt: null }
  const isInUse = webhook.disabledAt === null
  const nextAttemptAt = isInUse ? new Date(endedAt.getTime() + pauseMs).toISOString() : null
  return { status: 'pending', nextAttemptAt }
}

/** Notes since when a webhook has been failing, and disables it where it is gone or has failed too long. */
async function keepHealth(
  tx: Db,
  deps: Deps,
  webhook: WebhookRow,
  number: number,
  endedAt: Date,
  { error, httpStatus }: Sent,
): Promise<void> {
  const failingSince = error === null ? null : (webhook.failingSince ?? endedAt.toISOString())
  if (failingSince !== webhook.failingSince)
    await tx.update(webhooks).set({ failingSince }).where(eq(webhooks.id, webhook.id))
  if (failingSince === null || webhook.disabledAt !== null) return
  const row = { ...webhook, failingSince }
  if (httpStatus === GONE) await disable(tx, deps, row, 'The receiver answered 410: it is gone.', ASKER)
  else if (endedAt.getTime() - Date.parse(failingSince) >= FAILING_MS_MAX && number >= FAILING_ATTEMPTS_MIN)
    await disable(tx, deps, row, `Nothing got through since ${failingSince}.`, ASKER)
}

import { and, eq, inArray } from 'drizzle-orm'
import { appendAudit } from '../audit/append.ts'
import { lastSeqOf } from '../changes/queries.ts'
import { webhookAttempts, webhookDeliveries, webhooks } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import type { WebhookRow } from './queries.ts'
import { newSigningSecret, ROTATION_MS } from './sign.ts'

/** Who asked, and in which request. */
export interface Asker {
  actor: string
  requestId?: string
}

export interface WebhookSettings {
  url: string
  description: string | null
  types: string[]
  topicIds: string[]
  enabled: boolean
}

const BY_ADMIN = 'Disabled by an administrator.'

/** Makes a webhook, which hears of changes from now on. */
export async function createWebhook(
  tx: Db,
  world: World,
  { enabled, ...settings }: WebhookSettings,
  asker: Asker,
): Promise<WebhookRow> {
  const now = world.now().toISOString()
  const row: WebhookRow = {
    ...settings,
    id: world.newId('whk'),
    secret: newSigningSecret(world),
    previousSecret: null,
    previousSecretUntil: null,
    disabledAt: enabled ? null : now,
    disabledReason: enabled ? null : BY_ADMIN,
    failingSince: null,
    lastSeq: await lastSeqOf(tx),
    createdAt: now,
    updatedAt: now,
  }
  await tx.insert(webhooks).values(row)
  await audit(tx, world, 'create', row.id, asker)
  return row
}

/**
 * Changes what is given of a webhook. One that is enabled again sends what was waiting, and then goes on with the newest
 * change: what came meanwhile is to be read from the log.
 */
export async function updateWebhook(
  tx: Db,
  world: World,
  webhook: WebhookRow,
  { enabled, ...settings }: Partial<WebhookSettings>,
  asker: Asker,
): Promise<WebhookRow> {
  const updated = await change(tx, world, webhook, settings)
  await audit(tx, world, 'update', webhook.id, asker)
  if (enabled === undefined || enabled === (webhook.disabledAt === null)) return updated
  return enabled ? enable(tx, world, updated, asker) : disable(tx, world, updated, BY_ADMIN, asker)
}

async function enable(tx: Db, world: World, webhook: WebhookRow, asker: Asker): Promise<WebhookRow> {
  const lastSeq = await lastSeqOf(tx)
  await reschedule(tx, webhook.id, world.now().toISOString())
  await audit(tx, world, 'enable', webhook.id, asker)
  return change(tx, world, webhook, { disabledAt: null, disabledReason: null, failingSince: null, lastSeq })
}

/** Sends nothing more to a webhook until it is enabled again. */
export async function disable(
  tx: Db,
  world: World,
  webhook: WebhookRow,
  disabledReason: string,
  asker: Asker,
): Promise<WebhookRow> {
  const disabledAt = world.now().toISOString()
  await reschedule(tx, webhook.id, null)
  await audit(tx, world, 'disable', webhook.id, asker)
  return change(tx, world, webhook, { disabledAt, disabledReason })
}

// Of a disabled webhook nothing is due: so nobody who looks for what is due walks over it.
async function reschedule(tx: Db, webhookId: string, nextAttemptAt: string | null): Promise<void> {
  const isPending = and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.status, 'pending'))
  await tx.update(webhookDeliveries).set({ nextAttemptAt }).where(isPending)
}

/** Gives a webhook a new secret; the one it had signs beside it for a day, one before that no more. */
export async function rotateSecret(
  tx: Db,
  world: World,
  webhook: WebhookRow,
  asker: Asker,
): Promise<WebhookRow> {
  await audit(tx, world, 'rotate-secret', webhook.id, asker)
  return change(tx, world, webhook, {
    secret: newSigningSecret(world),
    previousSecret: webhook.secret,
    previousSecretUntil: new Date(world.now().getTime() + ROTATION_MS).toISOString(),
  })
}

/** Removes a webhook with its deliveries, whatever state they are in. */
export async function deleteWebhook(tx: Db, world: World, id: string, asker: Asker): Promise<void> {
  const own = tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.webhookId, id))
  await tx.delete(webhookAttempts).where(inArray(webhookAttempts.deliveryId, own))
  await tx.delete(webhookDeliveries).where(eq(webhookDeliveries.webhookId, id))
  await tx.delete(webhooks).where(eq(webhooks.id, id))
  await audit(tx, world, 'delete', id, asker)
}

async function change(
  tx: Db,
  world: World,
  webhook: WebhookRow,
  changed: Partial<WebhookRow>,
): Promise<WebhookRow> {
  const written = { ...changed, updatedAt: world.now().toISOString() }
  await tx.update(webhooks).set(written).where(eq(webhooks.id, webhook.id))
  return { ...webhook, ...written }
}

async function audit(tx: Db, world: World, verb: string, id: string, asker: Asker): Promise<void> {
  await appendAudit(tx, world, { ...asker, action: `webhook.${verb}`, resource: 'webhook', id })
}

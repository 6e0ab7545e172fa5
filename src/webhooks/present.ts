import { z } from 'zod'
import { ChangeType } from '../changes/contract.ts'
import {
  type Delivery,
  type ListedDelivery,
  TEST_TYPE,
  type Webhook,
  type WebhookAttempt,
  WebhookPayload,
} from './contract.ts'
import type { AttemptRow, DeliveryRow, WebhookRow } from './queries.ts'

const ChangeTypes = z.array(ChangeType)
const Event = z.union([ChangeType, z.literal(TEST_TYPE)])

/** A webhook without its secret, as it is at a moment. */
export function presentWebhook(row: WebhookRow, now: Date): Webhook {
  const { id, url, description, disabledAt, disabledReason, failingSince, createdAt, updatedAt } = row
  const { previousSecretUntil: until } = row
  return {
    id,
    type: 'webhook',
    url,
    description,
    types: ChangeTypes.parse(row.types),
    topics: row.topicIds,
    enabled: disabledAt === null,
    disabledAt,
    disabledReason,
    failingSince,
    previousSecretUntil: until !== null && until > now.toISOString() ? until : null,
    createdAt,
    updatedAt,
  }
}

/** A delivery with what came of its last attempt. */
export function presentListedDelivery(row: DeliveryRow, lastAttempt: AttemptRow | undefined): ListedDelivery {
  return { ...presentState(row), lastAttempt: lastAttempt ? presentAttempt(lastAttempt) : null }
}

/** A delivery with what is sent and all its attempts. */
export function presentDelivery(row: DeliveryRow, attempts: AttemptRow[]): Delivery {
  const payload = WebhookPayload.parse(JSON.parse(row.payload))
  return { ...presentState(row), payload, attempts: attempts.map(presentAttempt) }
}

function presentState(row: DeliveryRow): Omit<ListedDelivery, 'lastAttempt'> {
  const { id, webhookId: webhook, type, seq, status, attempts: attemptCount, nextAttemptAt, createdAt } = row
  const event = Event.parse(type)
  return { id, type: 'delivery', webhook, event, seq, status, attemptCount, nextAttemptAt, createdAt }
}

function presentAttempt(row: AttemptRow): WebhookAttempt {
  const { number, at, httpStatus, latencyMs, responseHead, error } = row
  return { number, at, httpStatus, latencyMs, responseHead, error }
}

import { z } from 'zod'
import { operation } from '../http/openapi.ts'
import {
  Delivery,
  DeliveryListQuery,
  DeliveryPage,
  NewWebhook,
  Webhook,
  WebhookListQuery,
  WebhookPage,
  WebhookPatch,
  WebhookWithSecret,
} from './contract.ts'

const params = z.object({ id: z.string().meta({ description: 'Id of the webhook.' }) })
const deliveryParams = params.extend({ deliveryId: z.string().meta({ description: 'Id of the delivery.' }) })

const common = { tag: 'webhooks', needsKey: true } as const

const CREATE =
  `Changes from now on are posted to the address, signed as Standard Webhooks 1.0.0 has it. Any 2xx within
15 s is a success. Anything else is tried again, nine times over about three days; \`Retry-After\` is kept to. 410 disables the
webhook, and so do five days without a success. A delivery may come more than once, always under the same \`webhook-id\`; and
those of one webhook may overtake each other: \`data.seq\` has the order.`.replaceAll('\n', ' ')

export const create = operation({
  ...common,
  id: 'createWebhook',
  summary: 'Send changes to an address',
  description: CREATE,
  body: NewWebhook,
  isIdempotent: true,
  replies: { 201: { description: 'The webhook, with its secret.', shape: WebhookWithSecret } },
  problems: ['conflict'],
})

export const list = operation({
  ...common,
  id: 'listWebhooks',
  summary: 'Webhooks, oldest first',
  query: WebhookListQuery,
  replies: { 200: { description: 'A page of webhooks.', shape: WebhookPage } },
  problems: ['cursor_mismatch'],
})

export const get = operation({
  ...common,
  id: 'getWebhook',
  summary: 'One webhook',
  params,
  replies: { 200: { description: 'The webhook.', shape: Webhook } },
  problems: ['not_found'],
})

export const update = operation({
  ...common,
  id: 'updateWebhook',
  summary: 'Change a webhook, disable it or enable it again',
  description:
    'One that is enabled again sends what was waiting and goes on with the newest change. What came meanwhile is to be read from `/v1/changes`.',
  params,
  body: WebhookPatch,
  replies: { 200: { description: 'The webhook.', shape: Webhook } },
  problems: ['not_found'],
})

export const remove = operation({
  ...common,
  id: 'deleteWebhook',
  summary: 'Remove a webhook and its deliveries',
  params,
  replies: { 204: { description: 'It is gone.' } },
  problems: ['not_found'],
})

export const rotate = operation({
  ...common,
  id: 'rotateWebhookSecret',
  summary: 'Give a webhook a new secret',
  description: 'For 24 hours what is sent is signed by the former secret, too.',
  params,
  isIdempotent: true,
  replies: { 200: { description: 'The webhook, with its new secret.', shape: WebhookWithSecret } },
  problems: ['not_found'],
})

export const test = operation({
  ...common,
  id: 'testWebhook',
  summary: 'Send a test',
  description: 'A delivery of the type `webhook.test`, as real as any.',
  params,
  isIdempotent: true,
  replies: { 202: { description: 'The delivery. It leaves in a moment.', shape: Delivery } },
  problems: ['not_found', 'conflict'],
})

export const listSent = operation({
  ...common,
  id: 'listWebhookDeliveries',
  summary: 'What was and is to be sent, newest first',
  params,
  query: DeliveryListQuery,
  replies: { 200: { description: 'A page of deliveries.', shape: DeliveryPage } },
  problems: ['not_found', 'cursor_mismatch'],
})

export const getSent = operation({
  ...common,
  id: 'getWebhookDelivery',
  summary: 'One delivery, with what is sent and every attempt',
  params: deliveryParams,
  replies: { 200: { description: 'The delivery.', shape: Delivery } },
  problems: ['not_found'],
})

export const redeliver = operation({
  ...common,
  id: 'redeliverWebhookDelivery',
  summary: 'Send a delivery again',
  description:
    'Under the same `webhook-id`, whether it went well or not. Attempts go on being counted: after the last of the schedule it is tried this once.',
  params: deliveryParams,
  isIdempotent: true,
  replies: { 202: { description: 'The delivery. It leaves in a moment.', shape: Delivery } },
  problems: ['not_found', 'conflict'],
})

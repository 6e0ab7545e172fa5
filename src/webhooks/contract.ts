import { z } from 'zod'
import { Change, ChangeType } from '../changes/contract.ts'
import { idOf, Time } from '../contract.ts'
import { pageOf, pageParameters } from '../http/contract.ts'

export const WEBHOOK_URL_CHARS_MAX = 2_000
export const WEBHOOK_DESCRIPTION_CHARS_MAX = 500
/** Most topics one webhook may name. */
export const WEBHOOK_TOPICS_MAX = 50
/** Most webhooks there may be. */
export const WEBHOOKS_MAX = 100
/** What is kept of the body of a reply: so much of its beginning. */
export const RESPONSE_HEAD_BYTES_MAX = 1_024

const url = z
  .url({ protocol: /^https?$/, error: 'must be an https address' })
  .max(WEBHOOK_URL_CHARS_MAX)
  .meta({
    description:
      'Where to send: https, without user and password, and public: every address that its name stands for is checked, now and at each attempt.',
    examples: ['https://site.example/hooks/colloquy'],
  })
const description = z.string().trim().max(WEBHOOK_DESCRIPTION_CHARS_MAX).nullable().meta({
  description: 'For people.',
})
const types = z.array(ChangeType).meta({ description: 'Types of change that are sent; empty: all.' })
const enabled = z.boolean().meta({
  description:
    'Whether changes are sent. Of a disabled webhook what was waiting waits on; what happens meanwhile never becomes a delivery: read it from `/v1/changes`.',
})

/** An address that hears of changes. Its secret is shown when it is made and when it is rotated. */
export const Webhook = z
  .object({
    id: idOf('whk'),
    type: z.literal('webhook'),
    url,
    description,
    types,
    topics: z.array(idOf('top')).meta({
      description: 'Ids of topics one of which a change has to have; empty: any or none.',
    }),
    enabled,
    disabledAt: Time.nullable(),
    disabledReason: z.string().nullable(),
    failingSince: Time.nullable().meta({
      description: 'No attempt since then went well; null: the last did.',
    }),
    previousSecretUntil: Time.nullable().meta({
      description: 'Until then the former secret signs beside the present one; null: it does no more.',
    }),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Webhook', description: 'An address that hears of changes.' })
export type Webhook = z.infer<typeof Webhook>

export const WebhookWithSecret = Webhook.extend({
  secret: z.string().meta({
    description: 'Signs what is sent (Standard Webhooks, `v1`). Shown this once.',
    examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  }),
}).meta({ id: 'WebhookWithSecret', description: 'A webhook on an occasion on which its secret is shown.' })
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>

export const WebhookPage = pageOf(Webhook).meta({ id: 'WebhookPage' })
export type WebhookPage = z.infer<typeof WebhookPage>

const topicsGiven = z.array(z.string().min(1)).max(WEBHOOK_TOPICS_MAX).meta({
  description:
    'Topics by slug or id, one of which a change has to have; empty: any or none. A change of what has no topics (people) then never matches.',
})

export const NewWebhook = z
  .strictObject({
    url,
    description: description.default(null),
    types: types.default([]),
    topics: topicsGiven.default([]),
    enabled: enabled.default(true),
  })
  .meta({ id: 'NewWebhook' })
export type NewWebhook = z.infer<typeof NewWebhook>

export const WebhookPatch = z
  .strictObject({ url, description, types, topics: topicsGiven, enabled })
  .partial()
  .meta({ id: 'WebhookPatch', description: 'What is to change; the rest stays.' })
export type WebhookPatch = z.infer<typeof WebhookPatch>

export const WebhookListQuery = z.strictObject(pageParameters)
export type WebhookListQuery = z.infer<typeof WebhookListQuery>

/** What `POST …/test` sends. */
export const TEST_TYPE = 'webhook.test'

/** The body of a delivery, as Standard Webhooks has it. */
export const WebhookPayload = z
  .object({
    type: z.union([ChangeType, z.literal(TEST_TYPE)]),
    timestamp: Time.meta({ description: 'When it happened.' }),
    data: z.union([Change, z.object({ id: idOf('whk') })]).meta({
      description: 'The change as `/v1/changes` has it; of a test the webhook.',
    }),
  })
  .meta({
    id: 'WebhookPayload',
    description: 'What is sent: thin, what it is about is to be read where it is.',
  })
export type WebhookPayload = z.infer<typeof WebhookPayload>

export const WebhookAttempt = z
  .object({
    number: z.int().min(1),
    at: Time,
    httpStatus: z.int().nullable().meta({ description: 'null: there was no reply.' }),
    latencyMs: z.int().min(0),
    responseHead: z.string().nullable().meta({ description: "The beginning of the reply's body." }),
    error: z.string().nullable().meta({ description: 'Why it did not go well; null where it did.' }),
  })
  .meta({ id: 'WebhookAttempt', description: 'One try to send a delivery.' })
export type WebhookAttempt = z.infer<typeof WebhookAttempt>

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const

const delivery = z.object({
  id: idOf('dlv').meta({ description: 'The same at each attempt: `webhook-id`.' }),
  type: z.literal('delivery'),
  webhook: idOf('whk'),
  event: z.union([ChangeType, z.literal(TEST_TYPE)]),
  seq: z.int().nullable().meta({ description: 'Of the change; null of a test.' }),
  status: z.enum(DELIVERY_STATUSES),
  attemptCount: z.int().min(0),
  nextAttemptAt: Time.nullable().meta({
    description: 'null: there will be none, or (of a pending one) none before the webhook is enabled.',
  }),
  createdAt: Time,
})

export const ListedDelivery = delivery
  .extend({ lastAttempt: WebhookAttempt.nullable() })
  .meta({ id: 'ListedDelivery', description: 'A delivery, as lists show it.' })
export type ListedDelivery = z.infer<typeof ListedDelivery>

export const Delivery = delivery
  .extend({ payload: WebhookPayload, attempts: z.array(WebhookAttempt) })
  .meta({ id: 'Delivery', description: 'One change on its way to one webhook, with every attempt.' })
export type Delivery = z.infer<typeof Delivery>

export const DeliveryPage = pageOf(ListedDelivery).meta({ id: 'DeliveryPage' })
export type DeliveryPage = z.infer<typeof DeliveryPage>

export const DeliveryListQuery = z.strictObject({
  status: z.enum(DELIVERY_STATUSES).optional().meta({ description: 'Only those that stand so.' }),
  ...pageParameters,
})
export type DeliveryListQuery = z.infer<typeof DeliveryListQuery>

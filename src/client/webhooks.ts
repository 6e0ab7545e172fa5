import type { z } from 'zod'
import type {
  Delivery,
  DeliveryListQuery,
  DeliveryPage,
  NewWebhook,
  Webhook,
  WebhookListQuery,
  WebhookPage,
  WebhookPatch,
  WebhookWithSecret,
} from '../webhooks/contract.ts'
import { headersOf, type Once } from './conditions.ts'
import { toQuery } from './query.ts'
import { type ClientOptions, type Method, request } from './request.ts'

/** Webhooks. All of it needs the key of an administrator. */
export interface Webhooks {
  /** Sends changes to an address from now on. The secret is shown this once. */
  create(webhook: z.input<typeof NewWebhook>, once?: Once): Promise<WebhookWithSecret>
  /** One page, oldest first. */
  list(options?: z.input<typeof WebhookListQuery>): Promise<WebhookPage>
  get(id: string): Promise<Webhook>
  /** Changes what is given; `{ enabled: true }` puts a disabled one back to use. */
  update(id: string, patch: z.input<typeof WebhookPatch>): Promise<Webhook>
  /** Removes it with its deliveries. */
  delete(id: string): Promise<void>
  /** Queues a delivery of the type `webhook.test`. */
  test(id: string, once?: Once): Promise<Delivery>
  /** Gives it a new secret, shown this once. The former one signs, too, for a day. */
  rotateSecret(id: string, once?: Once): Promise<WebhookWithSecret>
  /** One page of what was and is to be sent, newest first. */
  deliveries(id: string, options?: z.input<typeof DeliveryListQuery>): Promise<DeliveryPage>
  /** A delivery with what is sent and all its attempts. */
  delivery(id: string, deliveryId: string): Promise<Delivery>
  /** Sends a delivery again, under the same id. */
  redeliver(id: string, deliveryId: string, once?: Once): Promise<Delivery>
}

/** The calls for webhooks, to the service that the options name. */
export function webhookCalls(options: ClientOptions): Webhooks {
  const call = <T>(
    method: Method,
    path: string[],
    sent: { query?: object; body?: object; once?: Once | undefined } = {},
  ) => {
    const { query = {}, body, once } = sent
    const headers = headersOf(once)
    const address = ['/v1/webhooks', ...path.map(encodeURIComponent)].join('/')
    return request<T>(options, method, address, { query: toQuery(query), headers, ...(body && { body }) })
  }
  return {
    create: (body, once) => call('POST', [], { body, once }),
    list: (query = {}) => call('GET', [], { query }),
    get: (id) => call('GET', [id]),
    update: (id, body) => call('PATCH', [id], { body }),
    delete: (id) => call('DELETE', [id]),
    test: (id, once) => call('POST', [id, 'test'], { once }),
    rotateSecret: (id, once) => call('POST', [id, 'rotate-secret'], { once }),
    deliveries: (id, query = {}) => call('GET', [id, 'deliveries'], { query }),
    delivery: (id, deliveryId) => call('GET', [id, 'deliveries', deliveryId]),
    redeliver: (id, deliveryId, once) => call('POST', [id, 'deliveries', deliveryId, 'redeliver'], { once }),
  }
}

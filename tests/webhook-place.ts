import { appendChanges, type NewChange } from '../src/changes/append.ts'
import type { Deps } from '../src/deps.ts'
import type { Webhooks } from '../src/client/webhooks.ts'
import type { Delivery } from '../src/webhooks/contract.ts'
import { startService } from './harness.ts'
import { type Received, type Receiver, startReceiver } from './receiver.ts'

export const SECOND_MS = 1_000
export const DAY_MS = 24 * 60 * 60 * 1000

/** A service, an administrator's client and one receiver. */
export interface Place {
  deps: Deps
  webhooks: Webhooks
  receiver: Receiver
  /** Lets time go by for the service. */
  pass: (durationMs: number) => void
}

export async function startPlace(settings: Record<string, string> = {}): Promise<Place> {
  const service = await startService({ WEBHOOK_ALLOW_PRIVATE: 'true', ...settings })
  const { webhooks } = await service.clientWith('admin')
  let passedMs = 0
  // The routes read the same clock.
  service.deps.now = () => new Date(Date.now() + passedMs)
  return { deps: service.deps, webhooks, receiver: await startReceiver(), pass: (ms) => (passedMs += ms) }
}

/** Adds entries to the log; what is not given is as of any article. */
export async function tell(deps: Deps, ...entries: Partial<NewChange>[]): Promise<void> {
  const entry: NewChange = {
    type: 'article.updated',
    resource: 'article',
    id: 'art_01m858wfzvfzv9526c1yc20ntq',
    revision: 1,
    deleted: false,
    cacheTags: ['list:articles'],
    topicIds: [],
  }
  await deps.store.write((tx) =>
    appendChanges(
      tx,
      deps,
      entries.map((each) => ({ ...entry, ...each })),
    ),
  )
}

/** The headers as the verifier takes them. */
export const signatureHeaders = ({ headers }: Received): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
/** An answer of this status. */
export const status =
  (code: number, headers: Record<string, string> = {}): Receiver['answer'] =>
  (_request, reply) =>
    reply.writeHead(code, headers).end(`status ${code}`)

/** The newest delivery of a webhook, whole. */
export async function onlyDelivery(webhooks: Webhooks, id: string): Promise<Delivery> {
  const [listed] = (await webhooks.deliveries(id)).data
  return webhooks.delivery(id, listed?.id ?? '')
}

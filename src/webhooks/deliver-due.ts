import type { Deps } from '../deps.ts'
import { type Lookup, lookupAll } from './check-address.ts'
import { type Claim, claimDue, SEND_TIMEOUT_MS } from './claim.ts'
import { fanOut } from './fan-out.ts'
import { recordOutcome } from './record-outcome.ts'
import { signedHeaders } from './sign.ts'

/** A good pause between two turns: how late a change may leave. */
export const DELIVERY_INTERVAL_MS = 250
/** So many deliveries are under way at once … */
const SENDING_MAX = 32
/** … and of one webhook so many: in the order of the log as far as they do not overtake each other. */
const SENDING_PER_WEBHOOK_MAX = 4
/** While replies are waited for, so often it is looked whether something new is due. */
const LOOK_INTERVAL_MS = 250

/** What is under way when the turn is told to end has so long to end by itself. */
const STOP_GRACE_MS = 5_000

export interface DeliveryOptions {
  /** Ends the turn: nothing more is begun. What was under way and is given up is sent again when its lease runs out. */
  signal?: AbortSignal
  stopGraceMs?: number
  timeoutMs?: number
  lookup?: Lookup
}

/**
 * Sends every webhook what is due, until nothing is. Any number of processes may do so at once. A process may end at any
 * moment: what it had not yet written down is sent again, under the same `webhook-id`, when its lease runs out. Reads
 * only where nothing is due.
 */
export async function deliverDue(deps: Deps, options: DeliveryOptions = {}): Promise<void> {
  const underWay = new Map<string, number>()
  const sending = new Set<Promise<void>>()
  const failures: unknown[] = []
  const givingUp = new AbortController()
  let stopping: NodeJS.Timeout | undefined
  const begin = (claim: Claim) => {
    const { id } = claim.webhook
    const count = (by: number) => underWay.set(id, (underWay.get(id) ?? 0) + by)
    count(1)
    const attempt = attemptOne(deps, claim, givingUp.signal, options)
      .catch((error: unknown) => failures.push(error))
      .then(() => {
        count(-1)
        sending.delete(attempt)
      })
    sending.add(attempt)
  }
  const beginDue = async () => {
    const limit = SENDING_MAX - sending.size
    if (options.signal?.aborted || failures.length > 0 || limit === 0) return 0
    try {
      await fanOut(deps)
      const claims = await claimDue(deps, { limit, limitPerWebhook: SENDING_PER_WEBHOOK_MAX, underWay })
      for (const claim of claims) begin(claim)
      return claims.length
    } catch (error) {
      failures.push(error)
      return 0
    }
  }
  for (;;) {
    const wasIdle = sending.size === 0
    const begun = await beginDue()
    if (wasIdle && begun === 0) break
    if (options.signal?.aborted)
      stopping ??= setTimeout(() => givingUp.abort(), options.stopGraceMs ?? STOP_GRACE_MS)
    // Behind those of a webhook that has all its room there may be some of another: so look again after each success.
    if (begun === 0 && sending.size > 0) await firstOf(sending, LOOK_INTERVAL_MS)
  }
  clearTimeout(stopping)
  if (failures.length > 0) throw new AggregateError(failures, 'Deliveries could not be read or written.')
}

async function attemptOne(
  deps: Deps,
  claim: Claim,
  signal: AbortSignal,
  { timeoutMs = SEND_TIMEOUT_MS, lookup = lookupAll }: DeliveryOptions,
): Promise<void> {
  // Brings an HTTP client, of no use to who has no webhooks.
  const { send } = await import('./send.ts')
  const { delivery, webhook } = claim
  const startedAt = deps.now()
  const message = {
    url: webhook.url,
    headers: { ...signedHeaders(delivery, webhook, startedAt), 'content-type': 'application/json' },
    body: delivery.payload,
  }
  const allowPrivate = deps.config.webhookAllowPrivate
  const sent = await send(message, { allowPrivate, lookup, timeoutMs, signal })
  // Given up: whether it arrived nobody knows.
  if (sent.httpStatus === null && signal.aborted) return
  await recordOutcome(deps, claim, startedAt, sent)
}

/** Resolves when one of them does, or after a time. */
async function firstOf(waitedFor: Iterable<Promise<void>>, durationMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, durationMs)
  })
  await Promise.race([...waitedFor, late])
  clearTimeout(timer)
}

import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import { hubPings } from '../db/log-tables.ts'
import type { Deps } from '../deps.ts'
import { type Lookup, lookupAll } from '../webhooks/check-address.ts'
import { SEND_TIMEOUT_MS } from '../webhooks/claim.ts'
import { fractionOf, pauseAfter, readRetryAfter } from '../webhooks/retry.ts'
import type { Sent } from '../webhooks/send.ts'
import { noteChangedFeeds } from './note-changed-feeds.ts'

/** A good pause between two turns: changes to a feed within it are told of once. */
export const HUB_INTERVAL_MS = 2_000
/** So many pings are under way at once. */
const SENDING_MAX = 8
/** A ping is one process's for so long. Well over what an attempt may take. */
export const LEASE_MS = 4 * SEND_TIMEOUT_MS

type Ping = typeof hubPings.$inferSelect

export interface PingOptions {
  /** Ends the turn. What is given up for it is sent again when its lease runs out. */
  signal?: AbortSignal
  timeoutMs?: number
  lookup?: Lookup
}

/**
 * Tells the hub of every feed that changed, at least once, as often as webhooks are tried; nothing where there is none.
 * Each feed by itself: not every hub reads more than one `hub.url`. Throws at the end where the hub did not take one.
 */
export async function pingHub(deps: Deps, options: PingOptions = {}): Promise<void> {
  const { websubHubUrl: hubUrl } = deps.config
  if (hubUrl === undefined) return
  await noteChangedFeeds(deps, hubUrl)
  const faults: string[] = []
  while (!options.signal?.aborted) {
    const claimed = await claimDue(deps)
    if (claimed.length === 0) break
    const ended = await Promise.all(claimed.map((ping) => attempt(deps, hubUrl, ping, options)))
    faults.push(...ended.filter((fault) => fault !== null))
  }
  if (faults.length > 0) throw new Error(`The hub did not take ${faults.length} ping(s): ${faults[0]}`)
}

/** Takes pings that are due, so that no other process sends them meanwhile. */
async function claimDue({ store, now }: Deps): Promise<Ping[]> {
  const at = now()
  const isDue = lte(hubPings.nextAttemptAt, at.toISOString())
  const [first] = await store.read.select().from(hubPings).where(isDue).limit(1)
  if (!first) return []
  return store.write(async (tx) => {
    const due = await tx
      .select({ path: hubPings.path })
      .from(hubPings)
      .where(isDue)
      .orderBy(asc(hubPings.nextAttemptAt), asc(hubPings.path))
      .limit(SENDING_MAX)
    const paths = due.map(({ path }) => path)
    const nextAttemptAt = new Date(at.getTime() + LEASE_MS).toISOString()
    return tx
      .update(hubPings)
      .set({ nextAttemptAt })
      .where(and(isDue, inArray(hubPings.path, paths)))
      .returning()
  })
}

/** What went wrong; null: nothing, or it was given up. */
async function attempt(
  deps: Deps,
  hubUrl: string,
  ping: Ping,
  { signal, timeoutMs = SEND_TIMEOUT_MS, lookup = lookupAll }: PingOptions,
): Promise<string | null> {
  // Brings an HTTP client, of no use to who has no hub.
  const { send } = await import('../webhooks/send.ts')
  const { publicUrl, webhookAllowPrivate: allowPrivate } = deps.config
  const stop = signal ?? new AbortController().signal
  const body = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': publicUrl + ping.path }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const sent = await send({ url: hubUrl, headers, body }, { allowPrivate, lookup, timeoutMs, signal: stop })
  // Given up: whether it arrived nobody knows.
  if (sent.httpStatus === null && stop.aborted) return null
  await record(deps, ping, sent)
  return sent.error
}

/** Writes down what came of an attempt. Where the feed changed meanwhile, nothing: it is due again as it is. */
async function record({ store, config, ...world }: Deps, ping: Ping, sent: Sent): Promise<void> {
  const { path, nextAttemptAt } = ping
  const isHeld = and(eq(hubPings.path, path), eq(hubPings.nextAttemptAt, nextAttemptAt))
  const attempts = ping.attempts + 1
  const now = world.now()
  const pauseMs = pauseAfter(attempts, {
    baseMs: config.webhookRetryBaseMs,
    random: fractionOf(world.newSecret()),
    retryAfterMs: readRetryAfter(sent.retryAfter, now),
  })
  await store.write(async (tx) => {
    if (sent.error === null || pauseMs === null) await tx.delete(hubPings).where(isHeld)
    else {
      const again = new Date(now.getTime() + pauseMs).toISOString()
      await tx.update(hubPings).set({ attempts, nextAttemptAt: again }).where(isHeld)
    }
  })
}

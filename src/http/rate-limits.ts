import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'
import { LRUCache } from 'lru-cache'
import type { Config } from '../config.ts'
import type { Trust } from './log-request.ts'
import { isSafe } from './is-safe.ts'
import { networkOf } from './network-of.ts'
import { isOfOperation } from './operation-paths.ts'

const WINDOW_SECONDS = 60
/** So many clients are counted, those that asked last: who is forgotten begins anew. */
const CLIENTS_MAX = 20_000

/** Where a client stands with the request that was counted. */
export interface Quota {
  isOver: boolean
  resetSeconds: number
  /** `RateLimit-Policy` and `RateLimit`, by draft-ietf-httpapi-ratelimit-headers: lists of RFC 9651. */
  headers: { 'ratelimit-policy': string; ratelimit: string }
}

/** Counts requests, each once, by who sent them. */
export interface RateLimits {
  /** Counts a request, unless it was counted before; undefined: there is no limit to it. */
  count: (request: IncomingMessage, client: string, isRead?: boolean) => Quota | undefined
  /** Counts a read by the address that it comes from; undefined: reading has no limit. */
  countReader: ((request: IncomingMessage) => Quota | undefined) | undefined
  /** What came of a request that was counted. */
  counted: (request: IncomingMessage) => Quota | undefined
}

/** undefined where neither reading nor writing has a limit. */
export function rateLimits(
  { rateLimitReadPerMin, rateLimitWritePerMin }: Config,
  { now, trust }: { now: () => Date; trust: Trust },
): RateLimits | undefined {
  if (rateLimitReadPerMin === 0 && rateLimitWritePerMin === 0) return undefined
  const read = counter('read', rateLimitReadPerMin, now)
  const write = counter('write', rateLimitWritePerMin, now)
  const quotas = new WeakMap<IncomingMessage, Quota>()
  const count: RateLimits['count'] = (request, client, isRead = isSafe(request)) => {
    const known = quotas.get(request)
    if (known || isOfOperation(request) || request.method === 'OPTIONS') return known
    const quota = (isRead ? read : write)?.(client)
    if (quota) quotas.set(request, quota)
    return quota
  }
  return {
    count,
    countReader: read && ((request) => count(request, networkOf(proxyAddr(request, trust)))),
    counted: (request) => quotas.get(request),
  }
}

/** Counts in windows that begin with a client's first request. */
function counter(
  name: string,
  requestsMax: number,
  now: () => Date,
): ((client: string) => Quota) | undefined {
  if (requestsMax === 0) return undefined
  const windows = new LRUCache<string, { requests: number; endsAtMs: number }>({ max: CLIENTS_MAX })
  const policy = `"${name}";q=${requestsMax};w=${WINDOW_SECONDS}`
  return (client) => {
    const nowMs = now().getTime()
    let window = windows.get(client)
    if (!window || window.endsAtMs <= nowMs)
      windows.set(client, (window = { requests: 0, endsAtMs: nowMs + WINDOW_SECONDS * 1000 }))
    window.requests += 1
    const resetSeconds = Math.ceil((window.endsAtMs - nowMs) / 1000)
    const left = Math.max(0, requestsMax - window.requests)
    return {
      isOver: window.requests > requestsMax,
      resetSeconds,
      headers: { 'ratelimit-policy': policy, ratelimit: `"${name}";r=${left};t=${resetSeconds}` },
    }
  }
}

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Store } from '../db/store.ts'
import type { Answered } from './log-request.ts'
import type { ReplyCache } from './reply-cache.ts'

const BUCKETS_SECONDS = [
  ...[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05],
  ...[0.1, 0.25, 0.5, 1, 2.5, 5, 10],
]

/** What is measured of a service, for Prometheus. */
export interface Metrics {
  registry: Registry
  /** Hears of every reply that was sent. */
  answered: (answered: Answered) => void
  /** Hears of a public reply whether it was in memory. */
  used: (result: 'hit' | 'miss') => void
  /** The measurements in Prometheus' text format, those of the process too. */
  text: () => Promise<string>
}

// Of the process, however many services it has.
let ofProcess: Registry | undefined

function processRegistry(): Registry {
  if (ofProcess) return ofProcess
  ofProcess = new Registry()
  collectDefaultMetrics({ register: ofProcess })
  return ofProcess
}

export function newMetrics(store: Store, cache: ReplyCache): Metrics {
  const registry = new Registry()
  const register = { registers: [registry] }
  const requests = new Histogram({
    ...register,
    name: 'http_request_duration_seconds',
    help: 'From the headers of a request to the end of its reply, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
  })
  const uses = { hit: 0, miss: 0 }
  new Counter({
    ...register,
    name: 'colloquy_reply_cache_total',
    help: 'Public replies that were in memory, or had to be made.',
    labelNames: ['result'],
    collect() {
      this.reset()
      for (const [result, count] of Object.entries(uses)) this.inc({ result }, count)
    },
  })
  new Gauge({
    ...register,
    name: 'colloquy_reply_cache_bytes',
    help: 'What the replies in memory take.',
    collect() {
      this.set(cache.bytes())
    },
  })
  measureDatabase(store, registry)
  const all = Registry.merge([processRegistry(), registry])
  return {
    registry: all,
    answered: ({ request: { method = '' }, route, status, durationMs }) => {
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, durationMs / 1000)
    },
    used: (result) => (uses[result] += 1),
    text: () => all.metrics(),
  }
}

function measureDatabase(store: Store, registry: Registry): void {
  const histogram = (name: string, help: string) =>
    new Histogram({ registers: [registry], name, help, buckets: BUCKETS_SECONDS })
  const statements = histogram('colloquy_database_statement_seconds', 'What a statement takes.')
  const writes = histogram('colloquy_database_write_seconds', 'What a transaction that writes takes.')
  const waits = histogram('colloquy_database_write_wait_seconds', 'How long a write waits for its turn.')
  store.observe({
    statement: (durationMs) => {
      statements.observe(durationMs / 1000)
    },
    write: ({ waitMs, durationMs }) => {
      waits.observe(waitMs / 1000)
      writes.observe(durationMs / 1000)
    },
  })
}

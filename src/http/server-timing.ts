import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { Store } from '../db/store.ts'
import type { App } from './server.ts'

interface Timing {
  startMs: number
  dbMs: number
  cache?: 'hit' | 'miss'
}

/** What took how long of each request, for its `Server-Timing` (https://www.w3.org/TR/server-timing/). */
export interface ServerTiming {
  /** The same listener, timed. */
  around: (listener: RequestListener) => RequestListener
  /** Hears of a public reply whether it was in memory. */
  used: (request: IncomingMessage, result: 'hit' | 'miss') => void
  /** undefined of a request that came past `around`. */
  headerOf: (request: IncomingMessage) => string | undefined
  /** Adds the header to what the routes send. Call after all else that works when a reply is sent. */
  addTo: (app: App) => void
}

export function serverTiming(store: Store): ServerTiming {
  const present = new AsyncLocalStorage<Timing>()
  const timings = new WeakMap<IncomingMessage, Timing>()
  store.observe({
    statement: (durationMs) => {
      const timing = present.getStore()
      if (timing) timing.dbMs += durationMs
    },
  })
  const headerOf = (request: IncomingMessage) => {
    const timing = timings.get(request)
    if (!timing) return undefined
    const { cache, dbMs, startMs } = timing
    const entries = [`db;dur=${dbMs.toFixed(3)}`, `total;dur=${(performance.now() - startMs).toFixed(3)}`]
    return (cache ? [`cache;desc=${cache}`, ...entries] : entries).join(', ')
  }
  return {
    around: (listener) => (request, response) => {
      const timing = { startMs: performance.now(), dbMs: 0 }
      timings.set(request, timing)
      present.run(timing, listener, request, response)
    },
    used(request, result) {
      const timing = timings.get(request)
      if (timing) timing.cache = result
    },
    headerOf,
    addTo(app) {
      // A body comes in events of its connection, which know of no request.
      app.addHook('preHandler', (request, _reply, done) => {
        const timing = timings.get(request.raw)
        if (timing) present.run(timing, done)
        else done()
      })
      app.addHook('onSend', (request, reply, _payload, done) => {
        const header = headerOf(request.raw)
        if (header !== undefined) reply.header('server-timing', header)
        done()
      })
    },
  }
}

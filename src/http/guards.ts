import type { FastifyRequest } from 'fastify'
import { Problem } from '../problem.ts'
import { networkOf } from './network-of.ts'
import { isOfOperation } from './operation-paths.ts'
import type { RateLimits } from './rate-limits.ts'
import type { App } from './server.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a POST: it changes nothing, and counts as a read. */
    isRead?: true
  }
}

/** Who was turned away for too much work is asked to stay away so long. */
const OVERLOAD_RETRY_SECONDS = 5

export interface Guards {
  limits: RateLimits | undefined
  /** Whether there is more to do than can be done in time. */
  isOverloaded: () => boolean
  /** Whose key or session a request has, where it is one that holds; undefined: nobody's. */
  callerIdOf: (request: FastifyRequest) => Promise<string | undefined>
}

/** Turns away what is too much, by whomever or by all, before anything is done for it. Call before the routes. */
export function guard(app: App, { limits, isOverloaded, callerIdOf }: Guards): void {
  app.addHook('onRequest', async (request, reply) => {
    if (isOfOperation(request.raw)) return
    if (isOverloaded())
      throw new Problem('unavailable', 'There is more to do than can be done in time.', {
        headers: { 'retry-after': String(OVERLOAD_RETRY_SECONDS) },
      })
    if (!limits) return
    const { isRead } = request.routeOptions.config
    const quota =
      limits.counted(request.raw) ??
      limits.count(request.raw, (await callerIdOf(request)) ?? networkOf(request.ip), isRead)
    if (!quota) return
    reply.headers(quota.headers)
    if (quota.isOver)
      throw new Problem('too_many_requests', `Ask again in ${quota.resetSeconds} s.`, {
        headers: { 'retry-after': String(quota.resetSeconds) },
      })
  })
}

import type { Deps } from '../deps.ts'
import { Gauge } from 'prom-client'
import type { Metrics } from '../http/metrics.ts'
import { operation } from '../http/openapi.ts'
import type { App } from '../http/server.ts'
import { requireRole } from '../keys/authorize.ts'
import { countQueued } from './queues.ts'

const read = operation({
  id: 'getMetrics',
  tag: 'service',
  summary: 'What is measured, for Prometheus',
  description: 'Open, for keys of any role, or not there, as `METRICS` says.',
  replies: { 200: { description: 'Measurements in the text format of Prometheus.', text: 'text/plain' } },
  problems: ['unauthenticated'],
})

/** `/metrics`, to whom it is shown; with what waits for the jobs, looked up when it is asked for. */
export function metricsRoutes(app: App, deps: Deps, { registry, text }: Metrics): void {
  const mayRead = deps.config.metrics === 'key' ? { onRequest: requireRole(deps, 'reader') } : {}
  new Gauge({
    registers: [registry],
    name: 'colloquy_queue_depth',
    help: 'Work that waits for the jobs.',
    labelNames: ['queue'],
    async collect() {
      for (const [queue, depth] of Object.entries(await countQueued(deps))) this.set({ queue }, depth)
    },
  })

  app.get('/metrics', { schema: read, ...mayRead }, async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    return reply.type(registry.contentType).send(await text())
  })
}

import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Store } from '../db/store.ts'
import { isProblemCode, Problem, problems } from '../problem.ts'
import { operation } from './openapi.ts'
import type { App } from './server.ts'

const Health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' })
const ProblemMeaning = z
  .object({ code: z.string(), status: z.int(), title: z.string(), meaning: z.string() })
  .meta({ id: 'ProblemMeaning', description: 'What a problem code means.' })

const health = operation({
  id: 'getHealth',
  tag: 'service',
  summary: 'Whether the process lives',
  replies: { 200: { description: 'It does.', shape: Health } },
})

const readiness = operation({
  id: 'getReadiness',
  tag: 'service',
  summary: 'Whether requests can be answered',
  replies: { 200: { description: 'They can.', shape: Health } },
})

const meaning = operation({
  id: 'getProblem',
  tag: 'service',
  summary: 'What a problem means',
  description: 'The address in the `type` of a problem.',
  params: z.object({ code: z.string().meta({ description: 'Code of the problem.' }) }),
  replies: { 200: { description: 'The explanation.', shape: ProblemMeaning } },
  problems: ['not_found'],
})

/** How the service is, and what its problems mean. */
export function serviceRoutes(app: App, store: Store): void {
  app.get('/healthz', { schema: health }, () => ({ status: 'ok' }))

  app.get('/readyz', { schema: readiness }, async () => {
    try {
      await store.read.run(sql`select 1`)
      return { status: 'ok' }
    } catch (cause) {
      throw new Problem('unavailable', 'The database cannot be read.', { cause })
    }
  })

  app.get('/problems/:code', { schema: meaning }, ({ params: { code } }) => {
    if (!isProblemCode(code)) throw new Problem('not_found', 'There is no problem of this code.')
    return { code, ...problems[code] }
  })
}

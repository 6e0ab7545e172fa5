import { z } from 'zod'
import type { Deps } from '../deps.ts'
import type { App } from '../http/server.ts'
import { show } from '../http/show.ts'
import { requireReader } from '../keys/authorize.ts'
import { writeFullText } from './write-full-text.ts'
import { writeOverview } from './write-overview.ts'

const schema = { hide: true, querystring: z.strictObject({}) }
/** Plain, so that browsers show it, too. */
const TEXT_TYPE = 'text/plain; charset=utf-8'

/** `/llms.txt` (https://llmstxt.org) and `/llms-full.txt`, for language models. */
export function llmsRoutes(app: App, deps: Deps): void {
  const onRequest = requireReader(deps)

  app.get('/llms.txt', { schema, onRequest }, async (_request, reply) => {
    show(reply, { tags: ['list:articles', 'list:qa', 'list:topics'] })
    return reply.type(TEXT_TYPE).send(await writeOverview(deps))
  })

  app.get('/llms-full.txt', { schema, onRequest }, async (_request, reply) => {
    show(reply, { tags: ['list:articles', 'list:qa'] })
    return reply.type(TEXT_TYPE).send(await writeFullText(deps))
  })
}

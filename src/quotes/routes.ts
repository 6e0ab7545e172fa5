import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import type { App } from '../http/server.ts'
import { requireReader } from '../keys/authorize.ts'
import { QuoteCheck, QuoteQuestion } from './contract.ts'
import { verifyQuote } from './verify-quote.ts'

const verify = operation({
  id: 'verifyQuote',
  tag: 'qa',
  summary: 'Whether somebody said something, and where',
  description:
    'Looks a quotation up in what was published, and says word by word how it differs from the source. Case, typography and punctuation do not count.',
  body: QuoteQuestion,
  replies: { 200: { description: 'The verdict, with the evidence.', shape: QuoteCheck } },
})

/** `/v1/quotes` for readers. */
export function quoteRoutes(app: App, deps: Deps): void {
  const onRequest = requireReader(deps)
  const options = { schema: verify, onRequest, config: { isRead: true } } as const
  app.post('/v1/quotes/verify', options, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return verifyQuote(deps, request.body)
  })
}

import { McpServer } from '@modelcontextprotocol/server'
import type { Deps } from '../deps.ts'
import { version } from '../version.ts'
import { getAnswer } from './get-answer.ts'
import { getArticle } from './get-article.ts'
import { listTopics } from './list-topics.ts'
import { searchAnswers } from './search-answers.ts'
import { offer } from './tool.ts'
import { verifyQuote } from './verify-quote.ts'
import { whoSaid } from './who-said.ts'

const TOOLS = [searchAnswers, getArticle, getAnswer, whoSaid, listTopics, verifyQuote]
/** Nobody is told of changes: the tools are the same until another version is started. */
export const SUBSCRIPTIONS_MAX = 0
const TOOLS_TTL_MS = 60 * 60 * 1000

const INSTRUCTIONS =
  'Published interviews as question-and-answer pairs. Quote people word for word, from `answer`, `question` or `text` of a result, and never from memory; with each quotation name the speaker and the date, and link the permalink. Check a quotation from elsewhere with verify_quote. What is not found here was not published here: say so.'

/** A server with every tool, for one exchange or one connection. It shows what readers see. */
export function newMcpServer(deps: Deps, onError: (error: unknown) => void): McpServer {
  const kept = {
    ttlMs: TOOLS_TTL_MS,
    cacheScope: deps.config.readAccess === 'open' ? 'public' : 'private',
  } as const
  const server = new McpServer(
    { name: 'colloquy', title: 'Colloquy', version },
    {
      instructions: INSTRUCTIONS,
      capabilities: { tools: { listChanged: false } },
      cacheHints: { 'tools/list': kept, 'server/discover': kept },
    },
  )
  for (const tool of TOOLS) offer(tool, { server, deps, onError })
  return server
}

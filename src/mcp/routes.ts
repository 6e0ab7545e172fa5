import type { McpHttpHandler } from '@modelcontextprotocol/server'
import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { App } from '../http/server.ts'
import { requireReader } from '../keys/authorize.ts'
import { badMember, Problem } from '../problem.ts'

/** The longest quotation that may be asked about, with every character escaped, and as much again. */
const REQUEST_BYTES_MAX = 64 * 1024
/** Clients of 2025-03-26 may send several messages at once. */
const BATCH_MESSAGES_MAX = 10

/**
 * `/mcp`: the Model Context Protocol, Streamable HTTP (https://modelcontextprotocol.io/specification/2026-07-28). What is
 * refused before its message is looked at gets a problem document, all else JSON-RPC. Who never asks pays nothing for it.
 */
export async function mcpRoutes(app: App, deps: Deps): Promise<void> {
  const address = `${deps.config.publicUrl}/mcp`
  let handler: Promise<McpHttpHandler> | undefined
  await app.register((scope: App, _options, done) => {
    // What is malformed is told of in JSON-RPC, too.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: REQUEST_BYTES_MAX },
      (_request, body, parsed) => parsed(null, body),
    )
    const onRequest = [refuseForeignPages(deps.config), requireReader(deps)]
    const options = { schema: { hide: true }, onRequest, config: { isRead: true } } as const
    scope.post('/mcp', options, async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const leaving = new AbortController()
      reply.raw.once('close', () => leaving.abort())
      handler ??= import('./http-handler.ts').then(({ httpHandler }) =>
        httpHandler(deps, (error) => app.log.error(error)),
      )
      const { fetch } = await handler
      const body = typeof request.body === 'string' ? request.body : ''
      const init = { method: 'POST', headers: headersOf(request), body, signal: leaving.signal }
      return reply.send(await fetch(new Request(address, init), { parsedBody: readMessages(body) }))
    })
    done()
  })
  app.addHook('onClose', async () => (await handler)?.close())
}

/**
 * Lets in who is no page, pages of this service, and those that `CORS_ORIGINS` lets read. A page that had its own name
 * lead to this machine is none of them (DNS rebinding): its origin is the name it was loaded by.
 */
function refuseForeignPages({ corsOrigins, publicUrl }: Config): (request: FastifyRequest) => Promise<void> {
  const ours = new URL(publicUrl).origin
  return ({ headers: { origin } }) => {
    if (origin === undefined || corsOrigins === '*' || origin === ours || corsOrigins.includes(origin))
      return Promise.resolve()
    throw new Problem(
      'forbidden',
      'Pages of this origin may not ask here. CORS_ORIGINS names those that may.',
      {
        errors: [{ header: 'Origin', code: 'invalid', detail: 'is none of those that may ask.' }],
      },
    )
  }
}

function headersOf({ headers }: FastifyRequest): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
}

/** One message or several; undefined where the body is no JSON. */
function readMessages(body: string): unknown {
  let messages: unknown
  try {
    messages = JSON.parse(body)
  } catch {
    return undefined
  }
  if (Array.isArray(messages) && messages.length > BATCH_MESSAGES_MAX)
    throw badMember('', `has more than ${BATCH_MESSAGES_MAX} messages. Send each on its own.`)
  return messages
}

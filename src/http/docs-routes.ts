import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { packageFolder } from '../package-folder.ts'
import type { App } from './server.ts'

/** Written by the command `openapi`, and held against the routes by a test. */
const CONTRACT = join(packageFolder, 'openapi', 'openapi.json')
/** Headers of a connection, and of the time of a reply: they are of the reply that is sent, not of the one that is passed on. */
const NOT_PASSED_ON = ['connection', 'date', 'transfer-encoding', 'keep-alive']

/** The contract at `/openapi.json`, and its pages at `/docs`: who never asks for them pays nothing for them. */
export function docsRoutes(app: App): void {
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(await readFile(CONTRACT)),
  )
  let pages: Promise<FastifyInstance> | undefined
  async function page(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    pages ??= import('./docs-pages.ts').then(({ docsPages }) => docsPages(CONTRACT))
    const { url, headers: asked } = request
    const { statusCode, headers, rawPayload } = await (await pages).inject({ url, headers: asked })
    if (statusCode === 404) {
      reply.callNotFound()
      return reply
    }
    const kept = Object.entries(headers).filter(([name]) => !NOT_PASSED_ON.includes(name))
    return reply.code(statusCode).headers(Object.fromEntries(kept)).send(rawPayload)
  }
  app.get('/docs', { schema: { hide: true } }, page)
  app.get('/docs/*', { schema: { hide: true } }, page)
}

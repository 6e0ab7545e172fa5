import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Shown } from './fresh-headers.ts'
import type { PublicReplies } from './public-replies.ts'
import type { App } from './server.ts'
import { isUnchanged } from './validators.ts'

/** Headers that are of one request, and not of the reply to all who ask for the same. */
const OF_ONE_REQUEST = new Set([
  'x-request-id',
  'server-timing',
  'ratelimit',
  'ratelimit-policy',
  'content-length',
])

/** Request headers that say who somebody is: of a reply that shows more to editors. */
export const BY_ROLE = ['Authorization', 'Cookie']

const shownBy = new WeakMap<FastifyReply, Shown>()

/** Says what a reply to readers shows: so it gets validators, is compressed, and is kept for those who ask for the same. */
export function show(reply: FastifyReply, shown: Shown): void {
  shownBy.set(reply, shown)
}

interface Filter {
  topic?: string[][] | undefined
  'topic.under'?: string[][] | undefined
  'topic.not'?: string[] | undefined
  person?: string[][] | undefined
}

/** What a list shows: anything that may be in it, and whatever comes to have the names that it is filtered by. */
export function listOf(tag: string, filter: Filter): Shown {
  const topics = [filter.topic ?? [], filter['topic.under'] ?? [], filter['topic.not'] ?? []].flat(2)
  const people = (filter.person ?? []).flat()
  const askedFor = [...topics.map((name) => `topic:${name}`), ...people.map((name) => `person:${name}`)]
  return { tags: [tag], askedFor }
}

/** Finishes what handlers send and say to `show`. Call before the routes. */
export function finishShown(app: App, replies: PublicReplies): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const shown = shownBy.get(reply)
    const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload)
    if (!shown || reply.statusCode !== 200 || !isWhole) return payload
    return finish(replies, { request, reply, shown, body: payload })
  })
}

async function finish(
  replies: PublicReplies,
  {
    request,
    reply,
    shown,
    body,
  }: { request: FastifyRequest; reply: FastifyReply; shown: Shown; body: string | Buffer },
): Promise<string | Buffer | null> {
  const headers = Object.entries(reply.getHeaders()).filter(([name]) => !OF_ONE_REQUEST.has(name))
  const plain = {
    route: request.routeOptions.url ?? '',
    body,
    shown,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
  }
  const finished = await replies.finish(request.raw, plain)
  const isKnown = isUnchanged(request.headers, finished.etag)
  if (isKnown) for (const [name] of headers) reply.removeHeader(name)
  const sent = isKnown ? finished.headersOfUnchanged : finished.headers
  for (const [index, name] of sent.entries()) if (index % 2 === 0) reply.header(name, sent[index + 1])
  if (!isKnown) return finished.body
  reply.code(304)
  return null
}

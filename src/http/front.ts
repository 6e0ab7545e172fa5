import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { isSafe } from './is-safe.ts'
import type { Answered } from './log-request.ts'
import type { PlainReply, PublicReplies } from './public-replies.ts'
import type { Quota } from './rate-limits.ts'
import type { PublicReply } from './reply-cache.ts'
import { isUnchanged } from './validators.ts'

export interface Front {
  replies: PublicReplies
  /** Whether a request says nothing of who sent it. */
  isForAll: (request: IncomingMessage) => boolean
  /** A reply that needs no route, as its row is how it is sent; undefined: the request is to be routed. */
  prepare: (url: string, accept: string | undefined) => Promise<PlainReply | undefined>
  requestIdOf: (request: IncomingMessage) => string
  /** Counts a request that says nothing of who sent it; undefined: there is no limit. */
  count: ((request: IncomingMessage) => Quota | undefined) | undefined
  /** Whether there is more to do than can be done in time. */
  isOverloaded: () => boolean
  /** `Server-Timing`, where it is wanted. */
  timingOf: ((request: IncomingMessage) => string | undefined) | undefined
  /** Hears of every reply that was sent from here. */
  onSent: (sent: Answered) => void
}

/**
 * Answers what was answered before, or is kept as it is sent, and hands all else to the router. Never with what a commit
 * that had ended when the request came made untrue.
 */
export function answerInFront(
  { replies, isForAll, prepare, ...front }: Front,
  route: RequestListener,
): RequestListener {
  const send = (reply: PublicReply, { request, response, startMs, quota }: Asked) => {
    const requestId = front.requestIdOf(request)
    const isKnown = isUnchanged(request.headers, reply.etag)
    const headers = (isKnown ? reply.headersOfUnchanged : reply.headers).concat('x-request-id', requestId)
    if (quota)
      headers.push(
        'ratelimit-policy',
        quota.headers['ratelimit-policy'],
        'ratelimit',
        quota.headers.ratelimit,
      )
    const timing = front.timingOf?.(request)
    if (timing !== undefined) headers.push('server-timing', timing)
    const status = isKnown ? 304 : 200
    response.writeHead(status, headers)
    if (isKnown || request.method === 'HEAD') response.end()
    else response.end(reply.body, codingOf(reply))
    const durationMs = performance.now() - startMs
    front.onSent({ request, requestId, route: reply.route, status, durationMs })
  }
  // Where the database cannot even say whether it was written to, the route says so.
  const find = (request: IncomingMessage) => {
    try {
      return replies.find(request)
    } catch {
      return undefined
    }
  }
  const prepareOrRoute = async (asked: Asked) => {
    const { request, response } = asked
    const kept = (await replies.begin(request)) ? undefined : replies.find(request)
    const plain = kept ? undefined : await prepare(request.url ?? '', request.headers.accept)
    const reply = kept ?? (plain && (await replies.finish(request, plain)))
    if (reply) send(reply, asked)
    else route(request, response)
  }
  return (request, response) => {
    if (!isSafe(request) || !isForAll(request)) {
      route(request, response)
      return
    }
    const asked = { request, response, startMs: performance.now(), quota: front.count?.(request) }
    const isOver = asked.quota?.isOver ?? false
    const kept = isOver ? undefined : find(request)
    if (kept) send(kept, asked)
    // The router knows how to refuse.
    else if (isOver || front.isOverloaded()) route(request, response)
    // What fails here fails in its route, too, which knows how to say so.
    else prepareOrRoute(asked).catch(() => route(request, response))
  }
}

/** A text of no other characters than ASCII goes out without a look at each of them. */
function codingOf({ body, bytes }: PublicReply): BufferEncoding {
  return bytes === body.length ? 'latin1' : 'utf8'
}

interface Asked {
  request: IncomingMessage
  response: ServerResponse
  startMs: number
  quota: Quota | undefined
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { PlainReply, PublicReplies } from './public-replies.ts'
import type { KeptReply } from './reply-cache.ts'
import { isUnchanged } from './validators.ts'

export interface Front {
  replies: PublicReplies
  /** Whether a request says nothing of who sent it. */
  isForAll: (request: IncomingMessage) => boolean
  /** A reply that needs no route, as its row is how it is sent; undefined: the request is to be routed. */
  prepare: (url: string) => Promise<PlainReply | undefined>
  requestIdOf: (request: IncomingMessage) => string
  /** Hears of every reply that was sent from here. */
  onSent: (request: IncomingMessage, response: ServerResponse, requestId: string) => void
}

const BODY_HEADERS = new Set(['content-type', 'content-length', 'content-encoding'])

/**
 * Answers what was answered before, or is kept as it is sent, and hands all else to the router. Never with what a commit
 * that had ended when the request came made untrue.
 */
export function answerInFront(
  { replies, isForAll, prepare, ...front }: Front,
  route: RequestListener,
): RequestListener {
  const send = (reply: KeptReply, request: IncomingMessage, response: ServerResponse) => {
    const requestId = front.requestIdOf(request)
    const isKnown = isUnchanged(request.headers, reply.etag)
    const headers = isKnown ? withoutBody(reply.headers) : reply.headers
    response.writeHead(isKnown ? 304 : 200, [...headers, 'x-request-id', requestId])
    response.end(isKnown || request.method === 'HEAD' ? undefined : reply.body)
    front.onSent(request, response, requestId)
  }
  const prepareOrRoute = async (request: IncomingMessage, response: ServerResponse) => {
    await replies.begin(request)
    const kept = replies.find(request)
    const plain = kept ? undefined : await prepare(request.url ?? '')
    const reply = kept ?? (plain && (await replies.finish(request, plain)))
    if (reply) send(reply, request, response)
    else route(request, response)
  }
  return (request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (!isRead || !isForAll(request)) {
      route(request, response)
      return
    }
    const kept = replies.find(request)
    if (kept) send(kept, request, response)
    // What fails here fails in its route, too, which knows how to say so.
    else prepareOrRoute(request, response).catch(() => route(request, response))
  }
}

/** The headers of a reply that says nothing but that there is nothing new (RFC 9110, 15.4.5). */
function withoutBody(headers: string[]): string[] {
  return headers.filter((_, index) => !BODY_HEADERS.has(headers[index - (index % 2)] ?? ''))
}

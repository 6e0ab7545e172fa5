import type { IncomingMessage } from 'node:http'
import { COMPRESSED_BYTES_MIN, encode, encodingOf } from './encoding.ts'
import type { FreshHeaders, Shown } from './fresh-headers.ts'
import { lookOnce } from './look-once.ts'
import type { KeptReply, PublicReply, ReplyCache } from './reply-cache.ts'
import { headersOfUnchanged } from './validators.ts'

/** What was committed, as far as readers see it. */
export interface Commits {
  /** Whether nothing was committed since `catchUp` last looked: what is kept is true. */
  isCaughtUp: () => boolean
  /** Lets go of what shows something that changed. */
  catchUp: () => Promise<void>
  /** Another number whenever something changed for readers. */
  generation: () => number
  /** When something last changed for readers, in milliseconds since 1970. */
  lastChangeMs: () => number
}

/** A reply to readers before it is known how it is sent. */
export interface PlainReply {
  /** The pattern of the route that it is the reply of. */
  route: string
  /** A text is sent in UTF-8: sooner than as bytes, which the garbage collector is slow to be rid of. */
  body: string | Buffer
  /** It is made in little time: others are not thrown out for it, unless it is asked for again and again. */
  isCheap?: boolean
  shown: Shown
  /** Its other headers, in lower case. */
  headers: Record<string, string>
}

/** Replies that are the same for everybody who asks for the same: made once, kept while they are true. */
export interface PublicReplies {
  /** To be called when a request comes, before anything is read for it. False: there was something to catch up with. */
  begin: (request: IncomingMessage) => Promise<boolean>
  /** What answers a request at once, where it is known for certain to be true. */
  find: (request: IncomingMessage) => KeptReply | undefined
  /** The reply as a request wants it sent; kept where it is one for all, and still true. */
  finish: (request: IncomingMessage, reply: PlainReply) => Promise<PublicReply>
}

export function publicReplies({
  cache,
  commits,
  isForAll,
  fresh,
  onUse,
}: {
  cache: ReplyCache
  commits: Commits
  /** Whether a request says nothing of who sent it. */
  isForAll: (request: IncomingMessage) => boolean
  fresh: FreshHeaders
  /** Hears of every reply that is for all whether it was kept. */
  onUse?: ((request: IncomingMessage, result: 'hit' | 'miss') => void) | undefined
}): PublicReplies {
  const begunAt = new WeakMap<IncomingMessage, number>()
  const wasCaughtUp = lookOnce(commits.isCaughtUp)
  const isStillTrue = (request: IncomingMessage) =>
    commits.isCaughtUp() && begunAt.get(request) === commits.generation()
  return {
    async begin(request) {
      // `find` has just looked.
      if (begunAt.has(request)) return true
      const isCaughtUp = commits.isCaughtUp()
      if (!isCaughtUp) await commits.catchUp()
      begunAt.set(request, commits.generation())
      return isCaughtUp
    },
    find(request) {
      if (!wasCaughtUp(request)) return undefined
      const kept = cache.find(keyOf(request))
      if (kept) onUse?.(request, 'hit')
      else begunAt.set(request, commits.generation())
      return kept
    },
    async finish(request, { route, body: plain, isCheap = false, shown, headers }) {
      if (isForAll(request)) onUse?.(request, 'miss')
      const wanted = encodingOf(request.headers['accept-encoding'])
      const plainBytes = Buffer.byteLength(plain)
      const encoding = plainBytes < COMPRESSED_BYTES_MIN ? 'identity' : wanted
      const body = encoding === 'identity' ? plain : await encode(plain, encoding)
      if (!begunAt.has(request)) await commits.catchUp()
      const modifiedMs = shown.modifiedMs ?? commits.lastChangeMs()
      const fields = fresh({ ...shown, modifiedMs }, plain, encoding)
      const bytes = body === plain ? plainBytes : body.length
      const sent = Object.entries({ ...headers, ...fields, 'content-length': String(bytes) }).flat()
      const tags = [...shown.tags, ...(shown.askedFor ?? [])]
      const finished = {
        ...{ route, etag: fields.etag, tags, body, bytes, headers: sent },
        // Most that are made have no use for them.
        get headersOfUnchanged() {
          return headersOfUnchanged(sent)
        },
      }
      if (!isForAll(request) || shown.isOfNow === true) return finished
      const key = keyOf(request)
      if (cache.hasRoom(key, bytes, { isCheap }) && isStillTrue(request)) cache.keep(key, finished)
      return finished
    },
  }
}

/** Everything of a request that makes a public reply another one. */
function keyOf({ url, headers }: IncomingMessage): string {
  const version = headers['accept-version'] ?? ''
  return `${encodingOf(headers['accept-encoding'])} ${headers.accept ?? ''} ${String(version)} ${url ?? ''}`
}

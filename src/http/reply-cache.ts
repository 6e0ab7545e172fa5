import { LRUCache } from 'lru-cache'
import { recentKeys } from './recent-keys.ts'

/** A public reply, whole, as it goes out to everybody who asks for the same. */
export interface PublicReply {
  /** The pattern of the route that it is the reply of. */
  route: string
  etag: string
  /** Names and values in turn, as `writeHead` takes them. */
  headers: string[]
  /** The same of the reply to who has this state already. */
  readonly headersOfUnchanged: string[]
  /** A text is sent in UTF-8. */
  body: string | Buffer
  /** The length of the body as it is sent. */
  bytes: number
  /** What it shows: cache tags. */
  tags: string[]
}

export interface KeptReply extends PublicReply {
  body: Buffer
}

/** Keeps replies within a number of bytes, those that were asked for last. */
export interface ReplyCache {
  find: (key: string) => KeptReply | undefined
  /**
   * Whether a reply of so many bytes is to be kept: what is cheap to make again takes the place of others only where it was
   * asked for lately, and so it counts as asked for.
   */
  hasRoom: (key: string, bytes: number, how: { isCheap: boolean }) => boolean
  keep: (key: string, reply: PublicReply) => void
  /** Lets go of every reply that shows one of these. */
  forget: (tags: Iterable<string>) => void
  forgetAll: () => void
  /** What it holds, in bytes. */
  bytes: () => number
}

/** What a reply takes beside its body: its headers, its key, and where it is found by its tags. */
const OVERHEAD_BYTES = 4_096

/** So many keys of what was not kept are known, and as many before them. */
const KEYS_REMEMBERED = 500

/** A cache of nothing where `bytesMax` is 0. */
export function replyCache(bytesMax: number): ReplyCache {
  const keysOf = new Map<string, Set<string>>()
  const isRecent = recentKeys(KEYS_REMEMBERED)
  const replies = new LRUCache<string, KeptReply>({
    maxSize: Math.max(bytesMax, 1),
    sizeCalculation: ({ bytes }) => bytes + OVERHEAD_BYTES,
    dispose: ({ tags }, key) => {
      for (const tag of tags) {
        const keys = keysOf.get(tag)
        keys?.delete(key)
        if (keys?.size === 0) keysOf.delete(tag)
      }
    },
  })
  return {
    find: (key) => replies.get(key),
    hasRoom(key, bytes, { isCheap }) {
      const size = bytes + OVERHEAD_BYTES
      const isFull = replies.calculatedSize + size > bytesMax
      return size <= bytesMax && (!isFull || !isCheap || isRecent(key))
    },
    keep(key, reply) {
      const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body
      replies.set(key, { ...reply, body })
      for (const tag of reply.tags) {
        const keys = keysOf.get(tag) ?? new Set()
        keysOf.set(tag, keys.add(key))
      }
    },
    forget(tags) {
      for (const tag of tags) for (const key of keysOf.get(tag) ?? []) replies.delete(key)
    },
    forgetAll: () => replies.clear(),
    bytes: () => replies.calculatedSize,
  }
}

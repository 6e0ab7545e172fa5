import type { FeedFormat } from './contract.ts'
import type { Feed } from './feed.ts'
import { ATOM_TYPE, writeAtom } from './write-atom.ts'
import { JSON_FEED_TYPE, writeJsonFeed } from './write-json-feed.ts'
import { RSS_TYPE, writeRss } from './write-rss.ts'

interface FeedWriter {
  mediaType: string
  /** Nothing in the texts of a feed makes it malformed. */
  write: (feed: Feed) => Promise<string>
}

export const feedWriters: Record<FeedFormat, FeedWriter> = {
  rss: { mediaType: RSS_TYPE, write: writeRss },
  atom: { mediaType: ATOM_TYPE, write: writeAtom },
  json: { mediaType: JSON_FEED_TYPE, write: writeJsonFeed },
}

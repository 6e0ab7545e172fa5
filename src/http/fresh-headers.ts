import { createHash } from 'node:crypto'
import type { Config } from '../config.ts'
import type { Encoding } from './encoding.ts'

/** So many digits of a hash tell the states of one reply apart. */
const ETAG_DIGITS = 20
const SUFFIXES: Record<Encoding, string> = { identity: '', br: '-br', gzip: '-gz' }

/** What a public reply shows. */
export interface Shown {
  /** What it shows, for caches: `article:art_…`, `topic:slug`, `list:articles`. */
  tags: string[]
  /** What it was asked for by, in tags that are nobody's business but ours: such a thing may come to be. */
  askedFor?: string[]
  /** When that last changed, in milliseconds since 1970; undefined: when anything did. */
  modifiedMs?: number | undefined
  /** Differs whenever the reply does; undefined: the hash of its bytes. */
  etag?: string | undefined
  /** It says how things are at this moment, and is not true for long without a write: so it is not kept here. */
  isOfNow?: boolean
  /** Request headers that the reply depends on, beside `Accept-Encoding`. */
  vary?: string[]
  /** How long caches may keep it; undefined: as the setting says of all that is published. */
  cacheControl?: string
}

/** Says of a public reply how fresh it is and what it shows, as headers in lower case. */
export type FreshHeaders = (
  shown: Shown & { modifiedMs: number },
  body: string | Buffer,
  encoding: Encoding,
) => FreshFields
export type FreshFields = Record<string, string> & { etag: string }

/** What replies are thrown out of caches by, as each kind of cache reads it. Tags are sent percent-encoded. */
const TAG_HEADERS = {
  'Cache-Tag': (tags: string[]) => tags.join(','),
  'Surrogate-Key': (tags: string[]) => tags.join(' '),
  // RFC 9875: a list of strings (RFC 9651).
  'Cache-Groups': (tags: string[]) => tags.map((tag) => `"${tag}"`).join(', '),
}

/** For the settings of a service: where the site is is part of what a reply says, and so of its tag. */
export function freshHeaders({ siteUrl, cacheControl, cacheTagHeaders, corsOrigins }: Config): FreshHeaders {
  const ofSite = createHash('sha256').update(siteUrl).digest('hex').slice(0, 6)
  const always = ['Accept-Encoding', ...(corsOrigins === '*' ? [] : ['Origin'])]
  return (shown, body, encoding) => {
    const { tags, modifiedMs, etag, vary = [] } = shown
    const sent = tags.map(encodeURI)
    return {
      etag: `"${etag ?? hashOf(body)}-${ofSite}${SUFFIXES[encoding]}"`,
      'last-modified': new Date(modifiedMs).toUTCString(),
      'cache-control': shown.cacheControl ?? cacheControl,
      vary: [...always, ...vary].join(', '),
      ...Object.fromEntries(cacheTagHeaders.map((name) => [name.toLowerCase(), TAG_HEADERS[name](sent)])),
      ...(encoding !== 'identity' && { 'content-encoding': encoding }),
    }
  }
}

function hashOf(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('hex').slice(0, ETAG_DIGITS)
}

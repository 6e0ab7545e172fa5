import { type Change, CHANGES_MAX, type ChangeType } from '../changes/contract.ts'
import { createReader, ProblemError, type Reader } from '../client/index.ts'
import { type Everything, loadEverything } from '../client/load-everything.ts'
import { answered } from './service-error.ts'

/** As long the collections of a site, which Astro fills at the same time, share what is read. */
const SHARED_MS = 5_000
/** Where more than so many resources changed, one load is less work than reading each. */
export const READ_ALONE_MAX = 200
/** Of a pair nothing has to be known: its article tells of itself whenever it tells of a pair. */
const TYPES: ChangeType[] = [
  'article.published',
  'article.updated',
  'article.unpublished',
  'article.corrected',
  'person.updated',
  'topic.updated',
]

/** What happened last to each resource that is not as it was. */
export interface News {
  last: Change[]
  /** Where in the log it was looked for. */
  seq: number
}

export interface Place {
  url: string
  key?: string | undefined
}

/** What is read of a service for one build: each thing once, however many collections ask for it. */
export class SharedReads {
  readonly reader: Reader
  readonly #url: string
  readonly #read = new Map<string, Promise<unknown>>()
  readonly #readers = new Set<string>()

  constructor(place: Place) {
    this.#url = place.url
    this.reader = createReader(place)
  }

  /** false where this collection reads here already: it asks for another build. */
  admit(collection: string): boolean {
    if (this.#readers.has(collection)) return false
    this.#readers.add(collection)
    return true
  }

  /** Throws `ServiceError`, as all of these do. */
  everything(): Promise<Everything> {
    return this.once('everything', () => loadEverything(this.reader))
  }

  /** undefined where the log is another one, or has more to say than a load. */
  newsSince(seq: number): Promise<News | undefined> {
    return this.once(`since ${seq}`, () => newsSince(this.reader, seq))
  }

  /**
   * A resource by its id, as it is after a place in the log or later; undefined where it is gone, or became a part of
   * another.
   */
  get<T extends { id: string }>(
    id: string,
    seq: number,
    get: (reader: Reader, id: string) => Promise<T>,
  ): Promise<T | undefined> {
    return this.once(`${id} after ${seq}`, () => find(this.reader, id, get))
  }

  /** What `read` gives, read once under a name. */
  once<T>(name: string, read: () => Promise<T>): Promise<T> {
    const known = this.#read.get(name)
    // Under one name stands what one of these functions reads, which has one type.
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
    if (known) return known as Promise<T>
    const reading = answered(this.#url, read())
    this.#read.set(name, reading)
    return reading
  }
}

const current = new Map<string, SharedReads>()

/** What a collection reads with, together with those that are filled at the same time. */
export function sharedReads(place: Place, collection: string): SharedReads {
  const name = JSON.stringify([place.url, place.key])
  const known = current.get(name)
  if (known?.admit(collection)) return known
  const reads = new SharedReads(place)
  reads.admit(collection)
  current.set(name, reads)
  const forget = () => current.get(name) === reads && current.delete(name)
  setTimeout(forget, SHARED_MS).unref()
  return reads
}

async function newsSince(reader: Reader, since: number): Promise<News | undefined> {
  const last = new Map<string, Change>()
  try {
    for (let seq = since; ;) {
      const page = await reader.changes.list({ since: seq, types: TYPES, limit: CHANGES_MAX })
      for (const change of page.data) last.set(change.id, change)
      seq = page.lastSeq
      if (last.size > READ_ALONE_MAX) return undefined
      if (!page.hasMore) return { last: [...last.values()], seq }
    }
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'cursor_mismatch') return undefined
    throw error
  }
}

async function find<T extends { id: string }>(
  reader: Reader,
  id: string,
  get: (reader: Reader, id: string) => Promise<T>,
): Promise<T | undefined> {
  try {
    const found = await get(reader, id)
    return found.id === id ? found : undefined
  } catch (error) {
    if (error instanceof ProblemError && ['not_found', 'gone'].includes(error.code)) return undefined
    throw error
  }
}

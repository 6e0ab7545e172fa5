import type { DataStore, LoaderContext } from 'astro/loaders'
import { requireAddress } from '../client/require-address.ts'
import type { Kind, Made, Wanted } from './kinds.ts'
import { ServiceError } from './service-error.ts'
import { mapAtMost } from './map-at-most.ts'
import { READ_ALONE_MAX, sharedReads, type SharedReads } from './shared-reads.ts'

/** Counts up when entries are made otherwise: what another version kept is loaded anew. */
const ENTRIES_VERSION = 1
/** Of each collection. */
const REQUESTS_AT_ONCE = 4

export interface SiteOptions {
  url: string
  key?: string | undefined
  filter?: object | undefined
  whenAway?: 'fail' | 'keep' | undefined
}

type Entry = Parameters<DataStore['set']>[0]

/** What a collection becomes: these entries, beside those that stay. */
interface Next {
  made: Made[]
  stays: (entry: Entry) => boolean
  seq: number
}

/**
 * Fills a collection, or brings what an earlier build left in it to what readers see now. It changes all at once, or
 * where anything fails not at all. Throws `ServiceError`, and what Astro throws of data that a schema refuses.
 */
export async function bringUpToDate<Data, Resource>(
  kind: Kind<Data, Resource>,
  { url, key, filter, whenAway = 'fail' }: SiteOptions,
  context: LoaderContext,
): Promise<void> {
  const { collection, meta, logger } = context
  requireAddress('colloquy/astro', url)
  const scope = JSON.stringify([ENTRIES_VERSION, kind.name, url, filter])
  const since = meta.get('scope') === scope ? Number(meta.get('lastSeq')) : undefined
  try {
    const reads = sharedReads({ url, key }, collection)
    const { find: findBy } = kind
    const find =
      filter && findBy && (() => reads.once(`found for ${collection}`, () => findBy(reads.reader, filter)))
    const next =
      (since === undefined ? undefined : await whatChanged(kind, { reads, find, since }, context)) ??
      (await everything(kind, { reads, find }, context))
    await apply(next, context)
    meta.set('scope', scope)
    meta.set('lastSeq', String(next.seq))
  } catch (error) {
    const mayGoOn =
      whenAway === 'keep' && since !== undefined && error instanceof ServiceError && error.isAway
    if (!mayGoOn) throw error
    logger.warn(`${error.message} ${collection} stays as an earlier build left it.`)
  }
}

interface Ways {
  reads: SharedReads
  find: (() => Promise<Wanted>) | undefined
}

async function everything<Data, Resource>(
  kind: Kind<Data, Resource>,
  { reads, find }: Ways,
  { collection, logger }: LoaderContext,
): Promise<Next> {
  const loaded = await reads.everything()
  // Asked after the load: what is published in between is news to the next build.
  const wanted = await find?.()
  const made = kind
    .of(loaded)
    .flatMap(kind.entriesOf)
    .filter(({ data }) => wanted?.has(data.id) ?? true)
  logger.info(`${collection}: loaded everything: ${made.length}.`)
  return { made, stays: () => false, seq: loaded.seq }
}

/** undefined where everything has to be loaded. */
async function whatChanged<Data, Resource>(
  kind: Kind<Data, Resource>,
  { reads, find, since }: Ways & { since: number },
  { collection, logger, store }: LoaderContext,
): Promise<Next | undefined> {
  const news = await reads.newsSince(since)
  if (!news) return undefined
  const { seq } = news
  const changes = news.last.filter(({ resource }) => resource === kind.resource)
  // What a filter finds may have changed with anything, e.g. with the tree of topics.
  const wanted = news.last.length > 0 ? await find?.() : undefined
  const there = new Set(store.values().map((entry) => sourceOf(entry).id))
  const missing = [...(wanted ?? [])].filter(([id]) => !there.has(id)).map(([, resourceId]) => resourceId)
  const ofWanted = new Set(wanted?.values())
  const changed = changes.filter(({ id, deleted }) => !deleted && (!wanted || ofWanted.has(id)))
  const ids = [...new Set([...changed.map(({ id }) => id), ...missing])]
  if (ids.length > READ_ALONE_MAX) return undefined
  const found = await mapAtMost(REQUESTS_AT_ONCE, ids, (id) => reads.get(id, seq, kind.get))
  const made = found
    .flatMap((resource) => (resource ? kind.entriesOf(resource) : []))
    .filter(({ data }) => wanted?.has(data.id) ?? true)
  const touched = new Set([...changes.map(({ id }) => id), ...ids])
  const stays = (entry: Entry) => {
    const { id, resourceId } = sourceOf(entry)
    return !touched.has(resourceId) && (wanted?.has(id) ?? true)
  }
  const said =
    touched.size === 0 ? 'nothing changed' : `fetched ${ids.length} of ${touched.size} that changed`
  logger.info(`${collection}: ${said}.`)
  return { made, stays, seq }
}

async function apply({ made, stays }: Next, context: LoaderContext): Promise<void> {
  const entries = await Promise.all(
    made.map(async ({ id, resourceId, data, rendered }): Promise<Entry> => {
      const digest = `${resourceId} ${data.id} ${context.generateDigest(data)}`
      return { id, data: await context.parseData({ id, data }), digest, ...(rendered && { rendered }) }
    }),
  )
  const { store } = context
  const present = new Set(entries.map(({ id }) => id))
  for (const entry of store.values()) if (!present.has(entry.id) && !stays(entry)) store.delete(entry.id)
  for (const entry of entries) store.set(entry)
}

/** What an entry was made of: `digest` begins with it. */
function sourceOf({ digest }: Entry): { resourceId: string; id: string } {
  const [resourceId = '', id = ''] = String(digest).split(' ')
  return { resourceId, id }
}

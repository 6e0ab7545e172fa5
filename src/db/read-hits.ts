import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { badParameter } from '../problem.ts'
import { keepQuery } from './keep-query.ts'
import type { PageRequest } from './keyset.ts'
import type { Scored } from './score-hits.ts'
import type { Db } from './store.ts'
import { searchTexts } from './tables.ts'
import type { Search } from './text-search.ts'

/** So many times as many hits as rows are looked at at once: some are no pairs, or are kept off by the filters. */
const CHUNK_FACTOR = 1.3

/** A hit's place in the list: a better score is before, and of those that are as good the higher id. */
interface Place {
  score: number
  id: string
}

/**
 * The best rows of a ranked list, the page and one more where there is one, and what the last row of the page was ranked
 * by. Of hits that are as good, the one that was made last comes first. `read` gives the rows with some ids, where they
 * hold to the filters, in any order.
 */
export async function readRanked<Row extends { id: string }>(
  db: Db,
  found: Search,
  { after, limit }: PageRequest,
  read: (ids: string[]) => Promise<Row[]>,
): Promise<{ rows: (Row & { key: Record<string, number | string> })[]; ranking: unknown }> {
  const rows: (Row & { key: Record<string, number | string> })[] = []
  let { ranking } = found
  const chunkHits = Math.ceil((limit + 1) * CHUNK_FACTOR)
  let last = after && readKey(after.key)
  for (let window: Search | undefined = found; window; window = await window.next?.()) {
    for await (const chunk of inOrder(db, await window.scored(), { last, chunkHits })) {
      const byId = new Map((await read(chunk.map(({ id }) => id))).map((row) => [row.id, row]))
      for (const { id, score } of chunk) {
        const row = byId.get(id)
        if (!row) continue
        if (rows.length < limit) ({ ranking } = window)
        rows.push({ ...row, key: { score, id } })
      }
      if (rows.length > limit) return { rows: rows.slice(0, limit + 1), ranking }
    }
    last = undefined
  }
  return { rows, ranking }
}

/** The hits that come after `last`, so many at a time: what is not asked for is not looked up. */
async function* inOrder(
  db: Db,
  scored: Scored[],
  { last, chunkHits }: { last: Place | undefined; chunkHits: number },
): AsyncGenerator<Place[]> {
  const hits = scored.filter(({ score }) => !last || score <= last.score).sort((a, b) => b.score - a.score)
  let end = 0
  for (let start = 0; start < hits.length; start = end) {
    end = Math.min(start + chunkHits, hits.length)
    // Whichever of those that are as good comes first is known when all of them are.
    while (end < hits.length && hits[end]?.score === hits[end - 1]?.score) end += 1
    const places = (await placesOf(db, hits.slice(start, end)))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1))
      .filter(({ score, id }) => !last || score < last.score || id < last.id)
    for (let first = 0; first < places.length; first += chunkHits)
      yield places.slice(first, first + chunkHits)
  }
}

const idsByKeys = keepQuery((db) =>
  db
    .select({ ids: sql`json_group_object(key, id)`.mapWith(readIds) })
    .from(searchTexts)
    .where(sql`key in (select value from json_each(${sql.placeholder('keys')}))`)
    .prepare(),
)
const Ids = z.record(z.string(), z.string())

function readIds(json: string): Record<string, string> {
  return Ids.parse(JSON.parse(json))
}

async function placesOf(db: Db, hits: Scored[]): Promise<Place[]> {
  const [row] = await idsByKeys(db).execute({ keys: JSON.stringify(hits.map(({ key }) => key)) })
  return hits.flatMap(({ key, score }) => {
    const id = row?.ids[key]
    return id === undefined ? [] : [{ score, id }]
  })
}

function readKey([score, id, ...rest]: (string | number)[]): Place {
  if (typeof score !== 'number' || typeof id !== 'string' || rest.length > 0)
    throw badParameter('cursor', 'is not one of this list.')
  return { score, id }
}

import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { badParameter } from '../problem.ts'
import { keepQuery } from './keep-query.ts'
import type { PageRequest } from './keyset.ts'
import { valuesIn } from './kit.sqlite.ts'
import type { Scored } from './score-hits.ts'
import type { Db } from './store.ts'
import { searchTexts } from './tables.ts'
import type { Search } from './text-search.ts'

/** So many hits are read at once at least, where some were no pairs or were kept off by the filters. */
const READ_MIN = 8

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
  let last = after && readKey(after.key)
  for (let window: Search | undefined = found; window; window = await window.next?.()) {
    const places = inOrder(db, await window.scored(), { last, atOnce: limit + 1 })
    for await (const some of slices(places, () => Math.max(limit + 1 - rows.length, READ_MIN))) {
      const byId = new Map((await read(some.map(({ id }) => id))).map((row) => [row.id, row]))
      for (const { id, score } of some) {
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

/** The hits that come after `last`, some at a time: what is not asked for is not looked up. */
async function* inOrder(
  db: Db,
  scored: Scored[],
  { last, atOnce }: { last: Place | undefined; atOnce: number },
): AsyncGenerator<Place[]> {
  const hits = scored.filter(({ score }) => !last || score <= last.score).sort((a, b) => b.score - a.score)
  let end = 0
  for (let start = 0; start < hits.length; start = end) {
    end = Math.min(start + atOnce, hits.length)
    // Whichever of those that are as good comes first is known when all of them are.
    while (end < hits.length && hits[end]?.score === hits[end - 1]?.score) end += 1
    yield (await placesOf(db, hits.slice(start, end)))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1))
      .filter(({ score, id }) => !last || score < last.score || id < last.id)
  }
}

/** The same in lists that are as long as is wanted at their time. */
async function* slices<T>(lists: AsyncGenerator<T[]>, wanted: () => number): AsyncGenerator<T[]> {
  for await (const list of lists)
    for (let rest = list; rest.length > 0;) {
      const count = wanted()
      yield rest.slice(0, count)
      rest = rest.slice(count)
    }
}

const idsByKeys = keepQuery((db) =>
  db
    .select({ ids: sql`json_group_object(key, id)`.mapWith(readIds) })
    .from(searchTexts)
    .where(sql`key in (${valuesIn(sql.placeholder('keys'))})`)
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

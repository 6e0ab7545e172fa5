import { badParameter } from '../problem.ts'
import type { PageRequest } from './keyset.ts'
import type { Scored } from './score-hits.ts'
import type { Search } from './text-search.ts'

/** So many times as many hits as rows are looked at at once: some are no pairs, or are kept off by the filters. */
const CHUNK_FACTOR = 1.3

/**
 * The best rows of a ranked list, the page and one more where there is one, and what the last row of the page was ranked
 * by. Of hits that are as good, the latest comes first. `read` gives the rows of some texts, where they hold to the
 * filters, in any order.
 */
export async function readRanked<Row extends { textKey: number }>(
  found: Search,
  { after, limit }: PageRequest,
  read: (textKeys: number[]) => Promise<Row[]>,
): Promise<{ rows: (Row & { key: Record<string, number> })[]; ranking: unknown }> {
  const rows: (Row & { key: Record<string, number> })[] = []
  let { ranking } = found
  const chunkHits = Math.ceil((limit + 1) * CHUNK_FACTOR)
  let last = after && readKey(after.key)
  for (let window: Search | undefined = found; window; window = await window.next?.()) {
    const hits = (await window.scored())
      .filter((hit) => !last || comesAfter(hit, last))
      .sort((a, b) => b.score - a.score || b.key - a.key)
    for (let start = 0; start < hits.length && rows.length <= limit; start += chunkHits) {
      const chunk = hits.slice(start, start + chunkHits)
      const byKey = new Map((await read(chunk.map(({ key }) => key))).map((row) => [row.textKey, row]))
      for (const { key, score } of chunk) {
        const row = byKey.get(key)
        if (!row) continue
        if (rows.length < limit) ({ ranking } = window)
        rows.push({ ...row, key: { score, key } })
      }
    }
    if (rows.length > limit) break
    last = undefined
  }
  return { rows: rows.slice(0, limit + 1), ranking }
}

function comesAfter(hit: Scored, last: Scored): boolean {
  return hit.score < last.score || (hit.score === last.score && hit.key < last.key)
}

function readKey([score, key, ...rest]: (string | number)[]): Scored {
  if (typeof score !== 'number' || typeof key !== 'number' || rest.length > 0)
    throw badParameter('cursor', 'is not one of this list.')
  return { score, key }
}

import { inArray, sql } from 'drizzle-orm'
import { valuesOf } from './kit.sqlite.ts'
import { joinUnspaced } from './search-query.ts'
import type { Db } from './store.ts'
import { searchTexts } from './tables.ts'
import type { Search } from './text-search.ts'

/** Longest stretch of text in a highlight. */
const SNIPPET_TOKENS = 40

export interface Highlighted {
  /** HTML: all escaped but `<mark>`; null where nothing was found in it. */
  head: string | null
  body: string | null
}

/**
 * Where the query occurs in the texts of these owners, in that text of each in which it occurs most; both null where `q`
 * only excludes.
 */
export async function highlight(
  db: Db,
  { query, scope, occurrences }: Search,
  owners: string[],
): Promise<Map<string, Highlighted>> {
  const marks = new Map(owners.map((id): [string, Highlighted] => [id, { head: null, body: null }]))
  if (query.terms.length === 0 || owners.length === 0) return marks
  const owner = searchTexts[scope.owner]
  // The index is gone through once: where it is asked for each text, it looks up all the words as often.
  const rows = await db.all<{ owner: string; head: string; body: string }>(sql`
    with texts (key, owner) as materialized (select ${searchTexts.key}, ${owner} from ${searchTexts}
      where ${owner} in (${valuesOf(owners)}) and ${inArray(searchTexts.kind, scope.kinds)})
    select (select owner from texts where key = search_index.rowid) as owner,
      highlight(search_index, 0, ${OPEN}, ${CLOSE}) as head,
      snippet(search_index, 1, ${OPEN}, ${CLOSE}, '…', ${SNIPPET_TOKENS}) as body
    from search_index where search_index match ${occurrences}
      and rowid between (select min(key) from texts) and (select max(key) from texts)
      and +rowid in (select key from texts)`)
  const best = new Map<string, number>()
  for (const row of rows) {
    const found = row.head.split(OPEN).length + row.body.split(OPEN).length
    if (found <= (best.get(row.owner) ?? 0)) continue
    best.set(row.owner, found)
    marks.set(row.owner, { head: toHtml(row.head), body: toHtml(row.body) })
  }
  return marks
}

const OPEN = '\u0001'
const CLOSE = '\u0002'
const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  [OPEN]: '<mark>',
  [CLOSE]: '</mark>',
}

function toHtml(marked: string): string | null {
  if (!marked.includes(OPEN)) return null
  // Neighbouring characters of an unspaced script are one find.
  const whole = joinUnspaced(marked).replaceAll(`${CLOSE}${OPEN}`, '')
  return whole.replace(/[&<>"'\u0001\u0002]/gu, (character) => ESCAPES[character] ?? '')
}

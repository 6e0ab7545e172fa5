import { and, inArray, sql } from 'drizzle-orm'
import { keepQuery } from './keep-query.ts'
import { tuplesOf, valuesIn } from './kit.sqlite.ts'
import { isInRange } from './score-hits.ts'
import { anyOf, oneOfTags } from './search-expression.ts'
import { joinUnspaced } from './search-query.ts'
import { searchTags } from './search-tags.ts'
import type { Db } from './store.ts'
import { searchTexts } from './tables.ts'
import type { Search, SearchScope } from './text-search.ts'

/** Longest stretch of text in a highlight. */
const SNIPPET_TOKENS = 40

export interface Highlighted {
  /** HTML: all escaped but `<mark>`; null where nothing was found in it. */
  head: string | null
  body: string | null
}

const OPEN = '\u0001'
const CLOSE = '\u0002'

/** A text: its key, what owner it counts for, and the article it is in. */
type OwnedText = [key: number, owner: string, articleId: string]

const textsOf = keepQuery((db, owner: SearchScope['owner'], ...kinds: SearchScope['kinds']) => {
  const { key, articleId, kind } = searchTexts
  const ids = [searchTexts[owner], articleId].map((id) => sql`json_quote(${id})`)
  return db
    .select({ texts: tuplesOf<OwnedText>([key, ...ids]) })
    .from(searchTexts)
    .where(
      and(inArray(searchTexts[owner], sql`(${valuesIn(sql.placeholder('owners'))})`), inArray(kind, kinds)),
    )
    .prepare()
})

const markedTexts = keepQuery((db) =>
  db
    .select({
      key: sql<number>`rowid`,
      head: sql<string>`highlight(search_index, 0, ${OPEN}, ${CLOSE})`,
      body: sql<string>`snippet(search_index, 1, ${OPEN}, ${CLOSE}, '…', ${SNIPPET_TOKENS})`,
    })
    .from(sql`search_index`)
    .where(
      sql`search_index match ${sql.placeholder('match')} and ${isInRange}
        and +rowid in (${valuesIn(sql.placeholder('keys'))})`,
    )
    .prepare(),
)

/**
 * Where the query occurs in the texts of these owners, in that text of each in which it occurs most; both null where `q`
 * only excludes.
 */
export async function highlight(
  db: Db,
  { query: { terms }, scope }: Search,
  owners: string[],
): Promise<Map<string, Highlighted>> {
  const marks = new Map(owners.map((id): [string, Highlighted] => [id, { head: null, body: null }]))
  if (terms.length === 0 || owners.length === 0) return marks
  const asked = { owners: JSON.stringify(owners) }
  const [found] = await textsOf(db, scope.owner, ...scope.kinds).execute(asked)
  const texts = found?.texts ?? []
  // Another process may have withdrawn them by now.
  if (texts.length === 0) return marks
  const keys = texts.map(([key]) => key)
  const ownerOf = new Map(texts.map(([key, owner]) => [key, owner]))
  // The index is gone through once, as far as these articles are in it: for each text it would look up all words again.
  const tags = new Set(texts.map(([, , articleId]) => searchTags.article(articleId)))
  const match = `${oneOfTags([...tags])} AND (${anyOf(terms)})`
  const range = { bottom: Math.min(...keys), top: Math.max(...keys), keys: JSON.stringify(keys) }
  const best = new Map<string, number>()
  for (const { key, head, body } of await markedTexts(db).execute({ match, ...range })) {
    const owner = ownerOf.get(key) ?? ''
    const marked = head.split(OPEN).length + body.split(OPEN).length
    if (marked <= (best.get(owner) ?? 0)) continue
    best.set(owner, marked)
    marks.set(owner, { head: toHtml(head), body: toHtml(body) })
  }
  return marks
}

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

import { and, inArray, type SQL, sql } from 'drizzle-orm'
import { cutUnspaced, joinUnspaced, parseSearchQuery, type SearchQuery, type Term } from './search-query.ts'
import type { Db } from './store.ts'
import { searchTexts } from './tables.ts'

// The SQLite half of full-text search: what another database has to write again.

type SearchText = typeof searchTexts.$inferSelect
/** What of an article is found, and by which words. */
export type SearchedText = Omit<SearchText, 'key' | 'articleId'>

/** What is searched, and what a hit counts for: the text itself, or the article it is in. */
export interface SearchScope {
  kinds: SearchText['kind'][]
  owner: 'id' | 'articleId'
}

/** A word in a question or title adds so many times what it adds in an answer or text. */
const HEAD_SCORE = 2
/** Longest stretch of text in a highlight. */
const SNIPPET_TOKENS = 40

export interface Search {
  scope: SearchScope
  query: SearchQuery
  /** How rare each term is; part of a cursor, so that every page of a list ranks alike. */
  weights: number[]
  /** To be joined as `hits`: `id`, and an integer `score`, higher is better. */
  hits: SQL
}

/**
 * Finds what a reader asks for; undefined where `q` has nothing to look for. `weights` are those of the
 * page before.
 */
export async function search(
  db: Db,
  scope: SearchScope,
  q: string,
  weights?: number[],
): Promise<Search | undefined> {
  const query = parseSearchQuery(q)
  if (query.terms.length + query.excluded.length === 0) return undefined
  const known = weights?.length === query.terms.length ? weights : await weigh(db, query.terms)
  return { scope, query, weights: known, hits: hitsOf(scope, query, known) }
}

/** Puts a text into the index, in the place of what was there under its id. */
export async function indexText(tx: Db, text: Omit<SearchText, 'key'>): Promise<void> {
  const cut = withWordsApart(text)
  await tx.insert(searchTexts).values(cut).onConflictDoUpdate({ target: searchTexts.id, set: cut })
}

/**
 * Lets an article be found by these texts and by no others. To be done last in a transaction: each statement that might
 * be undone writes what the index has gathered until then, and small writes cost it most.
 */
export async function indexArticle(tx: Db, articleId: string, texts: SearchedText[]): Promise<void> {
  // One statement, whose rows come as one value: a statement of many values is long to build, and one for each row would
  // write the index as often.
  const rows = JSON.stringify(texts.map(withWordsApart))
  await tx.run(sql`delete from ${searchTexts} where ${searchTexts.articleId} = ${articleId}
    and ${searchTexts.id} not in (select value ->> 'id' from json_each(${rows}))`)
  if (texts.length === 0) return
  await tx.run(sql`insert into ${searchTexts} (kind, id, article_id, head, body)
    select value ->> 'kind', value ->> 'id', ${articleId}, value ->> 'head', value ->> 'body'
    from json_each(${rows}) where true
    on conflict (id) do update
    set kind = excluded.kind, article_id = excluded.article_id, head = excluded.head, body = excluded.body
    where search_texts.head <> excluded.head or search_texts.body <> excluded.body
      or search_texts.kind <> excluded.kind`)
}

/** A text as it is indexed: each character of a script without spaces stands alone. */
export function withWordsApart<T extends { head: string; body: string }>(text: T): T {
  return { ...text, head: cutUnspaced(text.head), body: cutUnspaced(text.body) }
}

// The score sums over the terms that a text has, each by how rare it is (inverse document frequency), more
// in the head than in the body. Unlike bm25 it depends on nothing that a write elsewhere changes between
// two pages: a cursor into a ranked list loses and repeats nothing.
function hitsOf(scope: SearchScope, query: SearchQuery, weights: number[]): SQL {
  const owner = searchTexts[scope.owner]
  const matching = (match: string, columns = sql``) =>
    sql`select ${owner} as id ${columns} from search_index
      join ${searchTexts} on ${searchTexts.key} = search_index.rowid
      where search_index match ${match} and ${ofScope(scope)}`
  const excluded = query.excluded.length > 0 ? matching(anyOf(query.excluded)) : undefined
  if (query.terms.length === 0)
    return sql`(select distinct ${owner} as id, 0 as score from ${searchTexts}
      where ${and(ofScope(scope), excluded && sql`${owner} not in (${excluded})`)})`

  const scored = query.terms.flatMap((term, index) => {
    const weight = weights[index] ?? 1
    return [
      matching(`{head} : ${expressionOf(term)}`, sql`, ${index} as term, ${weight * HEAD_SCORE} as score`),
      matching(`{body} : ${expressionOf(term)}`, sql`, ${index} as term, ${weight} as score`),
    ]
  })
  const needed = query.all ? query.terms.length : 1
  return sql`(select id, sum(score) as score from (${sql.join(scored, sql` union `)})
    ${excluded ? sql`where id not in (${excluded})` : sql``}
    group by id having count(distinct term) >= ${needed})`
}

function ofScope({ kinds }: SearchScope): SQL {
  return inArray(searchTexts.kind, kinds)
}

/** Inverse document frequency in hundredths, 1 or more. */
async function weigh(db: Db, terms: Term[]): Promise<number[]> {
  const [all] = await db
    .select({ texts: sql<number>`coalesce(max(${searchTexts.key}), 0)` })
    .from(searchTexts)
  const weights: number[] = []
  for (const term of terms) {
    const match = expressionOf(term)
    const [found] = await db
      .select({ texts: sql<number>`count(*)` })
      .from(sql`search_index`)
      .where(sql`search_index match ${match}`)
    weights.push(1 + Math.round(100 * Math.log(1 + (all?.texts ?? 0) / ((found?.texts ?? 0) + 1))))
  }
  return weights
}

// FTS5 reads text in quotes with the same tokenizer as the index, so "U.S." and a hyphen are no syntax.
function expressionOf({ words, prefix }: Term): string {
  return `"${cutUnspaced(words).replaceAll('"', ' ')}"${prefix ? ' *' : ''}`
}

function anyOf(terms: Term[]): string {
  return terms.map(expressionOf).join(' OR ')
}

export interface Highlighted {
  /** HTML: all escaped but `<mark>`; null where nothing was found in it. */
  head: string | null
  body: string | null
}

/**
 * Where the query occurs in the texts of these owners, in the best text of each; both null where `q` only
 * excludes.
 */
export async function highlight(
  db: Db,
  { query, scope }: Search,
  owners: string[],
): Promise<Map<string, Highlighted>> {
  const marks = new Map(owners.map((id): [string, Highlighted] => [id, { head: null, body: null }]))
  if (query.terms.length === 0 || owners.length === 0) return marks
  const owner = searchTexts[scope.owner]
  const rows = await db
    .select({
      owner: sql<string>`${owner}`,
      head: sql<string>`highlight(search_index, 0, ${OPEN}, ${CLOSE})`,
      body: sql<string>`snippet(search_index, 1, ${OPEN}, ${CLOSE}, '…', ${SNIPPET_TOKENS})`,
    })
    .from(sql`search_index`)
    .innerJoin(searchTexts, sql`${searchTexts.key} = search_index.rowid`)
    .where(and(sql`search_index match ${anyOf(query.terms)}`, inArray(owner, owners), ofScope(scope)))
    .orderBy(sql`rank desc`)
  // The best text comes last and stays.
  for (const row of rows) marks.set(row.owner, { head: toHtml(row.head), body: toHtml(row.body) })
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

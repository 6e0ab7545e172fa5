import { and, inArray, ne, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { atEnd } from './at-end.ts'
import { COUNTED_MAX, latestKeys, score, type Scored, weightOf } from './score-hits.ts'
import {
  ALL_WORDS,
  anyOf,
  type CountedTerm,
  expressionOf,
  HEAD_WORDS,
  hitExpression,
  OWN_WORDS,
  type Ranking,
  within,
} from './search-expression.ts'
import { cutUnspaced, parseSearchQuery, type SearchQuery, type Term, TERMS_MAX } from './search-query.ts'
import { rowsOf, valuesIn } from './kit.sqlite.ts'
import { keepQuery } from './keep-query.ts'
import { searchTags } from './search-tags.ts'
import { respell } from './spelling.ts'
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
  /** Whether its hits come in windows; else all of them are ranked at once. */
  inWindows?: boolean
}

/** So many hits are ranked among each other, the latest first; what comes after them is the next window. */
const WINDOW_HITS = 500
/** SQLite's limit that is none. */
const ALL = -1
/** Below this many words, all of them are needed; else a part is enough where no text has all. */
const PARTIAL_TERMS_MIN = 3
export interface Search {
  scope: SearchScope
  query: SearchQuery
  /** How hits are ranked, and from where on; part of a cursor, so that every page of a list ranks alike. */
  ranking: object
  /** To be joined as `hits`: `id`; where hits do not come in windows also an integer `score`, higher is better. */
  hits: SQL
  /** How many they are. */
  total: SQL
  /** The hits of this window with their scores, in any order; for scopes whose hits are single texts. */
  scored: () => Promise<Scored[]>
  isEmpty: boolean
  /** The window after this one; undefined where there are no more hits. */
  next: (() => Promise<Search>) | undefined
}

/**
 * Finds what a reader asks for; undefined where `q` has nothing to look for. `ranking` is that of the page before.
 * `narrowing`: the hits that matter have of each inner list one tag; others may be among them.
 */
export async function search(
  db: Db,
  scope: SearchScope,
  q: string,
  ranking?: unknown,
  narrowing: string[][] = [],
): Promise<Search | undefined> {
  const asked = { db, scope, narrowing }
  const query = parseSearchQuery(q)
  // The index need not look for the pairs among the articles: most texts are pairs.
  if (!scope.inWindows || query.terms.length === 0) asked.narrowing = [kindTags(scope), ...narrowing]
  const kept = KeptRanking.safeParse(ranking).data
  if (kept) return windowOf({ ...asked, query, ranking: kept }, kept.top)
  if (query.terms.length + query.excluded.length === 0) return undefined
  const top = await latestKey(db)
  const first = async (mode: Ranking['mode'], terms: Term[]) => {
    const counted = await countTerms(db, terms, top)
    return windowOf({ ...asked, query, ranking: { mode, terms: counted, texts: top } }, top)
  }
  const found = await first(query.all ? 'all' : 'any', query.terms)
  if (!found.isEmpty || !query.all) return found
  const parts = parseSearchQuery(q, true).terms
  return parts.length < PARTIAL_TERMS_MIN ? found : first('any', parts)
}

interface Asked {
  db: Db
  scope: SearchScope
  narrowing: string[][]
  query: SearchQuery
  ranking: Ranking
}

/** The hits at `top` and before it: so many of them that ranking them takes no time. */
async function windowOf(asked: Asked, top: number): Promise<Search> {
  const { db, scope, query, ranking, narrowing } = asked
  const { terms } = ranking
  const common = { scope, query: { ...query, terms }, ranking: { ...ranking, top } }
  if (scope.owner === 'articleId') {
    const hits = articleHits(asked)
    const total = sql`(select count(*) from ${hits})`
    const isEmpty = ranking.mode === 'all' && !(await hasAny(db, hits))
    const scored = () => Promise.resolve([])
    return { ...common, hits, scored, total, isEmpty, next: undefined }
  }
  const match = hitExpression(ranking, query, narrowing)
  const limit = scope.inWindows ? WINDOW_HITS : ALL
  const [latest] = await latestKeys(db).execute({ match, top, limit })
  const keys = latest?.keys ?? []
  const all = sql`(select id from search_index join ${searchTexts} on key = search_index.rowid
    where search_index match ${match} and ${isOfKind(scope)})`
  const scored = () => score(db, ranking, match, keys)
  const isLast = !scope.inWindows || keys.length < WINDOW_HITS
  return {
    ...common,
    scored,
    hits: scope.inWindows ? all : hitsOf(await scored()),
    total: sql`(select count(*) from search_index
      where search_index match ${hitExpression(ranking, query, [kindTags(scope), ...narrowing])})`,
    isEmpty: isLast && !(await hasAny(db, all)),
    next: isLast ? undefined : () => windowOf(asked, (keys.at(-1) ?? 0) - 1),
  }
}

function hitsOf(scored: Scored[]): SQL {
  const rows = rowsOf(JSON.stringify(scored.map(({ key, score }) => [key, score])), 2)
  return sql`(with scored (key, score) as (${rows}) select id, score from scored join ${searchTexts} using (key))`
}

function isOfKind({ kinds }: SearchScope): SQL {
  return inArray(searchTexts.kind, kinds)
}

function kindTags({ kinds }: SearchScope): string[] {
  return kinds.map(searchTags.kind)
}

/** Articles have their words in several texts. */
function articleHits({ scope, query, ranking: { mode, terms, texts } }: Asked): SQL {
  const matching = (match: string, columns = sql``) =>
    sql`select ${searchTexts.articleId} as id ${columns} from search_index
      join ${searchTexts} on ${searchTexts.key} = search_index.rowid
      where search_index match ${match} and ${isOfKind(scope)}`
  const excluded = query.excluded.length > 0 ? matching(within(OWN_WORDS, anyOf(query.excluded))) : undefined
  const isIn = excluded && sql`id not in (${excluded})`
  if (terms.length === 0)
    return sql`(select id, 0 as score from (select distinct ${searchTexts.articleId} as id from ${searchTexts}
      where ${isOfKind(scope)}) ${isIn ? sql`where ${isIn}` : sql``})`
  const scored = terms.flatMap((term, index) =>
    [ALL_WORDS, HEAD_WORDS].map((columns) =>
      matching(
        within(columns, expressionOf(term)),
        sql`, ${index} as term, ${columns} as place, ${weightOf(term, texts)} as score`,
      ),
    ),
  )
  return sql`(select id, sum(score) as score from (${sql.join(scored, sql` union `)})
    ${isIn ? sql`where ${isIn}` : sql``}
    group by id having count(distinct term) >= ${mode === 'all' ? terms.length : 1})`
}

async function countTerms(db: Db, terms: Term[], top: number): Promise<CountedTerm[]> {
  const counted: CountedTerm[] = []
  for (const term of terms) {
    const texts = await countTexts(db, term, top)
    const other = texts > 0 || term.isExact ? undefined : await respell(db, term)
    counted.push(other ? { ...other, texts: await countTexts(db, other, top) } : { ...term, texts })
  }
  return counted
}

const countLatest = keepQuery((db) =>
  db
    .select({ texts: sql<number>`count(*)`, bottom: sql<number>`min(key)` })
    .from(
      sql`(select rowid as key from search_index where search_index match ${sql.placeholder('match')}
        order by rowid desc limit ${sql.placeholder('limit')})`,
    )
    .prepare(),
)

/** In how many texts a term is; about, where it is in many. */
async function countTexts(db: Db, term: Term, top: number): Promise<number> {
  const match = within(ALL_WORDS, expressionOf(term))
  const [latest] = await countLatest(db).execute({ match, limit: COUNTED_MAX })
  const { texts, bottom } = latest ?? { texts: 0, bottom: 0 }
  return texts < COUNTED_MAX ? texts : Math.max(texts, Math.round((texts * top) / (top - bottom + 1)))
}

async function latestKey(db: Db): Promise<number> {
  const [row] = await db.select({ key: sql<number>`coalesce(max(${searchTexts.key}), 0)` }).from(searchTexts)
  return row?.key ?? 0
}

async function hasAny(db: Db, hits: SQL): Promise<boolean> {
  return (await db.all(sql`select 1 from ${hits} limit 1`)).length > 0
}

/** As a cursor carries it. */
const KeptRanking = z.object({
  mode: z.enum(['all', 'any']),
  texts: z.int().min(0),
  top: z.int().min(0),
  terms: z.array(z.object({ words: z.string(), prefix: z.boolean(), texts: z.int().min(0) })).max(TERMS_MAX),
})

/** Puts a text of no article into the index, in the place of what was there under its id. */
export async function indexText(
  tx: Db,
  { kind, id, head, body }: Pick<SearchText, 'kind' | 'id' | 'head' | 'body'>,
): Promise<void> {
  const tags = searchTags.kind(kind)
  const cut = withWordsApart({ kind, id, articleId: null, head, body, context: '', tags })
  await tx.insert(searchTexts).values(cut).onConflictDoUpdate({ target: searchTexts.id, set: cut })
}

const removeOthers = keepQuery((tx) => {
  const all = (name: string) => sql`(${valuesIn(sql.placeholder(name))})`
  return tx
    .delete(searchTexts)
    .where(and(inArray(searchTexts.articleId, all('articleIds')), notInArray(searchTexts.id, all('ids'))))
    .prepare()
})

// One statement, whose rows come as one value: a statement of many values is long to build, and one for each row would
// write the index as often.
const putTexts = keepQuery((tx) => {
  const { key, kind, id, articleId, head, body, context, tags } = searchTexts
  const set = {
    kind: sql`excluded.kind`,
    articleId: sql`excluded.article_id`,
    head: sql`excluded.head`,
    body: sql`excluded.body`,
    context: sql`excluded.context`,
    tags: sql`excluded.tags`,
  }
  const setWhere = or(
    ne(head, set.head),
    ne(body, set.body),
    ne(context, set.context),
    ne(tags, set.tags),
    ne(kind, set.kind),
  )
  return tx
    .insert(searchTexts)
    .select(rowsOf(sql.placeholder('rows'), [key, kind, id, articleId, head, body, context, tags].length))
    .onConflictDoUpdate({ target: id, set, ...(setWhere && { setWhere }) })
    .prepare()
})

/** So many articles are written to the index by one statement. */
const ARTICLES_AT_ONCE = 50

// Each statement that might be undone writes what the index has gathered until then, and small writes cost it most: so
// it is written for all works of a transaction at once, when nothing else is left to be written.
const indexAtEnd = atEnd(
  ARTICLES_AT_ONCE,
  async (tx, left: { articleId: string; texts: SearchedText[] }[]) => {
    const textsOf = new Map(left.map(({ articleId, texts }) => [articleId, texts]))
    const rows = [...textsOf].flatMap(([articleId, texts]) =>
      texts.map(withWordsApart).map(({ kind, id, head, body, context, tags }) => {
        return [null, kind, id, articleId, head, body, context, tags]
      }),
    )
    const ids = [...textsOf.values()].flat().map(({ id }) => id)
    await removeOthers(tx).execute({
      articleIds: JSON.stringify([...textsOf.keys()]),
      ids: JSON.stringify(ids),
    })
    if (rows.length > 0) await putTexts(tx).execute({ rows: JSON.stringify(rows) })
  },
)

/** Lets an article be found by these texts and by no others, from the commit on. */
export function indexArticle(tx: Db, articleId: string, texts: SearchedText[]): void {
  indexAtEnd(tx, { articleId, texts })
}

/** A text as it is indexed: each character of a script without spaces stands alone. */
export function withWordsApart<T extends { head: string; body: string; context: string }>(text: T): T {
  const { head, body, context } = text
  return { ...text, head: cutUnspaced(head), body: cutUnspaced(body), context: cutUnspaced(context) }
}

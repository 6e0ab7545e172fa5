import { isDeepStrictEqual } from 'node:util'
import { eq, sql } from 'drizzle-orm'
import { type Facet, FACETS, type ListName } from '../contract.ts'
import { EVERYTHING, type Mark, type Scope } from './facet-counts.ts'
import { insertRows } from './insert-rows.ts'
import { keepQuery } from './keep-query.ts'
import { rowsOf } from './kit.sqlite.ts'
import { articleMarks, facetCounts, facetValues, type MarkedItems } from './list-tables.ts'
import type { Db } from './store.ts'

/**
 * What so many articles or pairs are counted under. `above` are the topics above their own that are not among them,
 * `roles` say who is what: they are counted over all alone.
 */
export interface Marks extends Record<'topic' | 'person' | 'above', string[]> {
  items: number
  roles: Mark[]
}

/** What an article and its pairs are counted under. */
export interface MarkedArticle extends Record<'kind' | 'language' | 'year', string> {
  article: Marks
  /** Those that have the same are one. */
  qa: Marks[]
}

/** How many more there are, or fewer, with both marks, by scope and mark. Under everything stands every mark. */
export type Changes = Map<string, Map<string, Record<ListName, number>>>

const SEPARATOR = '\n'
const ALL = keyOf({ facet: EVERYTHING.scope, value: EVERYTHING.scopeId })

function keyOf({ facet, value }: Mark): string {
  return facet + SEPARATOR + value
}

/** Counts in the place of what an article was counted under `before`: only what differs is written. */
export async function changeCounts(
  tx: Db,
  articleId: string,
  before: MarkedArticle | undefined,
  after: MarkedArticle | undefined,
): Promise<void> {
  if (isDeepStrictEqual(before, after)) return
  const changes: Changes = new Map()
  if (before) countMarked(changes, before, -1)
  if (after) countMarked(changes, after, 1)
  const ids = await writeChanges(tx, changes)
  if (before) await removeMarks(tx).execute({ articleId })
  if (after) await insertRows(tx, articleMarks, [{ articleId, ...encode(after, ids) }])
}

function countMarked(changes: Changes, marked: MarkedArticle, sign: 1 | -1): void {
  countMarks(changes, 'article', marked, marked.article, sign)
  for (const marks of marked.qa) countMarks(changes, 'qa', marked, marks, sign)
}

function countMarks(
  changes: Changes,
  list: ListName,
  { kind, language, year }: MarkedArticle,
  marks: Marks,
  sign: 1 | -1,
): void {
  const { topic, person, items } = marks
  const common = { kind: [kind], language: [language], year: [year] }
  const ofFacet: Record<Facet, string[]> = { topic, person, ...common }
  const values = FACETS.flatMap((facet) => ofFacet[facet].map((value) => keyOf({ facet, value })))
  const above = marks.above.map((value) => keyOf({ facet: 'above', value }))
  const add = (scope: string, keys: string[]) => {
    for (const key of keys) addTo(changes, list, [scope, key], sign * items)
  }
  add(ALL, [ALL, ...values, ...above, ...marks.roles.map(keyOf)])
  for (const scope of [...values, ...above]) add(scope, values)
}

function addTo(changes: Changes, list: ListName, [scope, key]: [string, string], by: number): void {
  const marks = changes.get(scope) ?? new Map<string, Record<ListName, number>>()
  if (marks.size === 0) changes.set(scope, marks)
  const counts = marks.get(key) ?? { article: 0, qa: 0 }
  marks.set(key, counts)
  counts[list] += by
}

/** So many more, or fewer, with a mark in a scope. */
export function addChange(changes: Changes, list: ListName, scope: Scope, mark: Mark, by: number): void {
  addTo(changes, list, [keyOf({ facet: scope.scope, value: scope.scopeId }), keyOf(mark)], by)
  addTo(changes, list, [ALL, keyOf(mark)], 0)
}

const added = { articles: sql`articles + excluded.articles`, pairs: sql`pairs + excluded.pairs` }

// Many rows for a new article: one parameter is filled far sooner than one for each of their columns.
const upsertValues = keepQuery((tx) => {
  const { id, facet, value, articles, pairs } = facetValues
  return tx
    .insert(facetValues)
    .select(rowsOf(sql.placeholder('rows'), [id, facet, value, articles, pairs].length))
    .onConflictDoUpdate({ target: [facet, value], set: added })
    .returning({ id, facet, value })
    .prepare()
})

const upsertCounts = keepQuery((tx) => {
  const { scope, facet, value, articles, pairs } = facetCounts
  return tx
    .insert(facetCounts)
    .select(rowsOf(sql.placeholder('rows'), [scope, facet, value, articles, pairs].length))
    .onConflictDoUpdate({ target: [scope, facet, value], set: added })
    .prepare()
})

const sweeps = [facetCounts, facetValues].map((table) =>
  keepQuery((tx) =>
    tx
      .delete(table)
      .where(sql`articles = 0 and pairs = 0`)
      .prepare(),
  ),
)

const removeMarks = keepQuery((tx) =>
  tx
    .delete(articleMarks)
    .where(eq(articleMarks.articleId, sql.placeholder('articleId')))
    .prepare(),
)

type Ids = Map<string, number>

/** Brings the kept counts up to date; gives the ids of all marks. */
export async function writeChanges(tx: Db, changes: Changes): Promise<Ids> {
  const totals = [...(changes.get(ALL) ?? [])]
  const values = totals.map(([key, by]) => [null, ...key.split(SEPARATOR), by.article, by.qa])
  const written = await upsertValues(tx).execute({ rows: JSON.stringify(values) })
  const ids = new Map(written.map(({ id, ...mark }) => [keyOf(mark), id]))
  const isLess = [...changes.values()].some((marks) => [...marks.values()].some(isNoMore))
  changes.delete(ALL)
  const cells = [...changes].flatMap(([scope, marks]) =>
    [...marks]
      .filter(([, by]) => by.article !== 0 || by.qa !== 0)
      .map(([key, by]) => [ids.get(scope), key.split(SEPARATOR)[0], ids.get(key), by.article, by.qa]),
  )
  if (cells.length > 0) await upsertCounts(tx).execute({ rows: JSON.stringify(cells) })
  if (isLess) for (const sweep of sweeps) await sweep(tx).execute()
  return ids
}

function isNoMore(by: Record<ListName, number>): boolean {
  return by.article <= 0 && by.qa <= 0
}

function encode(marked: MarkedArticle, ids: Ids): Omit<typeof articleMarks.$inferInsert, 'articleId'> {
  const idOf = (mark: Mark) => {
    const id = ids.get(keyOf(mark))
    if (id === undefined) throw new Error(`${mark.facet} ${mark.value} is not counted.`)
    return id
  }
  const of = (facet: Facet, values: string[]) => values.map((value) => idOf({ facet, value }))
  const encoded = (all: Marks[]): MarkedItems[] => {
    const alike = Map.groupBy(all, ({ person, roles }) => JSON.stringify([person, roles]))
    return [...alike.values()].flatMap((some): MarkedItems[] => {
      const [one] = some
      if (!one) return []
      const ofTopics = some.map(({ items, topic }): [number, number[]] => [items, of('topic', topic)])
      return [[of('person', one.person), one.roles.map(idOf), ofTopics]]
    })
  }
  return {
    kind: idOf({ facet: 'kind', value: marked.kind }),
    language: idOf({ facet: 'language', value: marked.language }),
    year: idOf({ facet: 'year', value: marked.year }),
    article: encoded([marked.article]),
    pairs: encoded(marked.qa),
  }
}

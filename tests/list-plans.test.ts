import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { describe, expect, test } from 'vitest'
import { listArticles } from '../src/articles/queries.ts'
import type { ContentFilter } from '../src/db/content-filter.ts'
import { facetsOf } from '../src/db/facets.ts'
import type { PageRequest } from '../src/db/keyset.ts'
import type { Db } from '../src/db/store.ts'
import type { Deps } from '../src/deps.ts'
import { listQa, scope } from '../src/qa/queries.ts'
import { listParts, listPlaces } from '../src/sitemaps/queries.ts'
import { listTopics } from '../src/topics/queries.ts'
import { plant, startService } from './harness.ts'

const topics = ['rivers', 'dams'].map((slug) => ({ slug, name: slug }))
const people = ['Ada Byron', 'Max Born'].map((name) => ({ name, role: 'interviewee' as const, title: null }))
const firstPage: PageRequest = { limit: 2, after: undefined, count: false }

/** How the database goes about what `read` asks it: a line for each step. */
async function plansOf(deps: Deps, read: (db: Db) => Promise<unknown>): Promise<string[]> {
  const connection = new Sqlite(deps.config.databasePath, { readonly: true })
  const queries: [string, unknown[]][] = []
  const logger = { logQuery: (query: string, params: unknown[]) => queries.push([query, params]) }
  await read(drizzle(connection, { casing: 'snake_case', logger }))
  const steps = queries.flatMap(([query, params]) =>
    connection.prepare<unknown[], { detail: string }>(`explain query plan ${query}`).all(...params),
  )
  connection.close()
  return steps.map(({ detail }) => detail)
}

async function startWorld(): Promise<Deps> {
  const { deps } = await startService()
  for (let day = 1; day <= 9; day += 1)
    await plant(deps, {
      ...{ topics, people, publishedAt: `2020-01-0${day}T00:00:00.000Z` },
      qa: people.map(({ name }) => ({ topics, askedBy: name, answeredBy: [name] })),
    })
  return deps
}

// The pairs of one article may be put in order; no more than that.
// The first row of `reprojections` says whether there is any: work that is nearly always done.
const SORTS_OR_SCANS =
  /TEMP B-TREE FOR (?!LAST (TERM|2 TERMS) )|^SCAN (?!published_articles USING (COVERING )?INDEX|json_each|reprojections )/

const FILTERS: Omit<ContentFilter, 'role'>[] = [
  {},
  { topic: [['rivers']] },
  { topic: [['rivers', 'dams']] },
  { topic: [['rivers'], ['dams']] },
  { 'topic.under': [['rivers']] },
  { 'topic.not': ['rivers'] },
  { person: [['ada-byron']] },
  { person: [['ada-byron', 'max-born']] },
  { kind: ['interview'] },
  { kind: ['interview'], language: ['en'] },
  { 'publishedAt.gte': '2020-01-02T00:00:00.000Z' },
  { 'topic.under': [['rivers']], person: [['ada-byron']], 'publishedAt.gte': '2020-01-02T00:00:00.000Z' },
]

describe('a list goes along an index, sorts nothing and scans no table', () => {
  test.each(FILTERS)('by %j, on the first page and on the next', async (filter) => {
    const deps = await startWorld()
    for (const sort of ['-publishedAt', 'publishedAt'] as const)
      for (const list of [listQa, listArticles]) {
        const { next, rows } = await list(deps.store.read, filter, sort, firstPage)
        if (!filter['topic.not']) expect(rows).toHaveLength(firstPage.limit)
        const plan = await plansOf(deps, async (db) => {
          await list(db, filter, sort, firstPage)
          if (next) await list(db, filter, sort, { ...firstPage, after: next })
        })
        expect(plan.filter((step) => SORTS_OR_SCANS.test(step))).toEqual([])
      }
  })

  test.each(['title', '-updatedAt'] as const)('by %s', async (sort) => {
    const deps = await startWorld()
    const plan = await plansOf(deps, (db) => listQa(db, {}, sort, firstPage))
    expect(plan.filter((step) => SORTS_OR_SCANS.test(step))).toEqual([])
  })

  test('of topics with what they count, and facets of what is kept', async () => {
    const deps = await startWorld()
    const plan = await plansOf(deps, async (db) => {
      await listTopics(db, {}, 'name', firstPage)
      await facetsOf(db, { list: 'qa', ...scope }, { 'topic.under': [['rivers']] }, [
        'topic',
        'person',
        'year',
      ])
    })
    expect(plan.filter((step) => /facet_counts/.test(step))).not.toEqual([])
    expect(plan.filter((step) => /^SCAN (qa_|article|facet)/.test(step))).toEqual([])
  })

  test('of facets of several filters, by the marks of articles alone', async () => {
    const deps = await startWorld()
    const filter = { 'topic.under': [['rivers']], 'publishedAt.gte': '2020-01-01T00:00:00.000Z' }
    const plan = await plansOf(deps, (db) =>
      facetsOf(db, { list: 'qa', ...scope }, filter, ['topic', 'person', 'year']),
    )
    expect(plan.filter((step) => /article_marks/.test(step))).not.toEqual([])
    expect(plan.filter((step) => /qa_p|qa_topics /.test(step))).toEqual([])
    // What is walked are the rows of a subquery.
    expect(plan.filter((step) => SORTS_OR_SCANS.test(step) && step !== 'SCAN walked')).toEqual([])
  })

  test('of a sitemap, of which no row of an article is read', async () => {
    const deps = await startWorld()
    const plan = await plansOf(deps, async (db) => {
      await listParts(db)
      await listPlaces(db, { of: 'articles', year: '2020', number: 1 })
    })
    const ofArticles = plan.filter((step) => step.includes('published_articles'))
    expect(ofArticles).toHaveLength(2)
    expect(ofArticles.filter((step) => !step.includes('COVERING INDEX published_articles_sitemap'))).toEqual(
      [],
    )
    expect(plan.filter((step) => step.includes('TEMP B-TREE'))).toEqual([])
  })
})

import type { FastifyRequest } from 'fastify'
import type { ArticleSummary } from '../articles/contract.ts'
import { summaryOf } from '../articles/read-article.ts'
import { type ArticleFilter, listArticles } from '../articles/queries.ts'
import { facetsOf } from '../db/facets.ts'
import type { Page, PageRequest } from '../db/keyset.ts'
import type { Deps } from '../deps.ts'
import type { HtmlSafeString } from '../http/markup.ts'
import { nextCursorOf, pageRequestOf } from '../http/page.ts'
import type { Person } from '../people/contract.ts'
import { presentPerson } from '../people/present.ts'
import { listPeople } from '../people/queries.ts'
import { listQa, type QaFilter, scope } from '../qa/queries.ts'
import { pairOf } from '../qa/read-pair.ts'
import type { Topic } from '../topics/contract.ts'
import { presentTopic } from '../topics/present.ts'
import { listTopics } from '../topics/queries.ts'
import { answerItems, articleItems, type Part } from './list-items.ts'
import type { Site } from './site.ts'

/** So many articles or answers stand on a page. */
const ITEMS = 20
const NEWEST = '-publishedAt'
/** So many names stand on a page. */
const NAMES = 100
const BY_NAME = 'name'

interface PartQuery {
  cursor?: string | undefined
  show?: string | undefined
}

interface Asked<Filter> {
  request: FastifyRequest
  query: PartQuery
  filter: Filter
}

/** A part of a list. */
export interface Listed<Item> extends Part {
  items: Item[]
}

/** The part of a list that a page's address asks for. `Problem` where its cursor is of another list. */
async function readPart<Row, Item>(
  { request, query, sort, limit }: Omit<Asked<never>, 'filter'> & { sort: string; limit: number },
  list: (page: PageRequest) => Promise<Page<Row>>,
  present: (row: Row) => Item,
): Promise<Listed<Item>> {
  const wanted = { ...query, limit }
  const { rows, next } = await list(pageRequestOf(request, wanted, sort))
  const cursor = nextCursorOf({ request, sort }, wanted, next)
  const further = cursor !== null && { ...(query.show !== undefined && { show: query.show }), cursor }
  return {
    items: rows.map(present),
    isFirst: query.cursor === undefined,
    next: further ? `?${new URLSearchParams(further).toString()}` : null,
  }
}

/** Summaries of articles, the newest first. */
export function readSummaries(
  { store, config }: Deps,
  {
    filter = {},
    limit = ITEMS,
    ...asked
  }: Omit<Asked<ArticleFilter>, 'filter'> & {
    filter?: ArticleFilter
    limit?: number
  },
): Promise<Listed<ArticleSummary>> {
  return readPart(
    { ...asked, sort: NEWEST, limit },
    (page) => listArticles(store.read, filter, NEWEST, page),
    (row) => summaryOf(row, config.siteUrl),
  )
}

/** Those who stand on an article, by name. */
export function readPeople(
  { store, config }: Deps,
  request: FastifyRequest,
  query: PartQuery,
): Promise<Listed<Person>> {
  return readPart(
    { request, query, sort: BY_NAME, limit: NAMES },
    (page) => listPeople(store.read, {}, BY_NAME, page),
    (row) => presentPerson(row, config.siteUrl),
  )
}

/** Topics that something was said on, by name. */
export function readTopics(
  { store, config }: Deps,
  request: FastifyRequest,
  query: PartQuery,
): Promise<Listed<Topic>> {
  return readPart(
    { request, query, sort: BY_NAME, limit: NAMES },
    (page) => listTopics(store.read, { inUse: true }, BY_NAME, page),
    (row) => presentTopic(row, config.siteUrl),
  )
}

/** A part of a list on its page; no items: there is nothing in it. */
export interface ShownPart extends Part {
  items: HtmlSafeString | undefined
}

/** Articles, the newest first. */
export async function readArticles(deps: Deps, site: Site, asked: Asked<ArticleFilter>): Promise<ShownPart> {
  const { items, ...part } = await readSummaries(deps, asked)
  return { ...part, items: articleItems(site, items) }
}

/** Answers, those of the newest article first, in reading order within it. */
export async function readAnswers(
  { store, config }: Deps,
  site: Site,
  { filter, ...asked }: Asked<QaFilter>,
  how?: { withSpeakers: boolean },
): Promise<ShownPart> {
  const { items, ...part } = await readPart(
    { ...asked, sort: NEWEST, limit: ITEMS },
    (page) => listQa(store.read, filter, NEWEST, page),
    (row) => pairOf(row, config.siteUrl),
  )
  return { ...part, items: answerItems(site, items, how) }
}

export interface Frequent {
  topics: { slug: string; name: string }[]
  people: { slug: string; name: string }[]
}

/** What pairs are about and who speaks in them, the most frequent first. */
export async function readFrequent({ store }: Deps, filter: QaFilter): Promise<Frequent> {
  const { counts } = await facetsOf(store.read, { list: 'qa', ...scope }, filter, ['topic', 'person'])
  const namesOf = (facet: 'topic' | 'person') =>
    (counts[facet] ?? []).flatMap((each) => ('slug' in each ? [each] : []))
  return { topics: namesOf('topic'), people: namesOf('person') }
}

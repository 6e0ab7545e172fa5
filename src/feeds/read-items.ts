import { toUUID, fromString } from 'typeid-js'
import type { Article, ArticleSummary } from '../articles/contract.ts'
import { type ArticleFilter, findSummaries, listArticles } from '../articles/queries.ts'
import { readArticles, summaryOf } from '../articles/read-article.ts'
import type { PersonRef, PersonRole } from '../contract.ts'
import type { PageRequest } from '../db/keyset.ts'
import type { Deps } from '../deps.ts'
import type { ListedQaPair } from '../qa/contract.ts'
import { listQa, type QaFilter } from '../qa/queries.ts'
import { pairOf } from '../qa/read-pair.ts'
import { FEED_CHARS_MAX, FEED_ITEMS_MAX } from './contract.ts'
import type { FeedItem, FeedPerson } from './feed.ts'
import { answerHtml, articleHtml } from './item-html.ts'

const NEWEST: PageRequest = { limit: FEED_ITEMS_MAX, after: undefined, count: false }
/** Articles may be long: so many are in memory at once. */
const READ_AT_ONCE = 5
const EXCERPT_CHARS_MAX = 280

/** Whose article it is, as far as feeds go: who asks writes it. */
const AUTHORS: PersonRole[] = ['author', 'interviewer', 'moderator']
const CONTRIBUTORS: PersonRole[] = ['interviewee', 'editor', 'translator']

/** The newest articles, whole. */
export async function readArticleItems(deps: Deps, filter: ArticleFilter): Promise<FeedItem[]> {
  const { rows } = await listArticles(deps.store.read, filter, '-publishedAt', NEWEST)
  const ids = rows.map(({ id }) => id)
  let items: FeedItem[] = []
  for (let start = 0; start < ids.length; start += READ_AT_ONCE) {
    const articles = await readArticles(deps, ids.slice(start, start + READ_AT_ONCE))
    const more = articles.map((article) => articleItem(article, deps.config.siteUrl))
    const all = [...items, ...more]
    items = cut(all)
    if (items.length < all.length) break
  }
  return items
}

/** The newest answers. */
export async function readAnswerItems({ store, config }: Deps, filter: QaFilter): Promise<FeedItem[]> {
  const { siteUrl } = config
  const { rows } = await listQa(store.read, filter, '-publishedAt', NEWEST)
  const pairs = rows.map((row) => pairOf(row, siteUrl))
  const ids = [...new Set(pairs.map(({ article }) => article.id))]
  const found = await findSummaries(store.read, ids)
  const summaries = new Map(found.map((row) => [row.id, summaryOf(row, siteUrl)]))
  const items = pairs.flatMap((pair) => {
    const article = summaries.get(pair.article.id)
    return article ? [answerItem(pair, article, siteUrl)] : []
  })
  return cut(items)
}

function articleItem(article: Article, siteUrl: string): FeedItem {
  const peopleAs = (roles: PersonRole[]) => {
    const people = article.people.filter(({ role }) => role !== undefined && roles.includes(role))
    return feedPeople(people, siteUrl)
  }
  return {
    ...commonOf(article),
    id: feedId(article.id),
    url: addressOf(article.url),
    title: article.title,
    summary: article.dek,
    html: articleHtml(article),
    authors: peopleAs(AUTHORS),
    contributors: peopleAs(CONTRIBUTORS),
    categories: article.topics,
  }
}

function answerItem(pair: ListedQaPair, article: ArticleSummary, siteUrl: string): FeedItem {
  return {
    ...commonOf(article),
    id: feedId(pair.id),
    url: addressOf(pair.url),
    title: pair.question.text.replace(/\s+/g, ' ').trim() || article.title,
    summary: excerpt(pair.answer.text) || null,
    html: answerHtml(pair),
    authors: feedPeople(pair.answeredBy, siteUrl),
    contributors: feedPeople(pair.askedBy ? [pair.askedBy] : [], siteUrl),
    categories: pair.topics,
  }
}

function commonOf({ language, publishedAt, updatedAt, source }: ArticleSummary) {
  return { language, publishedAt, updatedAt, source }
}

/** A TypeID is a UUID in other letters: as a URN (RFC 9562, 4) it is an id in every format, wherever the site is. */
function feedId(id: string): string {
  return `urn:uuid:${toUUID(fromString(id))}`
}

/** As a URI (RFC 3987, 3.1): RSS knows no other characters. */
function addressOf(url: string): string {
  return new URL(url).href
}

function feedPeople(people: PersonRef[], siteUrl: string): FeedPerson[] {
  // Somebody may stand on an article in several roles.
  const distinct = [...new Map(people.map((person) => [person.id, person])).values()]
  return distinct.map(({ name, slug }) => ({ name, url: addressOf(`${siteUrl}/people/${slug}`) }))
}

/** The beginning of a text, up to a word's end. */
function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= EXCERPT_CHARS_MAX) return line
  return `${line.slice(0, EXCERPT_CHARS_MAX).replace(/ \S{0,40}$|[\ud800-\udbff]$/, '')}…`
}

function cut(items: FeedItem[]): FeedItem[] {
  let chars = 0
  const end = items.findIndex(({ html }, index) => (chars += html.length) > FEED_CHARS_MAX && index > 0)
  return end === -1 ? items : items.slice(0, end)
}

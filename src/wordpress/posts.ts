import { gte, inArray, lt, not, type SQL } from 'drizzle-orm'
import type { Article } from '../articles/contract.ts'
import { articleOf, getArticleRow, readArticles } from '../articles/read-article.ts'
import { ARTICLE_KINDS } from '../contract.ts'
import { type ContentFilter, NOUNS } from '../db/content-filter.ts'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { authorsOf } from '../articles/authors.ts'
import { hasPrimaryAuthor } from '../articles/primary.ts'
import { listOf } from '../http/show.ts'
import type { PostsQuery } from './contract.ts'
import { noPost, WordPressError } from './errors.ts'
import { type Found, inOrderOf, type Item, type Listed, rangeOf } from './listed.ts'
import { idsOfNumbers, idsOfSlugs, kindsOfNumbers, numberBy } from './numbers.ts'
import { presentPost } from './present.ts'
import { listPosts, type Part, peopleByIds, type PostFilter, topicsByIds } from './queries.ts'

const post = NOUNS.article
const SECOND_MS = 1_000

/** A part of the list of posts, the newest first where no order is asked for. */
export async function browsePosts(deps: Deps, query: PostsQuery): Promise<Listed> {
  const { read } = deps.store
  const filter = await filterOf(read, query)
  const { ids, total } = query.sticky === true ? { ids: [], total: 0 } : await partOf(read, filter, query)
  const { tags, ...shown } = listOf('list:articles', filter.content)
  const items = await presentPosts(deps, await readArticles(deps, ids))
  return { items, total, shown: { ...shown, tags: [...tags, 'list:topics', 'list:people'] } }
}

/** One post by its number. Throws where readers see none. */
export async function readPost(deps: Deps, number: number): Promise<Found> {
  const [id] = await idsOfNumbers(deps.store.read, 'article', [number])
  if (id === undefined) throw noPost()
  const row = await getArticleRow(deps, id)
  const [item] = await presentPosts(deps, [articleOf(row, deps.config.siteUrl)])
  if (!item) throw new Error('An article is a post.')
  return { ...item, number, shown: { tags: row.cacheTags.split(',') } }
}

/** Posts of articles, with what may come with them. */
export async function presentPosts({ store, config }: Deps, articles: Article[]): Promise<Item[]> {
  const topicIds = articles.flatMap(({ topics }) => topics.map(({ id }) => id))
  const personIds = articles.flatMap(({ people }) =>
    authorsOf(people)
      .slice(0, 1)
      .map(({ id }) => id),
  )
  const ids = articles.flatMap(({ id, kind }) => [id, kind])
  const topics = await topicsByIds(store.read, [...new Set(topicIds)])
  const people = await peopleByIds(store.read, [...new Set(personIds)])
  const numberOf = await numberBy(store.read, [...ids, ...topics.keys(), ...people.keys()])
  const around = {
    numberOf,
    topicOf: (id: string) => topics.get(id),
    personOf: (id: string) => people.get(id),
  }
  return articles.map((article) => {
    const { post: resource, embedded } = presentPost(article, config, around)
    return { resource, embedded }
  })
}

async function partOf(db: Db, filter: PostFilter, query: PostsQuery): Promise<Part> {
  const { orderby: by = 'date', order, include, search } = query
  const descending = order !== 'asc'
  if (by === 'relevance' && search === undefined)
    throw new WordPressError(
      400,
      'rest_no_search_term_defined',
      'You need to define a search term to order by relevance.',
    )
  if (by !== 'include') return listPosts(db, filter, { by, descending }, rangeOf(query))
  if (!include)
    throw new WordPressError(
      400,
      'rest_orderby_include_missing_include',
      'You need to define an include parameter to order by include.',
    )
  const wanted = await idsOfNumbers(db, 'article', include)
  const all = { offset: 0, limit: include.length }
  const { ids, total } = await listPosts(db, filter, { by: 'date', descending }, all)
  return { ids: inOrderOf(ids, wanted, rangeOf(query)), total }
}

async function filterOf(db: Db, query: PostsQuery): Promise<PostFilter> {
  const { tags, tags_exclude: tagsNot, include, exclude, slug, author, author_exclude: authorNot } = query
  const { after, before, modified_after: changedAfter, modified_before: changedBefore } = query
  const content: ContentFilter = {}
  const others: SQL[] = []
  if (tags) content.topic = [await idsOfNumbers(db, 'topic', tags)]
  if (tagsNot) content['topic.not'] = await idsOfNumbers(db, 'topic', tagsNot)
  if (include) content.article = await idsOfNumbers(db, 'article', include)
  if (slug) {
    const ids = await idsOfSlugs(db, 'article', slug)
    content.article = content.article ? ids.filter((id) => content.article?.includes(id)) : ids
  }
  if (exclude) others.push(not(inArray(post.articleId, await idsOfNumbers(db, 'article', exclude))))
  if (author) {
    const ids = await idsOfNumbers(db, 'person', author)
    content.person = [ids]
    // Who only stands beside the author has no part in it.
    others.push(hasPrimaryAuthor(db, ids))
  }
  if (authorNot) others.push(not(hasPrimaryAuthor(db, await idsOfNumbers(db, 'person', authorNot))))
  const kind = await kindsAsked(db, query)
  if (kind) content.kind = kind
  if (after !== undefined) content['publishedAt.gte'] = secondAfter(after)
  if (before !== undefined) content['publishedAt.lt'] = secondFrom(before)
  if (changedAfter !== undefined) others.push(gte(post.updatedAt, secondAfter(changedAfter)))
  if (changedBefore !== undefined) others.push(lt(post.updatedAt, secondFrom(changedBefore)))
  return { content, others, q: query.search }
}

async function kindsAsked(db: Db, { categories, categories_exclude: categoriesNot }: PostsQuery) {
  if (!categories && !categoriesNot) return undefined
  const wanted = categories ? await kindsOfNumbers(db, categories) : [...ARTICLE_KINDS]
  const unwanted = await kindsOfNumbers(db, categoriesNot ?? [])
  return wanted.filter((kind) => !unwanted.includes(kind))
}

// Posts show whole seconds, and are compared by what they show.

function secondAfter(ms: number): string {
  return new Date((Math.floor(ms / SECOND_MS) + 1) * SECOND_MS).toISOString()
}

function secondFrom(ms: number): string {
  return new Date(Math.ceil(ms / SECOND_MS) * SECOND_MS).toISOString()
}

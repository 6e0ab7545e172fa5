import type { z } from 'zod'
import type {
  Article,
  ArticleListQuery,
  ArticlePage,
  ArticleVersionQuery,
  ListedArticle,
} from '../articles/contract.ts'
import type { Person, PersonListQuery } from '../people/contract.ts'
import type { ListedQaPair, QaListQuery, QaPair, RelatedQaQuery } from '../qa/contract.ts'
import type { QuoteCheck, QuoteQuestion } from '../quotes/contract.ts'
import type { ArticleForm, PairForm } from '../representations/contract.ts'
import type { Topic, TopicListQuery, TopicTree } from '../topics/contract.ts'
import { changeCalls, type Changes } from './changes.ts'
import { corrections, type Corrections } from './corrections.ts'
import { formsAt, type GetAs } from './forms.ts'
import { toQuery } from './query.ts'
import { type ClientOptions, request } from './request.ts'

type Shown<T, Field extends keyof T> = Pick<T, Field | Extract<'id' | 'type', keyof T>>
interface Fields<Field> {
  /** Members to keep, beside `id` and `type`; all if not given. */
  fields?: readonly Field[] | undefined
}
/** A list's filters. A filter that takes several values at once takes `'a,b'` for any, `['a', 'b']` for all. */
type ListOptions<Query extends z.ZodType, Field> = Omit<z.input<Query>, 'fields'> & Fields<Field>
/** What narrows a list. */
export type ListFilter<Query extends z.ZodType> = Omit<
  z.input<Query>,
  'sort' | 'facets' | 'fields' | 'limit' | 'cursor' | 'count'
>
type Page<T> = Omit<ArticlePage, 'data'> & { data: T[] }

interface List<T, Query extends z.ZodType> {
  /** One page. */
  list<Field extends keyof T = keyof T>(options?: ListOptions<Query, Field>): Promise<Page<Shown<T, Field>>>
  /** Every item of every page from here on, fetched as they are asked for. */
  all<Field extends keyof T = keyof T>(
    options?: ListOptions<Query, Field>,
  ): AsyncGenerator<Shown<T, Field>, void>
}
interface Get<T, Options = unknown> {
  /** One resource; by a former slug, too. Throws `ProblemError` with `not_found` where there is none. */
  get<Field extends keyof T = keyof T>(
    name: string,
    options?: Fields<Field> & Options,
  ): Promise<Shown<T, Field>>
}
/** The token of a preview link: shows the draft as readers would see it. */
type Preview = Pick<z.input<typeof ArticleVersionQuery>, 'preview'>

/** What readers may ask. Each call throws `ProblemError` where the service refuses. */
export interface Reader {
  articles: List<ListedArticle, typeof ArticleListQuery> &
    Get<Article, Preview> &
    GetAs<Exclude<ArticleForm, 'json'>> & {
      /** The pairs of one article, in reading order. */
      qa<Field extends keyof QaPair = keyof QaPair>(
        name: string,
        options?: Fields<Field>,
      ): Promise<{ data: Shown<QaPair, Field>[] }>
    }
  qa: List<ListedQaPair, typeof QaListQuery> &
    Get<ListedQaPair> &
    GetAs<Exclude<PairForm, 'json'>> & {
      /** Pairs close to one, the closest first. Throws `ProblemError` with `not_found` where there is no such pair. */
      related<Field extends keyof ListedQaPair = keyof ListedQaPair>(
        id: string,
        options?: ListOptions<typeof RelatedQaQuery, Field>,
      ): Promise<{ data: Shown<ListedQaPair, Field>[] }>
    }
  quotes: {
    /** Whether somebody said something, by what was published, and where. */
    verify(quote: QuoteQuestion): Promise<QuoteCheck>
  }
  people: List<Person, typeof PersonListQuery> & Get<Person>
  topics: List<Topic, typeof TopicListQuery> &
    Get<Topic> & {
      /** All topics, nested. */
      tree(): Promise<TopicTree>
    }
  corrections: Corrections
  changes: Changes
}

/** A client for who only reads the service at `url`: the part of `createClient` that a page has to load. */
export function createReader(options: ClientOptions): Reader {
  const get = <T>(path: string, query: object = {}) =>
    request<T>(options, 'GET', path, { query: toQuery(query) })
  const resource = <T>(path: string): Get<T> => ({
    get: (name, query) => get(`${path}/${encodeURIComponent(name)}`, query),
  })
  const list = <T, Query extends z.ZodType>(path: string): List<T, Query> => ({
    list: (query) => get(path, query),
    all: (query) => everyItem((cursor) => get(path, { ...query, ...cursor })),
  })
  return {
    articles: {
      ...list('/v1/articles'),
      ...resource('/v1/articles'),
      ...formsAt(options, '/v1/articles'),
      qa: (name, query) => get(`/v1/articles/${encodeURIComponent(name)}/qa`, query),
    },
    qa: {
      ...list('/v1/qa'),
      ...resource('/v1/qa'),
      ...formsAt(options, '/v1/qa'),
      related: (id, query) => get(`/v1/qa/${encodeURIComponent(id)}/related`, query),
    },
    quotes: { verify: (body) => request(options, 'POST', '/v1/quotes/verify', { body }) },
    people: { ...list('/v1/people'), ...resource('/v1/people') },
    topics: {
      ...list('/v1/topics'),
      ...resource('/v1/topics'),
      tree: () => get('/v1/topics', { tree: true }),
    },
    corrections: corrections(options),
    changes: changeCalls(options),
  }
}

async function* everyItem<T>(
  fetchPage: (cursor: { cursor?: string }) => Promise<Page<T>>,
): AsyncGenerator<T, void> {
  let cursor: string | null | undefined
  do {
    const { data, page } = await fetchPage(cursor ? { cursor } : {})
    yield* data
    cursor = page.nextCursor
  } while (cursor)
}

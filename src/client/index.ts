import type { z } from 'zod'
import type { Article, ArticleListQuery, ArticlePage, ListedArticle } from '../articles/contract.ts'
import type { ImportQuery, ImportResult } from '../imports/contract.ts'
import type { Person, PersonListQuery } from '../people/contract.ts'
import type { ListedQaPair, QaListQuery, QaPair, RelatedQaQuery } from '../qa/contract.ts'
import type { ArticleForm, PairForm } from '../representations/contract.ts'
import type { QuoteCheck, QuoteQuestion } from '../quotes/contract.ts'
import type { Topic, TopicListQuery, TopicTree } from '../topics/contract.ts'
import { changeCalls, type Changes } from './changes.ts'
import { access, type Access } from './access.ts'
import { corrections, type Corrections, editing, type Editing } from './editing.ts'
import { formsAt, type GetAs } from './forms.ts'
import { nounEditing, type PeopleEditing, type TopicEditing } from './people-and-topics.ts'
import { type ClientOptions, type QueryValue, request } from './request.ts'
import { webhookCalls, type Webhooks } from './webhooks.ts'

export { type ClientOptions, ProblemError, UnexpectedReplyError } from './request.ts'
export type { QuoteCheck }
export type { Article, ImportResult, ListedArticle, ListedQaPair, Person, QaPair, Topic, TopicTree }

type Shown<T, Field extends keyof T> = Pick<T, Field | Extract<'id' | 'type', keyof T>>
interface Fields<Field> {
  /** Members to keep, beside `id` and `type`; all if not given. */
  fields?: readonly Field[] | undefined
}
/** A list's filters. A filter that takes several values at once takes `'a,b'` for any, `['a', 'b']` for all. */
type ListOptions<Query extends z.ZodType, Field> = Omit<z.input<Query>, 'fields'> & Fields<Field>
type Page<T> = Omit<ArticlePage, 'data'> & { data: T[] }

interface List<T, Query extends z.ZodType> {
  /** One page. */
  list<Field extends keyof T = keyof T>(options?: ListOptions<Query, Field>): Promise<Page<Shown<T, Field>>>
  /** Every item of every page from here on, fetched as they are asked for. */
  all<Field extends keyof T = keyof T>(
    options?: ListOptions<Query, Field>,
  ): AsyncGenerator<Shown<T, Field>, void>
}
interface Get<T> {
  /** One resource; by a former slug, too. Throws `ProblemError` with `not_found` where there is none. */
  get<Field extends keyof T = keyof T>(name: string, options?: Fields<Field>): Promise<Shown<T, Field>>
}

export interface ImportOptions extends Partial<Record<'dryRun' | 'publish', boolean>> {
  url?: z.input<typeof ImportQuery>['url']
  language?: z.input<typeof ImportQuery>['language']
  /** Default `text/plain`; of a string always in UTF-8. */
  contentType?: string
  /** The same key with the same text gets the first answer again. */
  idempotencyKey?: string | undefined
}

/** Everything the service offers. Each call throws `ProblemError` where the service refuses. */
export interface Client extends Access {
  articles: List<ListedArticle, typeof ArticleListQuery> &
    Get<Article> &
    GetAs<Exclude<ArticleForm, 'json'>> &
    Editing & {
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
  people: List<Person, typeof PersonListQuery> & Get<Person> & PeopleEditing
  topics: List<Topic, typeof TopicListQuery> &
    Get<Topic> &
    TopicEditing & {
      /** All topics, nested. */
      tree(): Promise<TopicTree>
    }
  imports: {
    /** Makes an article of a text, or a new revision of the article it is a text of. Needs the key of an editor. */
    create(text: string | Uint8Array<ArrayBuffer>, options?: ImportOptions): Promise<ImportResult>
    /** What an earlier import made of its text. Needs the key of an editor. */
    get(id: string): Promise<ImportResult>
  }
  corrections: Corrections
  webhooks: Webhooks
  changes: Changes
  /** Resolves while the service can answer. */
  ready(): Promise<{ status: 'ok' }>
}

/** A client of the service at `url`. */
export function createClient(options: ClientOptions): Client {
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
      ...editing(options),
      qa: (name, query) => get(`/v1/articles/${encodeURIComponent(name)}/qa`, query),
    },
    qa: {
      ...list('/v1/qa'),
      ...resource('/v1/qa'),
      ...formsAt(options, '/v1/qa'),
      related: (id, query) => get(`/v1/qa/${encodeURIComponent(id)}/related`, query),
    },
    quotes: { verify: (body) => request(options, 'POST', '/v1/quotes/verify', { body }) },
    people: {
      ...list('/v1/people'),
      ...resource('/v1/people'),
      ...nounEditing(options, '/v1/people'),
    },
    topics: {
      ...list('/v1/topics'),
      ...resource('/v1/topics'),
      ...nounEditing(options, '/v1/topics'),
      tree: () => get('/v1/topics', { tree: true }),
    },
    imports: {
      create: (body, { contentType = 'text/plain; charset=utf-8', idempotencyKey: key, ...query } = {}) => {
        const headers = { ...(key !== undefined && { 'idempotency-key': key }) }
        return request(options, 'POST', '/v1/imports', { query: toQuery(query), body, contentType, headers })
      },
      get: (id) => get(`/v1/imports/${encodeURIComponent(id)}`),
    },
    ...access(options),
    corrections: corrections(options),
    changes: changeCalls(options),
    webhooks: webhookCalls(options),
    ready: () => get('/readyz'),
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

/** `fields` is one value with commas; any other array is the parameter given again and again. */
function toQuery(query: object): QueryValue[] {
  const entries: [string, unknown][] = Object.entries(query)
  return entries.flatMap(([name, value]) => {
    const values = name === 'fields' && Array.isArray(value) ? [value.join(',')] : [value].flat()
    return values.filter(isPlain).map((each): QueryValue => [name, String(each)])
  })
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

import type { Loader } from 'astro/loaders'
import type { ZodType } from 'astro/zod'
import type { Article, ArticleListQuery } from '../articles/contract.ts'
import type { ListFilter } from '../client/reading.ts'
import type { PersonListQuery } from '../people/contract.ts'
import type { QaListQuery } from '../qa/contract.ts'
import { bringUpToDate, type SiteOptions } from './bring-up-to-date.ts'
import {
  articles,
  type Kind,
  people,
  type PersonEntry,
  qa,
  type QaEntry,
  topics,
  type TopicEntry,
} from './kinds.ts'

export type { Article, PersonEntry, QaEntry, TopicEntry }

export interface LoaderOptions {
  /**
   * Where the service is, e.g. `https://interviews.example.org`. Not what a CDN keeps of it: an edit that it does not show
   * yet would not be asked for again.
   */
  url: string
  /** An API key; reading needs none where reading is open. */
  key?: string | undefined
  /**
   * What happens where the service is away: the build fails (the default), or `'keep'`: it goes on with what an earlier
   * build loaded, and warns. Where there is nothing from an earlier build, or the service refuses, it fails either way.
   */
  whenAway?: 'fail' | 'keep' | undefined
}

export interface ArticlesLoaderOptions extends LoaderOptions {
  /** What `GET /v1/articles` is narrowed by, e.g. `{ 'topic.under': 'south-asia' }`. */
  filter?: ListFilter<typeof ArticleListQuery> | undefined
}
export interface QaLoaderOptions extends LoaderOptions {
  /** What `GET /v1/qa` is narrowed by, e.g. `{ person: 'ada-byron', role: 'answerer' }`. */
  filter?: ListFilter<typeof QaListQuery> | undefined
}
export interface PeopleLoaderOptions extends LoaderOptions {
  /** What `GET /v1/people` is narrowed by, e.g. `{ role: 'interviewee' }`. */
  filter?: ListFilter<typeof PersonListQuery> | undefined
}

/** A loader whose schema types `entry.data`. */
export type ColloquyLoader<Data> = Loader & { schema: ZodType<Data> }

/**
 * Whole articles, by their slugs, in no order. `render` gives the text, with a section for each pair that has the anchor
 * of its permalink, and the questions as `headings`.
 */
export function articlesLoader(options: ArticlesLoaderOptions): ColloquyLoader<Article> {
  return loader(articles, options)
}

/** Pairs with the article they are from, by their ids, in no order. `render` gives the answer. */
export function qaLoader(options: QaLoaderOptions): ColloquyLoader<QaEntry> {
  return loader(qa, options)
}

/** Everybody who stands on a published article, by their slugs, in no order. */
export function peopleLoader(options: PeopleLoaderOptions): ColloquyLoader<PersonEntry> {
  return loader(people, options)
}

/** All topics, those that nothing is on too, by their slugs, in no order. */
export function topicsLoader(options: LoaderOptions): ColloquyLoader<TopicEntry> {
  return loader(topics, options)
}

function loader<Data, Resource>(kind: Kind<Data, Resource>, options: SiteOptions): ColloquyLoader<Data> {
  return {
    name: 'colloquy',
    schema: kind.schema,
    load: (context) => bringUpToDate(kind, options, context),
  }
}

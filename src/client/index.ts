import type { Article, ListedArticle } from '../articles/contract.ts'
import type { ImportResult } from '../imports/contract.ts'
import type { Person } from '../people/contract.ts'
import type { ListedQaPair, QaPair } from '../qa/contract.ts'
import type { QuoteCheck } from '../quotes/contract.ts'
import type { Topic, TopicTree } from '../topics/contract.ts'
import { access, type Access } from './access.ts'
import { editing, type Editing } from './editing.ts'
import { importCalls, type Imports } from './imports.ts'
import { nounEditing, type PeopleEditing, type TopicEditing } from './people-and-topics.ts'
import { createReader, type Reader } from './reading.ts'
import { type ClientOptions, request, requestText } from './request.ts'
import { webhookCalls, type Webhooks } from './webhooks.ts'

export { type ClientOptions, ProblemError, UnexpectedReplyError } from './request.ts'
export { createReader, type Reader }
export type { ImportOptions } from './imports.ts'
export type {
  Article,
  ImportResult,
  ListedArticle,
  ListedQaPair,
  Person,
  QaPair,
  QuoteCheck,
  Topic,
  TopicTree,
}

/** Everything the service offers. Each call throws `ProblemError` where the service refuses. */
export interface Client extends Reader, Access {
  articles: Reader['articles'] & Editing
  people: Reader['people'] & PeopleEditing
  topics: Reader['topics'] & TopicEditing
  imports: Imports
  webhooks: Webhooks
  /** Resolves while the process lives. */
  health(): Promise<{ status: 'ok' }>
  /** Resolves while the service can answer. */
  ready(): Promise<{ status: 'ok' }>
  /** What is measured, in the text format of Prometheus. */
  metrics(): Promise<string>
}

/** A client of the service at `url`. */
export function createClient(options: ClientOptions): Client {
  const reader = createReader(options)
  return {
    ...reader,
    articles: { ...reader.articles, ...editing(options) },
    people: { ...reader.people, ...nounEditing(options, '/v1/people') },
    topics: { ...reader.topics, ...nounEditing(options, '/v1/topics') },
    ...access(options),
    imports: importCalls(options),
    webhooks: webhookCalls(options),
    health: () => request(options, 'GET', '/healthz', {}),
    ready: () => request(options, 'GET', '/readyz', {}),
    metrics: () => requestText(options, '/metrics', 'text/plain'),
  }
}

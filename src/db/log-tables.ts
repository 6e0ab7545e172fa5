import { counter, flag, index, integer, json, primaryKey, table, text, time } from './kit.sqlite.ts'
import { articles } from './tables.ts'

// ---- What happened ---------------------------------------------------------------------------------

/** Everything that readers may have noticed, in order; written in the transaction that did it. */
export const changes = table('changes', {
  seq: counter(),
  type: text().notNull(),
  at: time().notNull(),
  resource: text().$type<'article' | 'qa' | 'person' | 'topic'>().notNull(),
  resourceId: text().notNull(),
  /** The article's, of an article and its pairs. */
  revision: integer(),
  /** Readers no longer find it. */
  deleted: flag().notNull(),
  cacheTags: json<string[]>().notNull(),
})

/** What a change is about, as far as the filter `topic` goes. */
export const changeTopics = table(
  'change_topics',
  { topicId: text().notNull(), seq: integer().notNull() },
  (row) => [primaryKey({ columns: [row.topicId, row.seq] })],
)

/** Who did what. */
export const audit = table(
  'audit',
  {
    seq: counter(),
    at: time().notNull(),
    /** As revisions are signed: id and name. */
    actor: text().notNull(),
    action: text().notNull(),
    resource: text().notNull(),
    resourceId: text().notNull(),
    fromRevision: integer(),
    toRevision: integer(),
    requestId: text(),
    /** `version` of the article that it was done to, afterwards; null of all else, and of what was done before this was kept. */
    articleVersion: integer(),
  },
  (row) => [index('audit_resource').on(row.resourceId, row.seq), index('audit_actor').on(row.actor, row.seq)],
)

/** What was put right in public. Nothing is ever taken out of it. */
export const corrections = table(
  'corrections',
  {
    id: text().primaryKey(),
    articleId: text()
      .notNull()
      .references(() => articles.id),
    /** The pair it is about; null: the whole article. */
    qaId: text(),
    kind: text().$type<'correction' | 'clarification' | 'retraction'>().notNull(),
    /** CommonMark. */
    text: text().notNull(),
    author: text().notNull(),
    at: time().notNull(),
  },
  (row) => [
    index('corrections_at').on(row.at, row.id),
    index('corrections_article').on(row.articleId, row.at),
  ],
)

// ---- Whom we tell ----------------------------------------------------------------------------------

export const webhooks = table('webhooks', {
  id: text().primaryKey(),
  url: text().notNull(),
  description: text(),
  /** Types of change that are sent; empty: all. */
  types: json<string[]>().notNull(),
  /** Ids of topics one of which a change has to have; empty: any or none. */
  topicIds: json<string[]>().notNull(),
  /** Kept as it is: it signs. */
  secret: text().notNull(),
  /** Signs beside the new one until then. */
  previousSecret: text(),
  previousSecretUntil: time(),
  /** null: in use. */
  disabledAt: time(),
  disabledReason: text(),
  /** Since when no delivery has gone well; null: the last one did. */
  failingSince: time(),
  /** The last change that became a delivery, or was none of this webhook's. */
  lastSeq: integer().notNull(),
  createdAt: time().notNull(),
  updatedAt: time().notNull(),
})

export const webhookDeliveries = table(
  'webhook_deliveries',
  {
    id: text().primaryKey(),
    webhookId: text()
      .notNull()
      .references(() => webhooks.id),
    /** The change; null of a test. */
    seq: integer(),
    type: text().notNull(),
    /** What is sent, as text, so that it is the same at each attempt. */
    payload: text().notNull(),
    status: text().$type<'pending' | 'delivered' | 'failed'>().notNull(),
    attempts: integer().notNull(),
    /** null: no more. */
    nextAttemptAt: time(),
    /** Until then a process is at it. */
    leasedUntil: time(),
    createdAt: time().notNull(),
  },
  (row) => [
    index('webhook_deliveries_due').on(row.nextAttemptAt),
    index('webhook_deliveries_webhook').on(row.webhookId, row.createdAt, row.id),
  ],
)

export const webhookAttempts = table(
  'webhook_attempts',
  {
    deliveryId: text()
      .notNull()
      .references(() => webhookDeliveries.id),
    number: integer().notNull(),
    at: time().notNull(),
    /** Of the reply; null where there was none. */
    httpStatus: integer(),
    latencyMs: integer().notNull(),
    /** The beginning of the reply's body. */
    responseHead: text(),
    error: text(),
  },
  (row) => [primaryKey({ columns: [row.deliveryId, row.number] })],
)

/** The hub that is told of changed feeds, in the one row there is, and how far it has been. */
export const hubs = table('hubs', {
  url: text().primaryKey(),
  /** The last change whose feeds are in `hubPings`, or were. */
  lastSeq: integer().notNull(),
})

/** Feeds that changed since the hub was told of them. */
export const hubPings = table(
  'hub_pings',
  {
    /** Of the feed, from the root of the service. */
    path: text().primaryKey(),
    /** Attempts that failed since it last changed. */
    attempts: integer().notNull(),
    /** While one is under way: when it is taken for lost. */
    nextAttemptAt: time().notNull(),
  },
  (row) => [index('hub_pings_due').on(row.nextAttemptAt)],
)

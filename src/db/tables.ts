import { sql } from 'drizzle-orm'
import type { ArticleKind, ArticleStatus } from '../contract.ts'
import {
  bytes,
  computed,
  counter,
  index,
  integer,
  json,
  primaryKey,
  table,
  text,
  time,
  uniqueIndex,
} from './kit.sqlite.ts'

// ---- The editors' side: identity, state and documents --------------------------------------------

/** Who an article is and where it stands. What it says is in `revisions`. */
export const articles = table(
  'articles',
  {
    id: text().primaryKey(),
    /** Unique, as every slug is in `slugs`. */
    slug: text().notNull(),
    draftRevision: integer().notNull(),
    /** null: readers do not see it. */
    publishedRevision: integer(),
    /** When readers first saw it; stands in for the date where the source gave none. */
    firstPublishedAt: time(),
    /** When the draft, as it is then, is to be published. */
    scheduledAt: time(),
    /** Who asked for that. */
    scheduledBy: text(),
    trashedAt: time(),
    /** When it was taken back; readers see the notice in `corrections`. */
    retractedAt: time(),
    /** How it stands, in a word. */
    status: computed<ArticleStatus>(sql`
      case when trashed_at is not null then 'trashed' when retracted_at is not null then 'retracted'
      when published_revision is not null then 'published' when scheduled_at is not null then 'scheduled'
      else 'draft' end`),
    /** Counts every change of it, of its state too: what its entity tag is made of. */
    version: integer().notNull().default(1),
    /** The highest pair number ever given, so that none is given twice. */
    lastPairNumber: integer().notNull(),
    createdAt: time().notNull(),
    updatedAt: time().notNull(),
  },
  (row) => [
    index('articles_scheduled')
      .on(row.scheduledAt)
      .where(sql`scheduled_at is not null`),
    index('articles_updated').on(row.updatedAt, row.id),
    index('articles_status').on(row.status, row.updatedAt, row.id),
  ],
)

/** Every version of every article, whole and unchangeable. */
export const revisions = table(
  'revisions',
  {
    articleId: text()
      .notNull()
      .references(() => articles.id),
    number: integer().notNull(),
    document: json<unknown>().notNull(),
    author: text().notNull(),
    reason: text().notNull(),
    createdAt: time().notNull(),
  },
  (row) => [primaryKey({ columns: [row.articleId, row.number] })],
)

/** What was handed to the importer, byte for byte, and what it made of it. */
export const imports = table(
  'imports',
  {
    id: text().primaryKey(),
    articleId: text()
      .notNull()
      .references(() => articles.id),
    revision: integer().notNull(),
    /** SHA-256 of `source`, in hex. */
    checksum: text().notNull(),
    source: bytes().notNull(),
    mediaType: text().notNull(),
    charset: text().notNull(),
    result: json<unknown>().notNull(),
    author: text().notNull(),
    createdAt: time().notNull(),
  },
  (row) => [index('imports_checksum').on(row.checksum), index('imports_article').on(row.articleId)],
)

/** What a later text of an article finds it by: the addresses it had, and its titles, bare and each with a person's name. */
export const matchKeys = table(
  'match_keys',
  {
    kind: text().$type<'url' | 'interviewee' | 'interviewer' | 'title'>().notNull(),
    key: text().notNull(),
    articleId: text()
      .notNull()
      .references(() => articles.id),
  },
  (row) => [primaryKey({ columns: [row.kind, row.key, row.articleId] })],
)

// ---- Names -----------------------------------------------------------------------------------------

/** Every slug ever given, present ones too: a name is never given to another resource. */
export const slugs = table(
  'slugs',
  {
    kind: text().$type<'article' | 'person' | 'topic'>().notNull(),
    slug: text().notNull(),
    resourceId: text().notNull(),
  },
  (row) => [primaryKey({ columns: [row.kind, row.slug] })],
)

/**
 * A number for each article, person and topic that ever was, and for each kind: who knows resources by integers alone finds
 * them by it. Given with the first row of what has it (triggers of the migration), and never to another.
 */
export const resourceNumbers = table('resource_numbers', {
  number: counter(),
  resourceId: text().notNull().unique(),
})

export const people = table(
  'people',
  {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    /** The name without case, accents and punctuation: what is sorted and matched by. */
    nameKey: text().notNull(),
    title: text(),
    bio: text(),
    aliases: json<string[]>().notNull(),
    sameAs: json<string[]>().notNull(),
    /** Who this turned out to be; names and ids of this one lead there. null: is somebody. */
    mergedInto: text(),
    createdAt: time().notNull(),
    updatedAt: time().notNull(),
  },
  (row) => [index('people_name').on(row.nameKey, row.id)],
)

/** What a person is matched by: the key of the name and of each alias. */
export const personNames = table(
  'person_names',
  {
    nameKey: text().notNull(),
    personId: text()
      .notNull()
      .references(() => people.id),
  },
  (row) => [
    primaryKey({ columns: [row.nameKey, row.personId] }),
    index('person_names_person').on(row.personId),
  ],
)

export const topics = table(
  'topics',
  {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    nameKey: text().notNull(),
    description: text(),
    altLabels: json<string[]>().notNull(),
    broaderId: text(),
    sameAs: json<string[]>().notNull(),
    /** The topic that this one became a part of; its names and id lead there. null: is a topic. */
    mergedInto: text(),
    createdAt: time().notNull(),
    updatedAt: time().notNull(),
  },
  (row) => [index('topics_name').on(row.nameKey, row.id), index('topics_broader').on(row.broaderId)],
)

/** Each topic with every topic above it and itself, so that "or anything narrower" is one look-up. */
export const topicClosure = table(
  'topic_closure',
  {
    ancestorId: text().notNull(),
    descendantId: text().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.ancestorId, row.descendantId] }),
    index('topic_closure_up').on(row.descendantId),
  ],
)

// ---- The readers' side: written by publishing alone ------------------------------------------------

export const publishedArticles = table(
  'published_articles',
  {
    articleId: text()
      .primaryKey()
      .references(() => articles.id),
    slug: text().notNull(),
    title: text().notNull(),
    titleKey: text().notNull(),
    kind: text().$type<ArticleKind>().notNull(),
    language: text().notNull(),
    publishedAt: time().notNull(),
    updatedAt: time().notNull(),
    /** The summary as the wire has it (`toStoredJson`). */
    summary: text().notNull(),
    /** Who the people of the document are, in its order: a name says it only until somebody is called otherwise. */
    personIds: json<string[]>().notNull(),
  },
  (row) => [
    // Unique, so that the pairs of one article after the other are in order without sorting.
    uniqueIndex('published_articles_date').on(row.publishedAt, row.articleId),
    uniqueIndex('published_articles_kind').on(row.kind, row.publishedAt, row.articleId),
    uniqueIndex('published_articles_language').on(row.language, row.publishedAt, row.articleId),
    uniqueIndex('published_articles_updated').on(row.updatedAt, row.articleId),
    uniqueIndex('published_articles_title').on(row.titleKey, row.articleId),
    // All that a sitemap says, so that none of the large rows is read for it.
    index('published_articles_sitemap').on(row.publishedAt, row.articleId, row.slug, row.updatedAt),
  ],
)

export const qaPairs = table(
  'qa_pairs',
  {
    id: text().primaryKey(),
    articleId: text()
      .notNull()
      .references(() => publishedArticles.articleId),
    position: integer().notNull(),
    kind: text().$type<ArticleKind>().notNull(),
    language: text().notNull(),
    publishedAt: time().notNull(),
    updatedAt: time().notNull(),
    /** The pair with its article as the wire has it (`toStoredJson`). */
    pair: text().notNull(),
  },
  (row) => [
    // Lists of pairs go through their articles in order, and from each to its pairs.
    index('qa_pairs_article').on(row.articleId, row.position, row.id),
  ],
)

/** The words that are searched. The full-text index over the last four is each dialect's own. */
export const searchTexts = table(
  'search_texts',
  {
    key: counter(),
    kind: text().$type<'article' | 'qa' | 'person' | 'topic'>().notNull(),
    id: text().notNull().unique(),
    /** The article a hit counts for; null for people and topics. */
    articleId: text(),
    head: text().notNull(),
    body: text().notNull(),
    /** What it is found by as well, and counts less: the title it stands under, who speaks, and what about. */
    context: text().notNull().default(''),
    /** What filters narrow it down by (`searchTags`). */
    tags: text().notNull().default(''),
  },
  (row) => [index('search_texts_article').on(row.articleId)],
)

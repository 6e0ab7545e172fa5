import { json, primaryKey, table, text, time } from './kit.sqlite.ts'
import { publishedArticles } from './tables.ts'

/** What readers get of an article: nothing else is read to answer them. */
export const articleReplies = table('article_replies', {
  articleId: text()
    .primaryKey()
    .references(() => publishedArticles.articleId),
  slug: text().notNull().unique(),
  updatedAt: time().notNull(),
  /** Differs whenever the article does. */
  etag: text().notNull(),
  /** What the article shows: ids and slugs with their kinds, parted by commas. */
  cacheTags: text().notNull(),
  /** The whole article as the wire has it (`toStoredJson`). */
  article: text().notNull(),
  /** The article as a Markdown page; null where it was published before these were kept. */
  markdown: text(),
})

/**
 * People and topics that have another name, or became part of another one, on more articles than are shown again in the
 * transaction that did it: what is left to do of each.
 */
export const reprojections = table(
  'reprojections',
  {
    kind: text().$type<'person' | 'topic'>().notNull(),
    resourceId: text().notNull(),
    /** The last article that was shown again; empty: none yet. */
    afterArticleId: text().notNull(),
    /** What the log names when the last article is shown again, beside the present name. */
    cacheTags: json<string[]>().notNull(),
  },
  (row) => [primaryKey({ columns: [row.kind, row.resourceId] })],
)

import { bytes, table, text, time } from './kit.sqlite.ts'
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
  /** The whole article as the wire has it (`toStoredJson`), in UTF-8. */
  article: bytes().notNull(),
  /** The article as a Markdown page; null where it was published before these were kept. */
  markdown: text(),
})

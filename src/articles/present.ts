import { z } from 'zod'
import { presentPair, StoredPair } from '../qa/present.ts'
import { Article, ArticleSummary, type ListedArticle } from './contract.ts'
import type { ArticleRow, SummaryRow } from './queries.ts'

/** The parts of an article as publishing keeps them: without the address, which depends on where the site is. */
export const StoredSummary = ArticleSummary.omit({ url: true })
export const StoredBody = Article.pick({ intro: true, note: true }).extend({
  qa: z.array(StoredPair),
  /** Who the people of the document are, in its order: a name says it only until somebody is called otherwise. */
  personIds: z.array(z.string()).optional(),
})

function presentSummary(stored: unknown, siteUrl: string): ArticleSummary {
  const summary = StoredSummary.parse(stored)
  return { ...summary, url: `${siteUrl}/articles/${summary.slug}` }
}

/** The wire's article in a list. */
export function presentListedArticle({ summary, highlights }: SummaryRow, siteUrl: string): ListedArticle {
  const article = presentSummary(summary, siteUrl)
  return highlights ? { ...article, highlights: { title: highlights.head, text: highlights.body } } : article
}

/** The wire's article, whole. */
export function presentArticle({ summary, body }: ArticleRow, siteUrl: string): Article {
  const article = presentSummary(summary, siteUrl)
  const { qa, intro, note } = StoredBody.parse(body)
  return { ...article, intro, note, qa: qa.map((pair) => presentPair(pair, article.url)) }
}

import { z } from 'zod'
import { presentPair, RenderedPair } from '../qa/present.ts'
import { Article, ArticleSummary } from './contract.ts'

/** An article as it is rendered: without addresses. */
export const RenderedSummary = ArticleSummary.omit({ url: true })
export const RenderedBody = Article.pick({ intro: true, note: true }).extend({ qa: z.array(RenderedPair) })

/** Everything of an article that is rendered. */
export interface RenderedArticle {
  summary: z.infer<typeof RenderedSummary>
  body: z.infer<typeof RenderedBody>
}

/** The wire's article in a list. */
export function presentSummary(summary: RenderedArticle['summary'], siteUrl: string): ArticleSummary {
  return { ...summary, url: articleUrl(summary.slug, siteUrl) }
}

/** The wire's article, whole. */
export function presentArticle({ summary, body }: RenderedArticle, siteUrl: string): Article {
  const article = presentSummary(summary, siteUrl)
  const { qa, intro, note } = body
  return { ...article, intro, note, qa: qa.map((pair) => presentPair(pair, article.url)) }
}

/** Where readers read an article. */
function articleUrl(slug: string, siteUrl: string): string {
  return `${siteUrl}/articles/${slug}`
}

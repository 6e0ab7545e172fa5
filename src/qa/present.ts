import type { ArticleRef } from '../contract.ts'
import { type ListedQaPair, QaPair } from './contract.ts'
import type { QaRow } from './queries.ts'

/** A pair as publishing keeps it: without the address, which depends on where the site is. */
export const StoredPair = QaPair.omit({ url: true })

/** The wire's pair inside its article. */
export function presentPair(stored: unknown, articleUrl: string): QaPair {
  const pair = StoredPair.parse(stored)
  return { ...pair, url: `${articleUrl}#${pair.anchor}` }
}

/** The wire's pair on its own. */
export function presentListedPair(row: QaRow, siteUrl: string): ListedQaPair {
  const article: ArticleRef = { ...row.article, url: `${siteUrl}/articles/${row.article.slug}` }
  const pair = { ...presentPair(row.pair, article.url), article }
  if (!row.highlights) return pair
  return { ...pair, highlights: { question: row.highlights.head, answer: row.highlights.body } }
}

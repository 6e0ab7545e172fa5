import type { z } from 'zod'
import type { ArticleRef } from '../contract.ts'
import { type ListedQaPair, QaPair } from './contract.ts'
import type { QaRow } from './queries.ts'

/** A pair as publishing keeps it: without the address, which depends on where the site is. */
export const StoredPair = QaPair.omit({ url: true })
type StoredPair = z.infer<typeof StoredPair>

/** The wire's pair inside its article. */
export function presentPair(pair: StoredPair, articleUrl: string): QaPair {
  return { ...pair, url: `${articleUrl}#${pair.anchor}` }
}

/** The wire's pair on its own. */
export function presentListedPair(row: QaRow, siteUrl: string): ListedQaPair {
  const article: ArticleRef = { ...row.article, url: `${siteUrl}/articles/${row.article.slug}` }
  const pair = { ...presentPair(StoredPair.parse(row.pair), article.url), article }
  if (!row.highlights) return pair
  return { ...pair, highlights: { question: row.highlights.head, answer: row.highlights.body } }
}

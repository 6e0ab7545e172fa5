import type { z } from 'zod'
import type { ArticleRef } from '../contract.ts'
import { type ListedQaPair, QaPair } from './contract.ts'

/** A pair as it is rendered: without its address. */
export const RenderedPair = QaPair.omit({ url: true })
export type RenderedPair = z.infer<typeof RenderedPair>

/** The wire's pair inside its article. */
export function presentPair(pair: RenderedPair, articleUrl: string): QaPair {
  return { ...pair, url: `${articleUrl}#${pair.anchor}` }
}

/** The wire's pair on its own. */
export function presentListedPair(pair: RenderedPair, article: ArticleRef): ListedQaPair {
  return { ...presentPair(pair, article.url), article }
}

import { renderRichText } from '../publishing/rich-text.ts'
import type { Correction } from './contract.ts'
import type { CorrectionRow } from './queries.ts'

/** The wire's entry of the ledger. */
export function presentCorrection({ correction, article }: CorrectionRow, siteUrl: string): Correction {
  const { id, kind, text, at, articleId, qaId } = correction
  return {
    id,
    type: 'correction',
    kind,
    text: renderRichText(text),
    at,
    articleId,
    article: article && { ...article, url: `${siteUrl}/articles/${article.slug}` },
    qa: qaId,
  }
}

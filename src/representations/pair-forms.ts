import type { ArticleSummary } from '../articles/contract.ts'
import { findSummaries } from '../articles/queries.ts'
import { summaryOf } from '../articles/read-article.ts'
import type { Deps } from '../deps.ts'
import { pairJsonLd } from '../json-ld/article-json-ld.ts'
import { sameAsOf } from '../people/queries.ts'
import type { ListedQaPair } from '../qa/contract.ts'
import type { QaRow } from '../qa/queries.ts'
import { noPair, pairOf } from '../qa/read-pair.ts'
import { htmlSurroundings } from './article-forms.ts'
import { pairCitation } from './citation.ts'
import type { PairForm } from './contract.ts'
import type { Writers, Written } from './forms.ts'
import { pairHtml } from './html.ts'
import { pairMarkdown } from './pair-markdown.ts'

/** How a pair is written in each of its forms. */
export const pairWriters: Writers<PairForm, QaRow> = {
  async html(deps, row) {
    const { pair, article } = await readAround(deps, row)
    return written(pair, pairHtml(pair, { ...htmlSurroundings(deps.config), language: article.language }))
  },
  async md(deps, row) {
    const { pair, article } = await readAround(deps, row)
    const body = await pairMarkdown(deps.store.read, pair, article)
    if (body === undefined) throw noPair()
    return written(pair, body)
  },
  async jsonld(deps, row) {
    const { pair, article } = await readAround(deps, row)
    const people = [...(pair.askedBy ? [pair.askedBy] : []), ...pair.answeredBy, ...pair.mentions]
    const sameAs = await sameAsOf(
      deps.store.read,
      people.map(({ id }) => id),
    )
    const body = JSON.stringify(pairJsonLd(pair, { article, siteUrl: deps.config.siteUrl, sameAs }))
    return written(
      pair,
      body,
      people.map(({ slug }) => `person:${slug}`),
    )
  },
  async csl(deps, row) {
    const { pair, article } = await readAround(deps, row)
    return written(pair, JSON.stringify(pairCitation(pair, article)))
  },
}

/** A pair with what its article says of it. */
async function readAround(
  { store, config: { siteUrl } }: Deps,
  row: QaRow,
): Promise<{ pair: ListedQaPair; article: ArticleSummary }> {
  const pair = pairOf(row, siteUrl)
  const [article] = await findSummaries(store.read, [pair.article.id])
  if (!article) throw noPair()
  return { pair, article: summaryOf(article, siteUrl) }
}

function written(pair: ListedQaPair, body: string, tags: string[] = []): Written {
  return { body, shown: { tags: [`qa:${pair.id}`, `article:${pair.article.id}`, ...new Set(tags)] } }
}

import { articleOf } from '../articles/read-article.ts'
import type { ArticleRow } from '../articles/queries.ts'
import { presentCorrection } from '../corrections/present.ts'
import { correctionsOf } from '../corrections/queries.ts'
import type { Deps } from '../deps.ts'
import { articleJsonLd } from '../json-ld/article-json-ld.ts'
import { sameAsOf } from '../people/queries.ts'
import { articlePage } from './article-page.ts'
import type { Site } from './site.ts'
import type { Page } from './write-page.ts'

/** The page of an article. */
export async function readArticlePage(
  { store, config: { siteUrl } }: Deps,
  site: Site,
  row: ArticleRow,
): Promise<Page> {
  const article = articleOf(row, siteUrl)
  const ledger = await correctionsOf(store.read, row.id)
  const sameAs = await sameAsOf(store.read, [...new Set(article.people.map(({ id }) => id))])
  return articlePage(site, {
    article,
    corrections: ledger.map((correction) => presentCorrection({ correction, article }, siteUrl)),
    structured: articleJsonLd(article, { siteUrl, sameAs }),
  })
}

import { articleOf } from '../articles/read-article.ts'
import type { ArticleRow } from '../articles/queries.ts'
import { presentCorrection } from '../corrections/present.ts'
import { listCorrections } from '../corrections/queries.ts'
import type { Deps } from '../deps.ts'
import { articleJsonLd } from '../json-ld/article-json-ld.ts'
import { sameAsOf } from '../people/queries.ts'
import { articlePage } from './article-page.ts'
import type { Site } from './site.ts'
import type { Page } from './write-page.ts'

/** More entries of the ledger than any article has. */
const CORRECTIONS_MAX = 100

/** The page of an article. */
export async function readArticlePage(
  { store, config: { siteUrl } }: Deps,
  site: Site,
  row: ArticleRow,
): Promise<Page> {
  const article = articleOf(row, siteUrl)
  const wanted = { limit: CORRECTIONS_MAX, after: undefined, count: false }
  const ledger = await listCorrections(store.read, { article: [row.id] }, wanted)
  const sameAs = await sameAsOf(store.read, [...new Set(article.people.map(({ id }) => id))])
  return articlePage(site, {
    article,
    corrections: ledger.rows.map((entry) => presentCorrection(entry, siteUrl)),
    structured: articleJsonLd(article, { siteUrl, sameAs }),
  })
}

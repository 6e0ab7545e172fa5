import { findRetraction } from '../corrections/queries.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { renderRichText } from '../publishing/rich-text.ts'
import { withSite } from '../stored-json.ts'
import { Article, ArticleSummary } from './contract.ts'
import { type ArticleRow, findArticle, findArticles, type SummaryRow } from './queries.ts'

/** A published article with its pairs, by id or by any slug it has or had. Throws `Problem` where readers see none. */
export async function getArticleRow(deps: Deps, idOrSlug: string): Promise<ArticleRow> {
  return (await findArticle(deps.store.read, idOrSlug)) ?? refuseUnseen(deps, idOrSlug)
}

/** What was retracted says so; all else that readers do not see is as if it never was. */
export async function refuseUnseen({ store }: Deps, idOrSlug: string): Promise<never> {
  const notice = await findRetraction(store.read, idOrSlug)
  if (notice !== undefined) throw new Problem('gone', renderRichText(notice).text)
  throw new Problem('not_found', 'No published article has this id or slug.')
}

/** Published articles with their pairs, in the order of their ids here; what readers do not see is left out. */
export async function readArticles({ store, config }: Deps, ids: string[]): Promise<Article[]> {
  return (await findArticles(store.read, ids)).map((row) => articleOf(row, config.siteUrl))
}

/** The wire's article of a row. */
export function articleOf({ article }: Pick<ArticleRow, 'article'>, siteUrl: string): Article {
  return Article.parse(JSON.parse(withSite(article, siteUrl)))
}

/** The wire's article in a list, of a row. */
export function summaryOf({ summary }: Pick<SummaryRow, 'summary'>, siteUrl: string): ArticleSummary {
  return ArticleSummary.parse(JSON.parse(withSite(summary, siteUrl)))
}

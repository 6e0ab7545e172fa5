import { type ArticleRow, findMarkdown } from '../articles/queries.ts'
import { articleOf, refuseUnseen } from '../articles/read-article.ts'
import { shownOf } from '../articles/reply.ts'
import type { Config } from '../config.ts'
import { articleJsonLd } from '../json-ld/article-json-ld.ts'
import { sameAsOf } from '../people/queries.ts'
import { articleCitation } from './citation.ts'
import type { ArticleForm } from './contract.ts'
import type { Writers, Written } from './forms.ts'
import { articleHtml, type HtmlSurroundings } from './html.ts'
import { articleNinjs } from './ninjs.ts'

/** How an article is written in each of its forms. */
export const articleWriters: Writers<ArticleForm, ArticleRow> = {
  html: ({ config }, row) => {
    return written(row, articleHtml(articleOf(row, config.siteUrl), htmlSurroundings(config)))
  },
  async md(deps, { id }) {
    const row = (await findMarkdown(deps.store.read, id)) ?? (await refuseUnseen(deps, id))
    return { body: row.markdown, shown: { ...shownOf(row), etag: `${row.etag}-md` } }
  },
  async jsonld({ store, config: { siteUrl } }, row) {
    const article = articleOf(row, siteUrl)
    const sameAs = await sameAsOf(
      store.read,
      article.people.map(({ id }) => id),
    )
    const { tags } = shownOf(row)
    // When people came to be elsewhere, the article does not say.
    return { body: JSON.stringify(articleJsonLd(article, { siteUrl, sameAs })), shown: { tags } }
  },
  ninjs: ({ config }, row) =>
    written(row, JSON.stringify(articleNinjs(articleOf(row, config.siteUrl), config))),
  csl: ({ config }, row) => written(row, JSON.stringify(articleCitation(articleOf(row, config.siteUrl)))),
}

function written(row: ArticleRow, body: string): Promise<Written> {
  const { tags, modifiedMs } = shownOf(row)
  return Promise.resolve({ body, shown: { tags, modifiedMs } })
}

export function htmlSurroundings({ siteUrl, publicUrl }: Config): HtmlSurroundings {
  return { siteUrl, isElsewhere: siteUrl !== publicUrl }
}

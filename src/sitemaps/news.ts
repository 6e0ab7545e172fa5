import type { SitemapItemLoose } from 'sitemap'
import type { Config } from '../config.ts'
import type { NewsRow } from './queries.ts'

/** Chinese is told by its script, all else by the language alone. */
const CHINESE = /^zh(-(?:hant|tw|hk|mo))?\b/i

/** An article in a news sitemap. */
export function newsItem(
  { slug, title, language, publishedAt }: NewsRow,
  { siteUrl, siteName }: Config,
): SitemapItemLoose {
  return {
    url: `${siteUrl}/articles/${slug}`,
    news: {
      publication: { name: siteName, language: newsLanguage(language) },
      publication_date: publishedAt,
      title,
    },
  }
}

/** A BCP 47 tag as the schema has it: ISO 639, or `zh-cn` and `zh-tw`. */
function newsLanguage(tag: string): string {
  const chinese = CHINESE.exec(tag)
  if (chinese) return chinese[1] === undefined ? 'zh-cn' : 'zh-tw'
  return tag.split('-', 1)[0] ?? tag
}

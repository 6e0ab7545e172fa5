/**
 * Most addresses of one part: half of what the protocol allows, so that of the longest slugs, percent-encoded, a part has
 * less than its 50 MB (https://www.sitemaps.org/protocol.html).
 */
export const ADDRESSES_MAX = 25_000
/** https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap */
export const NEWS_ITEMS_MAX = 1_000
export const NEWS_HOURS = 48

/** A part of the sitemap: articles of a year, people or topics; `number` counts from 1. */
export type Part =
  { of: 'articles'; year: string; number: number } | { of: 'people' | 'topics'; number: number }

const ARTICLES = /^articles-(\d{4})-([1-9]\d{0,4})$/
const NAMED = /^(people|topics)-([1-9]\d{0,4})$/

/** A part as its address names it. */
export function nameOfPart(part: Part): string {
  return part.of === 'articles' ? `articles-${part.year}-${part.number}` : `${part.of}-${part.number}`
}

/** The part of a name; undefined where it is none. */
export function partOfName(name: string): Part | undefined {
  const [, year, number] = ARTICLES.exec(name) ?? []
  if (year !== undefined) return { of: 'articles', year, number: Number(number) }
  const [, of, count] = NAMED.exec(name) ?? []
  return of === 'people' || of === 'topics' ? { of, number: Number(count) } : undefined
}

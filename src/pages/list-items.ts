import type { ArticleSummary } from '../articles/contract.ts'
import { type HtmlSafeString, markup } from '../http/markup.ts'
import type { ListedQaPair } from '../qa/contract.ts'
import { bylineInWords } from './byline.ts'
import { excerptOf } from './rich-html.ts'
import type { Site } from './site.ts'
import { dayOf, inARow, KINDS, questionName } from './words.ts'

/** Articles in a list; undefined: there are none. */
export function articleItems({ base }: Site, articles: ArticleSummary[]): HtmlSafeString | undefined {
  if (articles.length === 0) return undefined
  const items = articles.map(({ slug, kind, title, dek, language, people, publishedAt }) => {
    const link = markup`<a href="${base}/articles/${slug}"><bdi lang="${language}">${title}</bdi></a>`
    const byline = bylineInWords(people)
    return markup`<li>
<p class="eyebrow">${KINDS[kind]} <time datetime="${publishedAt}">${dayOf(publishedAt)}</time></p>
<h2>${link}</h2>
${dek === null ? '' : markup`<p class="dek"><bdi lang="${language}">${dek}</bdi></p>`}
${byline === '' ? '' : markup`<p class="with">${byline}</p>`}
</li>`
  })
  return markup`<ol class="articles">${items}</ol>`
}

/** Pairs in a list, under the articles that they are from; undefined: there are none. */
export function answerItems(
  site: Site,
  pairs: ListedQaPair[],
  { withSpeakers = false } = {},
): HtmlSafeString | undefined {
  if (pairs.length === 0) return undefined
  const groups: ListedQaPair[][] = []
  for (const pair of pairs) {
    const last = groups.at(-1)
    if (last?.[0]?.article.id === pair.article.id) last.push(pair)
    else groups.push([pair])
  }
  return markup`${groups.map((group) => groupOf(site, group, withSpeakers))}`
}

function groupOf({ base }: Site, group: ListedQaPair[], withSpeakers: boolean): HtmlSafeString {
  const [first] = group
  if (!first) return markup``
  const { slug, title, publishedAt } = first.article
  const items = group.map(({ anchor, position, question, answer, answeredBy }) => {
    const speakers = withSpeakers && answeredBy.length > 0 ? inARow(answeredBy.map(({ name }) => name)) : ''
    return markup`<li>
<h3><a href="${base}/articles/${slug}#${anchor}"><bdi>${excerptOf(question.text) || questionName(position)}</bdi></a></h3>
<p>${speakers === '' ? '' : markup`<span class="speaker">${speakers}</span> `}<bdi>${excerptOf(answer.text)}</bdi></p>
</li>`
  })
  return markup`<section class="of-article">
<header><h2><a href="${base}/articles/${slug}"><bdi>${title}</bdi></a></h2>
<p class="eyebrow"><time datetime="${publishedAt}">${dayOf(publishedAt)}</time></p></header>
<ol class="answers">${items}</ol>
</section>`
}

/** Which part of a list is shown. */
export interface Part {
  isFirst: boolean
  /** Where it goes on: an address relative to the page's; null: nowhere. */
  next: string | null
}

/** A part of a list whose beginning is at `first`, with the way on and back; undefined: nothing is in it. */
export function partOf(
  list: HtmlSafeString | undefined,
  { next, isFirst }: Part,
  first: string,
): HtmlSafeString {
  const links = [
    ...(isFirst ? [] : [markup`<li><a href="${first}">Back to the beginning</a></li>`]),
    ...(next === null ? [] : [markup`<li><a rel="next" href="${next}">More</a></li>`]),
  ]
  const nav = markup`<nav class="parts" aria-label="Parts of this list"><ul>${links}</ul></nav>`
  return markup`${list ?? nothing()}\n${links.length > 0 ? nav : ''}`
}

/** What stands in the place of a list that has nothing. */
export function nothing(): HtmlSafeString {
  return markup`<p class="nothing">Nothing has been published here yet.</p>`
}

/** One of several lists on a page. */
export interface View {
  words: string
  count: number
  href: string
  isShown: boolean
}

/** Which lists there are; none where there is one. */
export function viewLinks(views: View[]): HtmlSafeString {
  if (views.length < 2) return markup``
  const links = views.map(({ words, count, href, isShown }) => {
    const here = isShown ? markup` aria-current="true"` : ''
    return markup`<li><a href="${href}"${here}>${words} <span class="count">${count}</span></a></li>`
  })
  return markup`<nav class="views" aria-label="Lists"><ul>${links}</ul></nav>`
}

/** The lists of a page: the first at the page's own address, each other one beside it; and where the shown one is. */
export function viewsOf(
  lists: (Pick<View, 'words' | 'count'> & { show: string })[],
  { first, shown, address }: { first: string; shown: string; address: string },
): { views: View[]; shownAt: string } {
  const at = (show: string) => (show === first ? address : `${address}?show=${show}`)
  const views = lists.map(({ show, words, count }) => {
    return { words, count, href: at(show), isShown: show === shown }
  })
  return { views, shownAt: at(shown) }
}

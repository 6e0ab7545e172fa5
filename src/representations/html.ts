import { type HtmlSafeString, join, markup } from '../http/markup.ts'
import type { Article } from '../articles/contract.ts'
import type { PersonRef } from '../contract.ts'
import type { QaPair } from '../qa/contract.ts'
import { headed, richHtml } from './rich-html.ts'

/** The text of an article without its head and foot. */
export function articleBody({ intro, qa, url }: Article, siteUrl: string): HtmlSafeString {
  const pairs = qa.map(
    (pair) => markup`
<section id="${pair.anchor}">
${pairBody(pair, { siteUrl, level: 2 })}
</section>`,
  )
  return markup`${intro === null ? '' : richHtml(intro, { level: 2, base: url })}${pairs}`
}

/** Who asks stands above the question, who answers above the answer: there is no word that would need a language. */
function pairBody(
  { anchor, url, question, answer, askedBy, answeredBy }: QaPair,
  { siteUrl, level }: { siteUrl: string; level: 1 | 2 },
): HtmlSafeString {
  const place = { level: level + 1, base: url }
  const { heading, rest } = headed(question, place)
  const answerers = join(
    answeredBy.map((person) => linkTo(person, siteUrl)),
    ', ',
  )
  return markup`<hgroup>
${askedBy === null ? '' : markup`<p>${linkTo(askedBy, siteUrl)}</p>`}
${level === 1 ? markup`<h1>${heading}</h1>` : markup`<h2>${heading}</h2>`}
</hgroup>
${rest}
<div id="${anchor}-answer">
${answeredBy.length === 0 ? '' : markup`<p>${answerers}</p>`}
${richHtml(answer, place)}
</div>`
}

function linkTo({ slug, name }: PersonRef, siteUrl: string): HtmlSafeString {
  return markup`<a href="${siteUrl}/people/${slug}">${name}</a>`
}

import type { Article } from '../articles/contract.ts'
import type { RichText } from '../contract.ts'
import { type HtmlSafeString, join, markup, safe, sentHtml } from '../http/markup.ts'
import type { ListedQaPair, QaPair } from '../qa/contract.ts'
import { withWholeAddresses } from '../representations/rich-html.ts'

const ONE_PARAGRAPH = /^<p>((?:(?!<p>)[\s\S])*)<\/p>$/

/** The text of an article for readers elsewhere: with absolute addresses, and names where several people answer. */
export function articleHtml({ url, intro, note, qa }: Article): string {
  const speakers = new Set(qa.flatMap(({ answeredBy }) => answeredBy.map(({ id }) => id)))
  const parts = [
    ...(intro ? [block(intro, url)] : []),
    ...qa.map((pair) => pairHtml(pair, url, speakers.size > 1)),
    ...(note ? [safe('<hr />'), block(note, url)] : []),
  ]
  return sentHtml(join(parts, '\n'))
}

/** An answer, and where it is from. Its question is its title. */
export function answerHtml({ answer, article }: ListedQaPair): string {
  const url = new URL(article.url).href
  const from = markup`<p><cite><a href="${url}">${article.title}</a></cite></p>`
  return sentHtml(join([block(answer, article.url), from], '\n'))
}

function pairHtml({ question, answer, answeredBy }: QaPair, base: string, named: boolean): HtmlSafeString {
  const line = ONE_PARAGRAPH.exec(block(question, base).toString())?.[1]
  const names = answeredBy.map(({ name }) => name).join(', ')
  const parts = [
    markup`<h3>${line === undefined ? question.text : safe(line)}</h3>`,
    ...(named && names !== '' ? [markup`<p><b>${names}</b></p>`] : []),
    block(answer, base),
  ]
  return join(parts, '\n')
}

/** Sanitised HTML whose addresses hold anywhere. */
function block(text: RichText, base: string): HtmlSafeString {
  return safe(withWholeAddresses(text.html, base))
}

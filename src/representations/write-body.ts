import type { Article } from '../articles/contract.ts'
import { markup, sentHtml } from '../http/markup.ts'
import { articleBody } from './html.ts'
import { richHtml } from './rich-html.ts'

/** The text of an article as one piece of HTML: intro, questions as headings with their answers, note. */
export function writeHtml(article: Article, siteUrl: string): string {
  const { note, url } = article
  const end = note === null ? '' : markup`<hr>\n${richHtml(note, { level: 2, base: url })}`
  return sentHtml(markup`${articleBody(article, siteUrl)}\n${end}`).trim()
}

/** The same without markup; paragraphs are parted by an empty line. */
export function writeText({ intro, note, qa }: Article): string {
  const texts = [intro, ...qa.flatMap(({ question, answer }) => [question, answer]), note]
  return texts.flatMap((text) => (text === null || text.text === '' ? [] : [text.text])).join('\n\n')
}

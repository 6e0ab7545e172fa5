import type { RichText } from '../contract.ts'
import { type HtmlSafeString, markup, safe } from '../http/markup.ts'
import { headingsFrom } from '../representations/headings-from.ts'

// What publishing renders has no attribute on a heading or paragraph, and every other `<` in it is escaped.
/** What is no paragraph. */
const OTHER_BLOCKS = /<(?:h[1-6]|ul|ol|blockquote|pre|hr)\b/
const FIRST_LINE = /^<(p|h[1-6])>(.*?)<\/\1>\s*/s

/** Published HTML on a page: its headings begin at `level`, and leave none out on the way down. */
export function within(richHtml: string, level: number): HtmlSafeString {
  return safe(headingsFrom(level, richHtml))
}

/** A text as the inside of a heading, and what of it goes into none: it follows the heading. */
export function asHeading({ html: richHtml, text }: RichText): { inside: HtmlSafeString; rest: string } {
  if (!OTHER_BLOCKS.test(richHtml)) return { inside: linesOf(richHtml), rest: '' }
  const [whole = '', , line] = FIRST_LINE.exec(richHtml) ?? []
  // Of a text that begins with a list or the like the words are enough.
  if (line === undefined) return { inside: markup`${text}`, rest: '' }
  return { inside: safe(line), rest: richHtml.slice(whole.length) }
}

/** Paragraphs as lines: a heading takes no block. */
function linesOf(paragraphs: string): HtmlSafeString {
  const lines = paragraphs.split(/<\/?p>\s*/).filter((line) => line !== '')
  return lines.length === 1
    ? safe(lines[0])
    : markup`${lines.map((line) => markup`<span>${safe(line)}</span>`)}`
}

/** Longest text of another page that stands in a list. */
const EXCERPT_CHARS_MAX = 280
const words = new Intl.Segmenter(undefined, { granularity: 'word' })

/** The beginning of a text, in whole words. */
export function excerptOf(text: string, charsMax = EXCERPT_CHARS_MAX): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= charsMax) return line
  let end = 0
  for (const { index } of words.segment(line.slice(0, charsMax + 1))) end = index
  return `${line.slice(0, end || charsMax).replace(/[\s,;:–—-]+$/, '')}…`
}

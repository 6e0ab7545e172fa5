import { type HtmlSafeString, markup, safe } from '../http/markup.ts'
import type { RichText } from '../contract.ts'
import { headingsFrom } from './headings-from.ts'

// What publishing renders has no attribute on a paragraph; each other `<` and `"` of its texts is escaped.
const FIRST_PARAGRAPH = /^<p>(.*?)<\/p>(.*)$/s
const RELATIVE_ADDRESS = /(?<= (?:href|src)=")(?![a-z][a-z\d+.-]*:)[^"]*(?=")/gi

/** Where a text stands. */
export interface Place {
  /** That of its highest headings. */
  level: number
  /** What its addresses are relative to. */
  base: string
}

/** A published text that stands in any page: whole addresses, and headings that begin at a level and leave none out. */
export function richHtml({ html: ours }: Pick<RichText, 'html'>, { level, base }: Place): HtmlSafeString {
  return safe(withWholeAddresses(headingsFrom(level, ours), base))
}

/** Published HTML whose links and images lead to the same from anywhere. */
export function withWholeAddresses(html: string, base: string): string {
  return html.replace(RELATIVE_ADDRESS, (address) => URL.parse(address, base)?.href ?? address)
}

/** A text under a heading of its own: its first paragraph, else its words. Its place is that of the rest. */
export function headed(
  { html: ours, text }: RichText,
  place: Place,
): { heading: HtmlSafeString; rest: HtmlSafeString } {
  const [, first, rest = ''] = FIRST_PARAGRAPH.exec(ours) ?? []
  const heading = first === undefined ? markup`${text}` : richHtml({ html: first }, place)
  return { heading, rest: richHtml({ html: first === undefined ? '' : rest.trimStart() }, place) }
}

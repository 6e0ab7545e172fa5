import tag, { type HtmlSafeString } from 'escape-html-template-tag'

export { type HtmlSafeString, join, safe } from 'escape-html-template-tag'

/** HTML of a template: what is put in is escaped, unless it is HTML already. */
// The package's types are those of its CommonJS form, which has the function one step further in.
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions
export const markup = tag as unknown as typeof tag.default

/**
 * HTML as it is sent. Slashes and equals signs, which the package escapes and HTML need not, are themselves again: what
 * looks for `application/rss+xml` and addresses in a page often reads it as text.
 */
export function sentHtml(html: HtmlSafeString): string {
  return html.toString().replaceAll('&#x2F;', '/').replaceAll('&#x3D;', '=')
}

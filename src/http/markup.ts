import tag from 'escape-html-template-tag'

export { type HtmlSafeString, join, safe } from 'escape-html-template-tag'

/** HTML of a template: what is put in is escaped, unless it is HTML already. */
// The package's types are those of its CommonJS form, which has the function one step further in.
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions
export const markup = tag as unknown as typeof tag.default

import MarkdownIt from 'markdown-it'

const { normalizeReference } = new MarkdownIt().utils

type References = Record<string, { href: string; title: string }>

/** https://spec.commonmark.org/0.31.2/#link-reference-definitions, on one line, as nearly all are; a footnote is none. */
const DEFINITION =
  /^[>\s*+\-\d.)]*\[(?!\^)([^[\]\n]{1,200})\]:[ \t]*<?([^\s<>]{1,2000})>?(?:[ \t]+["'(][^\n]{0,300})?[ \t]*\r?$/
const FULL_REFERENCE = /\[[^[\]\n]{1,300}\]\[([^[\]\n]{0,200})\]/g
/** What is no address makes no definition of a line: `[Jane]: Yes.` is said by Jane. */
const ADDRESS = /^(?:[a-z][a-z\d+.-]*:|[/#]|\.{1,2}\/|[\w-]+(?:\.[\w-]+)*\/|[\w-]+(?:\.[\w-]+)+$)/i
const FENCE = /^[>\s*+\-\d.)]*(?:```|~~~)/
const MAYBE_CODE = /^(?: {4}|\t)/

/**
 * The link definitions of a Markdown text, and the text with spaces, as many, where they stand: below a footnote they
 * would be taken for a part of it. A link to an address that no line gives keeps its words, and leads nowhere.
 */
export function takeReferences(body: string): { references: References; text: string } {
  const references: References = {}
  if (!body.includes('[')) return { references, text: body }
  let isCode = false
  const lines = body.split('\n').map((line) => {
    if (FENCE.test(line)) isCode = !isCode
    if (!line.includes(']:')) return line
    const [, label, href] = (isCode ? undefined : DEFINITION.exec(line)) ?? []
    if (label === undefined || href === undefined) return line
    if (!ADDRESS.test(href) || MAYBE_CODE.test(line)) return line
    references[normalizeReference(label)] ??= { href, title: '' }
    // The marks of a quotation or list stay.
    return line.slice(0, line.indexOf('[')).padEnd(line.length)
  })
  for (const [whole, label = ''] of body.matchAll(FULL_REFERENCE)) {
    const name = normalizeReference(label === '' ? whole.slice(1, whole.indexOf(']')) : label)
    if (name !== '') references[name] ??= { href: '', title: '' }
  }
  return { references, text: lines.join('\n') }
}

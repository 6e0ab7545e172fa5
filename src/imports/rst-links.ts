import type { RstLine } from './rst-lines.ts'

/** What references in a text stand for; names are normalized. */
export interface RstLinks {
  urlOf: Map<string, string>
  /** Of `text`__, each by the next. */
  anonymous: Iterator<string>
  /** Words that |name| stands for. */
  words: Map<string, string>
}

const TARGET =
  /^(?:\.\. )?__(?::\s|\s|:$)|^\.\. _(?:`([^`]{1,300})`|((?:[^:\\`]|\\.|:(?!\s|$)){1,300})):(?=\s|$)/
const REPLACEMENT = /^\.\. \|([^|\s][^|]{0,100})\|\s+([a-z]+)::\s*(.*)$/
const EMBEDDED = /`([^`<>]{1,200})\s<([^`<>]{1,500})>`_(?!_)/g
const CHAIN_MAX = 5

/**
 * Targets and replacements of a whole text, which references may stand before:
 * https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#hyperlink-targets.
 */
export function findLinks(source: string, lines: RstLine[]): RstLinks {
  const anonymous: string[] = []
  const links: RstLinks = { urlOf: new Map(), anonymous: anonymous.values(), words: new Map() }
  for (const [, name = '', url = ''] of source.matchAll(EMBEDDED))
    if (!/_\s*$/.test(url)) links.urlOf.set(normalName(name), url.replace(/\s+/g, ''))
  lines.forEach((line, index) => {
    if (!/^(?:\.\. |__)/.test(line.text)) return
    const target = TARGET.exec(line.text)
    if (target !== null) {
      const name = target[1] ?? target[2]
      const url = urlBehind(lines, index, target[0].length)
      if (name === undefined) anonymous.push(url)
      else if (url !== '') links.urlOf.set(normalName(name.replaceAll('\\', '')), url)
    }
    const [, name, directive, words = ''] = REPLACEMENT.exec(line.text) ?? []
    if (name !== undefined) links.words.set(normalName(name), directive === 'replace' ? words : '')
  })
  return links
}

/** An address may go on in the lines below, if they are indented. */
function urlBehind(lines: RstLine[], index: number, characters: number): string {
  const line = lines[index]
  if (line === undefined) return ''
  let url = line.text.slice(characters)
  const margin = line.indentColumns
  for (let below = index + 1; url.length < 2000; below += 1) {
    const next = lines[below]
    if (next === undefined || next.text === '' || next.indentColumns <= margin) break
    url += next.text
  }
  return url.replace(/\s+/g, '')
}

/** https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#reference-names */
export function normalName(name: string): string {
  return name.replace(/\s+/g, ' ').trim().toLowerCase()
}

/** The address that a name stands for, directly or by another name; undefined of a place within the text. */
export function urlOfName(links: RstLinks, name: string): string | undefined {
  let url = links.urlOf.get(normalName(name))
  for (let step = 0; step < CHAIN_MAX; step += 1) {
    const next = /^`?(.{1,300}?)`?_$/.exec(url ?? '')?.[1]
    if (next === undefined) return safeUrl(url)
    url = links.urlOf.get(normalName(next))
  }
  return undefined
}

/** The address if a link may go there: one that runs a script may not. */
export function safeUrl(url: string | undefined): string | undefined {
  if (url === undefined || url === '') return undefined
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(url)) return `mailto:${url}`
  return /^(?!https?:|mailto:)[a-z][a-z\d+.-]*:/i.test(url) ? undefined : url
}

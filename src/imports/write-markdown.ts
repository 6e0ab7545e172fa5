import type { Block, Mark, Markup } from './block.ts'

/** What CommonMark could read as markup inside a line. A `]`, `)` or `!` does nothing once its `[` is escaped. */
const INLINE = /[\\`*_[<]|&(?=#|[a-z\d]+;)/giu
/** What opens a heading, list, quotation, rule or code block at the beginning of a line. */
const OPENER = /^(?:[#+>~=-]|\d+(?=[.)]))/u
/** https://spec.commonmark.org/0.31.2/#autolinks */
const AUTOLINK = /^https?:\/\/[^\s<>]+$/
const SPACE_OR_END = /^(?:$|[\s\u00a0])/u
const PUNCTUATION = /^[\p{P}\p{S}]/u
/** In a text without sections of its own a heading begins here; the first level is the title's. */
const HEADING_LEVEL_MIN = 2

/**
 * CommonMark that renders to exactly the words of these blocks, in order, with their emphasis, links, lists, quotations
 * and code; null if there are none.
 */
export function writeMarkdown(blocks: Block[]): string | null {
  if (blocks.length === 0) return null
  const leads = leadsOf(blocks)
  let markdown = ''
  blocks.forEach((block, index) => {
    const lead = leads[index] ?? NO_LEAD
    if (index > 0) markdown += separator(blocks, leads, index)
    markdown += writeBlock(block, lead)
  })
  return markdown
}

type Lead = Markup['lead']
const NO_LEAD: Lead = { first: '', rest: '' }

/** Leads without what all blocks have in common, and without the indentation of a list that begins elsewhere. */
function leadsOf(blocks: Block[]): Lead[] {
  const leads = blocks.map(({ markup }) => markup?.lead ?? NO_LEAD)
  const isQuoted = leads.every(({ rest }) => rest.startsWith('> '))
  let isInList = false
  return leads.map(({ first, rest }) => {
    const cut = isQuoted ? 2 : 0
    const own: Lead = { first: first.slice(cut), rest: rest.slice(cut) }
    const isIndented = own.first.startsWith(' ')
    if (isIndented && !isInList) {
      const indent = own.first.length - own.first.trimStart().length
      return { first: own.first.slice(indent), rest: own.rest.slice(indent) }
    }
    isInList = isIndented || /^(?:- |\d+\. )/.test(own.first)
    return own
  })
}

function separator(blocks: Block[], leads: Lead[], index: number): string {
  const before = blocks[index - 1]?.markup?.form
  const here = blocks[index]?.markup?.form
  const rest = leads[index]?.rest ?? ''
  if (here === 'item' && before === 'item') return '\n'
  const isQuote = rest.startsWith('>') && leads[index - 1]?.rest === rest
  return isQuote ? `\n${rest.trimEnd()}\n` : '\n\n'
}

function writeBlock({ text, markup }: Block, lead: Lead): string {
  if (markup === undefined) return escapeLine(text)
  if (markup.form === 'code') return writeCode(text, lead)
  const line = markup.marks.length === 0 ? escapeInline(text) : writeMarks(text, markup.marks)
  const hashes = markup.form === 'heading' ? `${'#'.repeat(Math.max(HEADING_LEVEL_MIN, markup.level))} ` : ''
  // A closing run of number signs would be taken for the heading's own.
  const content = hashes === '' ? line : line.replace(/#+$/, (signs) => `\\${signs}`)
  return lead.first + hashes + (hashes === '' ? escapeOpener(content) : content)
}

function writeCode(text: string, lead: Lead): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const lines = [fence, ...text.split('\n'), fence]
  return lines.map((line, index) => ((index === 0 ? lead.first : lead.rest) + line).trimEnd()).join('\n')
}

/** Linear and without a serialiser: one needs 45 µs for such a line, and a document may have 300 000. */
function escapeLine(text: string): string {
  return escapeOpener(escapeInline(text))
}

/** A text of one line as Markdown of the same words, wherever it stands but at the beginning of a line. */
export function escapeInline(text: string): string {
  return text.replace(INLINE, '\\$&')
}

function escapeOpener(line: string): string {
  return line.replace(OPENER, (opener) => (/\d/.test(opener) ? `${opener}\\` : `\\${opener}`))
}

/** A line with its marks; one that CommonMark could not tell from text is left out, and its words stay. */
function writeMarks(text: string, marks: Mark[]): string {
  const written = writable(text, marks)
  const opening = new Map<number, Mark[]>()
  const closing = new Map<number, Mark[]>()
  const cuts = new Set([0, text.length])
  for (const mark of written) {
    opening.set(mark.from, [...(opening.get(mark.from) ?? []), mark])
    closing.set(mark.to, [mark, ...(closing.get(mark.to) ?? [])])
    cuts.add(mark.from)
    cuts.add(mark.to)
  }
  const open: Mark['kind'][] = []
  const offsets = [...cuts].sort((a, b) => a - b)
  let line = ''
  offsets.forEach((from, index) => {
    for (const mark of closing.get(from) ?? []) {
      line += isAddress(mark, text) ? '>' : closer(mark)
      open.pop()
    }
    for (const mark of opening.get(from) ?? []) {
      line += isAddress(mark, text) ? '<' : mark.kind === 'link' ? '[' : delimiter(mark)
      open.push(isAddress(mark, text) ? 'code' : mark.kind)
    }
    const next = offsets[index + 1] ?? from
    const piece = text.slice(from, next)
    const words = open.includes('code') ? piece : escapeInline(piece)
    const isImage = piece.endsWith('!') && !open.includes('code') && opening.get(next)?.[0]?.kind === 'link'
    const safe = isImage ? `${words.slice(0, -1)}\\!` : words
    line += open.includes('link') && !open.includes('code') ? safe.replaceAll(']', '\\]') : safe
  })
  return line
}

/** Marks that neither cross, repeat nor touch one another, outer first, and that CommonMark's flanking rules let stand. */
function writable(text: string, marks: Mark[]): Mark[] {
  const kept: Mark[] = []
  const sorted = [...marks].sort((a, b) => a.from - b.from || b.to - a.to)
  const taken = new Set<number>()
  const edges = edgesOf(marks)
  // Kept marks that the present one begins in, outer first: one of each kind at most.
  let open: Mark[] = []
  for (const mark of sorted) {
    open = open.filter(({ to }) => mark.from < to)
    const crosses = open.some(({ to }) => to < mark.to)
    const repeats = open.some(
      (outer) => outer.kind === mark.kind || outer.kind === 'code' || isAddress(outer, text),
    )
    const touches = mark.kind !== 'link' && (taken.has(mark.from) || taken.has(mark.to))
    if (crosses || repeats || touches || !stands(text, mark, edges)) continue
    kept.push(mark)
    open.push(mark)
    taken.add(mark.from).add(mark.to)
  }
  return kept
}

/** How many marks begin and end at each offset. */
interface Edges {
  from: Map<number, number>
  to: Map<number, number>
}

function edgesOf(marks: Mark[]): Edges {
  const edges: Edges = { from: new Map(), to: new Map() }
  for (const { from, to } of marks) {
    edges.from.set(from, (edges.from.get(from) ?? 0) + 1)
    edges.to.set(to, (edges.to.get(to) ?? 0) + 1)
  }
  return edges
}

/** https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run */
function stands(text: string, mark: Mark, edges: Edges): boolean {
  const { from, to, kind } = mark
  const inside = text.slice(from, to)
  if (inside.trim() !== inside || inside === '') return false
  if (kind === 'code') return !inside.includes('`') && !inside.includes('\n')
  if (kind === 'link') return true
  const before = text.slice(Math.max(0, from - 1), from)
  const after = text.slice(to, to + 1)
  // What another mark puts at the edge is punctuation too.
  const opens = (edges.from.get(from) ?? 0) > 1
  const closes = (edges.to.get(to) ?? 0) > 1
  const isFree = (neighbour: string, edge: string) =>
    !PUNCTUATION.test(edge) || SPACE_OR_END.test(neighbour) || PUNCTUATION.test(neighbour)
  const touchesStar = before === '*' || after === '*' || inside.startsWith('*') || inside.endsWith('*')
  return (
    !touchesStar &&
    isFree(before, opens ? '[' : inside.slice(0, 1)) &&
    isFree(after, closes ? ')' : inside.slice(-1))
  )
}

/** An address that links to itself. */
function isAddress({ from, to, url }: Mark, text: string): boolean {
  return url !== undefined && to - from === url.length && text.startsWith(url, from) && AUTOLINK.test(url)
}

function closer(mark: Mark): string {
  if (mark.kind !== 'link') return delimiter(mark)
  const url = (mark.url ?? '')
    .replace(/[\s<>\\]/g, (character) => encodeURIComponent(character))
    .replace(/&(?=#?\w+;)/g, '&amp;')
  return `](<${url}>)`.replace(/\(<([^()]*)>\)$/, '($1)')
}

function delimiter({ kind }: Mark): string {
  return kind === 'strong' ? '**' : kind === 'emphasis' ? '*' : '`'
}

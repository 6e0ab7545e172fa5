import type { Block, Markup, Place, PlacedStretch } from './block.ts'
import { readInline } from './rst-inline.ts'
import type { RstLinks } from './rst-links.ts'
import { marginOf, type RstLine } from './rst-lines.ts'

/** What the lines of a body are part of. */
export interface RstContext {
  form: Markup['form']
  lead: Markup['lead']
  /** Bodies that it lies in. */
  depth: number
}

/** Lines that are to be read as a body of their own. */
export interface RstBody {
  lines: RstLine[]
  context: RstContext
}

/** Collects the blocks of a text in reStructuredText, in order. */
export class RstOutput {
  readonly blocks: Block[] = []
  readonly placed: PlacedStretch[] = []
  /** What the fields at the top say, by their names in lower case. */
  readonly fields: Record<string, string> = {}
  /** What they have been placed as. */
  readonly fieldKinds = new Set<Place['kind']>()
  /** Whether no text stands above but titles and fields. */
  isAtTop = true
  /** What opens the present list item and is not written yet. */
  itemLead: string | undefined
  readonly #links: RstLinks
  /** Kinds of title adornment in the order in which they come: the first is that of level 1. */
  readonly #adornments: string[] = []

  constructor(links: RstLinks) {
    this.#links = links
  }

  /** Adds lines as one block; `words` where not all that stands in them is its text. */
  add(lines: RstLine[], context: RstContext, words?: string): void {
    const { text, marks } = readInline(words ?? lines.map((line) => line.text).join('\n'), this.#links)
    if (text !== '') this.#push(lines, context, { text, marks })
  }

  /** https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#sections */
  addTitle(line: RstLine, adornment: string): void {
    const known = this.#adornments.indexOf(adornment)
    const level = known < 0 ? this.#adornments.push(adornment) : known + 1
    const { text, marks } = readInline(line.text, this.#links)
    if (text === '') return
    const markup: Markup = {
      form: 'heading',
      level: Math.min(level, 6),
      lead: { first: '', rest: '' },
      marks,
    }
    this.blocks.push({ start: line.start, end: line.end, text, markup })
  }

  addCode(lines: RstLine[], context: RstContext): void {
    const margin = marginOf(lines)
    const rows = lines.map(({ text, indentColumns }) =>
      text === '' ? '' : ' '.repeat(indentColumns - margin) + text,
    )
    if (lines.length > 0)
      this.#push(lines, { ...context, form: 'code' }, { text: rows.join('\n'), marks: [] })
  }

  /** Places lines, of which the first may have been begun at `start`. */
  place(lines: RstLine[], kind: Place['kind'], rule: string, start?: number): void {
    const from = start ?? lines[0]?.start ?? 0
    const to = lines.at(-1)?.end ?? 0
    if (from < to) this.placed.push({ start: from, end: to, place: { kind, rule, confidence: 1 } })
  }

  #push(lines: RstLine[], context: RstContext, content: { text: string; marks: Markup['marks'] }): void {
    const { form, lead } = context
    const isItem = this.itemLead !== undefined && form === 'paragraph'
    const first = this.itemLead ?? lead.first
    this.itemLead = undefined
    this.isAtTop = false
    const markup: Markup = {
      form: isItem ? 'item' : form,
      level: 0,
      lead: { ...lead, first },
      marks: content.marks,
    }
    this.blocks.push({ start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0, text: content.text, markup })
  }
}

import { fieldLines, fieldMark, takeField } from './rst-fields.ts'
import { isExplicit, readExplicit } from './rst-explicit.ts'
import { cutLine, indentedFrom, linesToBlank, marginOf, type RstLine, withFirstLine } from './rst-lines.ts'
import { isTransition, titleAt } from './rst-titles.ts'
import type { RstContext, RstOutput } from './rst-output.ts'

/** Deeper bodies are read as paragraphs: no author nests so, and every level reads its lines once more. */
const DEPTH_MAX = 24
const BULLET = /^[-*+•‣⁃](?:\s+|$)/
const NUMBER = /^\(?(\d{1,3}|#)[.)](?:\s+|$)/
/** Letters that count stay in the text: they may be "Q." and "A.". So do labels. Their lines hang below. */
const HANGING = /^(?:\(?[A-Za-z][.)]|[^\s:：]{1,24}(?: [^\s:：]{1,24}){0,3}[:：])\s+\S/
/** The border of a table, or a Python session: they are kept as they stand. */
const VERBATIM = /^(?:\+[-=+]+\+|=+(?: +=+)+)$|^>>> /
const LINE_OF_BLOCK = /^\|(?:\s|$)/

/** Reads a body: https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#body-elements. */
export function readBody(lines: RstLine[], context: RstContext, output: RstOutput): void {
  const reader = new BodyReader(lines, context, output)
  reader.read()
}

class BodyReader {
  readonly #lines: RstLine[]
  readonly #context: RstContext
  readonly #output: RstOutput
  readonly #margin: number
  #at = 0
  /** Of the present list. */
  #number = 0

  constructor(lines: RstLine[], context: RstContext, output: RstOutput) {
    this.#lines = lines
    this.#context = context
    this.#output = output
    this.#margin = marginOf(lines)
  }

  read(): void {
    for (let line = this.#lines[0]; line !== undefined; line = this.#lines[this.#at]) {
      if (line.text === '') this.#at += 1
      else if (this.#context.depth >= DEPTH_MAX) this.#paragraph()
      else this.#element(line)
    }
  }

  #element(line: RstLine): void {
    const context = this.#context
    if (line.indentColumns > this.#margin) this.#quote()
    else if (isExplicit(line.text)) this.#explicit()
    else if (VERBATIM.test(line.text))
      this.#output.addCode(this.#take(linesToBlank(this.#lines, this.#at)), context)
    else if (context.depth === 0 && this.#title(line)) return
    else if (LINE_OF_BLOCK.test(line.text)) this.#lineBlock()
    else if (!this.#listItem(line)) {
      const field = fieldMark(line.text)
      const next = this.#lines[this.#at + 1]
      if (field !== undefined) this.#field(line, field)
      else if (next !== undefined && next.text !== '' && next.indentColumns > this.#margin)
        this.#definition(line)
      else this.#paragraph()
    }
  }

  #body(lines: RstLine[], context: RstContext): void {
    readBody(lines, { ...context, depth: this.#context.depth + 1 }, this.#output)
  }

  #take(lines: RstLine[]): RstLine[] {
    this.#at += lines.length
    return lines
  }

  #below(): RstLine[] {
    return indentedFrom(this.#lines, this.#at + 1, this.#margin)
  }

  #quote(): void {
    const lead = `${this.#context.lead.rest}> `
    const lines = this.#take(indentedFrom(this.#lines, this.#at, this.#margin))
    this.#body(lines, { ...this.#context, form: 'quote', lead: { first: lead, rest: lead } })
  }

  #explicit(): void {
    const { taken, body } = readExplicit(this.#lines, this.#at, this.#context, this.#output)
    this.#at += taken
    if (body !== undefined) this.#body(body.lines, body.context)
  }

  #title(line: RstLine): boolean {
    const title = titleAt(this.#lines, this.#at, this.#margin)
    if (title !== undefined) {
      this.#output.addTitle(title.line, title.adornment)
      this.#at += title.taken
      return true
    }
    if (!isTransition(line, this.#lines[this.#at + 1])) return false
    this.#output.place(this.#take([line]), 'markup', 'transition')
    return true
  }

  #lineBlock(): void {
    const lines = linesToBlank(this.#lines, this.#at)
    const end = lines.findIndex(
      (line) => line.indentColumns <= this.#margin && !LINE_OF_BLOCK.test(line.text),
    )
    const taken = this.#take(end < 0 ? lines : lines.slice(0, end))
    let stanza: RstLine[] = []
    const flush = () => {
      if (stanza.length > 0) this.#output.add(stanza, this.#context)
      stanza = []
    }
    for (const line of taken) {
      const words = line.text.startsWith('|') ? cutLine(line, 1) : line
      if (words.text === '') flush()
      else stanza.push(words)
    }
    flush()
  }

  #listItem(line: RstLine): boolean {
    const bullet = BULLET.exec(line.text)
    const number = bullet === null && this.#isListBelow() ? NUMBER.exec(line.text) : null
    const counted = number?.[1] === '#' ? this.#number + 1 : Number(number?.[1] ?? 0)
    this.#number = counted
    if (bullet !== null) this.#item(line, bullet[0].length, '- ')
    else if (number !== null) this.#item(line, number[0].length, `${counted}. `)
    return bullet !== null || number !== null
  }

  #item(line: RstLine, characters: number, mark: string): void {
    const { lead } = this.#context
    const below = this.#below()
    this.#at += below.length + 1
    const indent = lead.rest + ' '.repeat(mark.length)
    this.#output.itemLead = (this.#output.itemLead ?? lead.rest) + mark
    const first = cutLine(line, characters)
    const lines = first.text === '' ? below : withFirstLine(first, below)
    this.#body(lines, { ...this.#context, lead: { first: indent, rest: indent } })
    this.#output.itemLead = undefined
  }

  /** Whether a number at a line's beginning counts an item: else the line below would not be indented. */
  #isListBelow(): boolean {
    const next = this.#lines[this.#at + 1]
    return (
      next === undefined || next.text === '' || next.indentColumns > this.#margin || NUMBER.test(next.text)
    )
  }

  #field(line: RstLine, { name, characters }: { name: string; characters: number }): void {
    const lines = this.#take(fieldLines(this.#lines, this.#at))
    const first = cutLine(line, characters)
    const value = [first, ...lines.slice(1)].map(({ text }) => text).join('\n')
    if (this.#context.depth === 0 && takeField(this.#output, name, lines, value)) return
    // A field of another name is a line such as "Guest: Jane Doe", or a turn.
    const paragraph = [{ ...line, start: line.start + 1 }, ...linesToBlank(lines, 1)]
    const words = [`${name}: ${first.text}`, ...paragraph.slice(1).map(({ text }) => text)].join('\n')
    const { isAtTop } = this.#output
    this.#output.add(paragraph, this.#context, words)
    this.#output.isAtTop = isAtTop
    this.#body(lines.slice(paragraph.length), this.#context)
  }

  #definition(line: RstLine): void {
    const below = this.#below()
    this.#at += below.length + 1
    const isTerm = !HANGING.test(line.text)
    if (isTerm) this.#output.add([line], { ...this.#context, form: 'term' })
    this.#body(isTerm ? below : withFirstLine(line, below), this.#context)
  }

  #paragraph(): void {
    const lines = this.#take(linesToBlank(this.#lines, this.#at))
    const raw = lines.map(({ text }) => text).join('\n')
    const isLiteralNext = raw.endsWith('::') && !raw.endsWith('\\::')
    const shown = /(?:^|\s)::$/.test(raw) ? raw.slice(0, -2).trimEnd() : raw.slice(0, -1)
    const words = isLiteralNext ? shown : raw
    if (words !== '') this.#output.add(lines, this.#context, words)
    else this.#output.place(lines, 'markup', 'literal-mark')
    if (isLiteralNext) this.#literal()
  }

  /** Indented, or quoted: https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#literal-blocks. */
  #literal(): void {
    while (this.#lines[this.#at]?.text === '') this.#at += 1
    const indented = indentedFrom(this.#lines, this.#at, this.#margin)
    const quote = /^[!-/:-@[-`{-~]/.exec(this.#lines[this.#at]?.text ?? '')?.[0]
    const quoted = quote === undefined ? [] : linesToBlank(this.#lines, this.#at)
    const isQuoted = quote !== undefined && quoted.every(({ text }) => text.startsWith(quote))
    if (indented.length > 0) this.#output.addCode(this.#take(indented), this.#context)
    else if (isQuoted) this.#output.addCode(this.#take(quoted), this.#context)
  }
}

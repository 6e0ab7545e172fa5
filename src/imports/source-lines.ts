/** The first cell of a row is looked for behind no longer a lead ("> - | "). */
const ROW_LEAD_CHARS_MAX = 300
/** What stands between two cells. */
const CELL_LEAD = /[\s|]*/y

/** https://spec.commonmark.org/0.31.2/#line-ending */
const NEWLINE = /\r\n?|\n/g

/** A line of an inline token's content: its offset there, and where it stands in the source. */
export interface ContentLine {
  offset: number
  source: number
  lineStart: number
}

/** The lines of a source, in which the content of inline tokens is found again without what leads them. */
export class SourceLines {
  readonly #text: string
  readonly #starts = [0]
  /** Of the row of a table that is being read: where it begins, and behind its last cell. */
  #row = { start: 0, read: 0 }

  constructor(text: string) {
    this.#text = text
    for (const { 0: newline, index } of text.matchAll(NEWLINE)) this.#starts.push(index + newline.length)
  }

  startOf(line: number): number {
    return this.#starts[line] ?? this.#text.length
  }

  beginRow(line: number): void {
    this.#row = { start: this.startOf(line), read: this.startOf(line) }
  }

  /** The lines of what begins in line `first`; of a cell, which has none, its place in the row. */
  find(content: string, first: number | undefined): ContentLine[] {
    if (first === undefined) return [this.#findCell(content)]
    const found: ContentLine[] = []
    for (let offset = 0, line = first; offset <= content.length; line += 1) {
      const newline = content.indexOf('\n', offset)
      const end = newline < 0 ? content.length : newline
      const lineStart = this.startOf(line)
      const at = this.#text.slice(lineStart, this.startOf(line + 1)).lastIndexOf(content.slice(offset, end))
      found.push({ offset, source: lineStart + Math.max(0, at), lineStart })
      offset = end + 1
    }
    return found
  }

  #findCell(content: string): ContentLine {
    const { start, read } = this.#row
    CELL_LEAD.lastIndex = read
    const lead = read === start ? ROW_LEAD_CHARS_MAX : (CELL_LEAD.exec(this.#text)?.[0].length ?? 0)
    // A bar in a cell is escaped.
    const written = content.replaceAll('|', '\\|')
    const at = this.#text.slice(read, read + lead + written.length).indexOf(written)
    const source = read + Math.max(0, at)
    this.#row.read = source + written.length
    return { offset: 0, source, lineStart: start }
  }
}

/** A line of reStructuredText, or what is left of it behind a list item's mark. */
export interface RstLine {
  /** Offsets of its text, which has no white space at its ends; empty lines have none. */
  start: number
  end: number
  text: string
  indentColumns: number
}

/** https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#whitespace */
const TAB_COLUMNS = 8

/** The lines of a text, in order; the byte order mark is passed over. */
export function linesOf(source: string): RstLine[] {
  const lines: RstLine[] = []
  let from = source.startsWith('\uFEFF') ? 1 : 0
  const add = (to: number) => {
    const raw = source.slice(from, to)
    const indent = /^[ \t\f\v]*/.exec(raw)?.[0] ?? ''
    const text = raw.slice(indent.length).trimEnd()
    const start = from + indent.length
    lines.push({ start, end: start + text.length, text, indentColumns: columnsOf(indent) })
  }
  for (const newline of source.matchAll(/\r\n?|\n/g)) {
    add(newline.index)
    from = newline.index + newline[0].length
  }
  if (from < source.length) add(source.length)
  return lines
}

function columnsOf(indent: string): number {
  let columns = 0
  for (const character of indent) columns += character === '\t' ? TAB_COLUMNS - (columns % TAB_COLUMNS) : 1
  return columns
}

/** The line without its first characters and the white space behind them. */
export function cutLine(line: RstLine, characters: number): RstLine {
  const text = line.text.slice(characters).trimStart()
  const cut = line.text.length - text.length
  return { start: line.start + cut, end: line.end, text, indentColumns: line.indentColumns + cut }
}

/** The lines from an index on that are indented deeper than the margin, with empty ones between them. */
export function indentedFrom(lines: RstLine[], from: number, marginColumns: number): RstLine[] {
  let end = from
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index]
    if (line === undefined || (line.text !== '' && line.indentColumns <= marginColumns)) break
    if (line.text !== '') end = index + 1
  }
  return lines.slice(from, end)
}

/** The lines from an index to the next empty one. */
export function linesToBlank(lines: RstLine[], from: number): RstLine[] {
  let end = from
  while ((lines[end]?.text ?? '') !== '') end += 1
  return lines.slice(from, end)
}

/** Column of the leftmost text. */
export function marginOf(lines: RstLine[]): number {
  return lines.reduce(
    (margin, { text, indentColumns }) => (text === '' ? margin : Math.min(margin, indentColumns)),
    Infinity,
  )
}

/** A first line and those below as one body, whose margin is that of the lines below. */
export function withFirstLine(first: RstLine, below: RstLine[]): RstLine[] {
  const margin = marginOf(below)
  return [margin === Infinity ? first : { ...first, indentColumns: margin }, ...below]
}

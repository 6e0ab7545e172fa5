import { type Block, blockOf } from './block.ts'

/** Lines of wrapped text end between these columns; shorter or longer ones were not broken by a machine. */
const WRAP_COLUMNS_MIN = 40
const WRAP_COLUMNS_MAX = 130
/** A line this full may have been broken although the next word would just have fitted. */
const FULL_LINE_SHARE = 0.85
const NEWLINE = /\r\n?|\n/g
/** Lines that begin a block of their own wherever they stand: list items, numbers, labels. */
const LINE_OPENER =
  /^\s*(?:[-–—•*]\s|\(?\d{1,3}[.)]\s|\S[^.?!:：]{0,38}[:：](?:\s|$)|[QAqa][.)]\s|[[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s|<[^\s<>]{2,30}>\s)/
/** A day alone on its line goes on with no sentence. */
const DATE_LINE = /^\s*(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.? \p{L}{3,10} \d{4}|\p{L}{3,10} \d{1,2}, \d{4})$/u

interface Line {
  start: number
  end: number
  /** Columns without the white space at the end. */
  columns: number
}

/**
 * The paragraphs of a plain text, in order. Empty lines part them; a line break alone does so unless it only wraps a
 * paragraph, which the width of the document's lines tells.
 */
export function readText(text: string): Block[] {
  const lines = linesOf(text)
  const width = wrapWidth(lines)
  const blocks: Block[] = []
  let start = 0
  lines.forEach((line, index) => {
    const next = lines[index + 1]
    if (next !== undefined && isWrapped(text, { line, next, width })) return
    const block = blockOf(text, { start, end: line.start + line.columns })
    if (block !== undefined) blocks.push(block)
    start = line.end
  })
  return blocks
}

function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let start = 0
  const add = (end: number) => {
    lines.push({ start, end, columns: text.slice(start, end).trimEnd().length })
    start = end
  }
  NEWLINE.lastIndex = 0
  while (NEWLINE.test(text)) add(NEWLINE.lastIndex)
  if (start < text.length) add(text.length)
  return lines
}

/** Columns at which the document's paragraphs are broken; 0 if they are not. */
function wrapWidth(lines: Line[]): number {
  const followed = lines.filter((line, index) => line.columns > 0 && (lines[index + 1]?.columns ?? 0) > 0)
  if (followed.length < 2) return 0
  const columns = followed.map((line) => line.columns).sort((a, b) => a - b)
  const longest = columns[Math.floor((columns.length - 1) * 0.95)] ?? 0
  return longest >= WRAP_COLUMNS_MIN && longest <= WRAP_COLUMNS_MAX ? longest : 0
}

function isWrapped(text: string, at: { line: Line; next: Line; width: number }): boolean {
  const { line, next, width } = at
  if (width === 0 || line.columns === 0 || next.columns === 0 || line.columns > width * 1.5) return false
  const following = text.slice(next.start, next.start + WRAP_COLUMNS_MAX)
  if (DATE_LINE.test(following.slice(0, next.columns))) return false
  if (LINE_OPENER.test(following) && !startsInLower(following)) return false
  const word = /^\s*(\p{Script=Han}|\S+)/u.exec(following)?.[1] ?? ''
  return line.columns + 1 + word.length > width || line.columns >= width * FULL_LINE_SHARE
}

function startsInLower(line: string): boolean {
  return /^\s*\p{Ll}/u.test(line)
}

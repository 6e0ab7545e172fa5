import type { Block } from './block.ts'

/** What CommonMark could read as markup inside a line. A `]`, `)` or `!` does nothing once its `[` is escaped. */
const INLINE = /[\\`*_[<]|&(?=#|[a-z\d]+;)/giu
/** What opens a heading, list, quotation, rule or code block at the beginning of a line. */
const OPENER = /^(?:[#+>~=-]|\d+(?=[.)]))/u

/** CommonMark that renders to exactly the words of these paragraphs, in order; null if there are none. */
export function writeMarkdown(blocks: Block[]): string | null {
  return blocks.length === 0 ? null : blocks.map(({ text }) => escapeLine(text)).join('\n\n')
}

/** Linear and without a serialiser: one needs 45 µs for such a line, and a document may have 300 000. */
function escapeLine(text: string): string {
  return text
    .replace(INLINE, '\\$&')
    .replace(OPENER, (opener) => (/\d/.test(opener) ? `${opener}\\` : `\\${opener}`))
}

import type { Block } from './block.ts'
import type { Label } from './read-labels.ts'

/** "1.", "2)", a dash or a bullet at the beginning of a paragraph. */
const MARK = /^(?:\(?\d{1,3}[.)]|[-–—•*])\s+/
/** Of the paragraphs that open with a mark so many have to ask, or the mark is that of a list. */
const ASKING_SHARE_MIN = 0.6
const MARKS_MIN = 2

/** The numbers, dashes or bullets by which this document marks its questions, in order; none if they mark lists. */
export function findMarks(blocks: Block[]): Label[] {
  const byKind = new Map<string, { labels: Label[]; asking: number }>()
  blocks.forEach((block, index) => {
    const mark = MARK.exec(block.text)?.[0]
    if (mark === undefined || mark.length >= block.text.length) return
    const kind = mark.replace(/\d+/, '1').trim()
    const found = byKind.get(kind) ?? { labels: [], asking: 0 }
    byKind.set(kind, found)
    const space = /\s/.exec(block.text.slice(mark.trimEnd().length))?.index ?? 0
    found.labels.push({
      block: index,
      name: mark.trim(),
      end: block.start + mark.trimEnd().length + space,
      alone: false,
    })
    if (/[?？]["”’»)\]]*$/.test(block.text)) found.asking += 1
  })
  const good = [...byKind.values()].filter(
    ({ labels, asking }) => labels.length >= MARKS_MIN && asking >= labels.length * ASKING_SHARE_MIN,
  )
  return good.flatMap(({ labels }) => labels).sort((a, b) => a.block - b.block)
}

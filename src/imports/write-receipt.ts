import type { Block, Place } from './block.ts'
import { type Diagnostic, KEPT_KINDS, type Receipt, type Segment } from './contract.ts'

/** A block with what became of it, and the reading position of its pair. */
export interface Placed {
  block: Block
  place: Place
  qa: number | null
}

/** The receipt of a text of `characters` UTF-16 units: the blocks in order, the white space between them as `blank`. */
export function writeReceipt(
  placed: Placed[],
  text: { characters: number; diagnostics: Diagnostic[] },
): Receipt {
  const segments: Segment[] = []
  let offset = 0
  const fillTo = (end: number) => {
    if (end > offset)
      segments.push({ start: offset, end, kind: 'blank', qa: null, rule: 'white-space', confidence: 1 })
    offset = end
  }
  for (const { block, place, qa } of placed) {
    fillTo(block.start)
    const { kind, rule, confidence } = place
    segments.push({ start: block.start, end: block.end, kind, qa, rule, confidence })
    offset = block.end
  }
  fillTo(text.characters)
  const isKept = ({ kind }: Segment) => KEPT_KINDS.some((kept) => kept === kind)
  const kept = segments.filter(isKept).reduce((sum, { start, end }) => sum + end - start, 0)
  const { characters, diagnostics } = text
  return { segments, coverage: { characters, kept, dropped: characters - kept, lost: 0 }, diagnostics }
}

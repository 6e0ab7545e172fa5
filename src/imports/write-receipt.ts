import type { Block, Place, PlacedStretch } from './block.ts'
import { type Diagnostic, KEPT_KINDS, type Receipt, type Segment } from './contract.ts'

/** A block with what became of it, and the reading position of its pair. */
export interface Placed {
  block: Block
  place: Place
  qa: number | null
}

const BLANK: Place = { kind: 'blank', rule: 'white-space', confidence: 1 }
const FORMAT: Place = { kind: 'markup', rule: 'format', confidence: 1 }

/**
 * The receipt of a text: blocks and stretches in order, what stands between them as `blank`, or as `markup` where it
 * is more than white space. A stretch may lie in a block, as a time stamp does, and parts it.
 */
export function writeReceipt(
  text: string,
  found: { placed: Placed[]; stretches: PlacedStretch[]; diagnostics: Diagnostic[] },
): Receipt {
  const segments: Segment[] = []
  let offset = 0
  const add = (end: number, { kind, rule, confidence }: Place, qa: number | null = null) => {
    if (end > offset) segments.push({ start: offset, end, kind, qa, rule, confidence })
    offset = Math.max(offset, end)
  }
  const fillTo = (end: number) => {
    add(end, text.slice(offset, end).trim() === '' ? BLANK : FORMAT)
  }
  const stretches = [...found.stretches].sort((a, b) => a.start - b.start)
  let next = 0
  const addStretchesBefore = (end: number, fill: (end: number) => void) => {
    for (
      let stretch = stretches[next];
      stretch !== undefined && stretch.start < end;
      stretch = stretches[next]
    ) {
      fill(stretch.start)
      add(stretch.end, stretch.place)
      next += 1
    }
  }
  for (const { block, place, qa } of found.placed) {
    addStretchesBefore(block.start, fillTo)
    fillTo(block.start)
    addStretchesBefore(block.end, (end) => {
      add(end, place, qa)
    })
    add(block.end, place, qa)
  }
  addStretchesBefore(text.length, fillTo)
  fillTo(text.length)
  const isKept = ({ kind }: Segment) => KEPT_KINDS.some((kept) => kept === kind)
  const kept = segments.filter(isKept).reduce((sum, { start, end }) => sum + end - start, 0)
  const characters = text.length
  return {
    segments,
    coverage: { characters, kept, dropped: characters - kept, lost: 0 },
    diagnostics: found.diagnostics,
  }
}

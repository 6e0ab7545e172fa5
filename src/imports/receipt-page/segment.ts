import { KEPT_KINDS, type Segment } from '../contract.ts'

/** What was read with no more confidence than this, a person should look at. */
const DOUBTFUL_MAX = 0.6

/** Whether its characters are in the article. */
export function isKept({ kind }: Pick<Segment, 'kind'>): boolean {
  return KEPT_KINDS.some((kept) => kept === kind)
}

/** Whether an editor should look at what was made of it. */
export function isDoubtful({ confidence }: Segment): boolean {
  return confidence <= DOUBTFUL_MAX
}

/** The part of the article that it belongs to, by the name that both panes give it; undefined: to none. */
export function partOf(segment: Segment): string | undefined {
  if (segment.qa !== null) return pairPart(segment.qa)
  return isKept(segment) ? segment.kind : undefined
}

/** The name of a pair as a part of the article. */
export function pairPart(qa: number): string {
  return `pair-${qa}`
}

/** The anchor of the segment with this index. */
export function anchorOf(index: number): string {
  return `s${index}`
}

/** The segment that each part of the article begins with, by its index. */
export function findFirstSegments(segments: Segment[]): Map<string, number> {
  const firsts = new Map<string, number>()
  segments.forEach((segment, index) => {
    const part = partOf(segment)
    // A label belongs to its pair, but the words come after it.
    if (part !== undefined && isKept(segment) && !firsts.has(part)) firsts.set(part, index)
  })
  return firsts
}

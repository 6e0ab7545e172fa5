import {
  type Diagnostic,
  DROPPED_KINDS,
  KEPT_KINDS,
  type Receipt,
  type Segment,
  type SegmentKind,
} from '../contract.ts'
import { escapeHtml, writeNumber, writeShare } from './html.ts'
import { anchorOf, isDoubtful } from './segment.ts'

/** More doubtful places than these are not listed, but marked in the source as all are. */
const DOUBTS_MAX = 100
const EXCERPT_CHARACTERS = 80

/** How much of the source is in the article, by kind; and what an editor should look at. */
export function writeOverview(text: string, receipt: Receipt): string {
  const counts = countByKind(receipt.segments)
  return `<section class="coverage" aria-labelledby="coverage-heading">
<h2 id="coverage-heading">What became of it</h2>
${writeCoverage(receipt, counts)}
<div class="legend">
${writeLegend('In the article', KEPT_KINDS, counts)}
${writeLegend('Left out', DROPPED_KINDS, counts)}
</div>
</section>
<section class="notices" aria-labelledby="notices-heading">
<h2 id="notices-heading">Worth a look</h2>
${writeDiagnostics(receipt)}
${writeDoubts(text, receipt.segments)}
</section>`
}

function countByKind(segments: Segment[]): Map<SegmentKind, number> {
  const counts = new Map<SegmentKind, number>()
  for (const { kind, start, end } of segments) counts.set(kind, (counts.get(kind) ?? 0) + end - start)
  return counts
}

function writeCoverage({ coverage }: Receipt, counts: Map<SegmentKind, number>): string {
  const { characters, kept, dropped } = coverage
  const bars = [...KEPT_KINDS, ...DROPPED_KINDS].map((kind) => {
    const count = counts.get(kind) ?? 0
    return count === 0 ? '' : `<i data-kind="${kind}" style="flex-grow:${count}"></i>`
  })
  return `<p>Of ${writeNumber(characters)} characters, <strong>${writeNumber(kept)} are in the article</strong> (${writeShare(kept, characters)}), ${writeNumber(dropped)} are left out, each for a reason, and none is lost.</p>
<div class="bar" aria-hidden="true">${bars.join('')}</div>`
}

function writeLegend(name: string, kinds: readonly SegmentKind[], counts: Map<SegmentKind, number>): string {
  const items = kinds.map((kind) => {
    const count = counts.get(kind)
    if (count === undefined) return ''
    return `<li><i data-kind="${kind}" aria-hidden="true"></i>${kind} <span class="count">${writeNumber(count)}</span></li>`
  })
  return `<div><h3>${name} <span class="quiet">in characters</span></h3><ul>${items.join('')}</ul></div>`
}

function writeDiagnostics({ diagnostics, segments }: Receipt): string {
  if (diagnostics.length === 0) return '<p class="quiet">The import noticed nothing.</p>'
  const items = diagnostics.map((diagnostic) => {
    const { code, severity, detail } = diagnostic
    const words = `<strong class="${severity}">${severity}</strong> <code>${escapeHtml(code)}</code> ${escapeHtml(detail)}`
    const index = findSegment(segments, diagnostic)
    return `<li>${index === undefined ? words : `<a href="#${anchorOf(index)}">${words}</a>`}</li>`
  })
  return `<ul class="list">${items.join('')}</ul>`
}

/** The index of the segment that a diagnostic speaks of; a search by halves, for both may be many. */
function findSegment(segments: Segment[], { start }: Diagnostic): number | undefined {
  if (start === null) return undefined
  let from = 0
  let to = segments.length - 1
  while (from <= to) {
    const middle = (from + to) >> 1
    const segment = segments[middle]
    if (segment === undefined) return undefined
    if (segment.end <= start) from = middle + 1
    else if (segment.start > start) to = middle - 1
    else return middle
  }
  return undefined
}

function writeDoubts(text: string, segments: Segment[]): string {
  const doubts = segments.flatMap((segment, index) => (isDoubtful(segment) ? [{ segment, index }] : []))
  if (doubts.length === 0) return ''
  const items = doubts.slice(0, DOUBTS_MAX).map(({ segment, index }) => {
    const { kind, qa, start, end } = segment
    const excerpt = text.slice(start, Math.min(end, start + EXCERPT_CHARACTERS))
    const more = end - start > EXCERPT_CHARACTERS ? '…' : ''
    return `<li><a href="#${anchorOf(index)}"><strong>${kind}${qa === null ? '' : ` ${qa}`}</strong> ${escapeHtml(excerpt)}${more}</a></li>`
  })
  const left = doubts.length - items.length
  const rest = left > 0 ? `<li class="quiet">and ${writeNumber(left)} more, marked in the source</li>` : ''
  const count = `${writeNumber(doubts.length)} doubtful ${doubts.length === 1 ? 'place' : 'places'}`
  return `<details><summary>${count}, <span class="doubt">marked like this</span></summary><ul class="list">${items.join('')}${rest}</ul></details>`
}

import type { Segment, SegmentKind } from '../contract.ts'
import { escapeHtml } from './html.ts'
import { anchorOf, isDoubtful, isKept, partOf } from './segment.ts'

/** Kinds that stand in the middle of a line: a tag in the margin would hide that of the line. */
const INLINE_KINDS: SegmentKind[] = ['label', 'markup']

/** The source, every character of it, each segment marked with what became of it and why. */
export function writeSourcePane(text: string, segments: Segment[], language: string): string {
  const markedAs = rememberMarks()
  let marked = ''
  let tagBefore = ''
  segments.forEach((segment, index) => {
    const { attributes, tag } = markedAs(segment)
    const tagged = tag === '' || tag === tagBefore ? '' : ` data-tag="${tag}"`
    const words = escapeHtml(text.slice(segment.start, segment.end))
    marked += `<span id="${anchorOf(index)}"${attributes}${tagged}>${words}</span>`
    if (tag !== '') tagBefore = tag
  })
  return `<section class="pane" id="source" aria-labelledby="source-heading" tabindex="0">
<h2 id="source-heading">The source, as it came</h2>
<div class="source" lang="${escapeHtml(language)}" dir="auto">${marked}</div>
</section>`
}

interface Mark {
  attributes: string
  tag: string
}

/** Marks segments; a text may have half a million of which most are alike, so each mark is written once. */
function rememberMarks(): (segment: Segment) => Mark {
  const marks = new Map<string, Mark>()
  return (segment) => {
    const key = `${segment.kind} ${segment.qa ?? 0} ${segment.confidence} ${segment.rule}`
    const known = marks.get(key)
    if (known) return known
    const mark = { attributes: attributesOf(segment), tag: tagOf(segment) }
    marks.set(key, mark)
    return mark
  }
}

function attributesOf(segment: Segment): string {
  const { kind, rule } = segment
  const facts = ` data-kind="${kind}" data-rule="${escapeHtml(rule)}" title="${escapeHtml(describe(segment))}"`
  // Nobody need stop at white space.
  if (kind === 'blank') return facts
  const part = partOf(segment)
  const classes = [...(isKept(segment) ? [] : ['out']), ...(isDoubtful(segment) ? ['doubt'] : [])]
  return (
    facts +
    (classes.length > 0 ? ` class="${classes.join(' ')}"` : '') +
    (part === undefined ? '' : ` data-part="${part}"`) +
    ' tabindex="0"'
  )
}

/** The words in the margin; none for what has no line of its own. */
function tagOf(segment: Segment): string {
  const { kind, qa } = segment
  if (kind === 'blank' || INLINE_KINDS.includes(kind)) return ''
  return `${kind}${qa === null ? '' : ` ${qa}`}${isDoubtful(segment) ? ' ?' : ''}`
}

function describe(segment: Segment): string {
  const { kind, qa, rule, confidence } = segment
  const words = [
    `${kind}${qa === null ? '' : ` of pair ${qa}`}${isKept(segment) ? '' : ', left out'}`,
    `rule ${rule}`,
    `confidence ${confidence.toFixed(2)}${isDoubtful(segment) ? ', worth a look' : ''}`,
  ]
  return words.join(' · ')
}

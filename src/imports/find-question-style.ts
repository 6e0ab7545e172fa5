import type { Block } from './block.ts'
import type { Description } from './describe-block.ts'
import { endsAsking } from './words.ts'

/** A style is that of the questions if it is used so often and most of its paragraphs ask. */
const STYLED_MIN = 2
const ASKING_SHARE_SURE = 0.6
/** Headings and bold lines that each have an answer below may state as often as they ask. */
const ASKING_SHARE_LIKELY = 0.3
const LIKELY_MIN = 4
const ANSWERED_SHARE = 0.8
/** Points for a paragraph in the style of questions, and for one that is not in it although the style is sure. */
const SURE = 3.4
const LIKELY = 2.2
const OTHER_STYLE = -2.6
/** So many questions in one style leave no doubt. */
const SURE_MIN = 3

export interface QuestionStyle {
  /** Points that a block is a question, for how it is set. */
  pointsOf: (index: number) => number
  /** Whether the document marks its questions beyond doubt. */
  isSure: boolean
}

const NONE: QuestionStyle = { pointsOf: () => 0, isSure: false }

/** How this document sets its questions: as headings of one level, in bold, in italics, as terms; by what asks most, or is
 * followed by a labelled answer.
 */
export function findQuestionStyle(
  blocks: Block[],
  descriptions: Description[],
  isLabelledAnswer: (index: number) => boolean,
): QuestionStyle {
  const styles = blocks.map(styleOf)
  const tallies = new Map<string, { count: number; asking: number; answered: number }>()
  styles.forEach((style, index) => {
    if (style === undefined) return
    const tally = tallies.get(style) ?? { count: 0, asking: 0, answered: 0 }
    tallies.set(style, tally)
    tally.count += 1
    const { asking = 0, opensAsQuestion = false } = descriptions[index] ?? {}
    if (asking > 0 || opensAsQuestion || isLabelledAnswer(index + 1)) tally.asking += 1
    if (index + 1 < blocks.length && styles[index + 1] !== style) tally.answered += 1
  })
  const points = new Map<string, number>()
  let isSure = false
  for (const [style, { count, asking, answered }] of tallies) {
    if (count >= STYLED_MIN && asking >= count * ASKING_SHARE_SURE) {
      points.set(style, SURE)
      isSure ||= count >= SURE_MIN
    } else if (
      count >= LIKELY_MIN &&
      asking >= count * ASKING_SHARE_LIKELY &&
      answered >= count * ANSWERED_SHARE
    )
      points.set(style, LIKELY)
  }
  if (points.size === 0) return NONE
  return {
    isSure,
    pointsOf: (index) => {
      const style = styles[index]
      return (style === undefined ? undefined : points.get(style)) ?? (isSure ? OTHER_STYLE : 0)
    },
  }
}

/** How many blocks ask in the style that asks most often. */
export function countSetQuestions(blocks: Block[]): number {
  const counts = new Map<string, number>()
  for (const block of blocks) {
    const style = endsAsking(block.text) ? styleOf(block) : undefined
    if (style !== undefined) counts.set(style, (counts.get(style) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values())
}

/** What a block looks like; undefined if it looks like running text. */
function styleOf({ text, markup }: Block): string | undefined {
  if (markup === undefined) return undefined
  const { form, level, marks, lead } = markup
  if (form === 'heading') return `heading ${level}`
  const covered = (kind: 'strong' | 'emphasis') =>
    marks.filter((mark) => mark.kind === kind).reduce((sum, { from, to }) => sum + to - from, 0) >=
    text.length * 0.85
  const look = covered('strong') ? 'strong' : covered('emphasis') ? 'emphasis' : undefined
  if (form === 'term' || form === 'quote') return `${form} ${look ?? ''}`
  if (form === 'item' && /^\s*\d/.test(lead.first)) return `number ${look ?? ''}`
  return look ?? (markup.look === undefined ? undefined : `look ${markup.look}`)
}

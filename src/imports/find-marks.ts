import type { Block } from './block.ts'
import { cutBlock } from './cut-block.ts'
import type { Label } from './read-labels.ts'

/** "1.", "2)", a dash or a bullet at the beginning of a paragraph. */
const MARK = /^(?:\(?\d{1,3}[.)]|[-–—•*])\s+/
/** Of the paragraphs that open with a mark so many have to ask, or the mark is that of a list. */
const ASKING_SHARE_MIN = 0.6
const MARKS_MIN = 2
const DASH = /^[-–—]$/
/** So many turns with a dash are no list, if so many of them ask and nearly each of these is answered behind a dash. */
const DIALOGUE_MIN = 6
const DIALOGUE_ASKING_MIN = 0.3
const DIALOGUE_ANSWERED_MIN = 0.8
const ASKS = /[?？]["”’»)\]*]*$/

/** The numbers, dashes or bullets by which this document marks its questions or all turns, in order; none if they mark lists. */
export function findMarks(blocks: Block[]): Label[] {
  const byKind = new Map<string, { labels: Label[]; asking: number }>()
  blocks.forEach((block, index) => {
    const mark = MARK.exec(block.text)?.[0]
    if (mark === undefined || mark.length >= block.text.length) return
    const kind = mark.replace(/\d+/, '1').trim()
    const found = byKind.get(kind) ?? { labels: [], asking: 0 }
    byKind.set(kind, found)
    found.labels.push({ block: index, name: mark.trim(), length: mark.length, alone: false, use: 'mark' })
    if (ASKS.test(block.text)) found.asking += 1
  })
  const good = [...byKind].flatMap(([kind, { labels, asking }]) => {
    if (labels.length >= MARKS_MIN && asking >= labels.length * ASKING_SHARE_MIN) return labels
    return DASH.test(kind) && isDialogue(blocks, labels) ? labels.map((label) => ofTurn(blocks, label)) : []
  })
  return good.sort((a, b) => a.block - b.block)
}

/** Whether a dash opens every turn, as Romance languages print a dialogue: what asks is followed by what does not. */
function isDialogue(blocks: Block[], labels: Label[]): boolean {
  const dashed = new Set(labels.map(({ block }) => block))
  const asks = (index: number) => ASKS.test(blocks[index]?.text ?? '')
  const asking = labels.filter(({ block }) => asks(block))
  const answered = asking.filter(({ block }) => dashed.has(block + 1) && !asks(block + 1))
  return (
    labels.length >= DIALOGUE_MIN &&
    asking.length >= labels.length * DIALOGUE_ASKING_MIN &&
    answered.length >= asking.length * DIALOGUE_ANSWERED_MIN
  )
}

/** The dash of a question marks it; that of any other turn is only cut off. */
function ofTurn(blocks: Block[], label: Label): Label {
  return ASKS.test(blocks[label.block]?.text ?? '') ? label : { ...label, use: 'opening' }
}

/** ">>" before a paragraph: in captions another speaker begins, whoever that is. */
export function findSpeakerChanges(blocks: Block[]): Label[] {
  return blocks.flatMap(({ text }, block): Label[] => {
    const mark = />{2,3}\s*/y.exec(text)?.[0]
    return mark === undefined || mark.length >= text.length
      ? []
      : [{ block, name: '>>', length: mark.length, alone: false, use: 'opening' }]
  })
}

/**
 * The blocks of a document that sets its questions in bold on the line of their answers, each question a block of its
 * own; other documents as they are.
 */
export function cutBoldQuestions(source: string, blocks: Block[]): Block[] {
  const leads = blocks.map(boldLead)
  const sentences = leads.filter((lead) => lead?.isSentence === true)
  const asking = leads.filter((lead) => lead?.asks === true)
  if (asking.length < MARKS_MIN || asking.length < sentences.length * ASKING_SHARE_MIN) return blocks
  return blocks.flatMap((block, index) => {
    const lead = leads[index]
    if (lead?.isSentence !== true) return [block]
    const { head, rest } = cutBlock(source, block, lead.end)
    return [head, rest].flatMap((part) => part ?? [])
  })
}

const THREE_WORDS = /^\s*\S+\s+\S+\s+\S/u
const ENDS_SENTENCE = /[.!?？。！…]["”’»)\]]*$/u

/** The bold words that open a block and that more follows; undefined where there are none. */
function boldLead({ text, markup }: Block): { end: number; asks: boolean; isSentence: boolean } | undefined {
  const opening = markup?.marks.find(({ kind }) => kind === 'strong')
  if (opening === undefined || opening.from > 4) return undefined
  let end = opening.to
  for (const mark of markup?.marks ?? [])
    if (mark.kind === 'strong' && mark.from >= end && text.slice(end, mark.from).trim() === '') end = mark.to
  if (/^[?？]/.test(text.slice(end))) end += 1
  if (text.slice(end).trim().length <= 1) return undefined
  const lead = text.slice(0, end).trimEnd()
  const asks = ASKS.test(lead)
  return { end, asks, isSentence: asks || (THREE_WORDS.test(lead) && ENDS_SENTENCE.test(lead)) }
}
